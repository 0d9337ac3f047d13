import { statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { success } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun, temporaryFolder } from '../../../../test/support/harness.js';
import { type Database, openDatabase } from '../connection/index.js';
import {
  ARTIFACT_TABLE,
  ExperimentEntity,
  RunEntity,
  RunEventEntity,
  SweepEntity,
  SweepRunEntity,
} from '../entities/index.js';
import { Retention, Runs, Sweeps } from '../repositories/index.js';
import { Leases } from './leases.js';
import { Submissions } from './submissions.js';

async function computeAll(db: Database, textOf: (runId: string) => string = () => 'bytes'): Promise<void> {
  const leases = new Leases(db);
  for (;;) {
    const claimed = await leases.claimNext('here/1/x', { places: 50 });
    if (claimed.length === 0) return;
    await leases.complete(claimed.map((lease) => success(lease, textOf(lease.runId))));
  }
}

onBothDatabases('deletion', (database) => {
  const submit = async (name: string, tenant = 'default'): Promise<string> =>
    (await new Submissions(database()).submit(newRun({ name }, { tenant }))).run.id;

  const count = async (entity: string | (new () => object)): Promise<number> =>
    database().read.manager.count(entity as never);

  async function sweepOf(name: string, names: readonly string[]): Promise<string> {
    const sweeps = new Sweeps(database());
    const { sweep } = await sweeps.create({
      tenant: 'default',
      name,
      hash: name,
      document: '{}',
      limitMs: 1e6,
    });
    await sweeps.extend(sweep.id, {
      from: 0,
      plan: '{}',
      points: names.map((point) => ({
        parameters: '{}',
        experiment: newRun({ name: point }).experiment,
      })),
      isLast: true,
      maxLiveRuns: 1e6,
    });
    return sweep.id;
  }

  it('takes a run with its events, and its result once no other run names it', async () => {
    const [mine, theirs] = [await submit('a'), await submit('a', 'other')];
    await computeAll(database());
    const runs = new Runs(database());
    expect(await runs.delete('other', mine)).toBe('unknown');
    expect(await runs.delete('default', mine)).toBe('deleted');
    expect(await runs.find('default', mine)).toBeNull();
    expect([await count(ExperimentEntity), await count(ARTIFACT_TABLE)]).toEqual([1, 1]);
    expect(await runs.delete('other', theirs)).toBe('deleted');
    expect(
      await Promise.all([ExperimentEntity, ARTIFACT_TABLE, RunEntity, RunEventEntity].map(count)),
    ).toEqual([0, 0, 0, 0]);
  });

  it('leaves a run that has not ended, and one that a sweep names', async () => {
    const waiting = await submit('waits');
    expect(await new Runs(database()).delete('default', waiting)).toBe('not-ended');
    await sweepOf('s', ['waits']);
    await computeAll(database());
    expect(await new Runs(database()).delete('default', waiting)).toBe('in-sweep');
    expect(await count(RunEntity)).toBe(1);
  });

  it('takes a sweep with the runs that were made for it, but for those of another', async () => {
    const single = await submit('single');
    const [first, second] = [await sweepOf('1', ['single', 'a', 'both']), await sweepOf('2', ['both', 'b'])];
    await computeAll(database());
    const sweeps = new Sweeps(database());
    await sweeps.delete(first);
    const names = async (): Promise<string[]> =>
      (await database().read.manager.find(RunEntity)).map(({ name }) => name).sort();
    expect(await names()).toEqual(['b', 'both', 'single']);
    await sweeps.delete(second);
    expect(await names()).toEqual(['single']);
    expect(await Promise.all([SweepEntity, SweepRunEntity].map(count))).toEqual([0, 0]);
    expect(await new Runs(database()).delete('default', single)).toBe('deleted');
  });

  it('takes a sweep of more points than one transaction takes', async () => {
    const id = await sweepOf(
      'large',
      Array.from({ length: 1000 }, (_, index) => `p${index}`),
    );
    await computeAll(database());
    await new Sweeps(database()).delete(id);
    expect(await Promise.all([SweepEntity, RunEntity, ExperimentEntity].map(count))).toEqual([0, 0, 0]);
  });

  it('retains what ended lately, lives, or stands in a sweep that does', async () => {
    await sweepOf('old', ['a', 'b']);
    await submit('c');
    await computeAll(database());
    await new Promise((done) => setTimeout(done, 5));
    const nowMs = Date.now();
    await sweepOf('new', ['b', 'd']);
    await submit('waits');
    const retention = new Retention(database());
    expect(await retention.deleteEnded(nowMs)).toEqual({ sweeps: 1, runs: 2 });
    const left = await database().read.manager.find(RunEntity);
    expect(left.map(({ name }) => name).sort()).toEqual(['b', 'd', 'waits']);
    expect(await retention.deleteEnded(nowMs)).toEqual({ sweeps: 0, runs: 0 });
  });

  it('stops between batches when asked to', async () => {
    await sweepOf('old', ['a', 'b']);
    await computeAll(database());
    await new Promise((done) => setTimeout(done, 5));
    expect(await new Retention(database()).deleteEnded(Date.now(), () => false)).toEqual({
      sweeps: 0,
      runs: 0,
    });
  });

  it('takes nothing from the totals', async () => {
    const id = await submit('a');
    await computeAll(database());
    await new Runs(database()).delete('default', id);
    expect(await new Runs(database()).totals()).toMatchObject({ succeeded: 1, failed: 0 });
  });

  it('lets an equal run be submitted meanwhile', async () => {
    const runs = new Runs(database());
    for (let round = 0; round < 20; round += 1) {
      const before = await submit(`r${round}`);
      await computeAll(database());
      const [verdict, after] = await Promise.all([runs.delete('default', before), submit(`r${round}`)]);
      expect(verdict).toBe('deleted');
      // Either it was there in time to be answered with, or it is a run of its own.
      if (after !== before) expect(await runs.find('default', after)).not.toBeNull();
    }
  });
});

describe('the file of a database', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'a.db');
  afterAll(() => folder.remove());

  async function filled(): Promise<Database> {
    const db = await openDatabase({ file });
    await new Submissions(db).submitMany(
      Array.from({ length: 300 }, (_, index) => newRun({ name: `${index}` })),
    );
    await computeAll(db, () => randomBytes(20_000).toString('latin1'));
    await db.compact();
    return db;
  }
  const emptied = async (db: Database): Promise<unknown> => new Retention(db).deleteEnded(Date.now() + 1);

  it('shrinks with what is deleted', async () => {
    const db = await filled();
    const before = statSync(file).size;
    await emptied(db);
    await db.close();
    expect(before).toBeGreaterThan(5e6);
    expect(statSync(file).size).toBeLessThan(before / 5);
  });
});
