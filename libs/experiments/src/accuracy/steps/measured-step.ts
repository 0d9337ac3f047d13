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

/** A training step: eager PyTorch, BF16 weights, gradients and moments, fused AdamW. */
export interface TrainingStepRow extends StepShape {
  readonly kind: 'gpt' | 'llama';
  readonly seq: number;
  readonly stepMs: number;
  readonly peakMemoryGB?: number;
  /** Absent: bf16. */
  readonly precision?: string;
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
export const idOf = (row: MeasuredStepRow): string =>
  isInference(row)
    ? `${row.model}/${row.phase}/${row.batch}x${row.tokens ?? row.context ?? 0}`
    : `${row.kind}-${row.hidden}/${row.layers} layers/${row.batch}x${row.seq}`;
