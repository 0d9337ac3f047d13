/** Probes take no lock: they answer while another process writes and everything that is sent has to wait. */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { freePort, redisAvailable, redisForTests } from '../../tools/redis-for-tests.mjs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { start } from '../support/processes.js';
import { experimentOf } from '../support/reliability.js';

(redisAvailable() ? it : it.skip)(
  'service and runner are ready while a writer holds the lock of the database',
  async () => {
    const folder = temporaryFolder();
    const redis = await redisForTests();
    const port = await freePort();
    const settings = {
      RAILYARD_DATABASE: join(folder.path, 'locked.db'),
      REDIS_URL: redis.url,
      RAILYARD_QUEUE_PREFIX: `probes-${port}`,
    };
    const api = await start('api', settings);
    const runner = await start('runner', { ...settings, RAILYARD_METRICS_PORT: port });
    const ends = [runner, api];
    const codes: (number | null)[] = [];
    try {
      const places = [api.url, `http://127.0.0.1:${port}`];
      for (const url of places)
        await waitUntil(async () => (await call(url, '/health/ready')).status === 200, `${url} is ready`);
      // What was answered then is not given again.
      await new Promise((done) => setTimeout(done, 1100));
      const writer = new Sqlite(settings.RAILYARD_DATABASE);
      writer.exec('BEGIN IMMEDIATE');
      let waits = true;
      const submitted = call(api.url, '/v1/experiments', { body: experimentOf(1) }).finally(() => {
        waits = false;
      });
      // The submission waits for the lock first.
      await new Promise((done) => setTimeout(done, 500));
      const answers = await Promise.all(
        places.flatMap((url) => ['live', 'ready'].map((probe) => call(url, `/health/${probe}`))),
      );
      const heldUp = waits;
      writer.exec('ROLLBACK');
      writer.close();
      expect(answers.map(({ status, json }) => [status, json.status])).toEqual(Array(4).fill([200, 'ok']));
      expect(heldUp).toBe(true);
      expect((await submitted).status).toBe(202);
    } finally {
      for (const one of ends) codes.push((await one.end('SIGTERM')).code);
      await redis.stop();
      folder.remove();
    }
    expect(codes).toEqual([0, 0]);
  },
);
