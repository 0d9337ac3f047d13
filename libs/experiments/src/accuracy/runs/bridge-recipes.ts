/**
 * What the rows of Megatron-Bridge's performance summaries leave open and its recipes of that time say:
 * NVIDIA-NeMo/Megatron-Bridge scripts/performance/configs (0fa501a, f0e2c37, f29a269, 1e7adfa, f601ba9,
 * 0426418, 01b2977) and src/megatron/bridge/perf_recipes (0072820, 04f0135, 0bc982d). A recipe is found by
 * model, device, container and the layout that the row gives, never by what was measured. The runs of
 * arXiv 2603.07685 have the stack of its section 8.1.
 */
import { type CommunicationSpec, type GraphScope } from '@railyard/parallelism';
import { type PublishedRun } from './published-run.js';

export interface BridgeRecipe {
  readonly recompute: 'none' | 'selective' | 'full';
  /** Dispatch and combine hidden behind another micro-batch. */
  readonly overlapsExperts?: boolean;
  /** The whole iteration as one graph. */
  readonly isGraph?: boolean;
  /** Parts of a layer as graphs. */
  readonly graphs?: readonly GraphScope[];
  /** Absent: no experts. */
  readonly dispatcher?: CommunicationSpec['dispatcher'];
  /** CuTeDSL's product of all experts. */
  readonly fusesExperts?: boolean;
  /** `moe_router_fusion`; absent: true. */
  readonly fusesRouter?: boolean;
  /** `mtp_num_layers`, where it is not what the model's own configuration says. */
  readonly mtpModules?: number;
}

interface Rule {
  readonly model: RegExp;
  readonly gpu?: RegExp;
  readonly precision?: RegExp;
  /** Containers by year and month: 2602 is 26.02. */
  readonly from?: number;
  readonly when?: (run: PublishedRun) => boolean;
  readonly recipe: BridgeRecipe;
}

const RACK = /^gb/i;
const BLACKWELL = /^g?b\d/i;
const DENSE: BridgeRecipe = { recompute: 'none' };
const PLAIN: BridgeRecipe = { recompute: 'none', dispatcher: 'hybridep' };
const CHEAP: BridgeRecipe = { recompute: 'selective', dispatcher: 'hybridep' };
/** perf_recipes/qwen/common.py, _enable_hybridep_full_iteration_mxfp8. */
const FULL: BridgeRecipe = { ...PLAIN, overlapsExperts: true, isGraph: true, fusesExperts: true };
const STATIC: readonly GraphScope[] = ['attention', 'router'];
/** recipes/nemotronh/nemotron_3_nano.py and nemotron_3_super.py: `moe_router_fusion` is false. */
const HYBRID: BridgeRecipe = { ...PLAIN, fusesRouter: false };
/** recipes/nemotronh/nemotron_3_super.py: one MTP block, run twice (`mtp_num_layers` is 2). */
const SUPER: BridgeRecipe = { ...HYBRID, mtpModules: 2 };
const MIXERS: readonly GraphScope[] = ['attention', 'recurrent', 'router'];

/** First match. */
const RULES: readonly Rule[] = [
  { model: /^llama3_8b/i, gpu: /^gb300/i, recipe: { ...DENSE, isGraph: true } },
  { model: /^llama3_8b/i, gpu: BLACKWELL, precision: /^(?!nvfp4)/i, recipe: { ...DENSE, isGraph: true } },
  { model: /^llama3_70b/i, gpu: /^b200/i, precision: /bf16/i, recipe: { ...DENSE, isGraph: true } },
  { model: /^llama/i, recipe: DENSE },

  { model: /^(deepseek|kimi)/i, gpu: /^gb300/i, precision: /mx/i, from: 2606, recipe: FULL },
  {
    model: /^(deepseek|kimi)/i,
    gpu: /^(gb200|b300)/i,
    precision: /mx/i,
    from: 2606,
    recipe: { ...FULL, recompute: 'selective' },
  },
  {
    model: /^deepseek/i,
    gpu: /^b200/i,
    precision: /mx|nvfp4/i,
    when: ({ chunks = 1 }) => chunks > 1,
    recipe: { ...CHEAP, overlapsExperts: true, graphs: STATIC },
  },
  { model: /^kimi/i, gpu: /^gb200/i, recipe: { ...CHEAP, graphs: ['router'] } },
  { model: /^deepseek/i, gpu: /^gb200/i, from: 2602, recipe: { ...CHEAP, graphs: STATIC } },
  {
    model: /^deepseek/i,
    gpu: /^gb300/i,
    precision: /bf16/i,
    from: 2602,
    recipe: { ...CHEAP, graphs: STATIC },
  },
  { model: /^(deepseek|kimi)/i, from: 2602, recipe: CHEAP },
  { model: /^deepseek/i, gpu: /^h100/i, recipe: { ...CHEAP, overlapsExperts: true, dispatcher: 'deepep' } },
  { model: /^deepseek/i, recipe: { ...CHEAP, dispatcher: 'all-to-all' } },

  { model: /^gpt[ _]oss/i, gpu: RACK, precision: /mx/i, from: 2606, recipe: FULL },
  { model: /^gpt[ _]oss/i, gpu: /^gb300/i, recipe: { ...PLAIN, graphs: STATIC, dispatcher: 'all-to-all' } },
  {
    model: /^gpt[ _]oss/i,
    gpu: /^b300/i,
    from: 2602,
    recipe: { ...PLAIN, graphs: STATIC, dispatcher: 'all-to-all' },
  },
  { model: /^gpt[ _]oss/i, recipe: { ...CHEAP, dispatcher: 'all-to-all' } },

  { model: /^qwen3/i, gpu: /^(gb|b300)/i, precision: /mx/i, from: 2606, when: onOneRankOrRack, recipe: FULL },
  { model: /^qwen3_30b/i, gpu: /^b200/i, precision: /mx/i, from: 2606, recipe: FULL },
  {
    model: /^qwen3_30b/i,
    gpu: /^(gb300|b300)/i,
    from: 2602,
    recipe: { ...PLAIN, graphs: ['router'] },
  },
  {
    model: /^qwen3_30b/i,
    gpu: /^gb200/i,
    precision: /mx/i,
    from: 2602,
    recipe: { ...PLAIN, graphs: ['router'] },
  },
  {
    model: /^qwen3_30b/i,
    gpu: /^b200/i,
    from: 2602,
    when: ({ microBatch = 1 }) => microBatch === 1,
    recipe: { ...PLAIN, graphs: ['router'], dispatcher: 'all-to-all' },
  },
  { model: /^qwen3/i, gpu: RACK, from: 2602, recipe: { ...PLAIN, graphs: STATIC } },
  { model: /^qwen3_30b/i, gpu: /^b200/i, from: 2602, recipe: { ...PLAIN, graphs: STATIC } },
  {
    model: /^qwen3_30b/i,
    gpu: /^h100/i,
    from: 2602,
    when: ({ pipeline = 1 }) => pipeline === 1,
    recipe: PLAIN,
  },
  {
    model: /^qwen3/i,
    gpu: /^(h100|b300)/i,
    when: ({ chunks = 1 }) => chunks > 1,
    recipe: { ...PLAIN, overlapsExperts: true, dispatcher: 'all-to-all' },
  },
  { model: /^qwen3/i, recipe: { ...PLAIN, dispatcher: 'all-to-all' } },

  {
    model: /^nemotron_3/i,
    gpu: /^h100/i,
    precision: /fp8/i,
    recipe: { ...HYBRID, recompute: 'full', graphs: ['recurrent'] },
  },
  {
    model: /^nemotron_3/i,
    gpu: /^h100/i,
    recipe: { ...HYBRID, recompute: 'full', graphs: ['attention', 'recurrent'] },
  },
  { model: /^nemotron_3_super/i, gpu: /^b200/i, recipe: { ...SUPER, recompute: 'selective' } },
  {
    model: /^nemotron_3_super/i,
    gpu: /^b300/i,
    precision: /bf16|nvfp4/i,
    recipe: { ...SUPER, recompute: 'selective', graphs: MIXERS },
  },
  { model: /^nemotron_3_super/i, recipe: { ...SUPER, graphs: MIXERS } },
  { model: /^nemotron_3/i, recipe: { ...HYBRID, graphs: MIXERS } },
];

/** B300's recipe of the larger model, over several stages, stays with graphs of parts. */
function onOneRankOrRack({ gpu, pipeline = 1 }: PublishedRun): boolean {
  return RACK.test(gpu) || pipeline === 1;
}

/** `(26.02.01 NeMo container)` is 2602; 0 where the row does not say. */
function containerOf({ locator }: PublishedRun): number {
  const match = /\((\d\d)\.(\d\d)(?:\.\d+)? NeMo container\)/.exec(locator);
  return match === null ? 0 : Number(`${match[1]}${match[2]}`);
}

export const isBridge = ({ source }: PublishedRun): boolean => /megatron-bridge/i.test(source);

/** Section 8.1: the stack of all runs, force-balanced. */
const isMegatronMoe = ({ source }: PublishedRun): boolean => /2603\.07685/.test(source);

/** Runs of NVIDIA's benchmarks, which force tokens to be balanced among experts. */
export const isBalanced = (run: PublishedRun): boolean => isBridge(run) || isMegatronMoe(run);

export function bridgeRecipe(run: PublishedRun): BridgeRecipe | undefined {
  if (isMegatronMoe(run))
    return {
      recompute: 'selective',
      overlapsExperts: true,
      graphs: STATIC,
      dispatcher: RACK.test(run.gpu) ? 'hybridep' : 'deepep',
    };
  if (!isBridge(run)) return undefined;
  const container = containerOf(run);
  const precision = run.precision === '' ? (run.usualPrecision ?? '') : run.precision;
  return RULES.find(
    ({ model, gpu, precision: numbers, from = 0, when }) =>
      model.test(run.model) &&
      gpu?.test(run.gpu) !== false &&
      numbers?.test(precision) !== false &&
      container >= from &&
      when?.(run) !== false,
  )?.recipe;
}
