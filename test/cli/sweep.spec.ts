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
