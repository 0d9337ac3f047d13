import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { topologyInventory } from './inventory.js';
import { bisectionGBps } from './bisection.js';
import { tierNotes, tierPorts } from './tier-ports.js';

const base = CLUSTERS['h800-2048-mpft']!;
const of = (nodes: number, topology: TopologySpec, more: Partial<ClusterSpec> = {}): ClusterSpec => ({
  ...base,
  nodes,
  topology,
  ...more,
});
const ratios = (spec: ClusterSpec) => tierPorts(spec).map(({ oversubscription }) => oversubscription);

describe('ports and oversubscription of tiers', () => {
  it('says that 42 ports down and 22 up with 32 hosts attached are 1.45:1', () => {
    const filled = of(64, { kind: 'mrft', switchPorts: 64, leafDownlinks: 42, leafUplinks: 22 });
    expect(tierPorts(filled)[0]).toMatchObject({
      tier: 'leaf',
      switches: 16,
      usedPorts: [44, 64],
      downGBps: 42 * 50,
      onwardGBps: 22 * 50,
      oversubscription: 42 / 22,
    });
    // 32 nodes in each of two blocks.
    const even = of(64, { kind: 'mrft', switchPorts: 64, leafDownlinks: 32, leafUplinks: 22 });
    expect(tierPorts(even)[0]).toMatchObject({
      usedPorts: [54, 54],
      freePorts: 160,
      oversubscription: 32 / 22,
    });
    expect(tierNotes(even, tierPorts(even))).toEqual([
      {
        code: 'oversubscribed',
        message: 'A leaf takes 1600 GB/s from below and passes on 1100 GB/s: 1.45:1.',
      },
    ]);
  });

  it('keeps the ratio that is asked for, of the NICs that are there', () => {
    // 128 nodes: at most 42 a leaf, so 4 blocks of 32, with 16 uplinks each.
    const spec = of(128, { kind: 'rail-optimized', layers: 2, switchPorts: 64, oversubscription: 2 });
    expect(tierPorts(spec)).toEqual([
      {
        tier: 'leaf',
        switches: 32,
        ports: 64,
        usedPorts: [48, 48],
        freePorts: 512,
        downGBps: 1600,
        onwardGBps: 800,
        oversubscription: 2,
      },
      {
        tier: 'spine',
        switches: 8,
        ports: 64,
        usedPorts: [64, 64],
        freePorts: 0,
        downGBps: 3200,
        onwardGBps: 0,
      },
    ]);
    expect(bisectionGBps(spec)).toBe((32 * 16 * 50) / 2);
  });

  it('counts broken-out ports once, and uplinks at their own rate', () => {
    // 64 ports of 800G: 32 broken out to 64 NICs of 400G, 32 up at 800G.
    const spec = of(128, { kind: 'mrft', switchPorts: 64, nicsPerPort: 2, uplinkGBps: 100 });
    expect(tierPorts(spec)).toMatchObject([
      { switches: 16, usedPorts: [64, 64], downGBps: 3200, onwardGBps: 3200, oversubscription: 1 },
      { switches: 8, usedPorts: [64, 64] },
    ]);
    // The same ports without faster uplinks are 2:1.
    expect(ratios(of(128, { kind: 'mrft', switchPorts: 64, nicsPerPort: 2 }))[0]).toBe(2);
  });

  it('shows a tree of three layers that is one pod as two half-used tiers', () => {
    const spec = of(128, { kind: 'fat-tree', layers: 3, switchPorts: 64 });
    const [leaf, spine, ...cores] = tierPorts(spec);
    expect([leaf!.usedPorts, spine!.usedPorts, cores]).toEqual([[64, 64], [32, 32], []]);
    expect(tierNotes(spec, tierPorts(spec)).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'two-tiers: The network is two tiers, not three: all its leaves fit one pod, so there are no ' +
        'cores, and spines ' +
        'use 32 of their 64 ports. Set podLeaves for smaller pods that cores join.',
    ]);
    const pods = of(128, { kind: 'fat-tree', layers: 3, switchPorts: 64, podLeaves: 8 });
    expect(tierPorts(pods).map(({ tier, switches, usedPorts }) => [tier, switches, usedPorts])).toEqual([
      ['leaf', 32, [64, 64]],
      ['spine', 128, [16, 16]],
      ['core', 32, [32, 32]],
    ]);
    expect(tierNotes(pods, tierPorts(pods))).toEqual([]);
  });

  it('has racks of one NVLink domain on few rails', () => {
    const racks = of(
      8,
      { kind: 'rail-optimized', layers: 2, rails: 4, switchPorts: 144 },
      { gpusPerNode: 72, nic: { ...base.nic, perNode: 72 } },
    );
    // A rack has 18 NICs on each of 4 rails; a leaf takes 72, those of four racks.
    expect(topologyInventory(racks).switchesByTier).toEqual({ leaf: 8, spine: 4 });
    expect(ratios(racks)).toEqual([1, undefined]);
  });

  it.each<[string, ClusterSpec, object, number]>([
    // k-ary n-cube: n links a switch, 2 k^(n-1) across the middle.
    [
      'torus',
      of(8, { kind: 'torus', dimensions: [4, 4, 4], endpointsPerSwitch: 1, switchPorts: 64 }),
      { router: 64 },
      192,
    ],
    [
      'hyperx',
      of(8, { kind: 'hyperx', dimensions: [4, 4], endpointsPerSwitch: 4, switchPorts: 64 }),
      { router: 16 },
      48,
    ],
    // (p, a, h, g): a 2-cube of width 3.
    [
      'hyperx',
      of(8, { kind: 'hyperx', dimensions: [2, 2], width: 3, endpointsPerSwitch: 16, switchPorts: 64 }),
      { router: 4 },
      12,
    ],
    // 5 groups of 4 leaves and 4 spines: 16 links inside each, 10 pairs of groups with 4 of 16 ports each.
    [
      'dragonfly-plus',
      of(10, {
        kind: 'dragonfly-plus',
        groups: 5,
        leaves: 4,
        spines: 4,
        endpointsPerLeaf: 4,
        globalLinks: 4,
        switchPorts: 64,
      }),
      { leaf: 20, spine: 20 },
      5 * 16 + 10 * 4,
    ],
    // 8 leaves, 7 rounds: a full mesh.
    [
      'optical-circuits',
      of(32, { kind: 'optical-circuits', leafDownlinks: 32, switchPorts: 64, circuitSwitches: 7 }),
      { leaf: 8 },
      28,
    ],
    // 7 leaves, one sits out each round.
    [
      'optical-circuits',
      of(28, { kind: 'optical-circuits', leafDownlinks: 32, switchPorts: 64, circuitSwitches: 7 }),
      { leaf: 7 },
      21,
    ],
  ])('%s has the switches and links of its closed form', (_kind, spec, switches, links) => {
    const inventory = topologyInventory(spec);
    expect([inventory.switchesByTier, inventory.links]).toEqual([switches, links]);
  });

  it('cuts a torus across its last dimension, a full mesh between its halves', () => {
    const torus = of(64, { kind: 'torus', dimensions: [4, 4, 4], endpointsPerSwitch: 8, switchPorts: 64 });
    expect(bisectionGBps(torus)).toBe(2 * 16 * 50);
    const mesh = of(32, { kind: 'optical-circuits', leafDownlinks: 32, switchPorts: 64, circuitSwitches: 7 });
    expect(bisectionGBps(mesh)).toBe(16 * 50);
    expect(bisectionGBps(base)).toBe(1024 * 50);
  });
});
