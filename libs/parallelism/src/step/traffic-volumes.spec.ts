/** Bytes of a step in closed form, by class of traffic, on layouts where every byte has one way to go. */
import { CLUSTERS, type ClusterSpec, Fabric, LinkAccount } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { type ScheduleName } from '../schedule/index.js';
import { parametersByRank } from './optimizer-phase.js';
import {
  type StepSimulation,
  TRAFFIC_CLASSES,
  type TrafficClassName,
  networkBytes,
  simulateStep,
  stepTraffic,
} from './index.js';

const founding = WORKLOADS['deepseek-v3'];
const llama = WORKLOADS['llama3-8b'];
const clusterOf = (nodes: number): ClusterSpec => ({
  ...CLUSTERS['h800-2048-mpft'],
  nodes,
  topology: { kind: 'mpft', planes: 8, switchPorts: 16 },
});
const MICRO_BATCHES = 8;

/** `ranks` pipeline ranks, each on as many nodes as its replicas fill. */
const job = (
  base: WorkloadSpec,
  parallelism: Partial<WorkloadSpec['parallelism']>,
  name: ScheduleName = '1f1b',
): WorkloadSpec => {
  const layout = { ...base.parallelism, ...parallelism };
  return {
    ...base,
    model: { ...base.model, layers: 12 },
    parallelism: layout,
    batch: { ...base.batch, globalSequences: MICRO_BATCHES * layout.data },
    schedule: { name, chunksPerDevice: 1, sends: 'published' },
  };
};
function stepOf(workload: WorkloadSpec, nodes: number) {
  const step = simulateStep(clusterOf(nodes), workload, 1);
  return { step, account: stepTraffic(step, workload) };
}
const classOf = (name: TrafficClassName): number => TRAFFIC_CLASSES.indexOf(name);
/** [GPUs] bytes of a class that a GPU sends over NVLink, or its NIC over the network. */
const sentBy = (
  { step, account }: { readonly step: StepSimulation; readonly account: LinkAccount },
  links: 'gpuNvlink' | 'nicUplink',
  name: TrafficClassName,
): readonly number[] =>
  [...step.fabric.graph.tables[links]].map((link) => account.bytesOf(classOf(name), link));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('tensor groups', () => {
  const workload = { ...job(llama, { pipeline: 2, tensor: 4, data: 4 }), stageLayers: [6, 6] };
  const run = stepOf(workload, 4);
  const [tokens, hidden] = [8192, 4096];

  it('gather and scatter both blocks of every layer of a rank, forward and backward, around a ring', () => {
    // 6 layers of a rank x 2 blocks x forward and backward x micro-batches; 3 of 4 parts leave a GPU, twice.
    const passes = 6 * 2 * 2 * MICRO_BATCHES;
    const each = passes * 2 * ((3 / 4) * 2 * tokens * hidden);
    for (const bytes of sentBy(run, 'gpuNvlink', 'tensor')) expect(bytes / each).toBeCloseTo(1, 9);
  });

  it('do so once more where the backward repeats the forward', () => {
    const again = stepOf({ ...workload, recompute: 'full' }, 4);
    const ratio = sum(sentBy(again, 'gpuNvlink', 'tensor')) / sum(sentBy(run, 'gpuNvlink', 'tensor'));
    expect(ratio).toBeCloseTo(3 / 2, 9);
  });

  it('without sequence parallelism all-reduce: as many bytes, in other collectives', () => {
    const off = stepOf({ ...workload, parallelism: { ...workload.parallelism, sequenceParallel: false } }, 4);
    expect(sum(sentBy(off, 'gpuNvlink', 'tensor')) / sum(sentBy(run, 'gpuNvlink', 'tensor'))).toBeCloseTo(
      1,
      9,
    );
    // The boundary's micro-batch is whole on each tensor rank.
    expect(off.step.boundary.bytes).toBe(4 * run.step.boundary.bytes);
  });

  it('gather operands of 1 byte and scatter sums of 2, or all-reduce sums where each has all tokens', () => {
    const fp8: WorkloadSpec = {
      ...workload,
      precision: 'fp8-tensor',
      software: { level: 'megatron-core-2025' },
    };
    const of = (sequenceParallel: boolean): number => {
      const one = { ...fp8, parallelism: { ...fp8.parallelism, sequenceParallel } };
      return sum(sentBy(stepOf(one, 4), 'gpuNvlink', 'tensor')) / sum(sentBy(run, 'gpuNvlink', 'tensor'));
    };
    // The backward gathers its gradient, and the input again for the weight gradient.
    expect(of(true)).toBeCloseTo((1 + 2 + (1 + 1 + 2)) / (2 * (2 + 2)), 9);
    expect(of(false)).toBeCloseTo(1, 9);
  });

  it('do so around both blocks of a module of multi-token prediction', () => {
    const more = stepOf({ ...workload, model: { ...workload.model, mtpModules: 1 } }, 4);
    // 13 layers in place of 12.
    const ratio = sum(sentBy(more, 'gpuNvlink', 'tensor')) / sum(sentBy(run, 'gpuNvlink', 'tensor'));
    expect(ratio).toBeCloseTo(13 / 12, 9);
  });

  it('over two nodes cross the network, as a ring over 16 GPUs does: 15 of 16 parts on 8 rails', () => {
    const wide = stepOf(job(llama, { pipeline: 1, tensor: 16, data: 2 }), 4);
    // 12 layers, 2 blocks, forward and backward, gather and scatter; each of 8 rings leaves a node once.
    const each = (12 * 2 * 2 * 2 * MICRO_BATCHES * (15 / 16) * 2 * tokens * hidden) / 8;
    for (const bytes of sentBy(wide, 'nicUplink', 'tensor')) expect(bytes / each).toBeCloseTo(1, 9);
    const cluster = clusterOf(4);
    const slowNics = { ...cluster, nic: { ...cluster.nic, bandwidthGBps: cluster.nic.bandwidthGBps / 4 } };
    const slow = simulateStep(slowNics, job(llama, { pipeline: 1, tensor: 16, data: 2 }), 1);
    const ratio = slow.parts.exposedCommunication / wide.step.parts.exposedCommunication;
    // A ring is as fast as its slowest hop: 7 hops of a rail share 160 GB/s of NVLink, one has 40, now 10.
    expect(ratio).toBeGreaterThan(1.5);
  });

  it('never leave their node', () => {
    expect(networkBytes(run.account, 'tensor')).toEqual({ sent: 0, received: 0 });
  });

  it('of one rank send nothing', () => {
    const whole = stepOf(job(llama, { pipeline: 2, tensor: 1, data: 8 }), 2);
    expect(sum(sentBy(whole, 'gpuNvlink', 'tensor'))).toBe(0);
  });
});

describe('gradients and weights of replicas on one node', () => {
  const layout = { pipeline: 2, tensor: 1, data: 8 } as const;
  const expected = (
    run: ReturnType<typeof stepOf>,
    workload: WorkloadSpec,
    bytes: number,
  ): readonly number[] =>
    parametersByRank(workload, run.step.schedule, run.step.plan.assignment).flatMap(({ dense }) =>
      Array<number>(8).fill((7 / 8) * bytes * dense),
    );

  it('with ZeRO-1: FP32 gradients reduced, BF16 weights gathered, 7 of 8 parts each', () => {
    const workload = job(llama, layout);
    const run = stepOf(workload, 2);
    const sent = sentBy(run, 'gpuNvlink', 'data');
    expected(run, workload, 4 + 2).forEach((bytes, gpu) => expect(sent[gpu]! / bytes).toBeCloseTo(1, 9));
    expect(networkBytes(run.account, 'data').sent).toBe(0);
  });

  it('without: an all-reduce of FP32 gradients, which goes round twice', () => {
    const workload = job(llama, { ...layout, zeroStage: 0 });
    const run = stepOf(workload, 2);
    const sent = sentBy(run, 'gpuNvlink', 'data');
    expected(run, workload, 2 * 4).forEach((bytes, gpu) => expect(sent[gpu]! / bytes).toBeCloseTo(1, 9));
  });

  it('of experts: only GPUs that hold the same ones exchange them', () => {
    const workload = job(founding, { pipeline: 2, data: 8, expert: 4 });
    const run = stepOf(workload, 2);
    const sent = sentBy(run, 'gpuNvlink', 'data');
    const held = parametersByRank(workload, run.step.schedule, run.step.plan.assignment);
    held.forEach(({ dense, routed }, rank) => {
      const bytes = 6 * ((7 / 8) * dense + (1 / 2) * routed);
      for (let gpu = 8 * rank; gpu < 8 * rank + 8; gpu += 1) expect(sent[gpu]! / bytes).toBeCloseTo(1, 9);
    });
  });
});

describe('experts', () => {
  it.each<ScheduleName>(['1f1b', 'zb1p', 'dualpipe'])(
    '%s: each routed layer dispatches and combines every micro-batch, forward and backward',
    (name) => {
      const workload = job(founding, { pipeline: 2, data: 16, expert: 16 }, name);
      const run = stepOf(workload, 4);
      const { dispatch, combine } = run.step.expert!;
      // 12 layers of which 3 are dense, and the MTP module's.
      const passes = 2 * 10 * MICRO_BATCHES;
      const perGpu = dispatch!.rdmaBytesPerGpu + combine!.rdmaBytesPerGpu;
      expect(networkBytes(run.account, 'expert').sent / (16 * passes * perGpu)).toBeCloseTo(1, 9);
      const inNode = dispatch!.nvlinkBytesPerGpu + combine!.nvlinkBytesPerGpu;
      expect(sum(sentBy(run, 'gpuNvlink', 'expert')) / (16 * passes * inNode)).toBeCloseTo(1, 9);
    },
  );

  it.each<ScheduleName>(['1f1b', 'zb1p', 'dualpipe'])(
    '%s: a recomputed layer dispatches and combines once more; what ranks hand over stays',
    (name) => {
      const workload = job(founding, { pipeline: 2, data: 16, expert: 16 }, name);
      const [once, again] = [workload, { ...workload, recompute: 'full' as const }].map((one) =>
        stepOf(one, 4),
      );
      const ratio = (of: TrafficClassName) =>
        networkBytes(again!.account, of).sent / networkBytes(once!.account, of).sent;
      expect(ratio('expert')).toBeCloseTo(3 / 2, 9);
      expect(ratio('pipeline')).toBeCloseTo(1, 9);
      expect(ratio('data')).toBeCloseTo(1, 9);
    },
  );

  it('send from the ranks that hold routed layers: 7 of the second for each 3 of the first', () => {
    const workload = { ...job(founding, { pipeline: 2, data: 16, expert: 16 }), stageLayers: [6, 6] };
    const run = stepOf(workload, 4);
    const sent = sentBy(run, 'nicUplink', 'expert');
    // 6 layers of which 3 are dense; 6 and the MTP module.
    expect(sum(sent.slice(16)) / sum(sent.slice(0, 16))).toBeCloseTo(7 / 3, 9);
  });

  it('of one GPU send nothing', () => {
    const moe = { ...founding.model.moe!, routedExperts: 8, groups: 1, topGroups: 1 };
    const base = { ...founding, model: { ...founding.model, moe } };
    const run = stepOf(job(base, { pipeline: 2, data: 8, expert: 1 }), 2);
    expect(sum(sentBy(run, 'gpuNvlink', 'expert'))).toBe(0);
  });
});

describe('pipeline ranks', () => {
  it('send outputs to the next rank and gradients to the one before: the ends send half', () => {
    const run = stepOf(job(llama, { pipeline: 4, tensor: 2, data: 4 }), 4);
    const each = MICRO_BATCHES * run.step.boundary.bytes;
    const sent = sentBy(run, 'nicUplink', 'pipeline');
    const perRank = [1, 2, 2, 1];
    sent.forEach((bytes, gpu) => expect(bytes / each).toBeCloseTo(perRank[Math.floor(gpu / 8)]!, 9));
  });

  it('send nothing from stage to stage inside a rank: the turn of a V', () => {
    const folded = stepOf(job(llama, { pipeline: 4, tensor: 2, data: 4 }, 'zb-v'), 4);
    const each = MICRO_BATCHES * folded.step.boundary.bytes;
    const sent = sentBy(folded, 'nicUplink', 'pipeline');
    // Down the V and up again; the last rank holds both stages of the turn.
    const perRank = [2, 4, 4, 2];
    sent.forEach((bytes, gpu) => expect(bytes / each).toBeCloseTo(perRank[Math.floor(gpu / 8)]!, 9));
  });
});

it('counts what NICs send apart from what they receive', () => {
  const fabric = new Fabric(clusterOf(2));
  const account = new LinkAccount(fabric, TRAFFIC_CLASSES.length);
  const [uplink, other] = fabric.graph.tables.nicUplink;
  account.bytes[classOf('data') * account.links + uplink!] = 5;
  account.bytes[classOf('data') * account.links + (other! ^ 1)] = 7;
  expect(networkBytes(account, 'data')).toEqual({ sent: 5, received: 7 });
  expect(networkBytes(account, 'expert')).toEqual({ sent: 0, received: 0 });
});
