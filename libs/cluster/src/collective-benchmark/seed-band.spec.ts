import { CLUSTERS } from '../presets/index.js';
import { runBenchmark } from './benchmark.js';
import { type BenchmarkRequest } from './request.js';

const request: BenchmarkRequest = {
  cluster: {
    ...CLUSTERS['h800-2048-mpft'],
    nodes: 128,
    pxn: false,
    topology: { kind: 'fat-tree', layers: 3, switchPorts: 16, leafDownlinks: 10 },
  },
  collective: 'all-to-all',
  routing: 'ecmp',
  gpus: 1024,
  bytes: 2 ** 30,
};

describe('a band over hashes', () => {
  it('says so where fewer were drawn than asked for, and what one takes', () => {
    const { band, warnings } = runBenchmark({ ...request, seeds: 1000 });
    const [, seeds, draws] =
      /^(\d+) of 1000 hashes were drawn: each takes (\d+) draws .* at most 8000000;/.exec(
        warnings.find(({ code }) => code === 'fewer-hashes')?.message ?? '',
      ) ?? [];
    expect(Number(seeds)).toBe(band?.seeds);
    expect(Number(seeds)).toBe(Math.floor(8_000_000 / Number(draws)));
  });

  it('says nothing where all were', () => {
    const { band, warnings } = runBenchmark({ ...request, gpus: 64, seeds: 20 });
    expect(band?.seeds).toBe(20);
    expect(warnings.map(({ code }) => code)).not.toContain('fewer-hashes');
  });
});
