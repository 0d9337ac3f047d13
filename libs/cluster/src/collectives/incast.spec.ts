import { CLUSTERS } from '../presets/index.js';
import { Fabric } from '../traffic/index.js';
import { incast } from './incast.js';
import { runBenchmark } from '../collective-benchmark/index.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const spec = CLUSTERS['h800-2048-mpft'];
const NIC = 48.5e9;
const BYTES = 2 ** 30;

describe('incast', () => {
  it.each([
    ['h800-2048-mpft', 64, true],
    ['h800-2048-mrft', 64, true],
    ['h800-2048-mpft', 64, false],
    ['h800-2048-mrft', 512, true],
    ['h800-2048-roce', 64, true],
    ['h800-16384-fat-tree', 256, true],
  ] as const)('on %s with %i GPUs (PXN %s) is bound by the NIC of the root', (name, gpus, pxn) => {
    const time = incast(new Fabric(CLUSTERS[name], { pxn }), { group: range(gpus), bytes: BYTES });
    expect((time.seconds - time.latencySeconds) / ((((gpus - 8) / gpus) * BYTES) / NIC)).toBeCloseTo(1, 9);
    expect(time.algbwGBps).toBeCloseTo(BYTES / time.seconds / 1e9, 9);
    expect(time.busbwGBps / time.algbwGBps).toBeCloseTo((gpus - 1) / gpus, 12);
  });

  it('stays on NVLink inside a node, bound by the NVLink of the root', () => {
    const time = incast(new Fabric(spec), { group: range(8), bytes: BYTES });
    expect((time.seconds - time.latencySeconds) / (((7 / 8) * BYTES) / 160e9)).toBeCloseTo(1, 9);
    expect(time.bottleneck).toBe('nvlink');
  });

  it('takes its messages from every other GPU, and all of one plane', () => {
    const { planes, flows, links } = runBenchmark({
      cluster: spec,
      collective: 'incast',
      gpus: 64,
      bytes: BYTES,
    });
    expect(flows).toBe(63);
    expect(planes).toEqual([{ plane: 0, bytes: expect.closeTo((56 / 64) * BYTES, 0) }]);
    expect(links[0].name).toBe('plane:0/leaf:0>node:0/nic:0');
  });

  it('slows what goes into the root alongside it, and nothing that does not', () => {
    const beside = { collective: 'incast', bytes: BYTES } as const;
    const [gradients, crowd] = runBenchmark({
      cluster: spec,
      collective: 'all-reduce',
      gpus: 64,
      bytes: BYTES,
      algorithm: 'ring',
      beside,
    }).beside!;
    // 56 GPUs' parts against one ring hop into the same NIC.
    expect(gradients!.sharedUs).toBeGreaterThan(1.2 * gradients!.aloneUs);
    expect(crowd!.aloneUs / 1e6).toBeCloseTo(((56 / 64) * BYTES) / NIC, 9);
    const shift = runBenchmark({
      cluster: spec,
      collective: 'send-receive',
      gpus: 64,
      bytes: 2 ** 28,
      beside,
    }).beside![0];
    expect(shift.sharedUs).toBeGreaterThan(shift.aloneUs);
  });
});
