import { IssueList } from '@railyard/base';
import { CLUSTERS, DEVICES } from '@railyard/cluster';
import {
  type WorkloadSpec,
  WORKLOADS,
  assignStages,
  microBatchesPerPipeline,
  modelStages,
} from '../plan/index.js';
import { generateSchedule } from '../schedule/index.js';
import { type PipelinePlan, checkMemory, estimateMemory } from './index.js';

const h800 = CLUSTERS['h800-2048-mpft'];
const v3 = WORKLOADS['deepseek-v3'];
const llama = WORKLOADS['llama3.1-405b'];
const costs = { kinds: [0.9, 1], embedding: 0.02, head: 1.2, mtp: 2.2 };

function planOf(workload: WorkloadSpec): PipelinePlan {
  const { name, chunksPerDevice } = workload.schedule;
  const schedule = generateSchedule({
    name,
    ranks: workload.parallelism.pipeline,
    microBatches: microBatchesPerPipeline(workload),
    chunksPerDevice,
    sends: 'eager',
  });
  return { schedule, stages: assignStages(workload, modelStages(workload), costs) };
}
const estimate = (workload: WorkloadSpec, load?: number) =>
  estimateMemory(h800, workload, planOf(workload), load);

describe('estimateMemory', () => {
  it('fits V3 in 79.1 GiB without tensor parallelism, as DeepSeek trained it', () => {
    const memory = estimate(v3);
    expect(memory.fits).toBe(true);
    // Golden: middle ranks, four MoE layers in each direction.
    expect(memory.ranks[7]).toMatchObject({ rank: 7, stages: [7, 8], inFlight: 17 });
    // 2 x 4 layers x 409.2 million parameters on one GPU.
    expect(memory.ranks[7].parametersGB).toBeCloseTo((2 * 8 * 409.159) / 1000, 2);
    expect(memory.ranks[7].gradientsGB).toBeCloseTo(2 * memory.ranks[7].parametersGB, 9);
    expect(memory.ranks[7].optimizerGB).toBeCloseTo(2.877, 2);
    expect(memory.ranks[7].activationsGB).toBeCloseTo(17 * 4 * 0.62415, 1);
    expect(memory.peakGB).toBeCloseTo(74.0, 0);
  });

  it(
    'would not fit V3 without recomputation, without FP8 caches, or with half as many tokens again on ' +
      'a GPU',
    () => {
      expect(estimate({ ...v3, recompute: 'none' }).peakGB).toBeCloseTo(122, 0);
      expect(estimate({ ...v3, precision: 'bf16' }).fits).toBe(false);
      expect(estimate(v3, 1.2).fits).toBe(true);
      expect(estimate(v3, 1.4).fits).toBe(true);
      expect(estimate(v3, 1.5).fits).toBe(false);
    },
  );

  it('adds up, and mirrors DualPipe ranks', () => {
    const { ranks, peakGB } = estimate(v3);
    for (const rank of ranks) {
      const { parametersGB, gradientsGB, optimizerGB, activationsGB, buffersGB, reserveGB, totalGB } = rank;
      const allocated = parametersGB + gradientsGB + optimizerGB + activationsGB + buffersGB;
      expect(allocated).toBeCloseTo(rank.allocatedGB, 9);
      expect(rank.allocatorGB + rank.contextGB).toBeCloseTo(reserveGB, 9);
      expect(allocated + reserveGB).toBeCloseTo(totalGB, 9);
      expect(ranks[15 - rank.rank].parametersGB).toBe(parametersGB);
    }
    expect(peakGB).toBe(Math.max(...ranks.map((rank) => rank.totalGB)));
  });

  it(
    'holds twice the weights under DualPipe and PP + 1 activations; PP - rank under 1F1B; every ' +
      'micro-batch under GPipe',
    () => {
      const under = (name: '1f1b' | 'gpipe' | 'zb-h1') =>
        estimate({ ...v3, schedule: { name, chunksPerDevice: 1, sends: 'eager' } });
      const dual = estimate(v3).ranks;
      const single = under('1f1b').ranks;
      expect(dual[7].parametersGB).toBeCloseTo(2 * single[7].parametersGB, 9);
      expect(dual.map((rank) => rank.inFlight)).toEqual(Array<number>(16).fill(17));
      expect(single.map((rank) => rank.inFlight)).toEqual(Array.from({ length: 16 }, (_, rank) => 16 - rank));
      expect(under('gpipe').ranks.map((rank) => rank.inFlight)).toEqual(Array<number>(16).fill(120));
      expect(Math.max(...under('zb-h1').ranks.map((rank) => rank.inFlight))).toBeLessThanOrEqual(17);
    },
  );

  it('shards the optimizer over more replicas with ZeRO-1 only', () => {
    const zero = (zeroStage: 0 | 1) =>
      estimate({ ...llama, parallelism: { ...llama.parallelism, zeroStage } }).ranks[1];
    expect(zero(0).optimizerGB / zero(1).optimizerGB).toBeCloseTo(128, 9);
    expect(zero(0).parametersGB).toBe(zero(1).parametersGB);
  });

  it('keeps less when more is recomputed, and more when experts receive more', () => {
    const kept = (recompute: WorkloadSpec['recompute']) =>
      estimate({ ...v3, recompute }).ranks[3].activationsGB;
    expect(kept('none')).toBeGreaterThan(kept('selective'));
    expect(kept('selective')).toBeGreaterThan(kept('full'));
    // Full recomputation keeps the residual stream at the input of each layer.
    expect(kept('full')).toBeCloseTo((17 * 4 * 2 * 4096 * 7168) / 1e9, 9);
    expect(estimate(v3, 1.2).ranks[3].activationsGB).toBeGreaterThan(estimate(v3).ranks[3].activationsGB);
  });

  it('splits a dense model over tensor ranks', () => {
    const at = (tensor: number) =>
      estimate({ ...llama, parallelism: { ...llama.parallelism, tensor } }).ranks[3];
    expect(at(4).parametersGB / at(8).parametersGB).toBeCloseTo(2, 3);
    expect(at(4).activationsGB / at(8).activationsGB).toBeCloseTo(2, 1);
  });

  it('names where its assumptions come from', () => {
    for (const input of estimate(v3).inputs) expect(input.source.length).toBeGreaterThan(10);
  });
});

describe('checkMemory', () => {
  const found = (workload: WorkloadSpec, memoryGB = 80, layouts = false) => {
    const issues = new IssueList();
    const cluster = { ...h800, device: { ...DEVICES['h800'], memoryGB } };
    const memoryOf = (changed: WorkloadSpec) => estimateMemory(cluster, changed, planOf(changed));
    const isLaidOut = ({ parallelism, batch }: WorkloadSpec) =>
      layouts || (parallelism.pipeline === 16 && parallelism.tensor === 1 && batch.microBatchSequences === 1);
    checkMemory(workload, memoryOf(workload), issues, (changed) =>
      isLaidOut(changed) ? memoryOf(changed) : undefined,
    );
    return issues.issues;
  };

  it('is silent when every rank fits', () => {
    expect(found(v3)).toEqual([]);
  });

  it('names the fullest rank, where its memory goes and what would help', () => {
    const [issue] = found(v3, 40);
    expect(issue).toMatchObject({
      path: '/workload/parallelism',
      code: 'out-of-memory',
      hint: expect.stringMatching(/^Use a smaller micro-batch/),
    });
    expect(issue!.message).toMatch(
      new RegExp(
        "^Pipeline rank 1 must fit in the device's 37\\.3 GiB \\(got 68\\.\\d GiB, 8\\d % over: " +
          'weights, gradients and optimizer 21\\.0, activations of 17 micro-batches 39\\.5',
      ),
    );
    expect(
      found({ ...v3, schedule: { name: 'dualpipe-v', chunksPerDevice: 1, sends: 'eager' } }, 40)[0].message,
    ).toMatch(/activations of 33 chunks of micro-batches \d/);
    expect(
      found({ ...v3, schedule: { name: 'gpipe', chunksPerDevice: 1, sends: 'eager' }, recompute: 'full' })[0]
        .hint,
    ).toMatch(/1f1b/);
    expect(found({ ...v3, parallelism: { ...v3.parallelism, zeroStage: 0 } })[0].hint).toMatch(
      /^Set zeroStage to 1: 6\d\.\d GiB would fit\.$/,
    );
    // What is proposed fits.
    const [, proposed] =
      /^Set recompute to full: ([\d.]+) GiB would fit\.$/.exec(found(v3, 60)[0].hint) ?? [];
    expect(Number(proposed)).toBeLessThanOrEqual(55.9);
    expect(found({ ...v3, recompute: 'full' }, 60)).toEqual([]);
  });

  it('proposes more stages where they fit', () => {
    const oneF = { ...llama, schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'eager' } } as const;
    const shallow = { ...oneF, parallelism: { ...oneF.parallelism, pipeline: 8, data: 256 } };
    const [issue] = found(shallow, 84.94, true);
    expect(issue!.hint).toMatch(/^Set pipeline to 16 and data to 128: \d\d\.\d GiB would fit\.$/);
    const changed = { ...shallow, parallelism: { ...shallow.parallelism, pipeline: 16, data: 128 } };
    expect(found(changed, 84.94, true)).toEqual([]);
  });
});
