/**
 * Changing an input of the founding case moves the rows that it should, in the direction that it should, and
 * no others.
 */
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { type StepSimulation, simulateStep } from './index.js';

const cluster = CLUSTERS['h800-2048-mpft'];
const founding = WORKLOADS['deepseek-v3'];
const moe = founding.model.moe!;

type Change = { readonly cluster?: Partial<ClusterSpec>; readonly workload?: Partial<WorkloadSpec> };
const step = (change: Change = {}): StepSimulation =>
  simulateStep({ ...cluster, ...change.cluster }, { ...founding, ...change.workload }, 1);
const base = step();
const communication = (part: Partial<WorkloadSpec['communication']>) =>
  step({ workload: { communication: { ...founding.communication, ...part } } });
const layout = (part: Partial<WorkloadSpec['parallelism']>) =>
  step({ workload: { parallelism: { ...founding.parallelism, ...part } } });

describe('the founding case', () => {
  it('adds up: the six parts are the step, on every rank', () => {
    const { parts, schedule, executed, optimizer } = base;
    const sum =
      parts.forward +
      parts.backwardInput +
      parts.backwardWeight +
      parts.overlappedForwardBackward +
      parts.bubble +
      parts.optimizer;
    expect(Math.abs(sum / parts.total - 1)).toBeLessThan(1e-9);
    expect(Math.abs((executed.makespan + optimizer.seconds) / parts.total - 1)).toBeLessThan(1e-9);
    expect(schedule.ranks).toBe(16);
  });

  it('is the same again, and another draw with another seed', () => {
    expect(step().parts).toEqual(base.parts);
    const other = simulateStep(cluster, founding, 2).parts;
    expect(other.total).not.toBe(base.parts.total);
    expect(Math.abs(other.total / base.parts.total - 1)).toBeLessThan(0.02);
  });
});

describe('half the NIC bandwidth', () => {
  const half = step({ cluster: { nic: { ...cluster.nic, bandwidthGBps: cluster.nic.bandwidthGBps / 2 } } });

  it('lengthens what waits for the network', () => {
    expect(half.parts.forward).toBeGreaterThan(base.parts.forward * 1.2);
    expect(half.parts.exposedCommunication).toBeGreaterThan(base.parts.exposedCommunication * 2);
    expect(half.parts.overlappedForwardBackward).toBeGreaterThan(base.parts.overlappedForwardBackward * 1.1);
    expect(half.optimizer.seconds).toBeGreaterThan(base.optimizer.seconds * 1.1);
    expect(half.boundary.seconds).toBeGreaterThan(base.boundary.seconds * 1.9);
  });

  it('leaves weight gradients alone, which send nothing', () => {
    // Of one expert group: of two, another may be the latest.
    const one = (nic: ClusterSpec['nic']) =>
      step({
        cluster: { nic, nodes: cluster.nodes / 2 },
        workload: {
          parallelism: { ...founding.parallelism, data: founding.parallelism.data / 2 },
          batch: { ...founding.batch, globalSequences: founding.batch.globalSequences / 2 },
        },
      });
    const slow = one({ ...cluster.nic, bandwidthGBps: cluster.nic.bandwidthGBps / 2 });
    const fast = one(cluster.nic);
    expect(fast.groups).toBe(1);
    expect(slow.parts.backwardWeight).toBe(fast.parts.backwardWeight);
    expect(slow.parts.forward).toBeGreaterThan(fast.parts.forward);
  });
});

describe('four times the tokens', () => {
  const longer = step({
    workload: { batch: { ...founding.batch, globalSequences: 4 * founding.batch.globalSequences } },
  });
  const larger = step({
    workload: {
      batch: {
        ...founding.batch,
        globalSequences: 4 * founding.batch.globalSequences,
        microBatchSequences: 4,
      },
    },
  });

  it(
    'as four times the micro-batches: about four times the overlapped time, the same optimizer, ' +
      'hardly more bubble',
    () => {
      const { parts } = longer;
      expect(parts.overlappedForwardBackward / base.parts.overlappedForwardBackward).toBeGreaterThan(4);
      expect(parts.overlappedForwardBackward / base.parts.overlappedForwardBackward).toBeLessThan(5.1);
      expect(parts.optimizer).toBe(base.parts.optimizer);
      expect(parts.bubble / parts.total).toBeLessThan(base.parts.bubble / base.parts.total);
    },
  );

  it('as larger micro-batches: better kernels, so less than four times the time', () => {
    const ratio = larger.parts.overlappedForwardBackward / base.parts.overlappedForwardBackward;
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(4);
    expect(larger.boundary.bytes).toBe(4 * base.boundary.bytes);
  });
});

describe('a gate that may use 8 nodes instead of 4', () => {
  const free = step({ workload: { model: { ...founding.model, moe: { ...moe, topGroups: 8 } } } });

  it('sends more over the network and exposes more of it', () => {
    expect(free.expert!.gate.nodesPerToken).toBeGreaterThan(base.expert!.gate.nodesPerToken * 1.25);
    expect(free.expert!.dispatch!.rdmaBytesPerGpu).toBeGreaterThan(
      base.expert!.dispatch!.rdmaBytesPerGpu * 1.25,
    );
    expect(free.parts.forward).toBeGreaterThan(base.parts.forward);
    expect(free.parts.exposedCommunication).toBeGreaterThan(base.parts.exposedCommunication);
  });
});

describe('BF16 dispatch', () => {
  const wide = communication({ dispatchPrecision: 'bf16' });

  it('nearly doubles the bytes of a dispatch, not of a combine', () => {
    expect(wide.expert!.dispatch!.rdmaBytesPerGpu / base.expert!.dispatch!.rdmaBytesPerGpu).toBeCloseTo(
      2 / (1 + 4 / 128),
      9,
    );
    expect(wide.expert!.combine!.rdmaBytesPerGpu).toBe(base.expert!.combine!.rdmaBytesPerGpu);
    expect(wide.parts.forward).toBeGreaterThan(base.parts.forward * 1.05);
  });
});

describe('communication SMs', () => {
  it('none: computation has all of them, and nothing contends', () => {
    const none = communication({ sms: 0 });
    expect(none.parts.overlappedForwardBackward).toBeLessThan(base.parts.overlappedForwardBackward * 0.95);
    expect(none.parts.backwardWeight).toBeLessThan(base.parts.backwardWeight);
  });

  it('40: computation loses more than communication gains', () => {
    const many = communication({ sms: 40 });
    expect(many.parts.overlappedForwardBackward).toBeGreaterThan(base.parts.overlappedForwardBackward * 1.05);
    expect(many.expert!.dispatch!.seconds).toBe(base.expert!.dispatch!.seconds);
  });

  it('10: computation gains, communication takes twice as long', () => {
    const few = communication({ sms: 10 });
    expect(few.expert!.dispatch!.seconds / base.expert!.dispatch!.seconds).toBeGreaterThan(1.8);
    expect(few.parts.backwardWeight).toBeLessThan(base.parts.backwardWeight);
  });
});

describe('pipeline depth', () => {
  it('PP 8: smaller bubble, longer chunks', () => {
    const shallow = layout({ pipeline: 8, data: 256 });
    expect(shallow.parts.bubble).toBeLessThan(base.parts.bubble);
    const perChunk = (of: StepSimulation) => of.times.durations[Math.floor(of.times.durations.length / 2)];
    expect(perChunk(shallow)).toBeGreaterThan(1.5 * perChunk(base));
    expect(shallow.optimizer.reducedBytesPerGpu).toBeGreaterThan(base.optimizer.reducedBytesPerGpu * 1.3);
  });

  it('PP 32: larger share of bubble, less to reduce', () => {
    const deep = layout({ pipeline: 32, data: 64 });
    expect(deep.parts.bubble / deep.parts.total).toBeGreaterThan(base.parts.bubble / base.parts.total);
    expect(deep.optimizer.reducedBytesPerGpu).toBeLessThan(base.optimizer.reducedBytesPerGpu);
  });
});

describe('routing imbalance', () => {
  it('lengthens every part that holds experts, and none of the optimizer', () => {
    const at = (expertLoadCv: number) => step({ workload: { routing: { expertLoadCv } } }).parts;
    const [none, some, much] = [at(0), at(0.1), at(0.2)];
    for (const part of ['forward', 'backwardInput', 'backwardWeight', 'overlappedForwardBackward'] as const) {
      expect(some[part]).toBeGreaterThan(none[part]);
      expect(much[part]).toBeGreaterThan(some[part]);
    }
    expect(much.optimizer).toBe(none.optimizer);
  });
});
