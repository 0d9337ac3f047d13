import { postgresInstalled, startPostgres } from '../../../../test/support/postgres.js';
import { ApiKeyEntity } from '../entities/index.js';
import { type Database, isDatabaseUnavailable, openDatabase } from './index.js';

(postgresInstalled() ? describe : describe.skip)('a PostgreSQL that restarts', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ url: server.url });
  });

  afterAll(async () => {
    await database.close();
    server.stop();
  });

  const insert =
    `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES (?, ` +
    `'n', '1', '{}', 0)`;
  let inserted = 0;
  const uses: readonly (() => Promise<unknown>)[] = [
    () => database.read.rows('SELECT pg_sleep(0.005)'),
    () => database.read.manager.getRepository(ApiKeyEntity).find(),
    () =>
      database.write(async (session) => {
        await session.run(insert, [`id-${(inserted += 1)}`]);
        await session.rows('SELECT pg_sleep(0.005)');
      }),
  ];

  it('fails as unavailable, whatever is done at that moment, and is used again afterwards', async () => {
    const failures: unknown[] = [];
    let isRestarting = true;
    const client = async (use: () => Promise<unknown>): Promise<void> => {
      while (isRestarting) {
        await use().catch((error: unknown) => failures.push(error));
        await new Promise((done) => setImmediate(done));
      }
    };
    const clients = uses.flatMap((use) => [1, 2, 3, 4, 5].map(() => client(use)));
    for (let time = 0; time < 4; time += 1) await server.restart();
    isRestarting = false;
    await Promise.all(clients);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((failure) => !isDatabaseUnavailable(failure))).toEqual([]);
    for (const use of uses) await use();
  });
});
