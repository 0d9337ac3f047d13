/**
 * The 152 layouts that NVIDIA publishes for its GPU types (dgxc-benchmarking), each at the smallest of its
 * scales: which can be stated, which fit, and that all of them run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { metricsOf, prepareExperiment, validateDocument } from '@railyard/experiments';
import { IssueList } from '@railyard/base';
import { readConfig } from '../index.js';

type Row = Readonly<Record<string, string>>;

const FOLDER = join(__dirname, '../../../../test/data/configs');
const text = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const rows = parse(text('dgxc/layouts.csv').replace(/^#.*\n/, ''), {
  columns: true,
  relax_quotes: true,
  relax_column_count: true,
}) as Row[];

const nemotronH = readConfig(
  'nemotron-h',
  JSON.parse(text('hf/nvidia--Nemotron-H-56B-Base-8K_config.json').replaceAll('Infinity', '1e308')) as Row,
  new IssueList(),
)!.model;

/** By the folder of the recipe and the number of layers. */
const MODELS: Readonly<Record<string, unknown>> = {
  'deepseek_v3/61': { preset: 'deepseek-v3' },
  'deepseek_v3/': { preset: 'deepseek-v3' },
  'gpt-oss/36': { preset: 'gpt-oss-120b' },
  'kimi-k2/': { preset: 'kimi-k2' },
  'llama3.1/126': { preset: 'llama3.1-405b' },
  'llama3.1/80': { preset: 'llama3-70b' },
  'llama3.1/32': { preset: 'llama3-8b' },
  'nemotron-h/118': nemotronH,
  'nemotron3/52': { preset: 'nemotron3-nano-30b-a3b' },
  'nemotron3/88': { preset: 'nemotron3-super-120b-a12b' },
  'qwen3/48': { preset: 'qwen3-30b-a3b' },
  'qwen3/94': { preset: 'qwen3-235b-a22b' },
};

const count = (row: Row, key: string, otherwise = 1): number =>
  Number(/\d+/.exec(row[key] ?? '')?.[0] ?? otherwise);

/** Sections of Llama's tables name the precision and not the GPU; they are taken on the B200. */
const deviceOf = ({ section = '' }: Row): string =>
  ['gb300', 'gb200', 'b300', 'b200', 'h100'].find((name) => section.toLowerCase().includes(name)) ?? 'b200';

const isTorchtitan = ({ recipe = '' }: Row): boolean => recipe.includes('torchtitan');

/** FSDP: torchtitan always; of Llama 3.1 70B the rows that split nothing else, which no GPU holds whole. */
function shardingOf(row: Row): object {
  const splits = count(row, 'TP') * count(row, 'PP') * count(row, 'EP');
  const isFsdp = isTorchtitan(row) || (row['Layers'] === '80' && splits === 1);
  if (!isFsdp) return {};
  return { zeroStage: 3, ...(count(row, 'PP') > 1 ? { reshardAfterForward: false } : {}) };
}

/** In a column of its own or in the heading; the lowest of several. */
function precisionOf({ Precision = '', section = '' }: Row): string {
  const words = `${Precision} ${section}`;
  if (words.includes('FP4')) return 'nvfp4';
  return words.includes('FP8') ? 'fp8' : 'bf16';
}

function documentOf(row: Row, recompute: string, gradientBytes?: number) {
  const gpus = count(row, 'GPUs');
  const chunks = /^\d+$/.test(row['VP'] ?? '') ? Number(row['VP']) : 1;
  const perGpu = /GPUs\\?\*(\d+)/.exec(row['GBS'] ?? '')?.[1];
  return {
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    cluster: {
      preset: 'h800-2048-mrft',
      nodes: Math.max(1, gpus / 8),
      gpusPerNode: Math.min(8, gpus),
      device: { preset: deviceOf(row) },
    },
    workload: {
      model: MODELS[`${row['recipe']?.split('/')[0]}/${row['Layers']}`],
      parallelism: {
        pipeline: count(row, 'PP'),
        tensor: count(row, 'TP'),
        expert: count(row, 'EP'),
        ...(count(row, 'CP') > 1 ? { context: count(row, 'CP') } : {}),
        ...shardingOf(row),
      },
      batch: {
        sequenceLength: count(row, 'SeqLen'),
        globalSequences: perGpu === undefined ? count(row, 'GBS') : gpus * Number(perGpu),
        // With a pipeline torchtitan takes the batch of a rank apart into single sequences.
        microBatchSequences: isTorchtitan(row) && count(row, 'PP') > 1 ? 1 : count(row, 'MBS'),
      },
      precision: precisionOf(row),
      ...(gradientBytes === undefined ? {} : { optimizer: { gradientBytes } }),
      schedule: chunks > 1 ? { name: 'interleaved', chunksPerDevice: chunks } : { name: '1f1b' },
      recompute,
    },
  };
}

const codesOf = (row: Row, recompute: string, gradientBytes?: number): readonly string[] =>
  validateDocument(documentOf(row, recompute, gradientBytes)).issues.map(({ code }) => code);

/** Bytes of a gradient in BF16, where it does not fit in FP32. */
const BF16 = 2;

/** Does not fit with gradients in FP32, by up to 4 %. */
const OVER_IN_FP32 = [
  'nemotron-h/README.md GB200 FP8 32',
  'nemotron-h/README.md B200 FP8 64',
  'nemotron-h/README.md B200 FP8 128',
  'nemotron-h/README.md B200 FP8 256',
  'nemotron-h/README.md B200 FP8 512',
];
const nameOf = (row: Row): string =>
  ['recipe', 'section', 'Precision', 'GPUs'].map((column) => row[column]).join(' ');

describe('layouts that NVIDIA publishes', () => {
  let running = 0;

  it('are 152', () => {
    expect(rows.length).toBe(152);
  });

  it.each(rows.map((row) => [nameOf(row), row] as const))('%s can be stated, and runs', (name, row) => {
    expect(codesOf(row, 'full').filter((code) => code !== 'out-of-memory')).toEqual([]);
    const gradients = OVER_IN_FP32.includes(name) ? BF16 : undefined;
    const metrics = metricsOf(prepareExperiment(documentOf(row, 'full', gradients)));
    expect(Object.entries(metrics).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    for (const key of ['stepTimeS', 'forwardS', 'peakMemoryGB', 'mfuCausal', 'tokensPerDayB'] as const)
      expect(metrics[key]).toBeGreaterThan(0);
    expect(metrics.mfuCausal).toBeLessThan(1);
    running += 1;
  });

  it('fit, but for five by up to 4 % with gradients in FP32', () => {
    const over = rows.filter((row) => codesOf(row, 'full').length > 0);
    expect(over.map(nameOf)).toEqual(OVER_IN_FP32);
    expect(over.filter((row) => codesOf(row, 'full', BF16).length > 0)).toEqual([]);
    process.stdout.write(
      `${rows.length} layouts: ${rows.length - over.length} fit with gradients in FP32, ` +
        `${over.length} in BF16; ${running} ran\n`,
    );
    expect(running).toBe(rows.length);
  });
});
