import fc from 'fast-check';
import { CLUSTERS } from '../presets/index.js';
import { fatTreeLayoutOf, planFatTree, type PodTopology } from './fat-tree.js';
import { topologyInventory, usedPorts } from './inventory.js';

const base = { ...CLUSTERS['h800-2048-mpft']!, nic: { ...CLUSTERS['h800-2048-mpft']!.nic, perNode: 1 } };
const tree = (switchPorts: number, leafDownlinks?: number): PodTopology => ({
  kind: 'fat-tree',
  layers: 3,
  switchPorts,
  ...(leafDownlinks === undefined ? {} : { leafDownlinks }),
});
const cluster = (nodes: number, topology: PodTopology) => ({ ...base, nodes, topology });
const layoutOf = (nics: number, ports: number, down?: number) => {
  const topology = tree(ports, down);
  return fatTreeLayoutOf(cluster(nics, topology), topology);
};
const planOf = (nics: number, ports: number, down?: number) => {
  const topology = tree(ports, down);
  return planFatTree(cluster(nics, topology), topology, layoutOf(nics, ports, down)!);
};

describe('three-layer fat tree', () => {
  it('is full at k^3/4 NICs and refuses one more', () => {
    expect(layoutOf(65536, 64)).toEqual({
      podLeaves: 32,
      spineUplinks: 32,
      downlinks: 32,
      uplinks: 32,
      leaves: 2048,
      pods: 64,
      coresPerGroup: 32,
    });
    expect(layoutOf(65537, 64)).toBeUndefined();
  });

  it('needs no core for one pod', () => {
    expect(layoutOf(1024, 64)).toEqual({
      podLeaves: 32,
      spineUplinks: 32,
      downlinks: 32,
      uplinks: 32,
      leaves: 32,
      pods: 1,
      coresPerGroup: 0,
    });
  });

  it('tapers leaves: 48 NICs and 16 spines of a 64-port pod, half the switches above', () => {
    expect(layoutOf(98304, 64, 48)).toEqual({
      podLeaves: 32,
      spineUplinks: 32,
      downlinks: 48,
      uplinks: 16,
      leaves: 2048,
      pods: 64,
      coresPerGroup: 32,
    });
    expect(layoutOf(98305, 64, 48)).toBeUndefined();
    const [tapered, full] = [
      [98304, 48],
      [65536, 32],
    ].map(([nics, down]) => planOf(nics!, 64, down));
    expect([tapered!.leaves, tapered!.spines, tapered!.cores]).toEqual([2048, 1024, 512]);
    expect([full!.leaves, full!.spines, full!.cores]).toEqual([2048, 2048, 1024]);
  });

  it('gives every leaf its ways up, each spine as many up as down, and stays within ports', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.nat(),
        (half, nics, pick) => {
          const downlinks = 1 + (pick % (2 * half - 1));
          const layout = layoutOf(nics, 2 * half, downlinks);
          if (layout === undefined) return nics > 2 * half * half * downlinks;
          const plan = planOf(nics, 2 * half, downlinks);
          const used = usedPorts(plan, nics);
          const [leafUp, spineUp] = [new Int32Array(plan.leaves), new Int32Array(plan.spines)];
          plan.wire((a, _b, linkClass) => {
            if (linkClass === 'spine-core') spineUp[a - plan.leaves] += 1;
            else leafUp[a] += 1;
          });
          return (
            used.every((ports) => ports <= 2 * half) &&
            leafUp.every((links) => links === 2 * half - downlinks) &&
            (layout.pods === 1 || spineUp.every((links) => links === half))
          );
        },
      ),
    );
  });

  it('has three tiers where pods are made smaller than the leaves there are', () => {
    const topology = { kind: 'fat-tree', layers: 3, switchPorts: 64, podLeaves: 8 } as const;
    // 1,024 NICs: 32 leaves of 32, 4 pods of 8; 32 spines a pod with 8 down and 8 up; 32 groups of c cores
    // with 4 x 8 / c ports.
    expect(topologyInventory(cluster(1024, topology))).toMatchObject({
      switchesByTier: { leaf: 32, spine: 128, core: 32 },
      linksByClass: { 'leaf-spine': 1024, 'spine-core': 1024 },
    });
  });

  it('joins pods of rails by cores', () => {
    const topology = { kind: 'rail-optimized', layers: 3, switchPorts: 64, podLeaves: 16 } as const;
    const spec = { ...base, nodes: 128, nic: { ...base.nic, perNode: 8 }, topology };
    const layout = fatTreeLayoutOf(spec, topology)!;
    expect(layout).toMatchObject({ leaves: 32, pods: 2, downlinks: 32, uplinks: 32 });
    const plan = planFatTree(spec, topology, layout);
    // NIC 3 of nodes 0 and 31 is under leaf 3, of node 32 under leaf 11, in the first pod; node 64 begins
    // the second.
    expect([3, 31 * 8 + 3, 32 * 8 + 3, 64 * 8 + 3].map((nic) => plan.attach(nic, 0))).toEqual([3, 3, 11, 19]);
  });
});
