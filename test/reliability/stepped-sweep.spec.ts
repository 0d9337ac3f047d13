/** A sweep with a limit of time, while the wall clock steps by more than that and the service is killed. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { start } from '../support/processes.js';

jest.setTimeout(240_000);

const POINTS = 60;
/** Less than the hour by which the clock steps, more than the test may take. */
const MINUTES = 30;

it('clocks that step an hour end no sweep whose limit is half of that, nor does a kill', async () => {
  const folder = temporaryFolder();
  const steppingClock = pathToFileURL(join(import.meta.dirname, '../support/stepping-clock.mjs'));
  const settings = {
    RAILYARD_DATABASE: join(folder.path, 'stepped.db'),
    RAILYARD_THREADS: 1,
    NODE_OPTIONS: `--import=${steppingClock.href}`,
  };
  let api = await start('api', settings);
  const accepted = await call(api.url, '/v1/sweeps', {
    body: {
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      name: 'stepped',
      cluster: { preset: 'h100-1024-roce', nodes: 1 },
      workload: { preset: 'llama3-8b', parallelism: { pipeline: 4 }, batch: { globalSequences: 512 } },
      limits: { minutes: MINUTES },
      parameters: { seed: { min: 1, max: POINTS, steps: POINTS } },
    },
  });
  expect(accepted.status).toBe(202);
  const path = String(accepted.headers.get('location'));
  const sweep = async () => (await call(api.url, path)).json;
  const succeeded = async (): Promise<number> =>
    ((await sweep()).counts as { succeeded?: number } | undefined)?.succeeded ?? 0;
  await waitUntil(async () => (await succeeded()) > 5, 'some of it has succeeded', 60_000);
  await api.end('SIGKILL');
  api = await start('api', settings);
  // As long as the clock needs for each of its steps, also where the sweep is done sooner.
  await new Promise((done) => setTimeout(done, 4000));
  await waitUntil(
    async () => !['expanding', 'running'].includes(String((await sweep()).state)),
    'its end',
    120_000,
  );
  expect(await sweep()).toMatchObject({ state: 'succeeded', counts: { succeeded: POINTS } });
  await api.end('SIGTERM');
  folder.remove();
});
