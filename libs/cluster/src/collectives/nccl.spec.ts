import { capacityUnder, parseFault } from '../faults/index.js';
import { linkCalibrationOf } from '../link-calibration/index.js';
import { CLUSTERS } from '../presets/index.js';
import { Fabric, type FabricOptions, Traffic } from '../traffic/index.js';
import { addAllToAll, addSends, allToAll, sendReceive, simulatedAllToAll } from './all-to-all.js';
import { allGather, allReduce, reduceScatter } from './data-parallel.js';
import { linkBytes } from './outcome.js';
import { ringCollective, simulatedRing } from './ring.js';
import { parents, simulatedTree, treeAllReduce } from './tree.js';
import { simulateFlows } from '../flows/index.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const within = (value: number, reference: number, tolerance: number) =>
  expect(Math.abs(value / reference - 1)).toBeLessThan(tolerance);
const fabricOf = (name: string, options: FabricOptions = {}) => new Fabric(CLUSTERS[name], options);
const mpft = fabricOf('h800-2048-mpft');
const mrft = fabricOf('h800-2048-mrft');
const GIB = 2 ** 30;

describe('allToAll', () => {
  it.each([
    [32, 64.7],
    [64, 55.4],
    [128, 51.7],
  ])('%i GPUs: busbw nears its ceiling N/(N-1) x NIC for large messages (N091, N092)', (gpus, ceiling) => {
    const busbw = allToAll(mpft, { groups: [range(0, gpus)], bytes: 16 * GIB }).busbwGBps;
    within(busbw, ceiling, 0.1);
    expect(busbw).toBeLessThan(ceiling);
  });

  it('64 GPUs, 8 MiB: the measured point of an H800 cluster (N093)', () => {
    within(allToAll(mpft, { groups: [range(0, 64)], bytes: 8 * 2 ** 20 }).busbwGBps, 24.44, 0.1);
  });

  it.each([16, 32, 64, 128])('%i GPUs: the closed form is what the flows give', (gpus) => {
    const request = { groups: [range(0, gpus), range(1024, gpus)], bytes: GIB };
    for (const fabric of [mpft, mrft, fabricOf('h200-256-mpft')]) {
      const groups = request.groups.filter((group) => group[gpus - 1] < fabric.graph.gpuCount);
      const closed = allToAll(fabric, { groups, bytes: GIB });
      const simulated = simulatedAllToAll(fabric, { groups, bytes: GIB }, 0, { bytes: GIB, busFactor: 1 });
      expect(closed.flows).toBe(0);
      within(closed.seconds - closed.latencySeconds, simulated.seconds - simulated.latencySeconds, 1e-12);
    }
  });

  it('is the same on MPFT and MRFT with PXN', () => {
    for (const gpus of [16, 32, 64, 128])
      within(
        allToAll(mpft, { groups: [range(0, gpus)], bytes: GIB }).seconds,
        allToAll(mrft, { groups: [range(0, gpus)], bytes: GIB }).seconds,
        0.01,
      );
  });

  it('pays for the messages of its busiest NIC, whichever node has fewer members', () => {
    const latency = (...gpus: readonly number[]) =>
      allToAll(mpft, { groups: [gpus], bytes: GIB }).latencySeconds;
    // All eight members of a full node send to the rail of the one that stands alone.
    for (const alone of [range(0, 9), range(7, 9)])
      within(latency(...alone), latency(...range(0, 16)), 1e-12);
    expect(latency(...range(0, 12))).toBe(latency(...range(4, 12)));
  });

  it('without PXN loses to spine collisions on a busy MRFT under ECMP, and crosses the host on MPFT', () => {
    const bytes = GIB;
    const groups = range(0, 16).map((g) => range(16 * g, 16));
    const pxn = allToAll(mrft, { groups, bytes }).seconds;
    expect(
      allToAll(fabricOf('h800-2048-mrft', { pxn: false, routing: 'ecmp' }), { groups, bytes }).seconds,
    ).toBeGreaterThan(1.05 * pxn);
    const planes = fabricOf('h800-2048-mpft', { pxn: false });
    const { flows, linkOf } = addAllToAll(new Traffic(planes), { groups: [range(0, 16)], bytes }).build();
    const carried = linkBytes(flows);
    const overHost = linkOf.indexOf(planes.graph.tables.gpuHost[0]);
    within(carried[overHost], (7 / 16) * bytes, 1e-9);
  });
});

describe('rings and trees', () => {
  it.each(['reduce-scatter', 'all-gather', 'all-reduce'] as const)(
    '%s: the closed form is what the flows give',
    (operation) => {
      const cases = [
        [range(0, 128), range(128, 128)],
        range(0, 64).map((g) => [g, 64 + g]),
        [range(0, 16).map((n) => n * 128 + 3)],
        [range(0, 16).flatMap((n) => [8 * n, 8 * n + 1])],
      ];
      for (const fabric of [mpft, mrft])
        for (const groups of cases) {
          const closed = ringCollective(fabric, operation, { groups, bytes: GIB });
          const simulated = simulatedRing(fabric, operation, { groups, bytes: GIB });
          expect(closed.flows).toBe(0);
          within(closed.seconds, simulated.seconds, 1e-12);
          expect(closed.bottleneck).toBe(simulated.bottleneck);
        }
    },
  );

  it('trees: the closed form is what the flows give', () => {
    const ofNodes = (nodes: number, perNode: number): number[] =>
      range(0, nodes).flatMap((n) => range(8 * n, perNode));
    const cases = [
      [range(0, 8)],
      [range(0, 128), range(128, 128)],
      [range(0, 16).map((n) => n * 128 + 3)],
      ...[2, 3, 5, 6, 7, 11].flatMap((nodes) => [1, 2, 5, 8].map((perNode) => [ofNodes(nodes, perNode)])),
    ];
    for (const fabric of [mpft, mrft])
      for (const groups of cases)
        for (const bytes of [8, GIB]) {
          const closed = treeAllReduce(fabric, { groups, bytes });
          const simulated = simulatedTree(fabric, { groups, bytes });
          expect(closed.flows).toBe(0);
          within(closed.latencySeconds, simulated.latencySeconds, 1e-12);
          within(closed.seconds, simulated.seconds, 1e-12);
          expect(closed.bottleneck).toBe(simulated.bottleneck);
        }
  });

  it.each([2, 3, 4, 5, 6, 7, 8])(
    'comes back on the rail on which it set out: %i nodes of 8 cross NVLink no more often than ' +
      'the closed form says',
    (nodes) => {
      for (const operation of ['reduce-scatter', 'all-reduce'] as const) {
        const request = { groups: [range(0, 8 * nodes)], bytes: GIB };
        within(
          simulatedRing(mpft, operation, request).seconds,
          ringCollective(mpft, operation, request).seconds,
          1e-12,
        );
      }
    },
  );

  it.each(['ring', 'tree'] as const)('%s: a lost NIC costs the same latency whichever it is', (algorithm) => {
    const latency = (...down: string[]) =>
      allReduce(
        new Fabric(mpft.spec, {
          graph: mpft.graph,
          capacity: capacityUnder(mpft.graph, down.map(parseFault)),
        }),
        { groups: [range(0, 16)], bytes: 1024 },
        algorithm,
      ).latencySeconds;
    const first = latency('node:0/nic:0');
    for (const down of ['node:0/nic:1', 'node:0/nic:7', 'node:1/nic:3', 'plane:4'])
      within(latency(down), first, 1e-12);
    // One hop of sixteen crosses NVLink at both ends as well, in each of 30 rounds.
    if (algorithm === 'ring') within(first - latency(), (30 * 2 * 3.33e-6) / 16, 1e-9);
    // The one edge between the two nodes does, up and down.
    else within(first - latency(), 2 * 2 * 3.33e-6, 1e-9);
  });

  it('trees count hops between nodes and along chains apart', () => {
    // A start; two nodes are one edge apart, eight members seven hops over NVLink; up and down.
    const { startSeconds, hopSeconds, networkStepSeconds } = linkCalibrationOf(mpft.spec.device).constants;
    within(
      treeAllReduce(mpft, { groups: [range(0, 16)], bytes: 8 }).latencySeconds,
      startSeconds + 2 * (2.8e-6 + networkStepSeconds + 7 * hopSeconds),
      1e-9,
    );
  });

  it('trees count the longest chain: of the node that has all its members, however few another has', () => {
    const latency = (gpus: number) =>
      treeAllReduce(mpft, { groups: [range(0, gpus)], bytes: 1024 }).latencySeconds;
    for (const gpus of [9, 10, 12, 15]) within(latency(gpus), latency(16), 1e-12);
    expect(latency(9)).toBeGreaterThan(latency(8));
  });

  it('busbw is the link that limits: NVLink in nodes, the NIC with one member a node', () => {
    within(allReduce(mpft, { groups: [range(0, 8)], bytes: 64 * GIB }, 'ring').busbwGBps, 160, 0.01);
    within(
      reduceScatter(mpft, { groups: [range(0, 16).map((n) => 8 * n)], bytes: 8 * GIB }).busbwGBps,
      48.5,
      0.01,
    );
    within(allGather(mpft, { groups: [range(0, 64)], bytes: 8 * GIB }).busbwGBps, (160 * 8) / 7, 0.02);
  });

  it('prefers the tree for small buffers and the ring for large ones', () => {
    const groups = [range(0, 64)];
    expect(treeAllReduce(mpft, { groups, bytes: 2 ** 20 }).seconds).toBeLessThan(
      allReduce(mpft, { groups, bytes: 2 ** 20 }, 'ring').seconds,
    );
    expect(allReduce(mpft, { groups, bytes: 64 * GIB }).seconds).toBeLessThanOrEqual(
      treeAllReduce(mpft, { groups, bytes: 64 * GIB }).seconds,
    );
  });

  it('builds trees whose inner nodes are the leaves of the other tree', () => {
    for (const nodes of [2, 3, 4, 5, 8, 13, 16, 32]) {
      const up = parents(nodes);
      expect(up.filter((parent) => parent < 0)).toHaveLength(1);
      up.forEach((parent, i) => {
        if (parent >= 0) expect(parent % 2 === 0 || nodes === 2).toBe(true);
        let at = i;
        for (let steps = 0; up[at] >= 0; steps += 1, at = up[at]) expect(steps).toBeLessThan(nodes);
      });
    }
  });

  it('costs nothing alone', () => {
    expect(allReduce(mpft, { groups: [[5]], bytes: GIB }).seconds).toBe(0);
  });
});

describe('sendReceive', () => {
  it('gives every pair a NIC of its own when stages stand apart', () => {
    const pairs = range(0, 1920).map((gpu) => [gpu, gpu + 128] as const);
    const bytes = 4096 * 7168 * 2;
    const time = sendReceive(mpft, { pairs, bytes });
    within(time.seconds - time.latencySeconds, bytes / 48.5e9, 1e-9);
    const all = addSends(new Traffic(mpft), { pairs, bytes });
    within(time.seconds - time.latencySeconds, simulateFlows(all.build().flows).makespan, 1e-12);
    within(time.seconds, sendReceive(mrft, { pairs, bytes }).seconds, 1e-12);
  });

  it('shares a NIC that two messages leave by', () => {
    const one = sendReceive(mpft, { pairs: [[0, 8]], bytes: GIB });
    const two = sendReceive(mpft, {
      pairs: [
        [0, 8],
        [0, 16],
      ],
      bytes: GIB,
    });
    within((two.seconds - two.latencySeconds) / (one.seconds - one.latencySeconds), 2, 1e-9);
  });
});
