import { prepareExperiment, runExperiment } from '../engine.js';
import { type PlaneLoad } from './link-loads.js';
import { type NetworkSection } from './network.js';

const run = (cluster: string, workload: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  runExperiment(
    prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: 'loads',
      cluster: { preset: cluster },
      workload: { preset: 'deepseek-v3', ...workload },
      ...more,
    }),
  );
const sum = (bytes: Readonly<Record<string, number>>): number =>
  Object.values(bytes).reduce((total, one) => total + one, 0);

describe('the network section of a result', () => {
  const result = run('h800-2048-mpft');
  const { planes, topLinks } = result.network as NetworkSection;

  it('says what each of the eight planes carries, all alike', () => {
    expect(planes.map(({ plane }) => plane)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { bytesByClass } of planes) {
      expect(Object.keys(bytesByClass)).toEqual(['expert', 'pipeline', 'data']);
      for (const [name, bytes] of Object.entries(bytesByClass))
        expect(bytes / planes[0]!.bytesByClass[name]!).toBeCloseTo(1, 9);
      expect(bytesByClass['expert']).toBeGreaterThan(bytesByClass['pipeline']!);
    }
  });

  it('names the busiest links, NICs first, and how many are like them', () => {
    expect(topLinks[0]).toMatchObject({ class: 'host', plane: 0, alike: 3584 });
    expect(topLinks[0]!.name).toMatch(/^node:\d+\/nic:0>plane:0\/leaf:\d+$/);
    for (let i = 1; i < topLinks.length; i += 1)
      expect(topLinks[i]!.utilisation).toBeLessThanOrEqual(topLinks[i - 1]!.utilisation);
    expect(topLinks[0]!.utilisation).toBeLessThan(1);
    const { class: _, ...nic } = topLinks[0]!;
    expect(nic.utilisation).toBeCloseTo(sum(nic.bytesByClass) / 48.5e9 / result.metrics.stepTimeS, 9);
  });

  it('has as much out of the links of a plane as into them', () => {
    const { planes: single } = run('h800-2048-mrft').network as NetworkSection;
    const total = (loads: readonly PlaneLoad[], name: string): number =>
      loads.reduce((all, load) => all + load.bytesByClass[name]!, 0);
    for (const name of ['expert', 'pipeline', 'data'])
      expect(total(single, name) / total(planes, name)).toBeCloseTo(1, 12);
  });

  it('lists one fitted input, the record of kernels: collectives move the step too little', () => {
    expect(result.inputs.filter((input) => input.provenance === 'fitted').map((input) => input.name)).toEqual(
      ['kernels.calibration'],
    );
    expect(result.inputs.map((input) => input.name)).toEqual(
      expect.arrayContaining(['network.kernelRdmaEfficiency', 'network.collectiveLaunch']),
    );
  });
});

describe('the busiest links', () => {
  const { busiestByClass, topLinks } = run('h800-2048-mpft', {
    preset: 'deepseek-v2',
    parallelism: { placement: 'random' },
  }).network as NetworkSection;

  it('are twenty, and NICs alone where ranks lie anywhere', () => {
    expect(topLinks).toHaveLength(20);
    expect(new Set(topLinks.map((link) => link.class))).toEqual(new Set(['host']));
    expect(new Set(topLinks.map(({ name }) => name)).size).toBe(20);
  });

  it('are reported of every class alongside them, so that spines, PCIe and NVLink show too', () => {
    const step = busiestByClass.filter(({ per }) => per === 'step');
    expect(step.map((link) => link.class)).toEqual(['nvlink', 'pcie', 'host', 'leaf-spine']);
    const { per: _, ...nic } = step[2]!;
    expect(nic).toEqual(topLinks[0]);
    for (const { utilisation, bytesByClass } of step) {
      expect(utilisation).toBeLessThanOrEqual(nic.utilisation);
      expect(sum(bytesByClass)).toBeGreaterThan(0);
    }
  });

  it('are reported of classes that carry nothing', () => {
    const single = (
      run('h200-256-mpft', { preset: 'llama3-8b' }, { cluster: { preset: 'h200-256-mpft', nodes: 1 } })
        .network as NetworkSection
    ).busiestByClass.find((link) => link.class === 'host');
    expect(single).toMatchObject({ per: 'step', bytesByClass: {}, utilisation: 0 });
  });
});

describe('checkpoint traffic', () => {
  const { checkpoint, storagePlane, busiestByClass, planes, topLinks } = run('h800-2048-mpft')
    .network as NetworkSection;

  it('crosses PCIe, host, storage NIC and storage plane, as much at each hop', () => {
    expect(checkpoint.links.map(({ name, class: of }) => [of, name.replace(/:\d+/g, '')])).toEqual([
      ['pcie', 'node/gpu>node/pcie-switch'],
      ['pcie', 'node/pcie-switch>node/host'],
      ['pcie', 'node/host>node/storage-nic'],
      ['storage', 'node/storage-nic>storage-switch'],
      ['storage', 'storage-switch>storage'],
    ]);
    const [gpu, , node, , storage] = checkpoint.links.map(({ bytesByClass }) => bytesByClass['checkpoint']!);
    expect(node! / gpu!).toBeCloseTo(8, 9);
    expect(storage! / checkpoint.bytes).toBeCloseTo(1, 12);
    expect(storagePlane.bytesByClass.checkpoint).toBe(storage);
  });

  it('is over the time of its write, and in no byte of a step', () => {
    const storage = checkpoint.links.at(-1)!;
    expect(storage.utilisation).toBeCloseTo(
      checkpoint.bytes / (checkpoint.writeSeconds * 256 * 10 * 2 ** 30),
      9,
    );
    expect(storagePlane.utilisation).toBe(storage.utilisation);
    expect(busiestByClass.filter(({ per }) => per === 'checkpoint').map((link) => link.class)).toEqual([
      'pcie',
      'storage',
    ]);
    for (const { bytesByClass } of [...planes, ...topLinks])
      expect(bytesByClass).not.toHaveProperty('checkpoint');
  });

  it('comes as often as the policy says, where there is one', () => {
    expect(checkpoint).not.toHaveProperty('stepsBetween');
    const days = run(
      'h200-256-mpft',
      { preset: 'llama3-8b' },
      {
        replay: {
          horizon: { kind: 'wall', days: 1 },
          replicas: 1,
          faults: { preset: 'llama3-h100-physical' },
          recovery: { preset: 'deepseek', checkpointIntervalS: 600 },
        },
      },
    );
    expect((days.network as NetworkSection).checkpoint.stepsBetween).toBeCloseTo(
      600 / days.metrics.stepTimeS,
      9,
    );
  });
});
