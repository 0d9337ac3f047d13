/**
 * Sweeps from the command line: the same bytes over any number of threads, and a search that says where the
 * layout as written stands.
 */
import { railyard } from './railyard.js';

const grid = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  preset: 'deepseek-v3-mpft',
  cluster: { nodes: 16 },
  workload: {
    model: { layers: 8 },
    parallelism: { pipeline: 2, expert: 64 },
    batch: { globalSequences: 512 },
  },
  parameters: {
    'workload.communication.sms': { values: [12, 16, 20, 24] },
    'cluster.nic.bandwidthGBps': { min: 20, max: 100, steps: 10 },
  },
};

describe('railyard sweep', () => {
  it('gives the same bytes over one thread and over three', async () => {
    const [one, three] = [
      await railyard(['sweep', '-', '--json', '--threads', '1'], JSON.stringify(grid)),
      await railyard(['sweep', '-', '--json', '--threads', '3'], JSON.stringify(grid)),
    ];
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(three).toEqual(one);
    const { runs } = JSON.parse(one.stdout) as { readonly runs: readonly { readonly metrics: object }[] };
    expect(runs.filter(({ metrics }) => metrics !== undefined)).toHaveLength(40);
  });

  it('searches for the best layout, and ranks the one as written', async () => {
    const search = {
      ...grid,
      method: 'optimize',
      parameters: {
        'workload.recompute': { values: ['selective'] },
        'workload.batch.microBatchSequences': { values: [1] },
      },
    };
    const { code, stdout } = await railyard(['sweep', '-'], JSON.stringify(search));
    expect(code).toBe(0);
    expect(stdout).toMatch(/The layout as written ranks \d+ of \d+: tokensPerDayB [\d.]+, the best [\d.]+\./);
  });
});

it('ranks services, and marks those that none beats', async () => {
  const service = {
    apiVersion: 'railyard/v1',
    kind: 'Sweep',
    serving: {
      cluster: { preset: 'h200-8' },
      model: { preset: 'llama3-8b' },
      prefill: { gpus: 1 },
      decode: { gpus: 1, batch: 8 },
    },
    parameters: { 'decode.batch': { values: [4, 32] }, 'decode.graphs': { values: [true, false] } },
  };
  const { code, stdout } = await railyard(['sweep', '-', '--json'], JSON.stringify(service));
  expect(code).toBe(0);
  const { runs, best, pareto, objective } = JSON.parse(stdout) as {
    readonly objective: object;
    readonly runs: readonly { readonly id: string; readonly parameters: object }[];
    readonly best: readonly string[];
    readonly pareto: { readonly runs: readonly string[] };
  };
  expect(objective).toEqual({ metric: 'tokensPerSecondPerGpu', goal: 'maximize' });
  // A host that launches every kernel is never better.
  const graphs = runs.filter(({ parameters }) => JSON.stringify(parameters).includes('true'));
  expect(pareto.runs).toEqual(graphs.map(({ id }) => id).toReversed());
  expect(best[0]).toBe(graphs[1]?.id);
  const table = await railyard(['sweep', '-', '-o', 'csv'], JSON.stringify(service));
  expect(table.stdout.split('\n')[0]).toMatch(/tokensPerSecondPerGpu,ttftMs,tpotMs.*Pareto/);
});
