/** What clients of the service see while its PostgreSQL restarts. */
import { call } from '../support/http.js';
import { postgresInstalled, startPostgres } from '../support/postgres.js';
import { start } from '../support/processes.js';
import { experimentOf } from '../support/reliability.js';

jest.setTimeout(240_000);

const RESTARTS = 3;
const CLIENTS = 6;

(postgresInstalled() ? describe : describe.skip)('a PostgreSQL that restarts', () => {
  it('is reported as 503 with Retry-After, never as 500, and nothing acknowledged is lost', async () => {
    const server = await startPostgres();
    const api = await start('api', { DATABASE_URL: server.url, RAILYARD_THREADS: 1 });
    const accepted: string[] = [];
    const statuses: Record<string, number> = {};
    const wrong: string[] = [];
    let [seed, isRestarting] = [0, true];
    const ask = async (): Promise<void> => {
      const submits = (seed += 1) % 2 === 0;
      const reply = submits
        ? await call(api.url, '/v1/experiments', { body: experimentOf(seed) })
        : await call(api.url, '/v1/runs?limit=5');
      statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
      if (reply.status === 202) accepted.push(String(reply.json.id));
      const explained =
        [200, 202].includes(reply.status) ||
        (reply.status === 503 && Number(reply.headers.get('retry-after')) > 0);
      if (!explained) wrong.push(`${reply.status} ${reply.text}`);
    };
    const client = async (): Promise<void> => {
      while (isRestarting) {
        await ask();
        await new Promise((done) => setTimeout(done, 10));
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    for (let time = 0; time < RESTARTS; time += 1) {
      await new Promise((done) => setTimeout(done, 1000));
      await server.restart();
    }
    await new Promise((done) => setTimeout(done, 1000));
    isRestarting = false;
    await Promise.all(clients);
    process.stderr.write(`PostgreSQL restarted ${RESTARTS} times: ${JSON.stringify(statuses)}\n`);
    expect(wrong).toEqual([]);
    expect(statuses['503']).toBeGreaterThan(0);
    expect(accepted.length).toBeGreaterThan(0);
    for (const id of accepted) expect((await call(api.url, `/v1/runs/${id}`)).status).toBe(200);
    await api.end('SIGTERM');
    server.stop();
  });
});
