/** Nodes whose NVLink joins pairs (bridges between PCIe cards) or fours: everything else crosses PCIe. */
import fc from 'fast-check';
import { type ClusterSpec } from '../definition/index.js';
import { DEVICES } from '../hardware/index.js';
import { linkCalibrationOf } from '../link-calibration/index.js';
import { findElement } from '../topology/index.js';
import { Fabric, LinkAccount, Traffic } from '../traffic/index.js';
import {
  addAllToAll,
  addRings,
  addTrees,
  allGather,
  allReduce,
  allToAll,
  chainCollective,
  chosenAllReduce,
  collectiveTime,
  expertAllToAll,
  regularGroups,
  sendReceive,
} from './index.js';
import { simulatedAllToAll } from './all-to-all.js';
import { pipeline } from './node-collective.js';
import { representativeGroups } from './representatives.js';
import { simulatedRing } from './ring.js';
import { simulatedTree } from './tree.js';

const GIB = 2 ** 30;
const NVLINK = 240e9;
const PCIE = 32e9;
const NIC = 25e9 * 0.97;

/** Nodes of eight A100 cards. */
const clusterOf = (nvlinkGpus: number | undefined, more: Partial<ClusterSpec> = {}): ClusterSpec => ({
  name: 'pairs',
  nodes: 4,
  gpusPerNode: 8,
  device: {
    ...DEVICES['a100-pcie']!,
    nvlinkGBps: 300,
    nvlinkAchievedGBps: 240,
    ...(nvlinkGpus === undefined ? {} : { nvlinkGpus }),
  },
  nic: { perNode: 8, bandwidthGBps: 25, efficiency: 0.97, linkLayer: 'infiniband' },
  topology: { kind: 'mrft', switchPorts: 64 },
  routing: 'adaptive',
  pxn: true,
  storage: { nodeBandwidthGBps: 50, aggregateWriteGBps: 2000, aggregateReadGBps: 8000 },
  ...more,
});
const pairs = new Fabric(clusterOf(2));
const fours = new Fabric(clusterOf(4));
const whole = new Fabric(clusterOf(undefined));
const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const transfer = ({ seconds, latencySeconds }: { seconds: number; latencySeconds: number }): number =>
  seconds - latencySeconds;

describe('GPUs of a node of pairs', () => {
  it.each([
    ['of a pair', 0, 1, NVLINK],
    ['of two pairs', 0, 2, PCIE],
    ['of two pairs, next to each other', 1, 2, PCIE],
  ])('%s send each other a message at the rate of what joins them', (_, from, to, rate) => {
    expect(transfer(sendReceive(pairs, { pairs: [[from, to]], bytes: GIB })) / (GIB / rate)).toBeCloseTo(
      1,
      12,
    );
  });

  it('are as fast in pairs as where NVLink joins all, to the last bit', () => {
    const request = { groups: range(0, 16).map((pair) => [2 * pair, 2 * pair + 1]), bytes: GIB };
    for (const collective of [allReduce, allGather, allToAll])
      expect(collective(pairs, request)).toEqual(collective(whole, request));
    const four = { groups: range(0, 8).map((group) => range(4 * group, 4)), bytes: GIB };
    expect(allReduce(fours, four)).toEqual(allReduce(whole, four));
    expect(allReduce(pairs, four).seconds).toBeGreaterThan(5 * allReduce(whole, four).seconds);
  });

  it('cannot be fours where groups are pairs', () => {
    const request = { groups: [[0, 1, 4, 5]], bytes: GIB };
    expect(allReduce(fours, request).bottleneck).toBe('pcie');
    expect(allReduce(fours, { ...request, groups: [[4, 5, 6, 7]] }).bottleneck).toBe('nvlink');
  });

  // A ring crosses every PCIe link between pairs once in its direction: 2 (n - 1) / n of the buffer.
  it.each([4, 8])('go around a ring of %i at the rate of PCIe', (gpus) => {
    const { algorithm, time } = chosenAllReduce(pairs, { groups: [range(0, gpus)], bytes: GIB });
    expect(algorithm).toBe('ring');
    expect(time.bottleneck).toBe('pcie');
    const { constants: c } = linkCalibrationOf(pairs.spec.device);
    const sent = (2 * (gpus - 1) * GIB) / gpus;
    expect(transfer(time) / pipeline(sent / PCIE, c.chunkSeconds)).toBeCloseTo(1, 12);
    expect(time.latencySeconds).toBeCloseTo(c.startSeconds + 2 * (gpus - 1) * c.hopSeconds, 15);
  });

  it('go around a ring, too, where a slow PCIe link is on its way and trees would miss it', () => {
    const capacity = pairs.capacity.slice();
    capacity[pairs.graph.tables.gpuPcie[1]!]! *= 0.5;
    const slowed = pairs.withCapacity(capacity);
    const request = { groups: [range(0, 4)], bytes: GIB };
    const { algorithm, time } = chosenAllReduce(slowed, request);
    expect(algorithm).toBe('ring');
    expect(time.seconds).toBeGreaterThan(1.9 * allReduce(pairs, request).seconds);
    expect(allReduce(slowed, request, 'tree').seconds).toBeLessThan(time.seconds);
  });

  it('take as long in every node and both halves of it at once: PCIe switches are their own', () => {
    const one = allGather(pairs, { groups: [range(0, 4)], bytes: GIB });
    const all = allGather(pairs, { groups: range(0, 8).map((group) => range(4 * group, 4)), bytes: GIB });
    expect(all.seconds / one.seconds).toBeCloseTo(1, 12);
  });

  it('share PCIe where two pairs share a switch and its NIC', () => {
    const shared = new Fabric(clusterOf(2, { nic: { ...pairs.spec.nic, perNode: 2 } }));
    // GPUs 0 to 3 are under one switch, 4 to 7 under another: each sends half to the other pair there.
    const request = { groups: [range(0, 4), range(4, 4)], bytes: GIB };
    expect(transfer(allToAll(shared, request)) / (GIB / 2 / PCIE)).toBeCloseTo(1, 9);
    // Eight: each of four GPUs has half of its buffer for the other switch, over one link to the host.
    const all = allToAll(shared, { groups: [range(0, 8)], bytes: GIB });
    expect(transfer(all) / ((4 * (GIB / 2)) / PCIE)).toBeCloseTo(1, 9);
  });

  // Six of eight parts cross a GPU's PCIe link.
  it('exchange all parts but two over PCIe', () => {
    const time = allToAll(pairs, { groups: [range(0, 8)], bytes: GIB });
    expect(transfer(time) / ((6 / 8) * (GIB / PCIE))).toBeCloseTo(1, 12);
    expect(time.bottleneck).toBe('pcie');
  });

  it('broadcast from pair to pair over PCIe', () => {
    const time = chainCollective(pairs, 'broadcast', { group: range(0, 8), bytes: GIB });
    expect(transfer(time) / (GIB / PCIE)).toBeCloseTo(1, 12);
    expect(time.bottleneck).toBe('pcie');
  });

  it('have no tree that is sooner than a ring: it moves a chunk by one way at a time', () => {
    const request = { groups: [range(0, 32)], bytes: 8 * GIB };
    const tree = allReduce(pairs, request, 'tree');
    // Of eight chains an edge between pairs is in seven, up and down.
    expect(transfer(tree) / ((2 * (7 / 8) * request.bytes) / PCIE)).toBeCloseTo(1, 6);
    const forced = new Fabric(pairs.spec, { algorithm: 'tree' });
    const inside = { groups: [range(0, 8)], bytes: GIB };
    expect(allReduce(forced, inside).seconds).toBeGreaterThanOrEqual(
      allReduce(pairs, inside).seconds * 0.999,
    );
  });
});

describe('nodes of pairs', () => {
  const every = range(0, 4).flatMap((node) => [8 * node, 8 * node + 1]);

  it('have closed forms for one pair of each node, as their flows say', () => {
    const request = { groups: [every], bytes: GIB };
    expect(regularGroups(pairs, request.groups)).toMatchObject({ nodes: 4, perNode: 2 });
    expect(regularGroups(pairs, [range(0, 32)])).toBeUndefined();
    expect(regularGroups(whole, [range(0, 32)])).toMatchObject({ nodes: 4, perNode: 8 });
    expect(
      allGather(pairs, request).seconds / simulatedRing(pairs, 'all-gather', request).seconds,
    ).toBeCloseTo(1, 12);
    const tree = allReduce(pairs, request, 'tree');
    expect(tree.seconds / simulatedTree(pairs, request).seconds).toBeCloseTo(1, 12);
    expect(allGather(pairs, request)).toEqual(allGather(whole, request));
  });

  it('forward to the other rail of a pair only, all else by its own NIC over spines', () => {
    const { graph, router } = new Fabric(clusterOf(2, { topology: { kind: 'mrft', switchPorts: 16 } }));
    const hops = (from: number, to: number) =>
      router.route(from, to)?.links.map((link) => graph.classOf(link));
    const byNic = ['pcie', 'pcie', 'host', 'host', 'pcie', 'pcie'];
    expect(hops(0, 8 + 1)).toEqual(['nvlink', 'nvlink', ...byNic]);
    expect(hops(0, 8 + 2)?.filter((kind) => kind === 'nvlink')).toEqual([]);
    expect(router.route(0, 8 + 2)?.links[1]).toBe(graph.tables.nicPcie[0]);
    expect(router.route(0, 8 + 2)?.hops).toBe(3);
    expect(router.route(0, 8 + 1)?.hops).toBe(1);
  });

  it('reach a plane that NVLink does not lead to over the host', () => {
    const planes = new Fabric(clusterOf(2, { topology: { kind: 'mpft', planes: 8, switchPorts: 64 } }));
    const { graph, router } = planes;
    const route = router.route(0, 8 + 2);
    expect(route?.links).toContain(graph.tables.gpuHost[0]);
    expect(route?.links).toContain(graph.tables.nicPcie[2]);
    expect(route?.links.some((link) => graph.classOf(link) === 'nvlink')).toBe(false);
    expect(router.route(0, 8 + 1)?.links[0]).toBe(graph.tables.gpuNvlink[0]);
  });

  it('name a switch for each pair, whose loss leaves PCIe', () => {
    const { graph } = pairs;
    expect(graph.range('nvswitch').count).toBe(16);
    const [vertex] = findElement(graph, 'node:1/nvswitch:3')!.vertices;
    expect(graph.linkTo[graph.tables.gpuNvlink[8 + 6]!]).toBe(vertex);
    expect(graph.linkTo[graph.tables.gpuNvlink[8 + 7]!]).toBe(vertex);
    expect(findElement(graph, 'node:1/nvswitch:4')).toBeUndefined();
    expect(findElement(graph, 'node:1')!.vertices.filter((v) => graph.kindOf(v) === 'nvswitch')).toHaveLength(
      4,
    );
    expect(findElement(fours.graph, 'node:1/nvswitch:1')).toBeDefined();
  });

  it('dispatch to experts over PCIe where NVLink does not lead', () => {
    const request = {
      direction: 'dispatch' as const,
      groups: [range(0, 8)],
      tokensPerGpu: 4096,
      bytesPerToken: 7392,
      remoteNodesPerToken: 0,
      gpusPerToken: 5.3,
    };
    const time = expertAllToAll(pairs, request);
    // To each of the six GPUs of other pairs a token of eight that are spread evenly.
    expect(transfer(time) / ((4096 * 7392 * 5.3 * (6 / 8)) / PCIE)).toBeCloseTo(1, 9);
    expect(time.bottleneck).toBe('pcie');
    expect(time.seconds).toBeGreaterThan(2 * expertAllToAll(whole, request).seconds);
  });
});

interface Shape {
  readonly nvlinkGpus: number;
  readonly kind: 'mrft' | 'fat-tree' | 'mpft';
  readonly perNode: number;
  readonly pxn: boolean;
}

describe('any node of groups', () => {
  const drawn = fc.record({
    nvlinkGpus: fc.constantFrom(2, 4),
    kind: fc.constantFrom('mrft' as const, 'fat-tree' as const, 'mpft' as const),
    perNode: fc.constantFrom(2, 4, 8),
    pxn: fc.boolean(),
    gpus: fc.uniqueArray(fc.nat(31), { minLength: 2, maxLength: 12 }),
  });
  const fabricOf = ({ nvlinkGpus, kind, perNode, pxn }: Shape): Fabric =>
    new Fabric(
      clusterOf(nvlinkGpus, {
        pxn,
        nic: { ...pairs.spec.nic, perNode },
        topology:
          kind === 'mpft'
            ? { kind, planes: perNode, switchPorts: 64 }
            : kind === 'fat-tree'
              ? { kind, layers: 2, switchPorts: 8 }
              : { kind, switchPorts: 64 },
      }),
    );

  it('loses no byte, and has the times of its flows', () => {
    fc.assert(
      fc.property(drawn, ({ gpus, ...shape }) => {
        const fabric = fabricOf(shape);
        const group = [...gpus].sort((a, b) => a - b);
        const request = { groups: [group], bytes: GIB };
        for (const add of [
          (traffic: Traffic) => addAllToAll(traffic, request),
          (traffic: Traffic) => addRings(traffic, 'all-reduce', request),
          (traffic: Traffic) => addTrees(traffic, request),
        ]) {
          const account = new LinkAccount(fabric, 1);
          add(account);
          expect(account.settle().largestLoss(account.totals())).toBeLessThan(1e-9);
        }
        const exchanged = allToAll(fabric, request);
        const bandwidth = { bytes: GIB, busFactor: 1 };
        if (exchanged.bottleneck !== 'nvlink')
          expect(
            transfer(exchanged) / transfer(simulatedAllToAll(fabric, request, 0, bandwidth)),
          ).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('has the times of all groups from one of each kind', () => {
    for (const fabric of [pairs, fours])
      for (const groups of [
        range(0, 8).map((group) => range(4 * group, 4)),
        range(0, 4).map((node) => range(8 * node, 8)),
        range(0, 8).map((group) => range(0, 4).map((node) => 8 * node + group)),
        range(0, 2).map((half) => range(16 * half, 16)),
      ]) {
        const bandwidth = { bytes: GIB, busFactor: 1 };
        const all = collectiveTime(addAllToAll(new Traffic(fabric), { groups, bytes: GIB }), 0, bandwidth);
        const kinds = representativeGroups(fabric, groups).groups;
        const few = collectiveTime(
          addAllToAll(new Traffic(fabric), { groups: kinds, bytes: GIB }),
          0,
          bandwidth,
        );
        expect(few.seconds / all.seconds).toBeCloseTo(1, 9);
      }
  });

  it('solves groups together that meet on spines, since no GPU of their rails is reached by NVLink', () => {
    const blocks = { topology: { kind: 'mrft' as const, switchPorts: 16 }, routing: 'ecmp' as const };
    const groups = [range(0, 16), range(16, 16)];
    const kinds = (nvlinkGpus: number) =>
      representativeGroups(new Fabric(clusterOf(nvlinkGpus, blocks)), groups).groups.length;
    expect([kinds(8), kinds(2)]).toEqual([1, 2]);
  });

  it('is as it was where groups are the whole node', () => {
    const eight = new Fabric(clusterOf(8));
    expect(eight.graph.isOneNvlinkGroup).toBe(true);
    for (const groups of [[range(0, 8)], [range(0, 32)], [range(4, 8)]])
      for (const collective of [allReduce, allGather, allToAll])
        expect(collective(eight, { groups, bytes: GIB })).toEqual(collective(whole, { groups, bytes: GIB }));
  });

  it('has NICs that bind a large exchange before PCIe does', () => {
    const time = allToAll(pairs, { groups: [range(0, 32)], bytes: GIB });
    expect(time.bottleneck).toBe('host');
    expect((time.seconds - time.latencySeconds) / ((24 / 32) * (GIB / NIC))).toBeCloseTo(1, 9);
  });
});
