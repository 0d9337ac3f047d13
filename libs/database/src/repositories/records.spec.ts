import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { elementAt } from '@railyard/base';
import { only } from '../../../../test/support/only.js';
import { type Database, isDiskFull, openDatabase } from '../connection/index.js';
import { RUN_ID_PATTERN } from '../identifiers.js';
import { type Records, recordsOf } from '../records.js';

const experiment = (name: string) => ({
  id: createHash('sha256').update(name).digest('hex'),
  name,
  engineVersion: '1',
  document: JSON.stringify({ name }),
});
const artifactOf = (experimentId: string, text: string) => ({
  experimentId,
  kind: 'result' as const,
  sha256: createHash('sha256').update(text).digest('hex'),
  size: text.length,
  gzip: gzipSync(text),
  summary: { mfuCausal: 0.4 },
});

describe('records', () => {
  let folder: string;
  let database: Database;
  let records: Records;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'railyard-records-'));
    database = await openDatabase({ file: join(folder, 'a.db') });
    records = recordsOf(database);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('name runs so that they sort by age and suit the queue', async () => {
    const submissions = await records.submissions.submitMany(
      Array.from({ length: 50 }, (_, index) => ({ tenant: 't', experiment: experiment(`e${index}`) })),
    );
    const ids = submissions.map(({ run }) => run.id);
    expect(ids.every((id) => RUN_ID_PATTERN.test(id))).toBe(true);
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  it('lease by priority, then by age', async () => {
    const submit = async (name: string, priority: number) =>
      (await records.submissions.submit({ tenant: 't', experiment: experiment(name), priority })).run.id;
    const [low, first, second] = [
      await submit('low', 5),
      await submit('first', 0),
      await submit('second', 0),
    ];
    const taken: string[] = [];
    for (let round = 0; round < 3; round += 1)
      taken.push(only(await records.leases.claimNext('o/1/x', 1)).runId);
    expect(taken).toEqual([first, second, low]);
    expect(await records.leases.claimNext('o/1/x', 1)).toEqual([]);
  });

  it('fence: of two owners only the later one can end a run', async () => {
    const { run } = await records.submissions.submit({ tenant: 't', experiment: experiment('fenced') });
    const early = only(await records.leases.claim('a/1/x', [{ runId: run.id, fencingToken: 0 }]));
    expect(await records.leases.claim('b/1/x', [{ runId: run.id, fencingToken: 1 }])).toEqual([]);
    await records.leases.expire(await records.leases.all());
    expect(await records.leases.claim('b/1/x', [{ runId: run.id, fencingToken: 0 }])).toEqual([]);
    const late = only(await records.leases.claim('b/1/x', [{ runId: run.id, fencingToken: 2 }]));
    const outcome = { kind: 'succeeded' as const, artifact: artifactOf(run.experimentId, 'bytes') };
    expect(await records.leases.renew('a/1/x', [early])).toEqual([run.id]);
    expect(await records.leases.complete([{ lease: early, outcome }])).toEqual(['lost']);
    expect(await records.leases.complete([{ lease: late, outcome }])).toEqual(['recorded']);
    expect(await records.leases.complete([{ lease: late, outcome }])).toEqual(['lost']);
    expect(await records.runs.find('t', run.id)).toMatchObject({
      state: 'succeeded',
      mfuCausal: 0.4,
      lastEvent: 5,
    });
  });

  it('count a crash against a run only when it had begun', async () => {
    const runs = await records.submissions.submitMany(
      ['a', 'b'].map((name) => ({ tenant: 't', experiment: experiment(name) })),
    );
    const startsOf = async () =>
      (
        await database.read.rows<{ starts: number }>(
          'SELECT "starts" FROM "job" ORDER BY "createdAtMs", "runId"',
        )
      ).map(({ starts }) => starts);
    const claimed = await records.leases.claimNext('a/1/x', 2, 1);
    expect([claimed.map(({ begun }) => begun), await startsOf()]).toEqual([
      [true, false],
      [1, 0],
    ]);
    expect((await records.runs.find('t', elementAt(claimed, 1).runId))?.state).toBe('queued');
    await records.leases.expire(await records.leases.all());
    expect(await startsOf()).toEqual([1, 0]);
    const again = await records.leases.claimNext('b/1/x', 2, 0);
    const second = elementAt(again, 1);
    expect(await records.leases.begin([second])).toEqual([second.runId]);
    await records.leases.release('b/1/x', again);
    expect(await startsOf()).toEqual([1, 0]);
    expect(await records.leases.begin([second])).toEqual([]);
    const types = async (id: string) => (await records.runs.eventsAfter(id, 0, 10)).map(({ type }) => type);
    for (const { run } of runs) expect(await types(run.id)).toEqual(['queued', 'running', 'requeued']);
  });

  it('let others go first when they were interrupted often', async () => {
    const submissions = await records.submissions.submitMany(
      ['often', 'fresh'].map((name) => ({ tenant: 't', experiment: experiment(name) })),
    );
    const taken: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      taken.push(only(await records.leases.claimNext('a/1/x', 1)).runId);
      await records.leases.expire(await records.leases.all());
    }
    const [often, fresh] = submissions.map(({ run }) => run.id);
    expect(taken).toEqual([often, often, often, fresh]);
  });

  it('R15: stepping the wall clock neither expires a lease nor blocks one', async () => {
    const { run } = await records.submissions.submit({ tenant: 't', experiment: experiment('clock') });
    const lease = only(await records.leases.claim('a/1/x', [{ runId: run.id, fencingToken: 0 }]));
    for (const stepMs of [3_600_000, -3_600_000]) {
      const now = Date.now();
      jest.spyOn(Date, 'now').mockReturnValue(now + stepMs);
      expect(await records.leases.renew('a/1/x', [lease])).toEqual([]);
      expect(await records.leases.claimNext('b/1/x', 5)).toEqual([]);
    }
    expect(
      await records.leases.complete([
        { lease, outcome: { kind: 'succeeded', artifact: artifactOf(run.experimentId, 'x') } },
      ]),
    ).toEqual(['recorded']);
  });

  it('notice a stored result that was changed behind their back', async () => {
    const { run } = await records.submissions.submit({ tenant: 't', experiment: experiment('bits') });
    const lease = only(await records.leases.claim('a/1/x', [{ runId: run.id, fencingToken: 0 }]));
    await records.leases.complete([
      { lease, outcome: { kind: 'succeeded', artifact: artifactOf(run.experimentId, 'true bytes') } },
    ]);
    expect(String(await records.artifacts.read(run.experimentId, 'result'))).toBe('true bytes');
    for (const bytes of [gzipSync('false bytes'), Buffer.from('no gzip')]) {
      await database.write((session) => session.run(`UPDATE "artifact" SET "bytes" = ?`, [bytes]));
      await expect(records.artifacts.read(run.experimentId, 'result')).rejects.toMatchObject({
        name: 'DamagedArtifactError',
      });
    }
  });

  it(
    'R9: a full disk refuses a write whole, keeps what is there and goes on when there is ' + 'room',
    async () => {
      await records.submissions.submit({ tenant: 't', experiment: experiment('kept') });
      const { page_count: pages } = only(
        await database.write((session) => session.rows<{ page_count: number }>('PRAGMA page_count')),
      );
      await database.write((session) => session.rows(`PRAGMA max_page_count = ${pages + 4}`));
      const large = { ...experiment('large'), document: JSON.stringify('x'.repeat(200_000)) };
      const refusal = await records.submissions.submit({ tenant: 't', experiment: large }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(isDiskFull(refusal)).toBe(true);
      expect(
        (await records.runs.page({ tenant: 't', sort: 'createdAtMs', descending: false, limit: 10 })).map(
          ({ name }) => name,
        ),
      ).toEqual(['kept']);
      await database.write((session) => session.rows('PRAGMA max_page_count = 1000000'));
      await records.submissions.submit({ tenant: 't', experiment: large });
      expect(await database.read.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    },
  );

  it('admit a repeated request once, and forget what failed or died', async () => {
    const { idempotency } = records;
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({ kind: 'first' });
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({ kind: 'in-flight' });
    expect(await idempotency.admit('t', 'k', 'other')).toEqual({ kind: 'other-request' });
    expect(await idempotency.admit('u', 'k', 'h')).toEqual({ kind: 'first' });
    await idempotency.keep('t', 'k', { status: 202, location: '/x', body: '{}' });
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({
      kind: 'repeat',
      answer: { status: 202, location: '/x', body: '{}' },
    });
    await idempotency.forget('u', 'k');
    expect(await idempotency.admit('u', 'k', 'h')).toEqual({ kind: 'first' });
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 31_000);
    expect(await idempotency.admit('u', 'k', 'h')).toEqual({ kind: 'first' });
    jest.spyOn(Date, 'now').mockReturnValue(now + 25 * 3_600_000);
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({ kind: 'first' });
  });
});
