/** A row of a table of published serving measurements, with the columns of facts/serving.csv. */

export const SERVING_COLUMNS = [
  'id',
  'source',
  'model',
  'precision',
  'kv_precision',
  'device',
  'n_gpus',
  'phase',
  'tp',
  'ep',
  'dp',
  'batch_per_gpu',
  'concurrency',
  'input_len',
  'output_len',
  'context',
  'mtp_depth',
  'acceptance',
  'framework',
  'metric',
  'value',
  'notes',
] as const;
export type ServingRow = Readonly<Record<(typeof SERVING_COLUMNS)[number], string>>;

/** A plain number; undefined for an empty cell, a range, or words. */
export function numberIn(cell: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(cell.trim()) ? Number(cell) : undefined;
}
