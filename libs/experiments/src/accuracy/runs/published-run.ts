/** A published training run: a row of test/data/training-runs.csv, blank where its source says nothing. */

/** Columns that a table of runs must have. */
const REQUIRED = ['id', 'source', 'model', 'gpu', 'n_gpus', 'seq_len', 'framework'] as const;

const TEXTS = [
  'id',
  'kind',
  'source',
  'locator',
  'model',
  'gpu',
  'sharding',
  'recompute',
  'precision',
  'schedule',
  'framework',
  'peer',
  'notes',
] as const;

const NUMBERS = {
  layers: 'layers',
  hidden: 'hidden',
  heads: 'heads',
  ffn: 'ffn',
  experts: 'experts',
  topk: 'topK',
  vocab: 'vocabulary',
  seq_len: 'sequenceLength',
  n_gpus: 'gpus',
  tp: 'tensor',
  pp: 'pipeline',
  vpp: 'chunks',
  cp: 'context',
  ep: 'expert',
  etp: 'expertTensor',
  dp: 'data',
  micro_batch: 'microBatch',
  global_batch: 'globalBatch',
  n_microbatch: 'microBatches',
  step_time_s: 'stepTimeS',
  tflops_per_gpu: 'tflopsPerGpu',
  tokens_per_s_per_gpu: 'tokensPerSecondPerGpu',
  samples_per_s_per_gpu: 'samplesPerSecondPerGpu',
  mfu_pct: 'mfuPct',
  peak_mem_gib: 'peakMemoryGiB',
  peer_err_pct: 'peerErrorPct',
} as const;

type NumberName = (typeof NUMBERS)[keyof typeof NUMBERS];

export type PublishedRun = Readonly<Record<(typeof TEXTS)[number], string>> &
  Readonly<Partial<Record<NumberName, number>>> & {
    /** Where the row leaves it open: that of most rows of the table with its framework and device. */
    readonly usualPrecision?: string;
  };

export type RunColumns = Readonly<Record<string, string>>;

/** The first column that a table of runs must have and this one lacks. */
export const missingRunColumn = (first: RunColumns): string | undefined =>
  REQUIRED.find((name) => !Object.hasOwn(first, name));

export function publishedRun(columns: RunColumns): PublishedRun {
  const texts = TEXTS.map((name) => [name, (columns[name] ?? '').trim()] as const);
  const numbers = Object.entries(NUMBERS).flatMap(([column, name]) => {
    const text = (columns[column] ?? '').trim();
    const value = Number(text);
    return text === '' || !Number.isFinite(value) ? [] : [[name, value] as const];
  });
  return Object.fromEntries<string | number>([...texts, ...numbers]) as unknown as PublishedRun;
}
