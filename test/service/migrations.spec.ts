import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { say } from '../support/figures.js';
import { postgresAvailable, postgresForTests } from '../support/postgres.js';
import { type TableHash, rowHashes } from '../support/row-hashes.js';
import {
  openDatabase,
  postgresOptions,
  sqliteOptions,
} from '../../libs/database/src/connection/open-database.js';
import { placeholders } from '../../libs/database/src/connection/session.js';

jest.setTimeout(60_000);

/**
 * Rows for each table, tables in an order in which they may be filled; by the released schema that brought
 * them. A new migration adds its own.
 */
const RELEASED: readonly {
  readonly migration: string;
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}[] = [
  {
    migration: 'InitialSchema1764000000000',
    rows: {
      definition: [1, 2].map((version) => ({
        tenant: 't',
        kind: 'Cluster',
        name: 'c',
        version,
        hash: `h${version}`,
        document: '{"näme":"ü"}',
        createdAtMs: 1.7e12 + version,
      })),
      experiment: ['a', 'b', 'c'].map((id) => ({
        id,
        name: id,
        engineVersion: '1',
        document: `{"of":"${id}"}`,
        createdAtMs: 1.7e12,
      })),
      artifact: ['a', 'b'].map((experimentId) => ({
        experimentId,
        kind: 'result',
        sha256: 's',
        size: 3,
        summary: '{}',
        bytes: Buffer.from([0, 255, 39]),
        createdAtMs: 1.7e12,
      })),
      run: ['succeeded', 'running', 'failed', 'cancelled', 'queued'].map((state, index) => ({
        id: `run-${index}`,
        tenant: 't',
        experimentId: ['a', 'b', 'c'][index % 3],
        name: `n${index}`,
        state,
        liveKey: index === 2 ? null : `t/${index}`,
        share: index / 7,
        failureCode: state === 'failed' ? 'crashed' : null,
        createdAtMs: 1.7e12 + index,
        lastEvent: 1,
        stepTimeS: index === 0 ? 0.1 + 0.2 : null,
      })),
      job: ['run-1', 'run-4'].map((runId) => ({
        runId,
        priority: 0,
        createdAtMs: 1.7e12,
        owner: runId === 'run-1' ? 'o/1/x' : null,
        fence: 1,
        beat: 0,
        starts: 1,
      })),
      run_event: [0, 1, 2, 3, 4].map((index) => ({
        runId: `run-${index}`,
        number: 1,
        type: 'queued',
        atMs: 1.7e12,
        data: '{}',
      })),
      idempotency_key: [
        {
          tenant: 't',
          key: 'k',
          requestHash: 'h',
          status: 202,
          location: '/x',
          body: '{}',
          createdAtMs: 1.7e12,
        },
      ],
      api_key: [{ id: 'key-1', tenant: 't', name: 'n', hash: 'x', scopes: 'read', createdAtMs: 1.7e12 }],
    },
  },
  {
    migration: 'Sweeps1764100000000',
    rows: {
      sweep: [
        {
          id: 'sweep-1',
          tenant: 't',
          name: 's',
          state: 'running',
          document: '{}',
          expanded: 2,
          createdAtMs: 1.7e12,
        },
      ],
      sweep_run: [0, 1].map((position) => ({
        sweepId: 'sweep-1',
        position,
        runId: `run-${position}`,
        own: 1,
        parameters: '{}',
      })),
    },
  },
  { migration: 'QueueEntries1764200000000', rows: {} },
  { migration: 'ReplayMetrics1764300000000', rows: {} },
  { migration: 'WriteProbe1764400000000', rows: { write_probe: [{ id: 1, payload: 'p' }] } },
  { migration: 'SweepTime1764500000000', rows: {} },
  { migration: 'IdempotencyLinks1764600000000', rows: {} },
  { migration: 'JobTenant1764700000000', rows: {} },
  {
    migration: 'RunTotals1764800000000',
    rows: {
      run_total: [
        { slot: 3, succeeded: 2e10, failed: 1, dropped: 0, diverged: 0, computeSeconds: 0.1 + 0.2 },
      ],
    },
  },
  {
    migration: 'SavedViews1764900000000',
    rows: {
      saved_view: [
        { tenant: 't', name: 'v', screen: 'job', state: 'gpus=8', version: 2, updatedAtMs: 1.7e12 },
      ],
    },
  },
  { migration: 'BrotliResults1765000000000', rows: {} },
];

const tablesUpTo = (release: number): string[] =>
  RELEASED.slice(0, release + 1).flatMap(({ rows }) => Object.keys(rows));

/** @param options of an empty database; called once for each released schema. */
function suite(
  database: 'SQLite' | 'PostgreSQL',
  open: () => Promise<{ options: DataSourceOptions; reopen(): Promise<void>; remove(): Promise<void> }>,
): void {
  it('knows every released schema', () => {
    expect(RELEASED.map(({ migration }) => migration)).toEqual(
      MIGRATIONS.map((Migration) => new Migration().name),
    );
  });

  it.each(RELEASED.map(({ migration }, release) => [migration, release] as const))(
    `R14: ${database}, with the data of %s, up, down and up again loses and changes nothing`,
    async (migration, release) => {
      const { options, reopen, remove } = await open();
      const old = await new DataSource({
        ...options,
        migrations: MIGRATIONS.slice(0, release + 1),
      } as DataSourceOptions).initialize();
      await old.runMigrations();
      for (const [table, rows] of Object.entries(
        Object.assign(
          {},
          ...RELEASED.slice(0, release + 1).map(({ rows }) => rows),
        ) as (typeof RELEASED)[0]['rows'],
      )) {
        for (const row of rows) await insert(old, table, row);
      }
      const tables = tablesUpTo(release);
      // What a later schema adds may be filled from what is there.
      const columns = await columnsOf(old, tables);
      const before = await hashesOf(old, tables, columns);
      await old.destroy();
      // As the service does it, at its start.
      await reopen();
      const now = await new DataSource(options).initialize();
      const after: Record<string, TableHash>[] = [await hashesOf(now, tables, columns)];
      for (let step = MIGRATIONS.length - 1; step > release; step -= 1) {
        await now.undoLastMigration();
        after.push(await hashesOf(now, tables, columns));
      }
      await now.runMigrations();
      after.push(await hashesOf(now, tables, columns));
      for (const hashes of after) expect(hashes).toEqual(before);
      if (database === 'SQLite') {
        expect(await now.query('PRAGMA foreign_key_check')).toEqual([]);
        expect(await now.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      }
      say(`R14 (${database}, ${migration})`, {
        tables: tables.length,
        rows: Object.values(before).reduce((sum, { rows }) => sum + rows, 0),
        compared: after.length,
      });
      await now.destroy();
      await remove();
    },
  );
}

/** Migrations before the one since which results are packed by brotli. */
const PACKED_AT = RELEASED.findIndex(({ migration }) => migration === 'BrotliResults1765000000000');

/** @param open as of the suite */
function packingSuite(database: string, open: Parameters<typeof suite>[1]): void {
  it(`${database}: an earlier release finds every result as gzip`, async () => {
    const { options, reopen, remove } = await open();
    await reopen();
    const source = await new DataSource(options).initialize();
    const [experiment, artifact] = [RELEASED[0]?.rows.experiment?.[0], RELEASED[0]?.rows.artifact?.[0]];
    const ids = Array.from({ length: 101 }, (_, index) => `e-${index}`);
    for (const id of ids) {
      await insert(source, 'experiment', { ...experiment, id });
      await insert(source, 'artifact', {
        ...artifact,
        experimentId: id,
        bytes: brotliCompressSync(`bytes of ${id}`),
      });
    }
    for (let step = MIGRATIONS.length; step > PACKED_AT; step -= 1) await source.undoLastMigration();
    const rows = (await source.query('SELECT "experimentId", "bytes" FROM "artifact"')) as {
      experimentId: string;
      bytes: Buffer;
    }[];
    expect(new Set(rows.map(({ experimentId, bytes }) => `${experimentId} ${gunzipSync(bytes)}`))).toEqual(
      new Set(ids.map((id) => `${id} bytes of ${id}`)),
    );
    await source.destroy();
    await remove();
  });
}

async function insert(
  source: DataSource,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(row);
  const sql =
    `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES ` +
    `(${columns.map(() => '?').join(', ')})`;
  await source.query(
    placeholders(source.options.type === 'postgres' ? 'postgres' : 'sqlite', sql),
    Object.values(row),
  );
}

type Columns = Readonly<Record<string, readonly string[]>>;

async function columnsOf(source: DataSource, tables: readonly string[]): Promise<Columns> {
  const runner = source.createQueryRunner();
  const found = await runner.getTables([...tables]);
  await runner.release();
  return Object.fromEntries(
    found.map(({ name, columns }) => [name.replace(/^public\./, ''), columns.map((column) => column.name)]),
  );
}

const hashesOf = (
  source: DataSource,
  tables: readonly string[],
  columns: Columns,
): Promise<Record<string, TableHash>> => rowHashes((sql) => source.query(sql), tables, columns);

async function openSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-migrations-'));
  const file = join(folder, 'a.db');
  // The mark by which a file is known to be ours is set by the one who opens it first.
  await (await openDatabase({ file })).close();
  const source = await new DataSource(sqliteOptions(file, 'writer')).initialize();
  for (let undone = 0; undone < MIGRATIONS.length; undone += 1) await source.undoLastMigration();
  await source.destroy();
  return {
    options: sqliteOptions(file, 'writer'),
    reopen: async () => (await openDatabase({ file })).close(),
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

async function openPostgres() {
  const server = await postgresForTests();
  const url = String(server.database.url);
  return {
    options: postgresOptions(url, 2),
    reopen: async () => (await openDatabase({ url })).close(),
    remove: () => server.remove(),
  };
}

describe('migrations of SQLite', () => {
  suite('SQLite', openSqlite);
  packingSuite('SQLite', openSqlite);
});

(postgresAvailable() ? describe : describe.skip)('migrations of PostgreSQL', () => {
  suite('PostgreSQL', openPostgres);
  packingSuite('PostgreSQL', openPostgres);
});
