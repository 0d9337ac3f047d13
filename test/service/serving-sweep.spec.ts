/** A sweep of services over HTTP, through the built service and the real engine. */
import { join } from 'node:path';
import {
  type ServingResult,
  metricsOfAny,
  prepareAnySweep,
  prepareServing,
  runServing,
} from '@railyard/experiments';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { type Reply, call as callAt } from '../support/http.js';
import { type Started, start } from '../support/processes.js';

const folder = temporaryFolder();
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'sweeps.db'), RAILYARD_THREADS: 2 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const call = (path: string, options?: Parameters<typeof callAt>[2]): Promise<Reply> =>
  callAt(service.url, path, options);

const serving = {
  cluster: { preset: 'h200-8' },
  model: { preset: 'llama3-8b' },
  prefill: { gpus: 1 },
  decode: { gpus: 1, batch: 8 },
  requests: { promptTokens: 1024, outputTokens: 256 },
};
const sweep = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name: 'batches',
  serving,
  parameters: { 'decode.batch': { values: [1, 16, 256, 10_000_000] } },
  objective: { metric: 'tokensPerSecondPerGpu' },
};

interface View {
  readonly state: string;
  readonly plan: object;
  readonly best: readonly { readonly run: string; readonly metrics: object; readonly parameters: object }[];
  readonly pareto: { readonly objectives: readonly object[]; readonly runs: readonly object[] };
}

it('is previewed, run, ranked and handed on as a sweep of experiments is', async () => {
  const preview = await call('/v1/sweeps?dryRun=true', { body: sweep });
  expect(preview.json).toMatchObject({ size: 4, runs: 3, infeasible: { count: 1 } });
  const accepted = await call('/v1/sweeps', { body: sweep });
  expect(accepted.status).toBe(202);
  const location = String(accepted.headers.get('location'));
  let view: View | undefined;
  await waitUntil(
    async () => {
      view = (await call(location)).json as unknown as View;
      return view.state !== 'expanding' && view.state !== 'running';
    },
    location,
    60_000,
  );
  const { best, pareto, ...ended } = view as View;
  expect(ended).toMatchObject({ state: 'succeeded', counts: { succeeded: 3 } });
  expect(best.map(({ parameters }) => parameters)).toEqual(
    [256, 16, 1].map((batch) => ({ 'decode.batch': batch })),
  );
  expect(pareto.objectives).toMatchObject([{ metric: 'tokensPerSecondPerGpu' }, { metric: 'tpotMs' }]);
  expect(pareto.runs).toHaveLength(3);
  // The same as without a service, metric by metric and byte by byte.
  const here = prepareAnySweep(sweep).runs[2]!.prepared;
  expect(best[0]!.metrics).toEqual(metricsOfAny(here));
  const result = await call(`${best[0]!.run}/result`);
  const alone = { apiVersion: 'railyard/v1', kind: 'Serving', ...serving, decode: { gpus: 1, batch: 256 } };
  expect(result.json as unknown as ServingResult).toEqual(
    JSON.parse(JSON.stringify(runServing(prepareServing(alone)))),
  );
  const report = await call(`${location}/report?format=md`);
  expect([report.status, report.text]).toEqual([200, expect.stringContaining('tpotMs')]);
});

it('names the field of what is wrong', async () => {
  const wrong = {
    ...sweep,
    parameters: { 'decode.bach': { values: [1] } },
    objective: { metric: 'mfuCausal' },
  };
  const { status, json } = await call('/v1/sweeps', { body: wrong });
  expect(status).toBe(422);
  expect(json).toMatchObject({ issues: [{ path: '/objective/metric', code: 'not-allowed' }] });
});

it('has no timeline of a service, and compares none', async () => {
  const { json } = await call('/v1/runs');
  const [{ id }] = (json as unknown as { readonly items: readonly [{ readonly id: string }] }).items;
  for (const path of [`/v1/runs/${id}/trace`, `/v1/runs/${id}/report`, `/v1/compare?runs=${id},${id}`])
    expect((await call(path)).json).toMatchObject({ status: 409, issues: [{ code: 'no-step' }] });
});
