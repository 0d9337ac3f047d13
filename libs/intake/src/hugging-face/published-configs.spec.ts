/**
 * Published configurations: parameters within 0.1 % of what their makers publish (totals and sources as in
 * parallelism/src/model/presets/published-totals.spec.ts), and not one key that is silently dropped.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IssueList } from '@railyard/base';
import { MODELS, type ModelSpec, checkModel, parameterCounts } from '@railyard/parallelism';
import { readConfig } from '../index.js';

const FOLDER = join(__dirname, '../../../../test/data/configs/hf');

const PUBLISHED: Readonly<Record<string, readonly ['main' | 'total', number]>> = {
  'MiniMaxAI--MiniMax-M2.5': ['main', 228_703_644_928],
  'Qwen--Qwen3-235B-A22B': ['main', 235_093_634_560],
  'Qwen--Qwen3-30B-A3B': ['main', 30_532_122_624],
  'Qwen--Qwen3-32B': ['main', 32_762_123_264],
  'Qwen--Qwen3-8B': ['main', 8_190_735_360],
  'Qwen--Qwen3.5-397B-A17B': ['main', 396_346_350_336],
  'XiaomiMiMo--MiMo-V2-Flash': ['main', 309e9],
  'deepseek-ai--DeepSeek-V3.2': ['total', 685_355_329_792 - 2 * 129_280 * 7168],
  'deepseek-ai--DeepSeek-V3': ['main', 671_026_419_200],
  'deepseek-ai--DeepSeek-V4-Flash': ['total', 290_944_616_402],
  'google--gemma-4-26B-A4B': ['main', 25.23e9],
  'meta-llama--Llama-4-Scout-17B-16E-Instruct': ['main', 108_641_793_536 - 871_932_416],
  'meta-llama--Meta-Llama-3.1-405B': ['main', 405_853_388_800],
  'meta-llama--Meta-Llama-3.1-8B': ['main', 8_030_261_248],
  'mistralai--Mixtral-8x7B-v0.1': ['main', 46_702_792_704],
  'moonshotai--Kimi-K2-Instruct': ['main', 1_026_408_235_864],
  'nvidia--NVIDIA-Nemotron-3-Nano-30B-A3B-BF16': ['main', 31_577_937_344],
  'openai--gpt-oss-120b': ['main', 116_829_156_672],
};

const read = (name: string) => {
  const issues = new IssueList();
  const file = `${name}_config.json`;
  // One file has Infinity in it, which JSON has not.
  const text = readFileSync(join(FOLDER, file), 'utf8').replaceAll('Infinity', '1e308');
  const draft = readConfig(file, JSON.parse(text) as Record<string, unknown>, issues);
  return { draft: draft!, issues: issues.issues };
};
const modelOf = (name: string): ModelSpec => read(name).draft.model as ModelSpec;

describe('a published config.json', () => {
  const names = readdirSync(FOLDER).map((file) => file.replace('_config.json', ''));

  it.each(names)('of %s is read without an issue, and every key is accounted for', (name) => {
    const { draft, issues } = read(name);
    expect(issues).toEqual([]);
    expect(draft.unknown).toEqual([]);
    const found = new IssueList();
    checkModel(draft.model as ModelSpec, found);
    expect(found.issues).toEqual([]);
  });

  it.each(Object.entries(PUBLISHED))('of %s has the published parameters', (name, [part, published]) => {
    expect(Math.abs(parameterCounts(modelOf(name))[part] / published - 1)).toBeLessThan(0.001);
  });

  it('of Nemotron-H-56B has 56 billion: its makers publish no more digits', () => {
    expect(names.filter((name) => PUBLISHED[name] === undefined)).toEqual(['nvidia--Nemotron-H-56B-Base-8K']);
    expect(Math.round(parameterCounts(modelOf('nvidia--Nemotron-H-56B-Base-8K')).main / 1e9)).toBe(56);
  });

  it.each([
    ['Qwen--Qwen3-30B-A3B', 'qwen3-30b-a3b'],
    ['Qwen--Qwen3.5-397B-A17B', 'qwen3.5-397b-a17b'],
    ['XiaomiMiMo--MiMo-V2-Flash', 'mimo-v2-flash'],
    ['deepseek-ai--DeepSeek-V3.2', 'deepseek-v3.2'],
    ['deepseek-ai--DeepSeek-V3', 'deepseek-v3'],
    ['deepseek-ai--DeepSeek-V4-Flash', 'deepseek-v4-flash'],
    ['google--gemma-4-26B-A4B', 'gemma4-26b-a4b'],
    ['moonshotai--Kimi-K2-Instruct', 'kimi-k2'],
    ['mistralai--Mixtral-8x7B-v0.1', 'mixtral-8x7b'],
    ['openai--gpt-oss-120b', 'gpt-oss-120b'],
    ['nvidia--NVIDIA-Nemotron-3-Nano-30B-A3B-BF16', 'nemotron3-nano-30b-a3b'],
  ])('of %s has the parts of the preset %s', (name, preset) => {
    expect(parameterCounts(modelOf(name))).toEqual(parameterCounts(MODELS[preset]!));
  });
});
