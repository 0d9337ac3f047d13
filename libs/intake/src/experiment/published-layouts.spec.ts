/**
 * The 152 layouts that NVIDIA publishes for its GPU types (dgxc-benchmarking), each at the smallest of its
 * scales: which can be stated, and which fit.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { validateDocument } from '@railyard/experiments';
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

function documentOf(row: Row, recompute: string) {
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
      parallelism: { pipeline: count(row, 'PP'), tensor: count(row, 'TP'), expert: count(row, 'EP') },
      batch: {
        sequenceLength: count(row, 'SeqLen'),
        globalSequences: perGpu === undefined ? count(row, 'GBS') : gpus * Number(perGpu),
        microBatchSequences: count(row, 'MBS'),
      },
      precision: /FP8/.test(row['Precision'] ?? '') ? 'fp8' : 'bf16',
      schedule: chunks > 1 ? { name: 'interleaved', chunksPerDevice: chunks } : { name: '1f1b' },
      recompute,
    },
  };
}

const codesOf = (row: Row, recompute: string): readonly string[] =>
  validateDocument(documentOf(row, recompute)).issues.map(({ code }) => code);

describe('layouts that NVIDIA publishes', () => {
  const contextParallel = rows.filter((row) => count(row, 'CP') > 1);
  const others = rows.filter((row) => count(row, 'CP') === 1);

  it('are 152, and five of them need context parallelism', () => {
    expect([rows.length, contextParallel.length]).toEqual([152, 5]);
  });

  it.each(others.map((row) => [`${row['recipe']} ${row['section']} ${row['GPUs']}`, row] as const))(
    '%s can be stated',
    (_, row) => {
      expect(codesOf(row, 'full').filter((code) => code !== 'out-of-memory')).toEqual([]);
    },
  );

  it('fit but for those that shard weights and gradients over replicas, or keep 4-bit weights', () => {
    const over = others.filter((row) => codesOf(row, 'full').length > 0);
    expect(others.length - over.length).toBeGreaterThanOrEqual(120);
  });
});
