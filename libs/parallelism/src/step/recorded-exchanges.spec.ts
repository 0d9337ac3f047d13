/** What a step exchanges, op by op, of layouts that share experts, matrices, sequences and weights. */
import { CLUSTERS, type ClusterSpec, allGather, reduceScatter } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec, groupMembers } from '../plan/index.js';
import { OpKind } from '../schedule/index.js';
import { MODELS } from '../model/index.js';
import { type Exchange, exchangesOf, layerCommunication, simulateStep } from './index.js';

const cluster = CLUSTERS['h800-2048-mpft'];
const small: ClusterSpec = {
  ...cluster,
  nodes: 4,
  topology: { kind: 'mpft', planes: 8, switchPorts: 8 },
};
const moe = WORKLOADS['deepseek-v3'];
const dense = WORKLOADS['llama3-8b'];

function recorded(workload: WorkloadSpec) {
  const step = simulateStep(small, workload, 1);
  const of = exchangesOf(step, workload);
  const ofKind = (...kinds: readonly number[]): readonly Exchange[] => {
    const op = step.schedule.kind.findIndex((kind) => kinds.includes(kind));
    return of(op).map((exchange) => ({ ...exchange }));
  };
  return { step, ofKind, backward: () => ofKind(OpKind.B, OpKind.BW) };
}

describe('experts', () => {
  const job: WorkloadSpec = {
    ...moe,
    model: { ...moe.model, layers: 8 },
    batch: { ...moe.batch, globalSequences: 64 },
    parallelism: { ...moe.parallelism, pipeline: 2, data: 16, expert: 16 },
    schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
  };
  const { step, ofKind, backward } = recorded(job);

  it('dispatch and combine once in each routed layer and pass, with the bytes of a GPU', () => {
    for (const found of [ofKind(OpKind.F), backward()])
      for (const stream of ['dispatch', 'combine'] as const) {
        const own = found.filter((one) => one.stream === stream);
        const places = own.map(({ place }) => place!.layer);
        expect(new Set(places).size).toBe(own.length);
        expect(own.length).toBeGreaterThan(0);
        for (const { bytes, nvlinkBytes, durationS, startS } of own) {
          expect(bytes).toBe(step.expert![stream]!.rdmaBytesPerGpu);
          expect(nvlinkBytes).toBe(step.expert![stream]!.nvlinkBytesPerGpu);
          expect(Math.min(durationS, startS + 1)).toBeGreaterThan(0);
        }
      }
  });

  it('and in a backward whose weight gradients come later', () => {
    const split = recorded({ ...job, schedule: { name: 'zb-v', chunksPerDevice: 2, sends: 'published' } });
    const found = split.ofKind(OpKind.B);
    expect(new Set(found.map(({ stream }) => stream))).toEqual(new Set(['dispatch', 'combine']));
    expect(split.ofKind(OpKind.W)).toEqual([]);
  });

  it('are all that a rank by itself exchanges', () => {
    expect(new Set(ofKind(OpKind.F).map(({ stream }) => stream))).toEqual(new Set(['dispatch', 'combine']));
  });
});

describe('a tensor group', () => {
  const job = (tensor: number): WorkloadSpec => ({
    ...dense,
    batch: { ...dense.batch, globalSequences: 64 },
    parallelism: { ...dense.parallelism, pipeline: 2, tensor, data: 16 / tensor },
    schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
  });

  it('exchanges in both sections of each layer, over NVLink inside a node', () => {
    const { step, ofKind } = recorded(job(2));
    const found = ofKind(OpKind.F).filter(({ stream }) => stream === 'tensor');
    const { layers } = step.plan.assignment[0]!;
    const ends = found.filter(({ name }) => name !== 'tensor gather');
    expect(ends).toHaveLength(2 * layers);
    for (const { nvlinkBytes, bytes } of found) {
      expect(nvlinkBytes).toBeGreaterThan(0);
      expect(bytes).toBeUndefined();
    }
  });

  it('sends what a ring does: one of two parts of a sum, of a gather in the bytes of its operands', () => {
    const part = (2 * 8192 * 4096) / 2;
    const bytesOf = (workload: WorkloadSpec, name: string) => {
      const { ofKind, backward } = recorded(workload);
      const of = (found: readonly Exchange[]) => [
        ...new Set(found.filter((one) => one.name === name).map(({ nvlinkBytes }) => nvlinkBytes)),
      ];
      return [of(ofKind(OpKind.F)), of(backward())];
    };
    const software = { level: 'megatron-core-2025' } as const;
    expect(bytesOf(job(2), 'tensor scatter')).toEqual([[part], [part]]);
    expect(bytesOf(job(2), 'tensor gather')).toEqual([[part], [part]]);
    const mxfp8 = { ...job(2), software, precision: 'mxfp8' } as const;
    // Blocks of 32 with an 8-bit scale; a gradient along both axes.
    expect(bytesOf(mxfp8, 'tensor gather')).toEqual([[(part * 33) / 64], [(part * 33) / 32]]);
    const off = { ...job(2), parallelism: { ...job(2).parallelism, sequenceParallel: false } };
    expect(bytesOf(off, 'tensor all-reduce')).toEqual([[2 * part], [2 * part]]);
    expect(bytesOf(off, 'tensor gather')).toEqual([[], []]);
    expect(bytesOf(job(4), 'tensor scatter')).toEqual([[1.5 * part], [1.5 * part]]);
  });

  it('takes as long as its collectives, whatever section they stand in', () => {
    const workload = job(2);
    const { step, ofKind, backward } = recorded(workload);
    const { fabric, placement, shape, expert } = step;
    const { tensorTimes } = layerCommunication(fabric, workload, placement, shape, expert);
    const lasts = (found: readonly Exchange[], name: string) =>
      new Set(found.filter((one) => one.name === name).map(({ durationS }) => durationS));
    for (const found of [ofKind(OpKind.F), backward()])
      expect([...lasts(found, 'tensor scatter')][0]).toBeCloseTo(tensorTimes!.scatter, 12);
    expect([...lasts(ofKind(OpKind.F), 'tensor gather')][0]).toBeCloseTo(tensorTimes!.gather, 12);
  });

  it('that splits experts exchanges their tokens once in each pass of a layer', () => {
    const workload: WorkloadSpec = {
      ...dense,
      model: { ...MODELS['mixtral-8x7b']!, layers: 2 },
      parallelism: { ...dense.parallelism, pipeline: 1, tensor: 4, data: 8, expert: 2, expertTensor: 4 },
      batch: { sequenceLength: 4096, globalSequences: 8, microBatchSequences: 1 },
      routing: { expertLoadCv: 0 },
    };
    const { step, ofKind, backward } = recorded(workload);
    const { fabric, placement, shape, expert } = step;
    const { fixed, perLoad } = layerCommunication(fabric, workload, placement, shape, expert).expertTensor!;
    // Rows of the other three of four ranks, and sums of theirs; both begin with a latency.
    const groups = Array.from({ length: placement.expertTensorGroups.count }, (_, group) => [
      ...groupMembers(placement.expertTensorGroups, group),
    ]);
    const bytes = 2 * shape.expertRows * 4096;
    const both =
      allGather(fabric, { groups, bytes }).seconds + reduceScatter(fabric, { groups, bytes }).seconds;
    expect(fixed + perLoad).toBeCloseTo(both, 12);
    for (const found of [ofKind(OpKind.F), backward()]) {
      const split = found.filter(({ name }) => name === 'expert tensor exchange');
      expect(split.map(({ place }) => place!.layer).sort()).toEqual([0, 1]);
      for (const { nvlinkBytes, durationS } of split) {
        expect(nvlinkBytes).toBeGreaterThan(0);
        expect(durationS).toBeCloseTo(both, 12);
      }
      // The block of routed experts gathers nothing before: the rows go first.
      expect(found.filter(({ name }) => name === 'tensor gather').map(({ place }) => place!.layer)).toEqual(
        split.map(({ place }) => place!.layer),
      );
    }
  });

  it('over nodes goes by their NICs', () => {
    const { ofKind } = recorded({
      ...job(16),
      parallelism: { ...job(16).parallelism, pipeline: 1, data: 2 },
    });
    for (const one of ofKind(OpKind.F)) {
      expect(one.bytes).toBeGreaterThan(0);
      expect(one.nvlinkBytes).toBeUndefined();
    }
  });

  it('gathers before its ranks exchange keys and values', () => {
    const workload: WorkloadSpec = {
      ...dense,
      batch: { sequenceLength: 32_768, globalSequences: 4, microBatchSequences: 1 },
      parallelism: { ...dense.parallelism, pipeline: 1, tensor: 2, data: 4, context: 4 },
      schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
    };
    const found = recorded(workload).ofKind(OpKind.F);
    const gather = found.find(({ name }) => name === 'tensor gather')!;
    const exchange = found.find(({ name }) => name === 'context exchange')!;
    expect(exchange.startS).toBeCloseTo(gather.startS + gather.durationS, 12);
  });

  it('of one has nothing to exchange', () => {
    expect(recorded(job(1)).ofKind(OpKind.F)).toEqual([]);
  });
});

describe('ranks that share a sequence', () => {
  it('hand on keys and values, backward with their gradients: twice the bytes', () => {
    const { ofKind, backward } = recorded({
      ...dense,
      batch: { sequenceLength: 32_768, globalSequences: 8, microBatchSequences: 1 },
      parallelism: { ...dense.parallelism, pipeline: 1, tensor: 1, data: 8, context: 4 },
      schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
    });
    const found = ofKind(OpKind.F).filter(({ stream }) => stream === 'context');
    const [forward] = found;
    const [back] = backward().filter(({ stream }) => stream === 'context');
    // In attention alone, once a layer.
    expect(new Set(found.map(({ place }) => place!.layer)).size).toBe(found.length);
    expect(found).toHaveLength(dense.model.layers);
    expect(forward!.nvlinkBytes).toBeGreaterThan(0);
    expect(back!.nvlinkBytes).toBe(2 * forward!.nvlinkBytes!);
  });
});

describe('sharded weights', () => {
  const job = (zeroStage: 1 | 3): WorkloadSpec => ({
    ...dense,
    batch: { ...dense.batch, globalSequences: 64 },
    parallelism: { ...dense.parallelism, pipeline: 1, tensor: 1, data: 32, zeroStage },
    schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
  });

  it('are gathered in every pass, and their gradients reduced in the backward', () => {
    const { ofKind, backward } = recorded(job(3));
    const streams = (found: readonly Exchange[]) => [...new Set(found.map(({ stream }) => stream))].sort();
    expect(streams(ofKind(OpKind.F))).toEqual(['parameters']);
    expect(streams(backward())).toEqual(['gradients', 'parameters']);
    const units = dense.model.layers + 2;
    expect(backward().filter(({ stream }) => stream === 'gradients')).toHaveLength(units);
  });

  it('are not where each GPU holds them whole', () => {
    const { ofKind, backward } = recorded(job(1));
    expect([...ofKind(OpKind.F), ...backward()]).toEqual([]);
  });
});
