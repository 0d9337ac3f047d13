/** Arguments of Megatron-LM about who shares what: sequences, experts' matrices, the training state. */
import { type ContextMethod, type OverlapSpec } from '@railyard/parallelism';
import { type Fields, type JobValues } from '../source/index.js';

const CONTEXT_METHODS: Readonly<Record<string, ContextMethod>> = {
  p2p: 'ring',
  a2a: 'all-to-all',
  all_gather: 'all-gather',
  allgather: 'all-gather',
};

/** Context ranks, sequence parallelism, ranks that split experts, the order of ranks. */
export function sharedLayout(fields: Fields, tensor: number): JobValues {
  const hasExperts = (fields.count('num-experts') ?? 0) > 1;
  const sequence = fields.flag('sequence-parallel') === true;
  // With experts and tensor ranks Megatron-LM wants it on.
  const isOff = !sequence && tensor > 1 && !hasExperts;
  return {
    ...contextOf(fields),
    ...(isOff ? { sequenceParallel: false } : {}),
    ...(hasExperts ? expertTensorOf(fields, tensor) : {}),
    ...(fields.flag('use-tp-pp-dp-mapping') === true ? { rankOrder: 'tp-cp-ep-pp-dp' } : {}),
  };
}

function contextOf(fields: Fields): JobValues {
  const context = fields.count('context-parallel-size') ?? 1;
  const type = fields.text('cp-comm-type')?.split(/[\s,]+/)[0];
  if (context === 1) return {};
  const method = type === undefined ? 'ring' : CONTEXT_METHODS[type];
  if (method === undefined) fields.leave('cp-comm-type', `${type} is not stated: ring`);
  return { context, contextMethod: method ?? 'ring' };
}

/** As many as tensor ranks unless the file says. */
function expertTensorOf(fields: Fields, tensor: number): JobValues {
  const stated = fields.count('expert-tensor-parallel-size');
  if (stated === undefined && tensor > 1)
    fields.assume('expert-tensor-parallel-size', `${tensor}, as tensor-model-parallel-size`);
  const split = stated ?? tensor;
  return split > 1 ? { expertTensor: split } : {};
}

/**
 * Dispatch and combine behind another micro-batch, as Megatron-LM and the recipes of Megatron-Bridge call it;
 * weight gradients then fill the waits whether --delay-wgrad-compute is set or not.
 */
export const overlapsExperts = (fields: Fields): boolean =>
  fields.flag('overlap-moe-expert-parallel-comm', 'moe-a2a-overlap') === true;

const STRATEGIES: Readonly<Record<string, 0 | 1 | 2 | 3>> = {
  no_shard: 0,
  optim: 1,
  optim_grads: 2,
  optim_grads_params: 3,
};

/**
 * What replicas share, and what of it runs alongside computation; absent arguments are off, which is said
 * where a level of software would have them on.
 */
export function shardingOf(fields: Fields, tensor: number, hasLevel: boolean): JobValues {
  const on = (...names: readonly string[]): boolean => names.some((name) => fields.flag(name) === true);
  const strategy = fields.text('data-parallel-sharding-strategy');
  const isMegatron = on('use-megatron-fsdp', 'use-custom-fsdp');
  const isTorch = on('use-torch-fsdp2', 'fsdp');
  const distributed = on('use-distributed-optimizer');
  const stage = isMegatron ? (STRATEGIES[strategy ?? 'no_shard'] ?? 1) : isTorch ? 3 : distributed ? 1 : 0;
  const reduction = on('overlap-grad-reduce');
  const gather = on('overlap-param-gather') && stage > 0;
  const pieces = on('tp-comm-overlap', 'ub-tp-comm-overlap') && on('sequence-parallel') && tensor > 1;
  const overlap: OverlapSpec = {
    ...(pieces ? { tensor: true } : {}),
    ...(overlapsExperts(fields) ? { expert: true } : {}),
    ...(reduction
      ? { gradientReduction: true }
      : (stage >= 2 && isMegatron) || (hasLevel && !isTorch)
        ? { gradientReduction: false }
        : {}),
    ...(gather
      ? { parameterGather: true }
      : (stage === 3 && isMegatron) || (hasLevel && !isTorch)
        ? { parameterGather: false }
        : {}),
  };
  return { zeroStage: stage, ...(Object.keys(overlap).length === 0 ? {} : { overlap }) };
}
