import { CLUSTERS } from '../presets/index.js';
import { COLLECTIVES } from './named-collective.js';
import { runBenchmark } from './benchmark.js';
import { type BenchmarkRequest } from './request.js';

const base: BenchmarkRequest = {
  cluster: CLUSTERS['h800-2048-mpft'],
  collective: 'all-to-all',
  gpus: 64,
  bytes: 2 ** 30,
};
describe('runBenchmark', () => {
  it.each(COLLECTIVES)('%s on 16 GPUs answers with bandwidths, busiest links and flows', (collective) => {
    const request = { ...base, collective, gpus: 16, bytes: 2 ** 26 };
    const answer = runBenchmark(request);
    expect(answer.timeUs).toBeGreaterThan(answer.latencyUs);
    expect(answer.busbwGBps).toBeGreaterThan(0);
    expect(answer.flows).toBeGreaterThan(0);
    expect(answer.links.length).toBeGreaterThan(0);
    for (const link of answer.links) {
      expect(link.peakUtilisation!).toBeLessThanOrEqual(1 + 1e-9);
      expect(link.utilisation).toBeLessThanOrEqual(link.peakUtilisation! + 1e-9);
    }
    expect(answer.links[0].utilisation).toBeGreaterThanOrEqual(answer.links.at(-1)!.utilisation);
  });

  it.each<[BenchmarkRequest['collective'], number, number]>([
    ['all-to-all', 64, 2 ** 10],
    ['all-to-all', 64, 2 ** 30],
    ['all-reduce', 64, 2 ** 16],
    ['all-reduce', 12, 2 ** 30],
    ['dispatch', 16, 30e6],
    ['combine', 64, 30e6],
  ])(
    '%s on %i GPUs of %d bytes: what links carried is what their rates allow in the time that is given',
    (collective, gpus, bytes) => {
      for (const perNode of [1, 8, 16]) {
        const nic = { ...base.cluster.nic, perNode };
        const { links, timeUs, planes } = runBenchmark({
          ...base,
          cluster: {
            ...base.cluster,
            nodes: 16,
            topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 },
            nic,
          },
          collective,
          gpus,
          bytes,
        });
        for (const link of links.filter((one) => one.class === 'host')) {
          expect(link.utilisation / (link.bytes / 48.5e9 / (timeUs / 1e6))).toBeCloseTo(1, 9);
          expect(link.utilisation).toBeLessThanOrEqual(link.peakUtilisation! * (1 + 1e-9));
        }
        const sent = planes.reduce((sum, plane) => sum + plane.bytes, 0);
        expect(sent).toBeLessThanOrEqual(
          Math.ceil(gpus / 8) * perNode * 48.5e9 * (timeUs / 1e6) * (1 + 1e-9),
        );
      }
    },
  );

  it('says that an EP kernel leaves a part of each link', () => {
    const nic = runBenchmark({ ...base, collective: 'dispatch', bytes: 30e6 }).links.find(
      (link) => link.class === 'host',
    )!;
    expect(nic.peakUtilisation).toBeCloseTo(43.5 / 48.5, 9);
    const nvlink = runBenchmark({ ...base, collective: 'dispatch', bytes: 30e6, gpus: 8 }).links[0];
    expect(nvlink.peakUtilisation).toBeCloseTo((153 * 7) / 8 / 160, 9);
  });

  it('has twice the bandwidth with two NICs a GPU, until PCIe is full', () => {
    const cluster = {
      ...base.cluster,
      nodes: 16,
      nic: { ...base.cluster.nic, perNode: 16, bandwidthGBps: 25 },
    };
    const [one, two] = [{ ...cluster, nic: { ...cluster.nic, perNode: 8 } }, cluster].map((spec) =>
      runBenchmark({ ...base, cluster: spec }),
    );
    expect((two!.timeUs - two!.latencyUs) / (one!.timeUs - one!.latencyUs)).toBeCloseTo(0.5, 6);
    expect(two!.planes.map(({ bytes }) => bytes / two!.planes[0].bytes)).toEqual(
      two!.planes.map(() => expect.closeTo(1, 9)),
    );
    const wide = runBenchmark({
      ...base,
      cluster: { ...cluster, nic: { ...cluster.nic, bandwidthGBps: 50 } },
    });
    expect(wide.bottleneck).toBe('pcie');
  });

  it('loads the eight planes alike', () => {
    const { planes } = runBenchmark(base);
    expect(planes.map(({ plane }) => plane)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { bytes } of planes) expect(bytes / ((8 * 8 * 7 * 2 ** 30) / 64)).toBeCloseTo(1, 9);
  });

  it('is slower with a leaf down', () => {
    const failed = runBenchmark({ ...base, fail: ['leaf:0'] });
    expect(failed.timeUs / runBenchmark(base).timeUs).toBeCloseTo(8 / 7, 1);
  });

  it('answers for all GPUs of a cluster, 4.19 million messages', () => {
    const answer = runBenchmark({ ...base, gpus: 2048, bytes: 2 ** 34 });
    expect(answer.flows).toBe(2048 * 2047);
    expect(answer.busbwGBps).toBeGreaterThan(40);
    // Every GPU sends 1/2048 of 16 GiB to each GPU of 255 other nodes.
    for (const { bytes } of answer.planes)
      expect(bytes / ((256 * 8 * 255 * 2 ** 34) / 2048)).toBeCloseTo(1, 9);
    expect(answer.links[0]).toMatchObject({ class: 'host' });
    expect(answer.links[0].utilisation).toBeCloseTo(1 - answer.latencyUs / answer.timeUs, 9);
    expect(answer.links[0].utilisation).toBeGreaterThan(0.98);
    expect(answer.links[0].peakUtilisation).toBeUndefined();
  });

  it(
    'says what an all-to-all does to gradients alongside it, and what queues and rails of their own ' +
      'save',
    () => {
      const request = { ...base, beside: { collective: 'all-reduce', bytes: 2 ** 26 } } as const;
      const [experts, gradients] = runBenchmark(request).beside!;
      expect([experts!.collective, gradients!.collective]).toEqual(['all-to-all', 'all-reduce']);
      expect(gradients!.sharedUs).toBeGreaterThan(3 * gradients!.aloneUs);
      expect(gradients!.queuedUs).toBeLessThan(gradients!.sharedUs / 1.5);
      // One rail of eight for the gradients, which put 2 % of the bytes on NICs: they are slower than with
      // all rails to themselves.
      expect([experts!.rails, gradients!.rails]).toEqual([[0, 1, 2, 3, 4, 5, 6], [7]]);
      expect(runBenchmark({ ...request, rails: [4, 4] }).beside!.map(({ rails }) => rails)).toEqual([
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ]);
      expect(gradients!.separatedUs!).toBeGreaterThan(gradients!.aloneUs);
      expect(experts!.separatedUs! / experts!.aloneUs).toBeCloseTo(8 / 7, 1);
      expect(runBenchmark({ ...request, fail: ['leaf:0'] }).beside![0].separatedUs).toBeUndefined();
    },
  );

  it('takes ring or tree as stated, and says which', () => {
    const small = { ...base, collective: 'all-reduce', bytes: 2 ** 20 } as const;
    const [ring, tree, sooner] = [
      { ...small, algorithm: 'ring' } as const,
      { ...small, algorithm: 'tree' } as const,
      small,
    ].map(runBenchmark);
    expect([ring, tree, sooner].map((answer) => answer!.algorithm)).toEqual(['ring', 'tree', 'tree']);
    expect([sooner!.timeUs, sooner!.flows]).toEqual([tree!.timeUs, tree!.flows]);
    expect(ring!.timeUs).toBeGreaterThan(tree!.timeUs);
    expect(ring!.flows).not.toBe(tree!.flows);
    expect(runBenchmark({ ...base, collective: 'all-gather' }).algorithm).toBe('ring');
    expect(runBenchmark(base).algorithm).toBeUndefined();
  });

  it('shows as many links as are asked for', () => {
    expect(runBenchmark(base).links).toHaveLength(20);
    expect(runBenchmark({ ...base, top: 3 }).links).toEqual(runBenchmark(base).links.slice(0, 3));
  });

  it('takes a seed, which says which way traffic goes', () => {
    const timeAt = (seed: number): number =>
      runBenchmark({
        ...base,
        cluster: CLUSTERS['h800-2048-mrft'],
        collective: 'send-receive',
        gpus: 2048,
        routing: 'ecmp',
        seed,
      }).timeUs;
    expect(new Set([0, 1, 2].map(timeAt)).size).toBeGreaterThan(1);
    expect([runBenchmark(base).seed, runBenchmark({ ...base, routing: 'ecmp', seed: 7 }).seed]).toEqual([
      0, 7,
    ]);
  });
});
