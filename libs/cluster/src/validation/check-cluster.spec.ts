import { IssueList } from '@railyard/base';
import fc from 'fast-check';
import { CLUSTERS, NETWORK_COMPARISON } from '../presets/index.js';
import { buildFabric, planScaleOut, usedPorts } from '../topology/index.js';
import { checkCluster } from './check-cluster.js';
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';

const base = CLUSTERS['h800-2048-mpft'];
const issuesOf = (spec: ClusterSpec) => {
  const issues = new IssueList();
  checkCluster(spec, issues.at('cluster'));
  return issues.issues;
};
const on = (topology: unknown, rest: Partial<ClusterSpec> = {}): ClusterSpec => ({
  ...base,
  ...rest,
  topology: topology as TopologySpec,
});
const codes = (spec: ClusterSpec) => issuesOf(spec).map(({ path, code }) => `${path} ${code}`);

describe('checkCluster', () => {
  it('knows the constants that an owner may give', () => {
    const own = (collectives: Readonly<Record<string, number>>) =>
      codes({ ...base, device: { ...base.device, calibration: { source: 'a log', collectives } } });
    expect(own({ ringGBps: 150 })).toEqual([]);
    expect(own({ rings: 150 })).toEqual(['/cluster/device/calibration/collectives/rings unknown-key']);
  });

  it.each(Object.keys(CLUSTERS))('accepts the preset %s', (name) => {
    expect(issuesOf(CLUSTERS[name])).toEqual([]);
  });

  it('accepts the networks of table 3 that can be built, and says why q = 28 cannot', () => {
    const refused = Object.entries(NETWORK_COMPARISON)
      .filter(([, spec]) => issuesOf(spec).length > 0)
      .map(([name]) => name);
    expect(refused).toEqual(['SF']);
    expect(issuesOf(NETWORK_COMPARISON.SF)[0]).toMatchObject({
      path: '/cluster/topology/q',
      code: 'not-a-prime-power',
      hint: expect.stringContaining('q = 27 or q = 29'),
    });
  });

  it.each<[string, unknown, string]>([
    [
      'mpft',
      { kind: 'mpft', planes: 4, switchPorts: 16 },
      'more ports, more planes, a three-layer fat-tree, or',
    ],
    [
      'mpft of all planes',
      { kind: 'mpft', planes: 8, switchPorts: 16 },
      'more ports, a three-layer fat-tree, or',
    ],
    ['mrft', { kind: 'mrft', switchPorts: 16 }, 'more ports, an mpft, a three-layer fat-tree, or'],
    [
      'fat tree',
      { kind: 'fat-tree', layers: 2, switchPorts: 16 },
      'more ports, an mpft, a three-layer fat-tree, or',
    ],
    [
      'multi-port NICs',
      { kind: 'multi-port-mpft', planes: 4, switchPorts: 16 },
      'more ports, a three-layer fat-tree, or',
    ],
    ['three layers', { kind: 'fat-tree', layers: 3, switchPorts: 8 }, 'more ports, or'],
    ['rails', { kind: 'rail-optimized', layers: 2, switchPorts: 16 }, 'more ports, three layers, or'],
  ])('names what gives too many nodes room: %s', (_, topology, expected) => {
    expect(issuesOf(on(topology)).map(({ code, hint }) => [code, hint])).toEqual([
      ['ports-exceeded', `Use switches with ${expected} fewer nodes.`],
    ]);
  });

  it('names fewer rails where a spine has no port for each leaf', () => {
    const racks = { nodes: 16, gpusPerNode: 72, nic: { ...base.nic, perNode: 72 } };
    const railed = (rails: number) =>
      on({ kind: 'rail-optimized', layers: 2, switchPorts: 64, rails }, racks);
    expect(issuesOf(railed(72)).map(({ hint }) => hint)).toEqual([
      'Use switches with more ports, fewer rails, three layers, or fewer nodes.',
    ]);
    expect(issuesOf(railed(4))).toEqual([]);
  });

  it('asks for less of a network that is only counted: a formula, but room and ports all the same', () => {
    const counted = (topology: object, nodes = 64) => {
      const issues = new IssueList();
      checkCluster(
        on({ kind: 'slim-fly', endpointsPerSwitch: 21, switchPorts: 64, ...topology }, { nodes, pxn: false }),
        issues,
        'counts',
      );
      return issues.issues.map(({ path, code }) => `${path} ${code}`);
    };
    expect(counted({ q: 28 })).toEqual([]);
    expect(counted({ q: 28, switchPorts: 62 })).toEqual(['/topology/switchPorts ports-exceeded']);
    expect(counted({ q: 28 }, 4117)).toEqual(['/topology/endpointsPerSwitch ports-exceeded']);
    expect(counted({ q: 30 })).toEqual(['/topology/q not-a-prime-power']);
  });

  it.each<[string, ClusterSpec, string[]]>([
    [
      'a Slim Fly below the least',
      on({ kind: 'slim-fly', q: 3, endpointsPerSwitch: 2, switchPorts: 64 }),
      ['/cluster/topology/q out-of-range'],
    ],
    [
      'a dragonfly of a billion cables',
      on({ kind: 'dragonfly', p: 1, a: 512, h: 500, g: 4096, switchPorts: 1024 }),
      ['/cluster/topology/g too-large'],
    ],
    [
      'NVLink below none',
      { ...base, pxn: false, device: { ...base.device, nvlinkGBps: -1, nvlinkAchievedGBps: 0 } },
      ['/cluster/device/nvlinkGBps out-of-range'],
    ],
    [
      'unknown topology',
      on({ kind: 'moebius', switchPorts: 64 }),
      ['/cluster/topology/kind unknown-topology'],
    ],
    ['half a header value', { ...base, entropies: 0.5 }, ['/cluster/entropies out-of-range']],
    ['too many header values', { ...base, entropies: 65536 }, ['/cluster/entropies out-of-range']],
    ['unknown routing', { ...base, routing: 'random' as 'ecmp' }, ['/cluster/routing unknown-routing']],
    [
      'zero bandwidth',
      { ...base, nic: { ...base.nic, bandwidthGBps: 0 } },
      ['/cluster/nic/bandwidthGBps zero-bandwidth'],
    ],
    [
      'no storage bandwidth',
      { ...base, storage: { ...base.storage, aggregateReadGBps: 0 } },
      ['/cluster/storage/aggregateReadGBps zero-bandwidth'],
    ],
    ['no nodes', { ...base, nodes: 0 }, ['/cluster/nodes out-of-range']],
    ['NaN', { ...base, gpusPerNode: NaN }, ['/cluster/gpusPerNode out-of-range']],
    [
      'efficiency above 1',
      { ...base, nic: { ...base.nic, efficiency: 1.2 } },
      ['/cluster/nic/efficiency out-of-range'],
    ],
    [
      'planes that do not divide',
      on({ kind: 'mpft', planes: 3, switchPorts: 64 }),
      ['/cluster/topology/planes does-not-divide'],
    ],
    [
      'NICs that do not divide',
      { ...base, nic: { ...base.nic, perNode: 3 } },
      ['/cluster/nic/perNode does-not-divide'],
    ],
    [
      'too many nodes for two layers',
      on({ kind: 'mrft', switchPorts: 64 }, { nodes: 257 }),
      ['/cluster/topology/switchPorts ports-exceeded'],
    ],
    [
      'too many nodes for a rail',
      on({ kind: 'rail-only', switchPorts: 64 }),
      ['/cluster/topology/switchPorts ports-exceeded'],
    ],
    [
      'no uplinks',
      on({ kind: 'mrft', switchPorts: 64, leafDownlinks: 64 }),
      ['/cluster/topology/leafDownlinks disconnected'],
    ],
    [
      'three layers without uplinks',
      on({ kind: 'fat-tree', layers: 3, switchPorts: 64, leafDownlinks: 64 }),
      ['/cluster/topology/leafDownlinks disconnected'],
    ],
    [
      'three tapered layers of odd ports',
      on({ kind: 'fat-tree', layers: 3, switchPorts: 63, leafDownlinks: 42 }),
      ['/cluster/topology/switchPorts does-not-divide'],
    ],
    [
      'too many nodes for three tapered layers',
      on({ kind: 'fat-tree', layers: 3, switchPorts: 16, leafDownlinks: 12 }, { nodes: 193 }),
      ['/cluster/topology/switchPorts ports-exceeded'],
    ],
    [
      'four layers',
      on({ kind: 'fat-tree', layers: 4, switchPorts: 64 }),
      ['/cluster/topology/layers out-of-range'],
    ],
    ['odd ports', on({ kind: 'mrft', switchPorts: 63 }), ['/cluster/topology/switchPorts does-not-divide']],
    [
      'dragonfly ports',
      on({ kind: 'dragonfly', p: 32, a: 32, h: 16, g: 5, switchPorts: 64 }),
      ['/cluster/topology/switchPorts ports-exceeded'],
    ],
    [
      'dragonfly groups apart',
      on({ kind: 'dragonfly', p: 16, a: 8, h: 0, g: 16, switchPorts: 64 }),
      ['/cluster/topology/g disconnected'],
    ],
    [
      'dragonfly too small',
      on({ kind: 'dragonfly', p: 2, a: 4, h: 2, g: 9, switchPorts: 64 }),
      ['/cluster/topology/g ports-exceeded'],
    ],
    [
      'Slim Fly ports',
      on({ kind: 'slim-fly', q: 29, endpointsPerSwitch: 30, switchPorts: 64 }),
      ['/cluster/topology/switchPorts ports-exceeded'],
    ],
    ['a missing count', on({ kind: 'mpft', switchPorts: 64 }), ['/cluster/topology/planes out-of-range']],
    [
      'PXN without NVLink',
      { ...base, device: { ...base.device, nvlinkGBps: 0, nvlinkAchievedGBps: 0 } },
      ['/cluster/pxn pxn-needs-nvlink'],
    ],
    [
      'more achieved than peak',
      { ...base, device: { ...base.device, nvlinkAchievedGBps: 201 } },
      ['/cluster/device/nvlinkAchievedGBps above-peak'],
    ],
    [
      'groups of three GPUs in a node of eight',
      { ...base, device: { ...base.device, nvlinkGpus: 3 } },
      ['/cluster/device/nvlinkGpus does-not-divide'],
    ],
    [
      'groups of more GPUs than a node has',
      { ...base, device: { ...base.device, nvlinkGpus: 16 } },
      ['/cluster/device/nvlinkGpus does-not-divide'],
    ],
    [
      'groups of one GPU',
      { ...base, device: { ...base.device, nvlinkGpus: 1 } },
      ['/cluster/device/nvlinkGpus out-of-range'],
    ],
    [
      'groups of half a GPU',
      { ...base, device: { ...base.device, nvlinkGpus: 2.5 } },
      ['/cluster/device/nvlinkGpus out-of-range'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(codes(spec)).toEqual(expected);
    for (const issue of issuesOf(spec))
      expect(Math.min(issue.message.length, issue.hint.length)).toBeGreaterThan(10);
  });

  it('takes NVLink groups that divide a node, and says by what', () => {
    const of = (nvlinkGpus: number) => issuesOf({ ...base, device: { ...base.device, nvlinkGpus } });
    expect([2, 4, 8].flatMap(of)).toEqual([]);
    expect(of(3)[0]).toMatchObject({
      message: 'nvlinkGpus must divide gpusPerNode = 8 (got 3).',
      hint: expect.stringContaining('2 for bridges of pairs'),
    });
  });

  it('reports everything at once', () => {
    const spec = {
      ...base,
      nodes: -1,
      nic: { ...base.nic, bandwidthGBps: 0 },
      topology: { kind: 'mpft', planes: 0, switchPorts: 64 } as const,
    };
    expect(codes(spec)).toEqual([
      '/cluster/nodes out-of-range',
      '/cluster/nic/bandwidthGBps zero-bandwidth',
      '/cluster/topology/planes out-of-range',
    ]);
  });

  it(
    'accepts exactly the largest cluster that its ports allow, and what it accepts can be built ' +
      'within them',
    () => {
      const sizes = {
        nodes: fc.integer({ min: 1, max: 80 }),
        perNode: fc.constantFrom(1, 2, 4, 8),
        switchPorts: fc.constantFrom(4, 8, 12, 16),
      };
      const topology = (planes: number, switchPorts: number) =>
        fc.constantFrom<TopologySpec[]>(
          { kind: 'mpft', planes, switchPorts },
          { kind: 'mrft', switchPorts },
          { kind: 'rail-only', switchPorts },
          { kind: 'multi-port-mpft', planes, switchPorts },
          { kind: 'fat-tree', layers: 2, switchPorts },
          { kind: 'fat-tree', layers: 3, switchPorts },
          { kind: 'mrft', switchPorts, leafDownlinks: switchPorts - 1 },
          { kind: 'fat-tree', layers: 3, switchPorts, leafDownlinks: switchPorts - 1 },
          { kind: 'fat-tree', layers: 3, switchPorts, leafDownlinks: 1 },
        );
      const specs = fc.record(sizes).chain(({ nodes, perNode, switchPorts }) =>
        topology(perNode, switchPorts).map((chosen): ClusterSpec => ({
          ...base,
          nodes,
          nic: { ...base.nic, perNode },
          topology: chosen,
        })),
      );
      fc.assert(
        fc.property(specs, (spec) => {
          const issues = issuesOf(spec);
          if (issues.length > 0) {
            const most = Number(/at most (\d+) nodes/.exec(issues[0].message)![1]);
            return (
              issues[0].code === 'ports-exceeded' &&
              most < spec.nodes &&
              (most === 0 || issuesOf({ ...spec, nodes: most }).length === 0)
            );
          }
          const used = usedPorts(planScaleOut(spec), spec.nodes * spec.nic.perNode);
          return (
            used.every((ports) => ports <= spec.topology.switchPorts) &&
            buildFabric(spec).gpuCount === spec.nodes * 8
          );
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('rates so small that a job never ends', () => {
  it.each(['fp8Tflops', 'nvlinkGBps', 'nvlinkAchievedGBps'] as const)(
    '%s is refused between nothing and something',
    (key) => {
      const spec = CLUSTERS['h800-2048-mpft'];
      const issuesOf = (rate: number) => {
        const list = new IssueList();
        checkCluster({ ...spec, pxn: false, device: { ...spec.device, [key]: rate } }, list);
        return list.issues.filter(
          (issue) => issue.path === `/device/${key}` && issue.code === 'out-of-range',
        );
      };
      expect(issuesOf(5e-324)).toHaveLength(1);
      expect([...issuesOf(0), ...issuesOf(100)]).toEqual([]);
    },
  );
});
