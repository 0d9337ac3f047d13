import { failure, success } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { type Database } from '../connection/index.js';
import { SweepEntity } from '../entities/index.js';
import { cancelRuns } from './cancellation.js';
import { type Lease, Leases } from './leases.js';
import { extendSweep, retrySome } from './sweep-runs.js';
import { type Goal, SweepTally } from './sweep-tally.js';

const FAST: Goal = { metric: 'tflopsCausal', goal: 'maximize' };
const SMALL: Goal = { metric: 'peakMemoryGB', goal: 'minimize' };
const NONE = { queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
const ID = 'sweep-1';

onBothDatabases('the tally of a sweep', (database) => {
  let db: Database;

  beforeEach(async () => {
    db = database();
    await db.write(({ manager }) =>
      manager.insert(SweepEntity, {
        id: ID,
        tenant: 'default',
        name: 's',
        state: 'expanding',
        document: '{}',
        expanded: 0,
        createdAtMs: 0,
      }),
    );
  });

  /** Points with runs that wait. */
  const extend = (points: number): Promise<unknown> =>
    db.write((session) =>
      extendSweep(session, ID, {
        from: 0,
        plan: '{}',
        points: Array.from({ length: points }, (_, index) => ({
          parameters: '{}',
          experiment: newRun({ name: `p${index}` }).experiment,
        })),
        isLast: true,
        maxLiveRuns: 10_000,
      }),
    );
  const claim = (runs: number): Promise<Lease[]> => new Leases(db).claimNext('here/1/x', { places: runs });
  const succeed = (leases: readonly Lease[], summaries: readonly Readonly<Record<string, number>>[]) =>
    new Leases(db).complete(
      leases.map((lease, index) => success(lease, JSON.stringify(summaries[index]), summaries[index] ?? {})),
    );
  const tallyOf = async (points: number, ...goals: [Goal, Goal]): Promise<SweepTally> => {
    const tally = new SweepTally(db.read, ID, goals);
    await tally.refresh(points);
    return tally;
  };

  it('finds the best and the front by metrics of either place, equals included', async () => {
    const scores: readonly (readonly [number, number])[] = [
      [10, 5],
      [20, 6],
      [15, 6],
      [20, 6],
      [30, 9],
      [5, 5],
      [30, 10],
    ];
    await extend(scores.length);
    await succeed(
      await claim(scores.length),
      scores.map(([tflopsCausal, peakMemoryGB]) => ({ tflopsCausal, peakMemoryGB, stepTimeS: tflopsCausal })),
    );
    const tally = await tallyOf(scores.length, FAST, SMALL);
    expect(tally.best(4)).toEqual([4, 6, 1, 3]);
    expect(tally.best(2)).toEqual([4, 6]);
    expect(tally.front(100)).toEqual([4, 1, 3, 0]);
    expect(tally.front(2)).toEqual([4, 1]);
    expect((await tallyOf(scores.length, SMALL, FAST)).best(2)).toEqual([0, 5]);
    expect((await tallyOf(scores.length, { metric: 'stepTimeS', goal: 'maximize' }, SMALL)).best(2)).toEqual([
      4, 6,
    ]);
    const unknown: Goal = { metric: 'unknown', goal: 'maximize' };
    const without = await tallyOf(scores.length, unknown, SMALL);
    expect([without.best(4), without.front(4)]).toEqual([[], []]);
    const half = await tallyOf(scores.length, FAST, unknown);
    expect([half.best(1), half.front(4)]).toEqual([[4], []]);
  });

  it('accepts plain names of metrics only', () => {
    const goals = [{ ...FAST, metric: `x') --` }, SMALL] as const;
    expect(() => new SweepTally(db.read, ID, goals)).toThrow('plain name');
  });

  it('follows the runs from look to look', async () => {
    await extend(6);
    const tally = await tallyOf(6, FAST, SMALL);
    expect(tally.counts).toEqual({ ...NONE, queued: 6 });
    const [first, second, third] = (await claim(3)) as [Lease, Lease, Lease];
    await tally.refresh(6);
    expect(tally.counts).toEqual({ ...NONE, queued: 3, running: 3 });
    await succeed([first], [{ tflopsCausal: 1, peakMemoryGB: 1 }]);
    await new Leases(db).complete([failure(second)]);
    await db.write((session) => cancelRuns(session, [third.runId]));
    await tally.refresh(6);
    expect(tally.counts).toEqual({ ...NONE, queued: 3, succeeded: 1, failed: 1, cancelled: 1 });
    expect(tally.best(9)).toEqual([0]);
    await tally.refresh(6);
    expect(tally.best(9)).toEqual([0]);
    expect(tally.failures).toEqual([
      { failureCode: 'crashed', failureMessage: 'it fell over', count: 1, example: second.runId },
    ]);
    await db.write((session) => retrySome(session, ID, -1, 1));
    await tally.refresh(6);
    expect([tally.counts, tally.failures]).toEqual([{ ...NONE, queued: 4, succeeded: 1, cancelled: 1 }, []]);
  });

  it('groups what failed of the same, the most frequent first, the latest as the example', async () => {
    await extend(6);
    const leases = await claim(5);
    const messages = ['rare', 'often', 'late', 'often', 'late'];
    await new Leases(db).complete(leases.map((lease, index) => failure(lease, messages[index])));
    const { failures } = await tallyOf(6, FAST, SMALL);
    expect(failures.map(({ failureMessage, count, example }) => [failureMessage, count, example])).toEqual([
      ['late', 2, leases[4]?.runId],
      ['often', 2, leases[3]?.runId],
      ['rare', 1, leases[0]?.runId],
    ]);
  });

  it('names no more than fifty groups and a hundred best', async () => {
    await extend(160);
    const leases = await claim(160);
    await new Leases(db).complete(leases.slice(0, 51).map((lease, index) => failure(lease, `m${index}`)));
    await succeed(
      leases.slice(51),
      leases.slice(51).map((_, index) => ({ tflopsCausal: index, peakMemoryGB: 1 })),
    );
    const tally = await tallyOf(160, FAST, SMALL);
    expect(tally.failures).toHaveLength(50);
    expect(tally.best(1000)).toEqual(Array.from({ length: 100 }, (_, index) => 159 - index));
  });

  it('looks at a large sweep in slices, and never again at those that are done', async () => {
    await extend(1003);
    await succeed(
      await claim(500),
      Array.from({ length: 500 }, (_, index) => ({ tflopsCausal: index, peakMemoryGB: 1 })),
    );
    const read = jest.spyOn(db.read, 'rows');
    const tally = await tallyOf(1003, FAST, SMALL);
    expect([tally.counts, read.mock.calls.length]).toEqual([{ ...NONE, queued: 503, succeeded: 500 }, 3]);
    await tally.refresh(1003);
    expect(read.mock.calls.length).toBe(5);
    read.mockRestore();
  });

  it('looks at no more of a slice than what may change, from its first point to its last', async () => {
    await extend(9);
    const metrics = { tflopsCausal: 1, peakMemoryGB: 1 };
    await succeed(await claim(3), [metrics, metrics, metrics]);
    const tally = await tallyOf(9, FAST, SMALL);
    const read = jest.spyOn(db.read, 'rows');
    const looks = (): unknown[] => read.mock.calls.map(([, values]) => values?.slice(1));
    await tally.refresh(9);
    await succeed(await claim(5), Array(5).fill(metrics));
    await tally.refresh(9);
    await tally.refresh(9);
    expect(looks()).toEqual([
      [3, 9],
      [3, 9],
      [8, 9],
    ]);
    expect(tally.counts).toEqual({ ...NONE, queued: 1, succeeded: 8 });
    read.mockRestore();
  });

  it('lets those who ask while it looks wait for one look after', async () => {
    await extend(3);
    const tally = await tallyOf(3, FAST, SMALL);
    const read = jest.spyOn(db.read, 'rows');
    await Promise.all([tally.refresh(3), tally.refresh(3), tally.refresh(3)]);
    expect(read.mock.calls.length).toBe(1);
    read.mockRejectedValueOnce(new Error('busy'));
    await expect(tally.refresh(3)).rejects.toThrow('busy');
    await tally.refresh(3);
    expect(tally.counts).toEqual({ ...NONE, queued: 3 });
    read.mockRestore();
  });
});
