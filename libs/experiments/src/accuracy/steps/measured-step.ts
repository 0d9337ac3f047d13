/** Measured steps of one GPU: rows of test/data/host-bound.json and inference-steps.json. */

interface StepShape {
  readonly hidden: number;
  readonly heads: number;
  readonly kv: number;
  readonly ffn: number;
  readonly layers: number;
  readonly vocab: number;
  readonly batch: number;
}

/** A training step: plain PyTorch, weights, gradients and moments in one 16-bit format, fused AdamW. */
export interface TrainingStepRow extends StepShape {
  /** Absent: llama. */
  readonly kind?: 'gpt' | 'llama' | 'moe';
  readonly model?: string;
  readonly seq: number;
  readonly stepMs: number;
  /** All tensors at their peak, 1e9 bytes; the second name is that of older files. */
  readonly peakGB?: number;
  readonly peakMemoryGB?: number;
  /** Absent: bf16. */
  readonly precision?: string;
  /** Each layer from its input; absent: nothing is recomputed. */
  readonly recompute?: boolean | string;
  /** Of `moe`, whose experts have the hidden size `ffn`. */
  readonly experts?: number;
  readonly topk?: number;
}

/** A whole forward pass: all tokens of each sequence, or one against a cache. */
export interface InferenceStepRow extends StepShape {
  readonly model: string;
  readonly phase: 'prefill' | 'decode';
  readonly tokens?: number;
  readonly context?: number;
  readonly ms: number;
}

export type MeasuredStepRow = TrainingStepRow | InferenceStepRow;

export interface StepFile {
  readonly device: string;
  /** How it was measured; says whether blocks were compiled. */
  readonly method?: string;
  readonly rows: readonly MeasuredStepRow[];
}

export const isInference = (row: MeasuredStepRow): row is InferenceStepRow => 'phase' in row;

/** Whether a value has the form of a file of steps. */
export function isStepFile(value: unknown): value is StepFile {
  if (typeof value !== 'object' || value === null) return false;
  const { device, rows } = value as Partial<StepFile>;
  return (
    typeof device === 'string' &&
    Array.isArray(rows) &&
    rows.length > 0 &&
    rows.every((row) => typeof row === 'object' && row !== null && ('stepMs' in row || 'phase' in row))
  );
}

/** What names a row, whatever was measured of it. */
export function idOf(row: MeasuredStepRow): string {
  if (isInference(row)) return `${row.model}/${row.phase}/${row.batch}x${row.tokens ?? row.context ?? 0}`;
  const name = row.model ?? row.kind ?? 'llama';
  return `${name}-${row.hidden}/${row.layers} layers/${row.batch}x${row.seq}${variantOf(row)}`;
}

/** What rows of one shape differ in. */
const variantOf = ({ precision, recompute }: TrainingStepRow): string =>
  (precision === undefined || precision === 'bf16' ? '' : `/${precision}`) +
  (isRecomputed(recompute) ? '/recomputed' : '');

export const isRecomputed = (recompute: TrainingStepRow['recompute']): boolean =>
  recompute === true || recompute === 'full';
