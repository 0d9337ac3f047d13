import fc from 'fast-check';
import { type ClusterSpec } from '../definition/index.js';
import { capacityUnder } from '../faults/index.js';
import { simulateFlows } from '../flows/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from '../topology/index.js';
import { expertTraffic, simulatedExpertTime } from './expert-all-to-all.js';
import { Fabric } from '../traffic/index.js';
import { representativeGroups } from './representatives.js';
import { regularGroups } from './symmetry.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const mpft = new Fabric(CLUSTERS['h800-2048-mpft']);

describe('representativeGroups', () => {
  it('keeps one group of each kind', () => {
    // Groups of 24 nodes: the second and third lie across two leaves of 32 nodes, split differently.
    const groups = range(0, 4).map((g) => range(192 * g, 192));
    expect(representativeGroups(mpft, groups).multiplicity).toEqual([2, 1, 1]);
    expect(
      representativeGroups(
        mpft,
        range(0, 32).map((g) => range(64 * g, 64)),
      ).multiplicity,
    ).toEqual([32]);
  });

  it('keeps all groups where they may meet: under a fault, with a shared GPU, or over hashed spines', () => {
    const groups = [range(0, 512), range(512, 512)];
    const capacity = mpft.capacity.slice();
    capacity[0] /= 2;
    expect(representativeGroups(new Fabric(mpft.spec, { graph: mpft.graph, capacity }), groups).groups).toBe(
      groups,
    );
    expect(
      representativeGroups(new Fabric(mpft.spec, { graph: mpft.graph, routing: 'ecmp' }), groups).groups,
    ).toBe(groups);
    const overlapping = [range(0, 16), range(8, 16)];
    expect(representativeGroups(mpft, overlapping).groups).toBe(overlapping);
  });
});

describe('representativeGroups of a fabric with faults', () => {
  const base = { ...CLUSTERS['h800-2048-mpft'], nodes: 24 };
  const clusters: readonly (readonly [string, ClusterSpec])[] = [
    ['mpft', { ...base, topology: { kind: 'mpft', planes: 8, switchPorts: 16 } }],
    ['mrft', { ...base, topology: { kind: 'mrft', switchPorts: 32 } }],
    ['multi-port', { ...base, topology: { kind: 'multi-port-mpft', planes: 4, switchPorts: 256 } }],
  ];
  /** Six groups of four nodes; with eight nodes under a leaf, none crosses a spine. */
  const groups = range(0, 6).map((g) => range(32 * g, 32));

  it('keeps the groups that were struck apart from one that was not', () => {
    const graph = buildFabric(clusters[0][1]);
    const of = (...elements: string[]) =>
      representativeGroups(
        new Fabric(clusters[0][1], {
          graph,
          capacity: capacityUnder(
            graph,
            elements.map((element) => ({ element, remaining: 0 })),
          ),
        }),
        groups,
      ).multiplicity;
    expect(of('node:5/nic:3')).toEqual([5, 1]);
    expect(of('plane:2')).toEqual([6]);
    expect(of('plane:2/leaf:1', 'node:0/nic:1')).toEqual([1, 3, 2]);
    // A rail each, in groups that share nodes: what one loses the others carry.
    const rails = range(0, 8).map((rail) => range(0, 24).map((node) => 8 * node + rail));
    const capacity = capacityUnder(graph, [{ element: 'node:0/nic:0', remaining: 0 }]);
    expect(representativeGroups(new Fabric(clusters[0][1], { graph, capacity }), rails).groups).toBe(rails);
  });

  it.each(clusters)('is as slow as all groups together: %s', (_, spec) => {
    const graph = buildFabric(spec);
    const request = {
      direction: 'dispatch',
      groups,
      tokensPerGpu: 1024,
      bytesPerToken: 7392,
      remoteNodesPerToken: 2.4,
      gpusPerToken: 6,
    } as const;
    const leaf =
      spec.topology.kind === 'mrft'
        ? fc.integer({ min: 0, max: 15 }).map((at) => `leaf:${at}`)
        : fc.integer({ min: 0, max: 3 }).map((plane) => `plane:${plane}/leaf:0`);
    const nic = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 7 }))
      .map(([node, at]) => `node:${node}/nic:${at}`);
    const fault = fc.record({ element: fc.oneof(leaf, nic), remaining: fc.constantFrom(0, 0.5) });
    fc.assert(
      fc.property(fc.array(fault, { minLength: 1, maxLength: 3 }), (faults) => {
        const fabric = new Fabric(spec, { graph, capacity: capacityUnder(graph, faults) });
        const found = simulatedExpertTime(fabric, request, 1);
        const whole = simulateFlows(expertTraffic(fabric, request, groups).build().flows).makespan;
        expect(found.seconds - found.latencySeconds).toBeCloseTo(whole, 12);
        expect(representativeGroups(fabric, groups).groups.length).toBeLessThan(groups.length);
      }),
      { numRuns: 15 },
    );
  });
});

describe('regularGroups', () => {
  it('tells nodes and members of each', () => {
    expect(regularGroups(mpft, [range(0, 64), range(64, 64)])).toMatchObject({ nodes: 8, perNode: 8 });
    expect(regularGroups(mpft, [range(0, 16).map((node) => 128 * node)])).toMatchObject({
      nodes: 16,
      perNode: 1,
      nvlinkSeconds: 0,
    });
  });

  it('declines what has no closed form', () => {
    expect(regularGroups(mpft, [])).toBeUndefined();
    expect(regularGroups(mpft, [range(0, 12)])).toBeUndefined();
    expect(regularGroups(mpft, [[0, 9]])).toBeUndefined();
    expect(regularGroups(mpft, [range(0, 8), range(0, 8)])).toBeUndefined();
    expect(
      regularGroups(new Fabric(mpft.spec, { graph: mpft.graph, routing: 'ecmp' }), [range(0, 512)]),
    ).toBeUndefined();
  });
});
