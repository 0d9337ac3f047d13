/**
 * Parameters of the presets against what their makers published, within 0.1 %. `hub`: the total of the
 * checkpoint's tensors, as the model hub's interface reports it (safetensors.total of the repository named),
 * read in public copies of those answers; other sources are named.
 */
import { MODELS, activatedParameters, parameterCounts } from '../index.js';

/** Millions of parameters at a sequence of 2,048, in its tables. */
const FOUNDRY = 'mosaicml/llm-foundry scripts/train/benchmarking/README.md';
const GPT_3 = 'arXiv 2005.14165, table D.1';

/** `total` counts MTP modules, `main` does not. Tables that a checkpoint stores twice are taken off. */
const PUBLISHED: readonly (readonly [string, 'main' | 'total', number, string])[] = [
  ['deepseek-v3', 'main', 671_026_419_200, 'hub: microsoft/MAI-DS-R1 (V3 without its MTP module)'],
  ['deepseek-v2', 'main', 235_741_434_880, 'hub: deepseek-ai/DeepSeek-V2'],
  ['deepseek-v2-lite', 'main', 15_706_484_224, 'hub: deepseek-ai/DeepSeek-V2-Lite'],
  // Embedding and head are stored again for the MTP module.
  ['deepseek-v3.2', 'total', 685_355_329_792 - 2 * 129280 * 7168, 'hub: deepseek-ai/DeepSeek-V3.2'],
  ['deepseek-v4-flash', 'total', 290_944_616_402, 'hub: deepseek-ai/DeepSeek-V4-Flash'],
  ['kimi-k2', 'main', 1_026_408_235_864, 'hub: moonshotai/Kimi-K2-Instruct'],
  ['moonlight-16b-a3b', 'main', 15_960_111_936, 'hub: moonshotai/Moonlight-16B-A3B'],
  ['qwen2.5-72b', 'main', 72_706_203_648, 'hub: Qwen/Qwen2.5-72B-Instruct'],
  ['qwen2.5-32b', 'main', 32_763_876_352, 'hub: Qwen/Qwen2.5-32B'],
  ['qwen2.5-14b', 'main', 14_770_033_664, 'hub: Qwen/Qwen2.5-14B'],
  ['qwen2.5-7b', 'main', 7_615_616_512, 'hub: Qwen/Qwen2.5-7B-Instruct'],
  ['qwen1.5-moe-a2.7b', 'main', 14_315_784_192, 'hub: Qwen/Qwen1.5-MoE-A2.7B'],
  ['qwen2-57b-a14b', 'main', 57_409_132_544, 'hub: Qwen/Qwen2-57B-A14B'],
  ['qwen3-0.6b', 'main', 596_049_920, 'hub: Qwen/Qwen3-0.6B (tied head once)'],
  ['qwen3-8b', 'main', 8_190_735_360, 'hub: Qwen/Qwen3-8B'],
  ['qwen3-32b', 'main', 32_762_123_264, 'hub: Qwen/Qwen3-32B'],
  ['qwen3-30b-a3b', 'main', 30_532_122_624, 'hub: Qwen/Qwen3-30B-A3B'],
  ['qwen3-235b-a22b', 'main', 235_093_634_560, 'hub: Qwen/Qwen3-235B-A22B'],
  ['qwen3-coder-480b-a35b', 'main', 480_154_875_392, 'hub: Qwen/Qwen3-Coder-480B-A35B-Instruct'],
  ['qwen3-next-80b-a3b', 'total', 81_324_862_720, 'hub: Qwen/Qwen3-Next-80B-A3B-Instruct'],
  ['qwen3.5-397b-a17b', 'main', 396_346_350_336, 'hub: Qwen/Qwen3.5-397B-A17B less vision and MTP tensors'],
  ['llama3.1-405b', 'main', 405_853_388_800, 'hub: meta-llama/Llama-3.1-405B'],
  ['llama3-70b', 'main', 70_553_706_496, 'hub: meta-llama/Llama-3.1-70B'],
  ['llama3-8b', 'main', 8_030_261_248, 'hub: meta-llama/Llama-3.1-8B'],
  ['llama3.2-3b', 'main', 3_212_749_824, 'hub: meta-llama/Llama-3.2-3B-Instruct'],
  ['llama3.2-1b', 'main', 1_235_814_400, 'hub: meta-llama/Llama-3.2-1B-Instruct'],
  ['llama2-7b', 'main', 6_738_417_664, 'hub: meta-llama/Llama-2-7b-hf'],
  ['llama2-13b', 'main', 13_015_866_880, 'hub: meta-llama/Llama-2-13b-hf'],
  ['llama2-70b', 'main', 68_976_653_312, 'hub: meta-llama/Llama-2-70b-hf'],
  ['llama1-33b', 'main', 32.5e9, 'arXiv 2302.13971, table 2'],
  [
    'llama1-65b',
    'main',
    65_285_660_672,
    'parameters of the released checkpoint, as several loaders print them',
  ],
  [
    'llama4-scout',
    'main',
    108_641_793_536 - 871_932_416,
    'hub: meta-llama/Llama-4-Scout less its vision tensors',
  ],
  ['llama4-maverick', 'main', 400_711_848_960, 'hub: meta-llama/Llama-4-Maverick less its vision tensors'],
  ['gpt3-175b', 'main', 174_600e6, GPT_3],
  ['gpt3-13b', 'main', 12_850e6, GPT_3],
  ['gpt3-6.7b', 'main', 6_660e6, GPT_3],
  ['gpt3-2.7b', 'main', 2_650e6, GPT_3],
  ['bloom-176b', 'main', 176_247_271_424, 'hub: bigscience/bloom'],
  ['bloom-7.1b', 'main', 7_069_016_064, 'hub: bigscience/bloom-7b1'],
  ['gpt-neox-20b', 'main', 20_554_567_680, 'model card of EleutherAI/gpt-neox-20b'],
  // 149 million at 32,768 tokens, less the positions beyond 2,048.
  ['mpt-125m', 'main', 149e6 - 30_720 * 768, FOUNDRY],
  ['mpt-350m', 'main', 356e6, FOUNDRY],
  ['mpt-760m', 'main', 760e6, FOUNDRY],
  ['mpt-1b', 'main', 1_316e6, FOUNDRY],
  ['mpt-3b', 'main', 2_652e6, FOUNDRY],
  ['mpt-7b', 'main', 6_659e6, FOUNDRY],
  ['mpt-13b', 'main', 12_854e6, FOUNDRY],
  ['mpt-30b', 'main', 29_975e6, FOUNDRY],
  ['mpt-70b', 'main', 64_862e6, FOUNDRY],
  ['falcon-180b', 'main', 179_522_565_120, 'hub: tiiuae/falcon-180B'],
  ['gpt-oss-120b', 'main', 116_829_156_672, 'hub: openai/gpt-oss-120b, MXFP4 blocks as their weights'],
  ['gpt-oss-20b', 'main', 20_914_757_184, 'hub: openai/gpt-oss-20b, MXFP4 blocks as their weights'],
  ['mistral-7b', 'main', 7_241_732_096, 'hub: mistralai/Mistral-7B-v0.1'],
  ['mistral-nemo-12b', 'main', 12_247_782_400, 'hub: mistralai/Mistral-Nemo-Instruct-2407'],
  ['mistral-small-24b', 'main', 23_572_403_200, 'hub: mistralai/Mistral-Small-24B-Instruct-2501'],
  ['mistral-large-123b', 'main', 122_610_069_504, 'hub: mistralai/Mistral-Large-Instruct-2407'],
  ['mixtral-8x7b', 'main', 46_702_792_704, 'hub: argilla/notux-8x7b-v1 (Mixtral-8x7B)'],
  ['mixtral-8x22b', 'main', 140_620_634_112, 'hub: mistral-community/Mixtral-8x22B-v0.1'],
  ['gemma2-9b', 'main', 9_241_705_984, 'hub: google/gemma-2-9b-it'],
  ['gemma2-27b', 'main', 27_227_128_320, 'hub: google/gemma-2-27b-it'],
  ['gemma3-12b', 'main', 11_765_788_416, 'hub: ggml-org/gemma-3-12b-it-GGUF (the language model)'],
  ['gemma3-27b', 'main', 27_009_346_304, 'hub: ggml-org/gemma-3-27b-it-GGUF (the language model)'],
  ['gemma4-26b-a4b', 'main', 25.23e9, 'llama.cpp: size of gemma4 26B.A4B (the language model)'],
  [
    'nemotron-4-340b',
    'main',
    341.0e9,
    'arXiv 2406.11704, section 2: 9.4B embedding and 331.6B other parameters',
  ],
  ['nemotron-nano-9b-v2', 'main', 8_888_227_328, 'hub: nvidia/NVIDIA-Nemotron-Nano-9B-v2'],
  ['nemotron3-nano-30b-a3b', 'main', 31_577_937_344, 'hub: nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16'],
  [
    'nemotron3-super-120b-a12b',
    'total',
    123_611_012_096,
    'hub: nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16',
  ],
  ['glm-4.5', 'total', 356_785_898_816, 'hub: zai-org/GLM-4.6 (the same layers)'],
  ['glm-4.5-air', 'main', 106_852_251_264, 'hub: PrimeIntellect/INTELLECT-3 (GLM-4.5-Air without MTP)'],
  ['minimax-m1', 'main', 456_089_655_296, 'hub: MiniMaxAI/MiniMax-M1-80k'],
  ['minimax-m2.5', 'main', 228_703_644_928, 'hub: MiniMaxAI/MiniMax-M2.5'],
  ['mimo-v2-flash', 'main', 309e9, 'model card of XiaomiMiMo/MiMo-V2-Flash'],
  ['olmo2-7b', 'main', 7_298_617_344, 'hub: allenai/OLMo-2-1124-7B'],
  ['olmo2-13b', 'main', 13_716_198_400, 'hub: allenai/OLMo-2-1124-13B'],
  ['olmo2-32b', 'main', 32_234_279_936, 'hub: allenai/OLMo-2-0325-32B'],
  ['olmoe-1b-7b', 'main', 6_919_161_856, 'hub: allenai/OLMoE-1B-7B-0924'],
  ['phi-4', 'main', 14_659_507_200, 'hub: microsoft/phi-4'],
  ['mamba2-2.7b', 'main', 2.7e9, 'arXiv 2405.21060, table 1'],
];

/** The others' checkpoints hold scales, masks or positions besides, or their totals are rounded. */
const EXACT: readonly string[] = [
  'deepseek-v2',
  'deepseek-v2-lite',
  'gemma2-27b',
  'gemma2-9b',
  'gemma3-27b',
  'gpt-oss-120b',
  'gpt-oss-20b',
  'llama1-65b',
  'llama3-70b',
  'llama3-8b',
  'llama3.1-405b',
  'llama3.2-1b',
  'llama3.2-3b',
  'llama4-maverick',
  'llama4-scout',
  'minimax-m1',
  'mistral-7b',
  'mistral-large-123b',
  'mistral-nemo-12b',
  'mistral-small-24b',
  'mixtral-8x22b',
  'mixtral-8x7b',
  'nemotron-nano-9b-v2',
  'nemotron3-nano-30b-a3b',
  'nemotron3-super-120b-a12b',
  'olmo2-13b',
  'olmo2-32b',
  'olmo2-7b',
  'olmoe-1b-7b',
  'phi-4',
  'qwen1.5-moe-a2.7b',
  'qwen2.5-14b',
  'qwen2.5-32b',
  'qwen2.5-72b',
  'qwen2.5-7b',
  'qwen3-0.6b',
  'qwen3-235b-a22b',
  'qwen3-30b-a3b',
  'qwen3-32b',
  'qwen3-8b',
  'qwen3-coder-480b-a35b',
  'qwen3-next-80b-a3b',
  'qwen3.5-397b-a17b',
];

/** Named by their size alone: no document gives more digits. */
const ROUNDED: readonly (readonly [name: string, billions: number])[] = [
  ['gpt3-5b', 5],
  ['gpt3-20b', 20],
  ['gpt3-40b', 40],
  ['nemotron-8b', 8],
  ['nemotron-22b', 22],
  ['nemotron-4-15b', 15.6],
  ['nemotron-h-8b', 8.1],
  ['nemotron-h-56b', 56],
];

describe('presets of models', () => {
  it('are at least 40, and each has a published size', () => {
    expect(Object.keys(MODELS).length).toBeGreaterThanOrEqual(40);
    const all = [...PUBLISHED, ...ROUNDED].map(([name]) => name);
    expect(all.toSorted()).toEqual(Object.keys(MODELS).toSorted());
  });

  it.each(ROUNDED)('%s has about %d billion parameters, as its name says', (name, billions) => {
    const { main } = parameterCounts(MODELS[name]!);
    expect(Math.abs(main / 1e9 / billions - 1)).toBeLessThan(0.09);
  });

  it.each(PUBLISHED)('%s has its %s parameters: %i (%s)', (name, part, published) => {
    const error = parameterCounts(MODELS[name]!)[part] / published - 1;
    expect(Math.abs(error)).toBeLessThan(0.001);
  });

  it('have the very number of parameters of most published checkpoints', () => {
    const exact = PUBLISHED.filter(([name, part, total]) => parameterCounts(MODELS[name]!)[part] === total);
    expect(exact.map(([name]) => name).toSorted()).toEqual(EXACT);
  });

  it.each([
    ['mixtral-8x7b', 12.9],
    ['mixtral-8x22b', 39.2],
    ['deepseek-v2', 21.4],
    ['qwen3-30b-a3b', 3.35],
    ['qwen3-235b-a22b', 22.2],
    ['qwen3-coder-480b-a35b', 35.5],
    ['qwen3.5-397b-a17b', 17.3],
    ['llama4-scout', 17.2],
    ['gpt-oss-120b', 5.7],
    ['olmoe-1b-7b', 1.28],
    ['mimo-v2-flash', 15.4],
    ['deepseek-v4-flash', 13.8],
    ['gemma4-26b-a4b', 3.8],
    ['nemotron3-super-120b-a12b', 12.7],
  ])('%s activates %d billion (embedding and head included)', (name, billions) => {
    expect(activatedParameters(MODELS[name]!) / 1e9).toBeCloseTo(billions, billions < 10 ? 1 : 0);
  });

  it('say where they come from', () => {
    for (const model of Object.values(MODELS)) expect(model.source).toMatch(/arXiv|config\.json|\.yaml|NeMo/);
  });
});
