/** A workload as arguments of Megatron-LM, so that a layout that was found can be launched. */
import { assertUnreachable } from '@railyard/base';
import {
  type ModelSpec,
  type MoeSpec,
  OFFLOAD_PARTS,
  type ParallelismSpec,
  type WorkloadSpec,
  hiddenOnce,
  layerKinds,
  sharesTokens,
} from '@railyard/parallelism';
import { MODULE_NAMES, OFFLOADED_MODULES } from '../megatron/index.js';
import { type Remark } from '../source/index.js';
import { type Flag } from './flag.js';
import { dispatcherFlags, launchFlags } from './launch-flags.js';
import { optimizerFlags, precisionFlags } from './number-flags.js';

export interface ExportedJob {
  readonly text: string;
  /** What the other program has no word for. */
  readonly left: readonly Remark[];
}

export function megatronJob(workload: WorkloadSpec): ExportedJob {
  const left: Remark[] = [];
  const flags = [...modelFlags(workload.model, left), ...layoutFlags(workload), ...runFlags(workload, left)];
  leaveRest(workload, left);
  const lines = flags.map((flag) => (typeof flag === 'string' ? `--${flag}` : `--${flag[0]} ${flag[1]}`));
  return { text: `${lines.join(' \\\n')}\n`, left };
}

function modelFlags(model: ModelSpec, left: Remark[]): readonly Flag[] {
  const { attention, moe } = model;
  if (model.layerKinds !== undefined)
    left.push({ key: 'model.layerKinds', text: "every layer is the model's own; give the pattern by hand" });
  return [
    ['num-layers', model.layers],
    ['hidden-size', model.hidden],
    ['ffn-hidden-size', model.denseHidden],
    ['num-attention-heads', attention.heads],
    ...attentionFlags(model, left),
    ...activationFlags(model),
    ['normalization', model.norm === 'layernorm' ? 'LayerNorm' : 'RMSNorm'],
    ...(model.ffnBias === true ? [] : ['disable-bias-linear']),
    ...(model.tiedEmbedding ? [] : ['untie-embeddings-and-output-weights']),
    ...positionFlags(model, left),
    ['vocab-size', model.vocabulary],
    ['make-vocab-size-divisible-by', 1],
    ...(moe === undefined ? [] : moeFlags(model, moe)),
    ...(model.mtpModules > 0 ? ([['mtp-num-layers', model.mtpModules]] as const) : []),
  ];
}

function attentionFlags({ attention, ffnBias }: ModelSpec, left: Remark[]): readonly Flag[] {
  switch (attention.kind) {
    case 'mla':
      return [
        'multi-latent-attention',
        ...(attention.queryRank > 0 ? ([['q-lora-rank', attention.queryRank]] as const) : []),
        ['kv-lora-rank', attention.keyValueRank],
        ['qk-head-dim', attention.nopeHeadDim],
        ['qk-pos-emb-head-dim', attention.ropeHeadDim],
        ['v-head-dim', attention.valueHeadDim],
        'qk-layernorm',
      ];
    case 'gqa':
      return [
        ...(attention.keyValueHeads === attention.heads
          ? []
          : (['group-query-attention', ['num-query-groups', attention.keyValueHeads]] as const)),
        ['kv-channels', attention.headDim],
        ...(attention.qkvBias === true && ffnBias !== true ? ['add-qkv-bias'] : []),
        ...(attention.queryKeyNorm === undefined ? [] : ['qk-layernorm']),
        ...(attention.window === undefined ? [] : ([['window-size', `${attention.window - 1},0`]] as const)),
      ];
    case 'compressed':
      left.push({ key: 'model.attention', text: 'compressed attention is not among the arguments' });
      return [];
  }
}

function activationFlags({ activation }: ModelSpec): readonly Flag[] {
  switch (activation) {
    case undefined:
    case 'swiglu':
      return ['swiglu'];
    case 'squared-relu':
      return ['squared-relu'];
    default:
      return [];
  }
}

function positionFlags({ positions, learnedPositions }: ModelSpec, left: Remark[]): readonly Flag[] {
  switch (positions) {
    case undefined:
    case 'rotary':
      return [['position-embedding-type', 'rope']];
    case 'learned':
      return [
        ['position-embedding-type', 'learned_absolute'],
        ['max-position-embeddings', learnedPositions ?? 0],
      ];
    case 'alibi':
      left.push({ key: 'model.positions', text: 'ALiBi is not among the arguments' });
      return [['position-embedding-type', 'none']];
    case 'none':
      return [['position-embedding-type', 'none']];
    default:
      return assertUnreachable(positions);
  }
}

function moeFlags(model: ModelSpec, moe: MoeSpec): readonly Flag[] {
  const routed = layerKinds(model).some((kind) => kind.ffn.kind === 'moe');
  const shared = moe.sharedExperts * (moe.sharedHidden ?? moe.expertHidden);
  return [
    ['num-experts', moe.routedExperts],
    ['moe-router-topk', moe.topK],
    ['moe-ffn-hidden-size', moe.expertHidden],
    ...(shared > 0 ? ([['moe-shared-expert-intermediate-size', shared]] as const) : []),
    ...(moe.groups > 1
      ? ([
          ['moe-router-num-groups', moe.groups],
          ['moe-router-group-topk', moe.topGroups],
        ] as const)
      : []),
    ...(routed && moe.denseLayers > 0
      ? ([['moe-layer-freq', `'([0]*${moe.denseLayers}+[1]*${model.layers - moe.denseLayers})'`]] as const)
      : []),
    ...(moe.capacityFactor === undefined
      ? []
      : ([['moe-expert-capacity-factor', moe.capacityFactor], 'moe-pad-expert-input-to-capacity'] as const)),
    'moe-grouped-gemm',
  ];
}

function layoutFlags(workload: WorkloadSpec): readonly Flag[] {
  const { parallelism, schedule, stageLayers, model } = workload;
  const { pipeline, tensor, expert, expertTensor = 1, rankOrder } = parallelism;
  return [
    ['tensor-model-parallel-size', tensor],
    ...(tensor > 1 && sharesTokens(workload) ? ['sequence-parallel'] : []),
    ['pipeline-model-parallel-size', pipeline],
    ...(stageLayers !== undefined
      ? ([['pipeline-model-parallel-layout', `'${pipelineText(stageLayers, model.mtpModules)}'`]] as const)
      : schedule.name === 'interleaved'
        ? ([['num-virtual-stages-per-pipeline-rank', schedule.chunksPerDevice]] as const)
        : []),
    ...contextFlags(parallelism),
    ...(model.moe === undefined
      ? []
      : ([
          ['expert-model-parallel-size', expert],
          ['expert-tensor-parallel-size', expertTensor],
        ] as const)),
    ...(rankOrder === 'tp-cp-ep-pp-dp' ? ['use-tp-pp-dp-mapping'] : []),
    ...shardingFlags(workload),
  ];
}

const CONTEXT_TYPES = { ring: 'p2p', 'all-to-all': 'a2a', 'all-gather': 'all_gather' } as const;

const contextFlags = ({ context = 1, contextMethod = 'ring' }: ParallelismSpec): readonly Flag[] =>
  context === 1
    ? []
    : [
        ['context-parallel-size', context],
        ['cp-comm-type', CONTEXT_TYPES[contextMethod]],
      ];

function shardingFlags(workload: WorkloadSpec): readonly Flag[] {
  const { zeroStage, overlap } = workload.parallelism;
  const isFsdp = zeroStage >= 2;
  const hidden = hiddenOnce(workload);
  const reduction = overlap?.gradientReduction ?? (isFsdp || hidden.reduction);
  const gather = overlap?.parameterGather ?? (zeroStage === 3 || hidden.gather);
  return [
    ...(zeroStage > 0 ? ['use-distributed-optimizer'] : []),
    ...(isFsdp
      ? ([
          'use-megatron-fsdp',
          ['data-parallel-sharding-strategy', zeroStage === 2 ? 'optim_grads' : 'optim_grads_params'],
        ] as const)
      : []),
    ...(overlap?.tensor === true ? ['tp-comm-overlap'] : []),
    ...(overlap?.expert === true ? ['overlap-moe-expert-parallel-comm', 'delay-wgrad-compute'] : []),
    ...(reduction ? ['overlap-grad-reduce'] : []),
    ...(gather ? ['overlap-param-gather'] : []),
  ];
}

/** `Ett|tt|tmL`: layers of every stage, the embedding first, MTP and loss last. */
const pipelineText = (stageLayers: readonly number[], mtpModules: number): string =>
  stageLayers
    .map((layers, stage) => {
      const last = stage === stageLayers.length - 1;
      return `${stage === 0 ? 'E' : ''}${'t'.repeat(layers)}${last ? `${'m'.repeat(mtpModules)}L` : ''}`;
    })
    .join('|');

function runFlags(workload: WorkloadSpec, left: Remark[]): readonly Flag[] {
  const { batch, precision, optimizer } = workload;
  return [
    ['seq-length', batch.sequenceLength],
    ['micro-batch-size', batch.microBatchSequences],
    ['global-batch-size', batch.globalSequences],
    ...precisionFlags(precision, left),
    ...optimizerFlags(optimizer, left),
    ...dispatcherFlags(workload, left),
    ...launchFlags(workload, left),
    ...recomputeFlags(workload, left),
    ...offloadFlags(workload, left),
  ];
}

function recomputeFlags(workload: WorkloadSpec, left: Remark[]): readonly Flag[] {
  const { recompute, recomputeModules, recomputeMethod = 'uniform', recomputeLayers = 1 } = workload;
  if (recompute === 'none') return [];
  const granularity = ['recompute-granularity', recompute] as const;
  if (recompute === 'full')
    return [granularity, ['recompute-method', recomputeMethod], ['recompute-num-layers', recomputeLayers]];
  if (recomputeModules === undefined) {
    left.push({ key: 'recompute', text: 'name the modules: norms, MLA up-projections and activations' });
    return [granularity];
  }
  const names = Object.entries(MODULE_NAMES).filter(([, module]) => recomputeModules.includes(module));
  return [granularity, ['recompute-modules', names.map(([name]) => name).join(' ')]];
}

/** Layers as a whole without a pipeline, else the inputs of modules. */
function offloadFlags({ activationOffload, parallelism }: WorkloadSpec, left: Remark[]): readonly Flag[] {
  if (activationOffload === undefined) return [];
  const { layers, parts } = activationOffload;
  if (layers !== undefined && parts === undefined && parallelism.pipeline === 1)
    return [['cpu-offloading-num-layers', layers]];
  if (layers !== undefined)
    left.push({
      key: 'activationOffload.layers',
      text: `${layers}: some layers go as a whole and without a pipeline only: modules of all are named`,
    });
  const modules = (parts ?? OFFLOAD_PARTS).flatMap((part) => OFFLOADED_MODULES[part]);
  return ['fine-grained-activation-offloading', ['offload-modules', modules.join(' ')]];
}

function leaveRest({ schedule, parallelism }: WorkloadSpec, left: Remark[]): void {
  if (schedule.name !== '1f1b' && schedule.name !== 'interleaved')
    left.push({ key: 'schedule', text: `${schedule.name} is not among the arguments: 1F1B runs` });
  const { rankOrder, shardingGroup, reshardAfterForward, prefetch } = parallelism;
  if (rankOrder !== undefined && !['tp-cp-ep-dp-pp', 'tp-cp-ep-pp-dp'].includes(rankOrder))
    left.push({ key: 'parallelism.rankOrder', text: `${rankOrder} is not among the arguments` });
  if (shardingGroup !== undefined)
    left.push({
      key: 'parallelism.shardingGroup',
      text: `${shardingGroup}: set num-distributed-optimizer-instances to the number of groups`,
    });
  if (reshardAfterForward === false)
    left.push({
      key: 'parallelism.reshardAfterForward',
      text: 'weights are gathered again for the backward',
    });
  if (prefetch !== undefined && prefetch > 1)
    left.push({ key: 'parallelism.prefetch', text: `${prefetch} units ahead are not among the arguments` });
  if (parallelism.placement !== 'packed')
    left.push({
      key: 'parallelism.placement',
      text: `${parallelism.placement}: ranks are laid by the launcher`,
    });
}
