/** Sends between pipeline ranks: closed forms on one rail, and which pairs of messages share a NIC. */
import { COLLECTIVE_LAUNCH, CLUSTERS, Fabric } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec, layerShape, placeRanks } from '../plan/index.js';
import { OpKind, type ScheduleName, generateSchedule, rankOf } from '../schedule/index.js';
import { type PipelineBoundary, boundaryContention, pipelineBoundary, sendTiming } from './index.js';

const founding = WORKLOADS['deepseek-v3'];
const llama = WORKLOADS['llama3-8b'];
const cluster = {
  ...CLUSTERS['h800-2048-mpft'],
  nodes: 4,
  topology: { kind: 'mpft', planes: 8, switchPorts: 16 } as const,
};
const NIC_RATE = cluster.nic.bandwidthGBps * 1e9 * cluster.nic.efficiency;
const boundaryOf = (workload: WorkloadSpec, nodes = 4): PipelineBoundary => {
  const spec = { ...cluster, nodes };
  const fabric = new Fabric(spec);
  return pipelineBoundary(fabric, workload, placeRanks(spec, workload), layerShape(workload));
};
const laid = (base: WorkloadSpec, parallelism: Partial<WorkloadSpec['parallelism']>): WorkloadSpec => ({
  ...base,
  parallelism: { ...base.parallelism, ...parallelism },
});

describe('a boundary without experts', () => {
  const two = boundaryOf(laid(founding, { pipeline: 2, data: 16, expert: 8 }));
  const latency = two.latencySeconds;

  it('carries a micro-batch of BF16 activations: 2 bytes x 4,096 tokens x 7,168', () => {
    expect(two.bytes).toBe(2 * 4096 * 7168);
  });

  it('takes the NIC the bytes over its rate, after a latency; two messages share it', () => {
    expect(two.togetherSeconds - two.seconds).toBeCloseTo(two.bytes / NIC_RATE, 9);
    expect(latency).toBeGreaterThan(0);
    expect(latency).toBeLessThan(COLLECTIVE_LAUNCH.value + 20e-6);
  });

  it('costs no more for more ranks on the same rails: every pair has NICs of its own', () => {
    const four = boundaryOf(laid(founding, { pipeline: 4, data: 8, expert: 8 }));
    expect(four).toEqual(two);
  });

  it('meets no experts and slows none', () => {
    const placement = placeRanks(cluster, laid(founding, { pipeline: 2, data: 16, expert: 8 }));
    expect(boundaryContention(new Fabric(cluster), placement, two, undefined)).toEqual({
      contendedSeconds: two.seconds,
      expertSlowdown: 1,
    });
  });

  it('splits the activations over tensor ranks, each with its own NIC', () => {
    const one = boundaryOf(laid(llama, { pipeline: 2, tensor: 1, data: 16 }));
    const four = boundaryOf(laid(llama, { pipeline: 2, tensor: 4, data: 4 }));
    expect(four.bytes).toBe(one.bytes / 4);
    expect((one.togetherSeconds - one.seconds) / (four.togetherSeconds - four.seconds)).toBeCloseTo(4, 9);
  });

  it('is nothing on one pipeline rank', () => {
    const single = boundaryOf(laid(llama, { pipeline: 1, tensor: 2, data: 16 }));
    expect(single).toEqual({
      seconds: 0,
      bytes: (2 * 8192 * 4096) / 2,
      togetherSeconds: 0,
      latencySeconds: 0,
    });
  });
});

describe('the timing of sends', () => {
  const boundary: PipelineBoundary = {
    seconds: 2,
    latencySeconds: 0.5,
    bytes: 1,
    togetherSeconds: 3.5,
  };

  it.each<ScheduleName>(['1f1b', 'zb-v', 'dualpipe', 'dualpipe-v'])(
    '%s: a trailing combine delays its output; messages of a pair that both leave the rank delay each other',
    (name) => {
      const size = { ranks: 4, microBatches: 10, chunksPerDevice: 2 };
      const schedule = generateSchedule({ name, ...size, sends: 'eager' });
      const outputLag = Float64Array.from(schedule.kind, (kind, op) => (kind === OpKind.F ? 1 + op / 64 : 0));
      const none = new Float64Array(schedule.kind.length);
      const times = { durations: none, weightPart: none, exposed: none, unreduced: none, outputLag };
      const lags = sendTiming(schedule, times, boundary);
      const leaves = (stage: number, next: number, microBatch: number): boolean =>
        next >= 0 &&
        next < schedule.stages &&
        rankOf(schedule, stage, microBatch) !== rankOf(schedule, next, microBatch);
      schedule.kind.forEach((kind, op) => {
        const [f, b] = [schedule.forwardStage[op]!, schedule.backwardStage[op]!];
        const both =
          kind === OpKind.FB &&
          leaves(f, f + 1, schedule.forwardMicroBatch[op]!) &&
          leaves(b, b - 1, schedule.backwardMicroBatch[op]!);
        expect(lags.outputLag![op]).toBe(outputLag[op]! + (both ? 1.5 : 0));
        expect(lags.gradientLag![op]).toBe(both ? 1.5 : 0);
      });
      expect(lags.outputLag).not.toBe(times.outputLag);
    },
  );

  it('is left to the batches of a program that has them', () => {
    const size = { ranks: 4, microBatches: 10, chunksPerDevice: 1 };
    const schedule = generateSchedule({ name: 'dualpipe', ...size, sends: 'published' });
    const none = new Float64Array(schedule.kind.length);
    const times = { durations: none, weightPart: none, exposed: none, unreduced: none, outputLag: none };
    expect(sendTiming(schedule, times, boundary)).toEqual({ outputLag: none, sharedTransfer: 1.5 });
  });
});
