/**
 * Kernels of the twin's step by the kinds that a recording tells apart: mean of the pipeline ranks, of all
 * micro-batches. Operations are priced alongside expert collectives where the schedule lays them there, else
 * alone; collectives and the optimizer are the slices of the recorded timeline. What of them is hidden is
 * told by the parts of the step, not here.
 */
import {
  type LayerOperation,
  type RecordedTimeline,
  type StreamKernel,
  type TimelineRank,
  atOwnClock,
  microBatchesPerPipeline,
  modelParts,
  operationSeconds,
  situations,
} from '@railyard/parallelism';
import { type ComparedProfile, type KernelKind } from '@railyard/profile';
import { type JobOnMachine } from '../job/index.js';

export interface Kernel {
  readonly name: string;
  readonly kind: KernelKind;
  /** How often, and how long all of them take, in a step of one rank. */
  readonly kernels: number;
  readonly seconds: number;
}

type StepKernels = Pick<ComparedProfile, 'kindsMs' | 'topKernels'>;

const STREAM_KINDS: Readonly<Partial<Record<StreamKernel, KernelKind>>> = {
  copy: 'copy',
  rmsnorm: 'norm',
  layernorm: 'norm',
  norm: 'norm',
  cast: 'cast-transpose',
  'cast-transpose': 'cast-transpose',
  'recast-transpose': 'cast-transpose',
  quantize: 'cast-transpose',
  'quantize-transposed': 'cast-transpose',
  scales: 'cast-transpose',
  permute: 'permute',
  unpermute: 'permute',
  rows: 'permute',
  strided: 'permute',
  scatter: 'permute',
  index: 'permute',
  rope: 'permute',
  select: 'topk-reduce',
  'cross-entropy': 'topk-reduce',
};

function kindOf(operation: LayerOperation): KernelKind {
  switch (operation.kind) {
    case 'gemm':
    case 'grouped-gemm':
      return 'gemm';
    case 'attention':
      return 'attention';
    case 'stream':
      return STREAM_KINDS[operation.kernel] ?? 'elementwise';
  }
}

export function stepKernels(job: JobOnMachine, { ranks }: Pick<RecordedTimeline, 'ranks'>): StepKernels {
  const computing = ranks.filter(({ streams }) => streams.some(({ name }) => name === 'compute'));
  return profileOf([
    ...computedKernels(job),
    ...computing.flatMap((rank) => recorded(rank, computing.length)),
  ]);
}

/** Of computation, the mean of the pipeline ranks. */
export function computedKernels({ spec: { cluster, workload }, step }: JobOnMachine): readonly Kernel[] {
  const { device } = cluster;
  const { shape, expert } = step;
  const parts = modelParts(workload.model, shape);
  const exchanges = expert?.collectives !== undefined;
  const { sms, coprocessor } = workload.communication;
  const given = situations(device, sms, exchanges, coprocessor);
  const isBeside = exchanges && workload.schedule.name.startsWith('dualpipe');
  const situation = atOwnClock(device, parts, isBeside ? given.overlapped : given.alone);
  // Micro-batches for each layer of the model that a rank holds on average.
  const passes = microBatchesPerPipeline(workload) / workload.parallelism.pipeline;
  return parts.flatMap(({ operations, count }) =>
    operations.map((operation) => ({
      name: `${operation.name}, ${operation.pass}`,
      kind: kindOf(operation),
      kernels: count * passes * (operation.kind === 'stream' ? operation.launches : 1),
      seconds: count * passes * operationSeconds(device, operation, situation),
    })),
  );
}

const OPTIMIZER_KINDS: Readonly<Record<string, KernelKind>> = {
  'gradient norm': 'topk-reduce',
  'cast weights': 'cast-transpose',
  'clear gradients': 'fill',
};

/** Communication and the optimizer of one rank; what a rank receives, another sends. */
function recorded({ streams }: TimelineRank, ranks: number): readonly Kernel[] {
  return streams
    .filter(({ name }) => name !== 'compute' && !name.startsWith('receive'))
    .flatMap(({ name: stream, slices }) =>
      slices.map(({ name, durationS }): Kernel => {
        const isOptimizer = stream === 'optimizer';
        return {
          name: isOptimizer || /^(?:gradients|parameters)$/.test(stream) ? name : stream,
          kind: isOptimizer ? (OPTIMIZER_KINDS[name] ?? 'elementwise') : 'communication',
          kernels: 1 / ranks,
          seconds: durationS / ranks,
        };
      }),
    );
}

/** Kernels of one name added up, the longest first. */
function profileOf(kernels: readonly Kernel[]): StepKernels {
  const kindsMs: Partial<Record<KernelKind, number>> = {};
  const byName = new Map<string, ComparedProfile['topKernels'][number]>();
  for (const { name, kind, kernels: count, seconds } of kernels) {
    const totalMs = 1e3 * seconds;
    kindsMs[kind] = (kindsMs[kind] ?? 0) + totalMs;
    const known = byName.get(name);
    byName.set(name, {
      name,
      kind,
      kernels: (known?.kernels ?? 0) + count,
      totalMs: (known?.totalMs ?? 0) + totalMs,
    });
  }
  return { kindsMs, topKernels: [...byName.values()].sort((a, b) => b.totalMs - a.totalMs) };
}
