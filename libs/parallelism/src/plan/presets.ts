/** Workloads by the names that documents use. */
import { EXPERT_LOAD_CV } from '../experts/index.js';
import { MODELS, type ModelSpec } from '../model/index.js';
import { type ParallelismSpec, type WorkloadSpec } from './workload-spec.js';

/** What a dense model's preset does not change: BF16, 1F1B, no expert communication. */
const dense = {
  precision: 'bf16',
  schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
  routing: { expertLoadCv: 0 },
  communication: { sms: 0, dispatchPrecision: 'bf16', combinePrecision: 'bf16' },
  recompute: 'selective',
} as const;

const layout = (
  parallelism: Pick<ParallelismSpec, 'pipeline' | 'tensor' | 'expert' | 'data'>,
): ParallelismSpec => ({ ...parallelism, zeroStage: 1, placement: 'packed' });

const model = (name: string): ModelSpec => MODELS[name];

export const WORKLOADS: Readonly<Record<string, WorkloadSpec>> = {
  /**
   * DeepSeek-V3 pre-training on 2,048 GPUs: PP16, EP64 over 8 nodes, ZeRO-1, DualPipe, no TP (V3 report,
   * section 3.2); micro-batch of one sequence (public profile), 15,360 sequences (section 4.2); dispatch FP8,
   * combine BF16 on 20 SMs (section 3.2.2); RMSNorm, MLA up-projections and SwiGLU recomputed (section
   * 3.2.3).
   */
  'deepseek-v3': {
    name: 'deepseek-v3',
    model: model('deepseek-v3'),
    parallelism: layout({ pipeline: 16, tensor: 1, expert: 64, data: 128 }),
    batch: { sequenceLength: 4096, globalSequences: 15360, microBatchSequences: 1 },
    precision: 'fp8',
    schedule: { name: 'dualpipe', chunksPerDevice: 2, sends: 'published' },
    routing: { expertLoadCv: EXPERT_LOAD_CV.value },
    communication: { sms: 20, dispatchPrecision: 'fp8', combinePrecision: 'bf16' },
    recompute: 'selective',
  },
  /**
   * DeepSeek-V2: PP16 with zero bubble, EP8, ZeRO-1 (V2 report, section 3.1.3), batch 9,216 of 4,096 tokens
   * (section 3.1.2); on 1,024 GPUs (assumed).
   */
  'deepseek-v2': {
    name: 'deepseek-v2',
    model: model('deepseek-v2'),
    parallelism: layout({ pipeline: 16, tensor: 1, expert: 8, data: 64 }),
    batch: { sequenceLength: 4096, globalSequences: 9216, microBatchSequences: 1 },
    precision: 'bf16',
    schedule: { name: 'zb1p', chunksPerDevice: 1, sends: 'published' },
    routing: { expertLoadCv: EXPERT_LOAD_CV.value },
    communication: { sms: 20, dispatchPrecision: 'bf16', combinePrecision: 'bf16' },
    recompute: 'selective',
  },
  /** Layout assumed: TP inside a node and PP8 are what a 72B model needs on 80 GB. */
  'qwen2.5-72b': {
    ...dense,
    name: 'qwen2.5-72b',
    model: model('qwen2.5-72b'),
    parallelism: layout({ pipeline: 8, tensor: 8, expert: 1, data: 8 }),
    batch: { sequenceLength: 4096, globalSequences: 1024, microBatchSequences: 1 },
  },
  /**
   * Llama 3.1 405B on 16,384 GPUs: TP8, PP16, DP128, 2,048 sequences of 8,192 tokens (arXiv 2407.21783, table
   * 4 and section 3.3.2).
   */
  'llama3.1-405b': {
    ...dense,
    name: 'llama3.1-405b',
    model: model('llama3.1-405b'),
    parallelism: layout({ pipeline: 16, tensor: 8, expert: 1, data: 128 }),
    batch: { sequenceLength: 8192, globalSequences: 2048, microBatchSequences: 1 },
  },
  /** Layout assumed. */
  'llama3-70b': {
    ...dense,
    name: 'llama3-70b',
    model: model('llama3-70b'),
    parallelism: layout({ pipeline: 4, tensor: 8, expert: 1, data: 16 }),
    batch: { sequenceLength: 8192, globalSequences: 512, microBatchSequences: 1 },
  },
  /** Layout assumed: one node. */
  'llama3-8b': {
    ...dense,
    name: 'llama3-8b',
    model: model('llama3-8b'),
    parallelism: layout({ pipeline: 1, tensor: 2, expert: 1, data: 4 }),
    batch: { sequenceLength: 8192, globalSequences: 128, microBatchSequences: 1 },
  },
  /** Layout assumed: one node. */
  'llama2-7b': {
    ...dense,
    name: 'llama2-7b',
    model: model('llama2-7b'),
    parallelism: layout({ pipeline: 1, tensor: 2, expert: 1, data: 4 }),
    batch: { sequenceLength: 4096, globalSequences: 128, microBatchSequences: 1 },
  },
};
