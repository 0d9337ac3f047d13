import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { type Database } from '../connection/index.js';
import { RunEntity } from '../entities/index.js';
import { changeRuns, eventsAfter, insertEvents, latestNumbers } from './run-events.js';
import { Submissions } from './submissions.js';

onBothDatabases('run events', (database) => {
  let db: Database;
  let [first, second, third] = ['', '', ''];

  beforeEach(async () => {
    db = database();
    const runs = await new Submissions(db).submitMany(['a', 'b', 'c'].map((name) => newRun({ name })));
    [first, second, third] = runs.map(({ run }) => run.id) as [string, string, string];
  });

  const progress = (runIds: readonly string[], share: number): Promise<void> =>
    db.write((session) =>
      changeRuns(
        session,
        runIds,
        { share, phase: 'stepping' },
        { type: 'progress', atMs: 1000 + 10 * share, dataOf: (runId) => ({ runId, share }) },
      ),
    );

  it('are numbered for each run from 1, with a change of its row each', async () => {
    await progress([first], 0.1);
    await progress([first, second], 0.2);
    await progress([], 0.3);
    const numbers = (await eventsAfter(db.read, first, 0, 100)).map(({ number }) => number);
    expect(numbers).toEqual([1, 2, 3]);
    const rows = await db.read.manager.find(RunEntity, { order: { id: 'ASC' } });
    expect(rows.map(({ share, phase, lastEvent }) => [share, phase, lastEvent])).toEqual([
      [0.2, 'stepping', 3],
      [0.2, 'stepping', 2],
      [0, null, 1],
    ]);
  });

  it('carry the data of their run', async () => {
    await progress([first, second], 0.5);
    for (const runId of [first, second])
      expect(await eventsAfter(db.read, runId, 1, 100)).toEqual([
        { runId, number: 2, type: 'progress', atMs: 1005, data: { runId, share: 0.5 } },
      ]);
  });

  it('are read in order, after a number, a few at a time', async () => {
    for (const share of [0.1, 0.2, 0.3, 0.4]) await progress([first], share);
    const after = async (number: number, limit: number): Promise<number[]> =>
      (await eventsAfter(db.read, first, number, limit)).map((event) => event.number);
    expect(await after(0, 2)).toEqual([1, 2]);
    expect(await after(2, 2)).toEqual([3, 4]);
    expect(await after(4, 9)).toEqual([5]);
    expect(await after(5, 9)).toEqual([]);
  });

  it('say how far each of several runs is', async () => {
    await progress([second], 0.1);
    expect(await latestNumbers(db.read, [first, second])).toEqual(
      new Map([
        [first, 1],
        [second, 2],
      ]),
    );
    expect((await latestNumbers(db.read, [third, 'run-of-nobody'])).size).toBe(1);
  });

  it('cannot be written twice under one number', async () => {
    const event = { runId: first, number: 1, type: 'progress', atMs: 0, data: {} } as const;
    await expect(db.write((session) => insertEvents(session, [event]))).rejects.toMatchObject({
      message: expect.stringMatching(/unique/i),
    });
    await db.write((session) => insertEvents(session, []));
  });
});
