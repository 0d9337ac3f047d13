/**
 * What a step sends: nothing is lost, shortcuts equal the routes, and placement matters where physics says
 * so.
 */
import {
  CLUSTERS,
  type ClusterSpec,
  LinkAccount,
  Traffic,
  addExpertMessages,
  addSends,
  simulateFlows,
} from '@railyard/cluster';
import { type Placement, WORKLOADS, type WorkloadSpec, groupMembers } from '../plan/index.js';
import { OpKind } from '../schedule/index.js';
import {
  type StepSimulation,
  TRAFFIC_CLASSES,
  boundaryContention,
  networkBytes,
  sendTiming,
  simulateStep,
  stepTraffic,
} from './index.js';

const founding = WORKLOADS['deepseek-v3'];

/** 128 GPUs: two pipeline ranks, one expert group each, eight micro-batches. */
const small = (placement: Placement): WorkloadSpec => ({
  ...founding,
  batch: { ...founding.batch, globalSequences: 64 * 8 },
  parallelism: { ...founding.parallelism, pipeline: 2, data: 64, placement },
});
const network = (name: string, part: Partial<ClusterSpec> = {}): ClusterSpec => ({
  ...CLUSTERS[name],
  nodes: 16,
  ...part,
});
const NETWORKS = {
  mpft: network('h800-2048-mpft', { topology: { kind: 'mpft', planes: 8, switchPorts: 16 } }),
  mrft: network('h800-2048-mrft', { topology: { kind: 'mrft', switchPorts: 16 } }),
  ecmp: network('h800-2048-roce', { topology: { kind: 'mrft', switchPorts: 16 } }),
};
const cases = (Object.keys(NETWORKS) as (keyof typeof NETWORKS)[]).flatMap((name) =>
  (['packed', 'spread', 'random'] as const).map((placement) => [name, placement] as const),
);

describe.each(cases)('%s, %s', (name, placement) => {
  const workload = small(placement);
  const step = simulateStep(NETWORKS[name], workload, 1);
  const account = stepTraffic(step, workload);

  it('receives all that it sends, at every switch too', () => {
    const { graph } = step.fabric;
    for (const trafficClass of ['expert', 'pipeline', 'data'] as const) {
      const { sent, received } = networkBytes(account, trafficClass);
      // Two ranks dealt to 16 nodes in turn meet inside nodes.
      if (trafficClass !== 'pipeline' || placement !== 'spread') expect(sent).toBeGreaterThan(0);
      expect(Math.abs(received - sent)).toBeLessThanOrEqual(1e-12 * sent);
    }
    const gain = new Float64Array(graph.vertexCount);
    const through = new Float64Array(graph.vertexCount);
    for (let link = 0; link < account.links; link += 1) {
      for (let c = 0; c < TRAFFIC_CLASSES.length; c += 1) {
        gain[graph.linkTo[link]] += account.bytesOf(c, link);
        gain[graph.linkFrom[link]] -= account.bytesOf(c, link);
        through[graph.linkTo[link]] += account.bytesOf(c, link);
      }
    }
    for (const kind of ['nvswitch', 'pcie-switch', 'nic', 'leaf', 'spine'] as const) {
      const { first, count } = graph.range(kind);
      for (let v = first; v < first + count; v += 1)
        expect(Math.abs(gain[v])).toBeLessThanOrEqual(1e-9 * through[v]);
    }
  });

  it('counts what the job hands over: activations and gradients of every micro-batch', () => {
    const { schedule, boundary, placement: ranks, fabric } = step;
    const crossing = [...Array(ranks.pipelines.count).keys()].filter((g) => {
      const [from, to] = groupMembers(ranks.pipelines, g);
      return fabric.nodeOf(from!) !== fabric.nodeOf(to!);
    }).length;
    const expected = crossing * 2 * schedule.microBatches * boundary.bytes;
    expect(Math.abs(networkBytes(account, 'pipeline').sent - expected)).toBeLessThanOrEqual(1e-12 * expected);
  });

  it('adds up to the same as routing every message', () => {
    const routed = new Float64Array(account.links);
    const summed = new LinkAccount(step.fabric, 1);
    class Routed extends Traffic {
      override send(from: number, to: number, bytes: number, queuePair = 0): void {
        const route = from === to ? undefined : step.fabric.router.route(from, to, queuePair)!;
        route?.links.forEach((link, i) => {
          routed[link] += bytes * (route.shares?.[i] ?? 1);
        });
      }
    }
    for (const request of step.expert!.requests!) {
      addExpertMessages(new Routed(step.fabric), request);
      addExpertMessages(summed, request);
    }
    addSends(new Routed(step.fabric), { pairs: pairsOf(step), bytes: 1e6 });
    addSends(summed, { pairs: pairsOf(step), bytes: 1e6 });
    summed.settle();
    for (let link = 0; link < account.links; link += 1)
      expect(Math.abs(summed.bytesOf(0, link) - routed[link])).toBeLessThanOrEqual(1e-9 * routed[link]);
  });

  it('takes the time of the busiest link for messages of one size', () => {
    const summed = new LinkAccount(step.fabric, 1);
    const traffic = new Traffic(step.fabric, { everyHop: true });
    for (const into of [summed, traffic]) addSends(into, { pairs: pairsOf(step), bytes: 1e6 });
    expect(summed.settle().busiestSeconds() / simulateFlows(traffic.build().flows).makespan).toBeCloseTo(
      1,
      9,
    );
  });

  it('sends concurrently with paced expert traffic as fast as simulated flows do', () => {
    const { boundary, expert, fabric } = step;
    const traffic = new Traffic(fabric, { everyHop: true });
    addExpertMessages(traffic, expert!.requests![0]);
    traffic.trafficClass = 1;
    addSends(traffic, { pairs: pairsOf(step), bytes: boundary.bytes });
    const { flows } = traffic.build();
    // Longer than the sends take, at the pace of the overlapped kernel.
    const collective = expert!.collectives!.overlapped.dispatchForward.perLoad;
    const bytes = flows.bytes.map((size, flow) => (flows.trafficClass[flow] === 0 ? size * 20 : size));
    const rateCap = flows.bytes.map((size, flow) =>
      flows.trafficClass[flow] === 0 ? size / collective : Infinity,
    );
    const { finish } = simulateFlows({ ...flows, bytes, rateCap });
    const end = (trafficClass: number): number =>
      finish.reduce(
        (last, at, flow) => (flows.trafficClass[flow] === trafficClass ? Math.max(last, at) : last),
        0,
      );
    const { contendedSeconds, expertSlowdown } = boundaryContention(fabric, step.placement, boundary, expert);
    expect(end(1) / (contendedSeconds - boundary.latencySeconds)).toBeCloseTo(1, 6);
    expect(end(0) / (20 * collective)).toBeCloseTo(expertSlowdown, 6);
  });
});

function pairsOf({ placement }: StepSimulation): readonly (readonly [number, number])[] {
  return Array.from(
    { length: placement.pipelines.count },
    (_, g) => [...groupMembers(placement.pipelines, g)] as unknown as readonly [number, number],
  );
}

describe('placement', () => {
  const at = (placement: Placement) =>
    simulateStep(
      CLUSTERS['h800-2048-mpft'],
      { ...founding, parallelism: { ...founding.parallelism, placement } },
      1,
    );
  const [packed, spread, random] = [at('packed'), at('spread'), at('random')];

  it(
    'spread: one GPU of a group on each node, so a copy for each GPU crosses the network and ' +
      'nothing is forwarded',
    () => {
      const { gate } = packed.expert!;
      expect(spread.expert!.copies).toBe('per-gpu');
      expect(spread.expert!.dispatch!.rdmaBytesPerGpu / packed.expert!.dispatch!.rdmaBytesPerGpu).toBeCloseTo(
        (gate.gpusPerToken * 63) / 64 / ((gate.nodesPerToken * 7) / 8),
        9,
      );
      expect(spread.expert!.dispatch!.nvlinkBytesPerGpu).toBe(0);
      expect(spread.parts.total).toBeGreaterThan(1.3 * packed.parts.total);
    },
  );

  it('random: some NICs serve more than others, and every send waits for the busiest', () => {
    expect(random.boundary.seconds).toBeGreaterThan(2 * packed.boundary.seconds);
    expect(random.expert!.dispatch!.seconds).toBeGreaterThan(spread.expert!.dispatch!.seconds);
    expect(random.parts.total).toBeGreaterThan(spread.parts.total);
    expect(random.optimizer.seconds).toBeGreaterThan(packed.optimizer.seconds);
  });

  it('packed: MPFT and MRFT are the same, for no message of a rail meets another', () => {
    const mrft = simulateStep(CLUSTERS['h800-2048-mrft'], founding, 1);
    expect(mrft.parts.total / packed.parts.total).toBeCloseTo(1, 12);
  });
});

describe('the two messages of an overlapped pair', () => {
  const step = simulateStep(CLUSTERS['h800-2048-mpft'], founding, 1);

  it('take twice the time of one, and paced experts leave bandwidth for them', () => {
    const { seconds, togetherSeconds, bytes } = step.boundary;
    const { fabric, placement, boundary, expert } = step;
    const { contendedSeconds, expertSlowdown } = boundaryContention(fabric, placement, boundary, expert);
    expect((togetherSeconds - seconds) / (bytes / 48.5e9)).toBeCloseTo(1, 9);
    expect(contendedSeconds).toBeGreaterThan(2 * seconds);
    expect(expertSlowdown).toBe(1);
  });

  it('share the NIC only where both leave the rank: not at the ends, nor at the turn of a V', () => {
    for (const name of ['dualpipe', 'dualpipe-v'] as const) {
      const workload = { ...founding, schedule: { name, chunksPerDevice: 2, sends: 'eager' } } as const;
      const { schedule, times, boundary } = simulateStep(CLUSTERS['h800-2048-mpft'], workload, 1);
      const { outputLag, gradientLag } = sendTiming(schedule, times, boundary);
      if (outputLag === undefined || gradientLag === undefined) throw new Error('eager sends have lags');
      const last = schedule.stages - 1;
      const turn = schedule.name === 'dualpipe-v' ? schedule.ranks - 1 : -2;
      let both = 0;
      for (let op = 0; op < schedule.kind.length; op += 1) {
        const added = outputLag[op] - times.outputLag[op];
        expect(added).toBe(gradientLag[op]);
        const [f, b] = [schedule.forwardStage[op], schedule.backwardStage[op]];
        const alone =
          schedule.kind[op] !== OpKind.FB || f === last || b === 0 || f === turn || b === turn + 1;
        expect(added > 0).toBe(!alone);
        if (!alone) both += 1;
      }
      expect(both).toBeGreaterThan(0);
    }
  });
});
