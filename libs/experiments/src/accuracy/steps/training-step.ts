/**
 * A measured training step of one GPU as an Experiment document: plain PyTorch modules (a GPT with biases and
 * one product for query, key and value; a Llama with a product for each), BF16 throughout, fused AdamW.
 */
import { estimateMemory } from '@railyard/parallelism';
import { type ExperimentDocument } from '../../document.js';
import { validateDocument } from '../../documents/index.js';
import { JobOnMachine } from '../../job/index.js';
import { type TrainingStepRow, idOf, isRecomputed } from './measured-step.js';

type Plain = Readonly<Record<string, unknown>>;

const GPT = {
  activation: 'gelu',
  ffnBias: true,
  norm: 'layernorm',
  positions: 'none',
} as const;

/** `NVIDIA H200`, `h200`: a preset of one device. */
export const deviceOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^nvidia /, '')
    .split(/[-_ ]/)[0] ?? '';

/** As a user would write it. */
export function documentOfStep(device: string, row: TrainingStepRow, method = ''): Plain {
  const isGpt = row.kind === 'gpt';
  const level = /compiled/i.test(method) ? 'torchtitan-2025' : 'eager-pytorch';
  return {
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    name: idOf(row),
    ignoreMemory: true,
    cluster: {
      preset: `${deviceOf(device)}-8`,
      name: `${device} x 1`,
      nodes: 1,
      gpusPerNode: 1,
      nic: { perNode: 1 },
    },
    workload: {
      name: idOf(row),
      model: {
        name: idOf(row),
        layers: row.layers,
        hidden: row.hidden,
        denseHidden: row.ffn,
        vocabulary: row.vocab,
        attention: {
          kind: 'gqa',
          heads: row.heads,
          keyValueHeads: row.kv,
          headDim: row.hidden / row.heads,
          ...(isGpt ? { qkvBias: true, outputBias: true } : {}),
        },
        ...(isGpt ? GPT : {}),
        ...expertsOf(row),
      },
      parallelism: { zeroStage: 0 },
      batch: { sequenceLength: row.seq, globalSequences: row.batch, microBatchSequences: row.batch },
      precision: precisionOf(row),
      recompute: isRecomputed(row.recompute) ? 'full' : 'none',
      optimizer: { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2, reduceBytes: 2 },
      software: { level, ...(isGpt ? { fused: { projections: true } } : {}) },
    },
  };
}

const precisionOf = ({ precision = 'bf16' }: TrainingStepRow): string =>
  precision === 'fp8' ? 'fp8-tensor' : precision;

function expertsOf({ experts, topk, ffn }: TrainingStepRow): Plain {
  if (experts === undefined) return {};
  const moe = {
    routedExperts: experts,
    sharedExperts: 0,
    topK: topk ?? 2,
    expertHidden: ffn,
    groups: 1,
    topGroups: 1,
    denseLayers: 0,
  };
  return { moe };
}

export interface StepEstimate {
  readonly seconds: number;
  /** Of tensors, as a framework counts them. */
  readonly allocatedGB?: number;
}

/** Why there is none, or what the engine says of the row. */
export function trainingStep(
  device: string,
  row: TrainingStepRow,
  method?: string,
): StepEstimate | { readonly why: string } {
  const { issues, document } = validateDocument(documentOfStep(device, row, method), 'Experiment');
  if (document === undefined) return { why: issues[0]?.message ?? 'The document is not valid.' };
  const { cluster, workload } = document as unknown as ExperimentDocument;
  const { step } = new JobOnMachine(document as unknown as ExperimentDocument);
  const plan = { schedule: step.schedule, stages: step.plan.assignment };
  const { ranks } = estimateMemory(cluster, workload, plan);
  return {
    seconds: step.parts.total,
    allocatedGB: Math.max(...ranks.map(({ allocatedGB }) => allocatedGB)),
  };
}
