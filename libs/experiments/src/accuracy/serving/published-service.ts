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
  'pp',
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

/** Why a row cannot be said. */
export class NotStated extends Error {}

/** A length in tokens; `8k` is 8,192. */
export function lengthIn(cell: string): number | undefined {
  const thousands = /^(\d+(?:\.\d+)?) ?k$/i.exec(cell.trim())?.[1];
  return thousands === undefined ? numberIn(cell) : 1024 * Number(thousands);
}

/** Columns in which two rows of one service agree. */
const ONE_SERVICE = ['source', 'model', 'device', 'n_gpus', 'phase', 'context'] as const;

/** Tokens/s of a user that another row of the same service gives, the middle of a range; else undefined. */
export function speedBeside(row: ServingRow, table: readonly ServingRow[]): number | undefined {
  const beside = table.find(
    (other) =>
      other.metric === 'tokens_per_s_per_user' &&
      ONE_SERVICE.every((column) => other[column] === row[column]),
  );
  const [, low, high] = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(beside?.value.trim() ?? '') ?? [];
  return low === undefined ? undefined : (Number(low) + Number(high ?? low)) / 2;
}
