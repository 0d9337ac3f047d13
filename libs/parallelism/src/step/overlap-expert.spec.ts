/** Dispatch and combine of one micro-batch behind the computation of another (Megatron-LM's merged 1F1B). */
import { IssueList } from '@railyard/base';
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import { type ParallelismSpec, WORKLOADS, type WorkloadSpec, checkPlan } from '../plan/index.js';
import { OpKind } from '../schedule/index.js';
import { simulateStep, stepTraffic } from './index.js';

const nodes: ClusterSpec = { ...CLUSTERS['h800-2048-mrft']!, nodes: 4 };
const v3 = WORKLOADS['deepseek-v3']!;
const job = (
  overlap: ParallelismSpec['overlap'],
  parallelism: Partial<ParallelismSpec> = {},
  rest: Partial<WorkloadSpec> = {},
): WorkloadSpec => ({
  ...v3,
  model: { ...v3.model, layers: 8, mtpModules: 0 },
  parallelism: {
    ...v3.parallelism,
    pipeline: 2,
    data: 16,
    expert: 16,
    ...(overlap === undefined ? {} : { overlap }),
    ...parallelism,
  },
  batch: { sequenceLength: 4096, globalSequences: 256, microBatchSequences: 1 },
  schedule: { name: 'interleaved', chunksPerDevice: 2, sends: 'published' },
  routing: { expertLoadCv: 0 },
  recompute: 'none',
  ...rest,
});
const step = (workload: WorkloadSpec) => simulateStep(nodes, workload, 1);
const codes = (workload: WorkloadSpec): readonly string[] => {
  const issues = new IssueList();
  checkPlan(nodes, workload, issues);
  return issues.issues.map(({ path, code }) => `${path.split('/').slice(-2).join('/')} ${code}`);
};

describe('overlap.expert', () => {
  const plain = step(job(undefined));
  const hidden = step(job({ expert: true }));

  it('takes a forward and a backward together from the steady state on', () => {
    expect(hidden.parts.overlappedForwardBackward).toBeGreaterThan(hidden.parts.total / 2);
    expect([...plain.schedule.kind]).not.toContain(OpKind.FB);
  });

  it('hides most of what was exposed, and no more', () => {
    expect(hidden.parts.exposedCommunication).toBeLessThan(plain.parts.exposedCommunication / 2);
    expect(hidden.parts.total).toBeLessThan(plain.parts.total);
    // Kernels alongside a collective are slower: less is won than was exposed.
    const won = plain.parts.total - hidden.parts.total;
    expect(won).toBeLessThan(plain.parts.exposedCommunication - hidden.parts.exposedCommunication);
  });

  it('sends the same bytes', () => {
    const bytes = (expert: boolean): number => {
      const workload = job(expert ? { expert } : undefined);
      return stepTraffic(expert ? hidden : plain, workload).bytes.reduce((sum, each) => sum + each, 0);
    };
    expect(Math.abs(bytes(true) / bytes(false) - 1)).toBeLessThan(1e-12);
  });

  it('works without a pipeline, with plain 1F1B', () => {
    const alone = { pipeline: 1, data: 32 } as const;
    const schedule = { name: '1f1b', chunksPerDevice: 1, sends: 'published' } as const;
    const [on, off] = [{ expert: true }, undefined].map((overlap) => step(job(overlap, alone, { schedule })));
    expect(on!.parts.total).toBeLessThan(off!.parts.total);
    expect(on!.schedule.kind.filter((kind) => kind === OpKind.F)).toHaveLength(1);
  });

  it('is refused where Megatron-LM refuses it', () => {
    const on = { expert: true };
    expect(codes(job(on))).toEqual([]);
    const plainSchedule = { name: '1f1b', chunksPerDevice: 1, sends: 'published' } as const;
    expect(codes(job(on, {}, { schedule: plainSchedule }))).toEqual(['overlap/expert not-applicable']);
    expect(codes(job(on, {}, { schedule: v3.schedule }))).toContain('overlap/expert not-applicable');
    expect(codes(job(on, {}, { recompute: 'full' }))).toEqual(['overlap/expert not-applicable']);
    expect(codes(job(on, { zeroStage: 3 }))).toEqual(['overlap/expert not-applicable']);
    const { moe: _, ...dense } = WORKLOADS['llama3-8b']!.model;
    expect(codes(job(on, { expert: 1 }, { model: dense }))).toEqual(['overlap/expert not-applicable']);
  });
});
