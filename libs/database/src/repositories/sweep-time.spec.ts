import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { type Database } from '../connection/index.js';
import { SweepEntity } from '../entities/index.js';
import { SweepTime } from './sweep-time.js';
import { Sweeps } from './sweeps.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

onBothDatabases('the time of sweeps', (database) => {
  let db: Database;
  let sweeps: Sweeps;

  beforeEach(() => {
    db = database();
    sweeps = new Sweeps(db);
  });

  const sweepOf = async (name: string, limitMs: number): Promise<string> =>
    (await sweeps.create({ tenant: 'default', name, hash: name, document: '{}', limitMs })).sweep.id;
  const noted = async (id: string): Promise<number | null> =>
    (await db.read.manager.findOneByOrFail(SweepEntity, { id })).remainingMs;
  const overdue = async (time: SweepTime, nowMs: number): Promise<string[]> =>
    (await time.overdue(nowMs)).map(({ id }) => id).sort();

  it('is not moved by a step of the wall clock', async () => {
    const id = await sweepOf('stepped', MINUTE_MS);
    const time = new SweepTime(db);
    const clock = jest.spyOn(Date, 'now');
    const { now } = performance;
    expect(await overdue(time, 0)).toEqual([]);
    for (const stepMs of [HOUR_MS, -HOUR_MS, 24 * HOUR_MS]) {
      clock.mockReturnValue(now.call(performance) + stepMs);
      expect(await overdue(time, 30_000)).toEqual([]);
    }
    clock.mockRestore();
    expect(await overdue(time, MINUTE_MS - 1)).toEqual([]);
    expect(await overdue(time, MINUTE_MS)).toEqual([id]);
  });

  it('goes on in the next process from where it was noted', async () => {
    const id = await sweepOf('restarted', MINUTE_MS);
    const first = new SweepTime(db);
    for (const nowMs of [7000, 10_000, 12_000, 40_000]) await first.overdue(nowMs);
    expect(await noted(id)).toBe(MINUTE_MS - 33_000);
    const second = new SweepTime(db);
    expect(await overdue(second, 500_000)).toEqual([]);
    expect(await overdue(second, 526_999)).toEqual([]);
    expect(await overdue(second, 527_000)).toEqual([id]);
  });

  it('is counted once by two processes that look at once', async () => {
    const id = await sweepOf('both', MINUTE_MS);
    const [one, two] = [new SweepTime(db), new SweepTime(db)];
    for (let nowMs = 0; nowMs < MINUTE_MS; nowMs += 6000) {
      expect(await overdue(one, nowMs)).toEqual([]);
      expect(await overdue(two, HOUR_MS + nowMs)).toEqual([]);
    }
    expect(await overdue(one, MINUTE_MS)).toEqual([id]);
  });

  it('begins again where a sweep was given its time again', async () => {
    const id = await sweepOf('again', MINUTE_MS);
    const time = new SweepTime(db);
    for (const nowMs of [0, 50_000]) await time.overdue(nowMs);
    expect(await noted(id)).toBe(10_000);
    await sweeps.retryFailed(id, MINUTE_MS);
    expect(await overdue(time, 70_000)).toEqual([]);
    expect(await overdue(time, 129_999)).toEqual([]);
    expect(await overdue(time, 130_000)).toEqual([id]);
  });

  it('is over for those that have something to do; the limit of the others is removed', async () => {
    const [busy, idle] = [await sweepOf('busy', 99), await sweepOf('idle', 99)];
    const points = [{ parameters: '{}', experiment: newRun({ name: 'a' }).experiment }];
    for (const [id, of] of [
      [busy, points],
      [idle, []],
    ] as const)
      await sweeps.extend(id, { from: 0, plan: '{}', points: of, isLast: true, maxLiveRuns: 10 });
    const time = new SweepTime(db);
    await time.overdue(0);
    expect(await overdue(time, 99)).toEqual([busy]);
    expect([await noted(busy), await noted(idle)]).toEqual([99, null]);
    await sweeps.cancel(busy, 'over');
    expect(await overdue(time, 100)).toEqual([]);
  });
});
