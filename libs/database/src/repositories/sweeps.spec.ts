import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { elementAt } from '@railyard/base';
import { postgresAvailable, postgresForTests } from '../../../../test/support/postgres.js';
import { type Database, type DatabaseOptions, openDatabase } from '../connection/index.js';
import { type SweepEntity } from '../entities/index.js';
import { type Records, recordsOf } from '../records.js';
import { type Goal, type SweepPointRun } from '../sql/index.js';

jest.setTimeout(60_000);

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');
const point = (name: string): SweepPointRun => ({
  parameters: JSON.stringify({ name }),
  experiment: { id: idOf(name), name, engineVersion: '1', document: '{}' },
});
const fast: Goal = { metric: 'tflopsCausal', goal: 'maximize' };
const small: Goal = { metric: 'peakMemoryGB', goal: 'minimize' };

/** On either database. */
function contract(
  backing: () => Promise<{ readonly database: DatabaseOptions; remove(): Promise<void> | void }>,
): void {
  let database: Database;
  let records: Records;
  let remove: () => Promise<void> | void;

  beforeAll(async () => {
    const opened = await backing();
    remove = () => opened.remove();
    database = await openDatabase(opened.database);
    records = recordsOf(database);
  });

  afterAll(async () => {
    await database.close();
    await remove();
  });

  const sweepOf = async (name: string, deadlineAtMs = Number.MAX_SAFE_INTEGER): Promise<string> =>
    (await records.sweeps.create({ tenant: 't', name, hash: name, document: '{}', deadlineAtMs })).sweep.id;
  const extend = (
    id: string,
    from: number,
    points: readonly SweepPointRun[],
    isLast: boolean,
    maxLiveRuns = 1000,
  ): Promise<number | null> => records.sweeps.extend(id, { from, plan: '{}', points, isLast, maxLiveRuns });
  const idsOf = async (sweep: string): Promise<string[]> =>
    (await records.sweeps.runs(sweep, { after: -1, limit: 1000 })).map(({ id }) => id);
  const tallyOf = async (sweep: string, ...goals: [Goal, Goal]) =>
    records.sweeps.tally((await records.sweeps.find('t', sweep)) as SweepEntity, goals);
  const states = async (sweep: string): Promise<string[]> =>
    (await records.sweeps.runs(sweep, { after: -1, limit: 1000 })).map(({ state }) => state);

  /** Ends waiting runs in order, each with its summary, or failed. */
  async function compute(...summaries: readonly (Readonly<Record<string, number>> | null)[]): Promise<void> {
    const leases = await records.leases.claimNext('o/1/x', summaries.length);
    await records.leases.complete(
      leases.map((lease, index) => {
        const summary = elementAt(summaries, index);
        const text = JSON.stringify(summary);
        if (summary === null)
          return { lease, outcome: { kind: 'failed', code: 'crashed', message: 'as told' } };
        return {
          lease,
          outcome: {
            kind: 'succeeded',
            artifact: {
              experimentId: lease.experimentId,
              kind: 'result',
              sha256: idOf(text),
              size: text.length,
              gzip: gzipSync(text),
              summary,
            },
          },
        };
      }),
    );
  }

  it('takes points in once, whoever is first, and ends with the last batch', async () => {
    const id = await sweepOf('batches');
    expect(await extend(id, 0, [point('b0'), point('b1')], false)).toBe(2);
    expect(await extend(id, 0, [point('b0'), point('b1')], false)).toBe(2);
    const both = await Promise.all([1, 2].map(() => extend(id, 2, [point('b2')], true)));
    expect(both).toContain(3);
    expect(await extend(id, 3, [point('b3')], true)).toBeNull();
    expect((await idsOf(id)).length).toBe(3);
    expect((await records.sweeps.find('t', id))?.state).toBe('expanded');
    expect(await records.sweeps.find('other', id)).toBeNull();
    await compute({ x: 1 }, { x: 1 }, { x: 1 });
  });

  it('finds the best and the front by any metric of a result, equals included', async () => {
    const id = await sweepOf('scored');
    const scores: readonly (readonly [number, number])[] = [
      [10, 5],
      [20, 6],
      [15, 6],
      [20, 6],
      [30, 9],
      [5, 5],
      [30, 10],
    ];
    await extend(
      id,
      0,
      scores.map((_, index) => point(`s${index}`)),
      true,
    );
    await compute(...scores.map(([tflopsCausal, peakMemoryGB]) => ({ tflopsCausal, peakMemoryGB })));
    const tally = await tallyOf(id, fast, small);
    expect([tally.best(4), tally.front(100)]).toEqual([
      [4, 6, 1, 3],
      [4, 1, 3, 0],
    ]);
    expect((await tallyOf(id, small, fast)).best(2)).toEqual([0, 5]);
    expect((await tallyOf(id, { metric: 'unknown', goal: 'maximize' }, small)).best(4)).toEqual([]);
    const members = await records.sweeps.scored(id, [4, 0]);
    expect(members.map(({ position, summary }) => [position, JSON.parse(summary)])).toEqual([
      [4, { tflopsCausal: 30, peakMemoryGB: 9 }],
      [0, { tflopsCausal: 10, peakMemoryGB: 5 }],
    ]);
  });

  it('runs again what failed, and leaves the rest', async () => {
    const id = await sweepOf('mended');
    await extend(id, 0, ['m0', 'm1', 'm2'].map(point), true);
    await compute({ x: 1 }, null, { x: 2 });
    const before = await idsOf(id);
    const tally = await tallyOf(id, fast, small);
    expect(tally.failures).toEqual([
      { failureCode: 'crashed', failureMessage: 'as told', count: 1, example: before[1] },
    ]);
    expect(tally.counts).toMatchObject({ queued: 0, succeeded: 2, failed: 1 });
    expect(await records.sweeps.retryFailed(id, Number.MAX_SAFE_INTEGER)).toBe(1);
    expect(await states(id)).toEqual(['succeeded', 'queued', 'succeeded']);
    expect((await idsOf(id)).map((run, index) => run === before[index])).toEqual([true, false, true]);
    await tallyOf(id, fast, small);
    expect([tally.counts, tally.failures]).toMatchObject([{ queued: 1, succeeded: 2, failed: 0 }, []]);
    await compute({ x: 3 });
    expect((await tallyOf(id, fast, small)).counts).toMatchObject({ queued: 0, succeeded: 3, failed: 0 });
    expect(await records.sweeps.retryFailed(id, Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  it('cancels what was made for it and nobody else wants', async () => {
    const asked = await records.submissions.submit({ tenant: 't', experiment: point('c0').experiment });
    const [one, two] = [await sweepOf('one'), await sweepOf('two')];
    await extend(one, 0, ['c0', 'c1', 'c2'].map(point), true);
    await extend(two, 0, ['c2', 'c3'].map(point), true);
    expect((await idsOf(one))[0]).toBe(asked.run.id);
    expect(await records.sweeps.cancel(one)).toBe(true);
    expect([await states(one), await states(two)]).toEqual([
      ['queued', 'cancelled', 'queued'],
      ['queued', 'queued'],
    ]);
    expect(await records.sweeps.cancel(two)).toBe(true);
    expect([await states(one), await states(two)]).toEqual([
      ['queued', 'cancelled', 'cancelled'],
      ['cancelled', 'cancelled'],
    ]);
    expect(await records.sweeps.cancel(two)).toBe(false);
    await compute({ x: 1 });
  });

  it('takes in no more than may wait, and ends what it had taken in when it fails', async () => {
    const id = await sweepOf('large');
    const room = (await records.outbox.countOf('t')) + 2;
    expect(await extend(id, 0, ['q0', 'q1'].map(point), false, room)).toBe(2);
    await expect(extend(id, 2, [point('q2')], true, room)).rejects.toMatchObject({ name: 'OverQuotaError' });
    expect((await records.sweeps.find('t', id))?.expanded).toBe(2);
    // What waits or is computed already takes no place.
    const computed = ['s0', 'q1'].map(point);
    expect(
      await records.submissions.countNew(
        't',
        [...computed, point('q2')].map(({ experiment }) => experiment.id),
      ),
    ).toBe(1);
    expect(
      await records.submissions.countNew(
        'other',
        computed.map(({ experiment }) => experiment.id),
      ),
    ).toBe(1);
    expect(await extend(id, 2, computed, false, room)).toBe(4);
    await records.sweeps.fail(id, 'no room');
    expect([await states(id), (await records.sweeps.find('t', id))?.failureMessage]).toEqual([
      ['cancelled', 'cancelled', 'succeeded', 'cancelled'],
      'no room',
    ]);
  });

  it('names those whose time is over and that still have something to do', async () => {
    const [late, done] = [await sweepOf('late', 1), await sweepOf('done', 1)];
    await extend(late, 0, [point('l0')], true);
    await extend(done, 0, [point('s0')], true);
    expect(await records.sweeps.overdue(Date.now())).toMatchObject([{ id: late }]);
    await records.sweeps.cancel(late, 'over');
    expect(await records.sweeps.overdue(Date.now())).toEqual([]);
  });

  it('lists newest first, page by page', async () => {
    const names: string[] = [];
    for (let page = await records.sweeps.page('t', undefined, 2); page.length > 0;) {
      names.push(...page.map(({ name }) => name));
      page = await records.sweeps.page('t', page[page.length - 1], 2);
    }
    expect(names.length).toBe(new Set(names).size);
    expect(names.at(-1)).toBe('batches');
  });
}

describe('sweeps on SQLite', () => {
  contract(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'railyard-sweeps-'));
    return { database: { file: join(folder, 'a.db') }, remove: () => rmSync(folder, { recursive: true }) };
  });
});

(postgresAvailable() ? describe : describe.skip)('sweeps on PostgreSQL', () => {
  contract(postgresForTests);
});
