import { IssueList } from '@railyard/base';
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { planScaleOut } from '../topology/index.js';
import { checkCluster } from './check-cluster.js';

const base = CLUSTERS['h800-2048-mpft']!;
function codes(topology: unknown, nodes: number): readonly string[] {
  const issues = new IssueList();
  const spec: ClusterSpec = { ...base, nodes, topology: topology as TopologySpec };
  checkCluster(spec, issues);
  if (issues.issues.length === 0) planScaleOut(spec);
  for (const { message, hint } of issues.issues)
    expect([message, hint]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/^[A-Z].*\.$/)]);
  return issues.issues.map(({ path, code }) => `${path.replace('/topology', '')} ${code}`);
}
const cabled = (cables: object[], hosts: object[], switchPorts = 64) => ({
  kind: 'cabled',
  switchPorts,
  cables,
  hosts,
});

describe('networks that can and cannot be built', () => {
  it.each<[object, number, readonly string[]]>([
    [{ kind: 'rail-optimized', layers: 2, switchPorts: 64 }, 256, []],
    [{ kind: 'rail-optimized', layers: 2, switchPorts: 64 }, 257, ['/switchPorts ports-exceeded']],
    [{ kind: 'rail-optimized', layers: 3, switchPorts: 64 }, 8192, []],
    [{ kind: 'rail-optimized', layers: 3, switchPorts: 64 }, 8193, ['/switchPorts ports-exceeded']],
    [{ kind: 'rail-optimized', layers: 2, rails: 3, switchPorts: 64 }, 8, ['/rails does-not-divide']],
    [
      { kind: 'rail-optimized', layers: 3, podLeaves: 12, switchPorts: 64 },
      8,
      ['/podLeaves does-not-divide'],
    ],
    [{ kind: 'mrft', switchPorts: 64, oversubscription: 0.5 }, 8, ['/oversubscription out-of-range']],
    [
      { kind: 'mrft', switchPorts: 64, oversubscription: 2, leafUplinks: 4 },
      8,
      ['/oversubscription conflict'],
    ],
    [
      { kind: 'mrft', switchPorts: 64, leafDownlinks: 48, leafUplinks: 20 },
      8,
      ['/leafUplinks ports-exceeded'],
    ],
    [{ kind: 'fat-tree', layers: 2, switchPorts: 64, podLeaves: 4 }, 8, ['/podLeaves not-applicable']],
    [
      { kind: 'fat-tree', layers: 3, switchPorts: 64, podLeaves: 40, spineUplinks: 30 },
      8,
      ['/podLeaves ports-exceeded'],
    ],
    [{ kind: 'fat-tree', layers: 2, switchPorts: 64, uplinkGBps: 0 }, 8, ['/uplinkGBps zero-bandwidth']],
    [{ kind: 'torus', dimensions: [], endpointsPerSwitch: 1, switchPorts: 64 }, 1, ['/dimensions too-few']],
    [
      { kind: 'torus', dimensions: [4, 0], endpointsPerSwitch: 1, switchPorts: 64 },
      1,
      ['/dimensions/1 out-of-range'],
    ],
    [
      { kind: 'torus', dimensions: [4, 4], endpointsPerSwitch: 4, switchPorts: 7 },
      8,
      ['/switchPorts ports-exceeded'],
    ],
    [
      { kind: 'torus', dimensions: [4, 4], endpointsPerSwitch: 4, switchPorts: 8 },
      9,
      ['/dimensions ports-exceeded'],
    ],
    [
      { kind: 'torus', dimensions: [2, 800], endpointsPerSwitch: 4, switchPorts: 8 },
      9,
      ['/dimensions too-large'],
    ],
    [{ kind: 'hyperx', dimensions: [8, 8], endpointsPerSwitch: 4, switchPorts: 18 }, 32, []],
    [
      { kind: 'hyperx', dimensions: [8, 8], endpointsPerSwitch: 5, switchPorts: 18 },
      32,
      ['/switchPorts ports-exceeded'],
    ],
    [
      {
        kind: 'dragonfly-plus',
        groups: 18,
        leaves: 4,
        spines: 4,
        endpointsPerLeaf: 4,
        globalLinks: 4,
        switchPorts: 64,
      },
      8,
      ['/groups disconnected'],
    ],
    [
      {
        kind: 'dragonfly-plus',
        groups: 2,
        leaves: 4,
        spines: 4,
        endpointsPerLeaf: 4,
        globalLinks: 4,
        switchPorts: 7,
      },
      5,
      ['/switchPorts ports-exceeded', '/groups ports-exceeded'],
    ],
    [{ kind: 'optical-circuits', leafDownlinks: 32, switchPorts: 64 }, 64, []],
    [{ kind: 'optical-circuits', leafDownlinks: 64, switchPorts: 64 }, 64, ['/leafDownlinks ports-exceeded']],
    [
      { kind: 'optical-circuits', leafDownlinks: 32, circuitSwitches: 1, switchPorts: 64 },
      64,
      ['/circuitSwitches disconnected'],
    ],
    [
      cabled(
        [
          { from: 'a', to: 's' },
          { from: 's', to: 'b' },
        ],
        [
          { nodes: 1, switches: ['a'] },
          { nodes: 1, switches: ['b'] },
        ],
      ),
      2,
      [],
    ],
    [
      cabled(
        [],
        [
          { nodes: 1, switches: ['a'] },
          { nodes: 1, switches: ['b'] },
        ],
      ),
      2,
      ['/cables disconnected'],
    ],
    [cabled([{ from: 'a', to: 'a' }], [{ nodes: 1, switches: ['a'] }]), 1, ['/cables/0/to self-cable']],
    [cabled([], [{ nodes: 3, switches: ['a'] }]), 2, ['/hosts does-not-add-up']],
    [cabled([], [{ nodes: 9, switches: ['a'] }]), 9, ['/switchPorts ports-exceeded']],
    [
      cabled([{ from: 'a', to: 'b', count: 0 }], [{ nodes: 1, switches: [] }]),
      1,
      ['/hosts/0/switches too-few', '/cables/0/count out-of-range'],
    ],
  ])('%j on %i nodes: %j', (topology, nodes, expected) => {
    expect(codes(topology, nodes)).toEqual(expected);
  });
});
