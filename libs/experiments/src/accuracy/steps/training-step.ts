/**
 * A measured training step of one GPU as an Experiment document: plain PyTorch modules (a GPT with biases and
 * one product for query, key and value; a Llama with a product for each), BF16 throughout, fused AdamW.
 */
import { estimateMemory } from '@railyard/parallelism';
import { type ExperimentDocument } from '../../document.js';
import { validateDocument } from '../../documents/index.js';
import { JobOnMachine } from '../../job/index.js';
import { type TrainingStepRow, idOf } from './measured-step.js';

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
export function documentOfStep(device: string, row: TrainingStepRow): Plain {
  const isGpt = row.kind === 'gpt';
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
      },
      parallelism: { zeroStage: 0 },
      batch: { sequenceLength: row.seq, globalSequences: row.batch, microBatchSequences: row.batch },
      precision: row.precision ?? 'bf16',
      optimizer: { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2, reduceBytes: 2 },
      software: { level: 'eager-pytorch', ...(isGpt ? { fused: { projections: true } } : {}) },
    },
  };
}

export interface StepEstimate {
  readonly seconds: number;
  readonly peakMemoryGB?: number;
}

/** Why there is none, or what the engine says of the row. */
export function trainingStep(device: string, row: TrainingStepRow): StepEstimate | { readonly why: string } {
  const { issues, document } = validateDocument(documentOfStep(device, row), 'Experiment');
  if (document === undefined) return { why: issues[0]?.message ?? 'The document is not valid.' };
  const { cluster, workload } = document as unknown as ExperimentDocument;
  const { step } = new JobOnMachine(document as unknown as ExperimentDocument);
  const plan = { schedule: step.schedule, stages: step.plan.assignment };
  return { seconds: step.parts.total, peakMemoryGB: estimateMemory(cluster, workload, plan).peakGB };
}
