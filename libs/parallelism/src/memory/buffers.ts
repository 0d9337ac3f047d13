/**
 * Memory apart from state and activations: communication buffers, what one layer needs while it runs, and the
 * runtime's own.
 */
import { type Constant, assumed, published } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  contextExchange,
  expertWidth,
  residualTokens,
  vocabularyRows,
} from '../model/index.js';
import { type WorkloadSpec } from '../plan/index.js';
import { elementBytes, layerActivations } from './activations.js';

const DEEPEP =
  'deepseek-ai/DeepEP, buffer size hints and default configuration for 16 to 64 ranks ' +
  '(csrc/config.hpp, deep_ep/buffer.py)';
/**
 * Tokens that a channel can receive from each NVLink peer, and from each node over RDMA, before the sender
 * waits.
 */
export const NVLINK_RECEIVE_TOKENS: Constant = published(288, 'tokens', DEEPEP);
export const RDMA_RECEIVE_TOKENS: Constant = published(128, 'tokens', DEEPEP);
/** Capacity for expert indices, weights and scales of each token. */
const TOKEN_METADATA_BYTES: Constant = published(128 * (8 + 4 + 4), 'B/token', DEEPEP);

export const RUNTIME_RESERVE_GB: Constant = assumed(
  3,
  'GB',
  'CUDA context, libraries and NCCL channels: 2 to 4 GB of a training process before it holds a tensor',
);
/**
 * Part of the activations that the caching allocator cannot reuse: blocks of unlike sizes come and go with
 * each micro-batch.
 */
export const FRAGMENTATION: Constant = assumed(
  0.05,
  'of activations',
  'a caching allocator loses a few per cent when block sizes repeat in every layer',
);

/**
 * DeepEP's dispatch and combine buffers on one GPU: two SMs make a channel; RDMA buffers are for sending and
 * receiving.
 */
export function expertBufferBytes(cluster: ClusterSpec, workload: WorkloadSpec): number {
  const { expert } = workload.parallelism;
  if (workload.model.moe === undefined || expert === 1) return 0;
  const channels = Math.max(1, workload.communication.sms / 2);
  const peers = Math.min(expert, cluster.gpusPerNode);
  const nodes = Math.ceil(expert / cluster.gpusPerNode);
  const slots = peers * NVLINK_RECEIVE_TOKENS.value + (nodes > 1 ? 2 * nodes * RDMA_RECEIVE_TOKENS.value : 0);
  return channels * slots * (2 * workload.model.hidden + TOKEN_METADATA_BYTES.value);
}

/** Activations on their way in and out of the stage, double-buffered in both directions. */
export function pipelineBufferBytes(model: ModelSpec, shape: LayerShape, pipeline: number): number {
  return pipeline === 1 ? 0 : 4 * elementBytes(shape) * residualTokens(shape) * model.hidden;
}

/**
 * What a layer holds of the keys and values of others: two blocks that come and go round a ring, with their
 * gradients in the backward; all of them, with their gradients; or what was dealt out, twice.
 */
export function contextBufferBytes(kinds: readonly LayerKind[], shape: LayerShape): number {
  const { context } = shape;
  if (context === undefined) return 0;
  const bytesOf = ({ mixer }: LayerKind): number => {
    const exchange = contextExchange(mixer, shape);
    if (exchange === undefined) return 0;
    const { kind, queries, keyValues, output } = exchange;
    if (kind === 'heads' || context.method === 'all-to-all')
      return 2 * elementBytes(shape) * shape.tokens * (queries + keyValues + output);
    return (
      2 * elementBytes(shape) * shape.tokens * keyValues * (context.method === 'ring' ? 2 : context.ranks)
    );
  };
  return Math.max(0, ...kinds.map(bytesOf));
}

/**
 * The peak inside a layer: what recomputation brings back and its gradients, expert inputs and
 * outputs laid out by rows in BF16; at the head, the gradient of the logits in FP32.
 */
export function workspaceBytes(
  model: ModelSpec,
  kinds: readonly LayerKind[],
  head: boolean,
  shape: LayerShape,
): number {
  let peak = head ? 4 * shape.tokens * (vocabularyRows(model) / shape.tensorParallel) : 0;
  for (const kind of kinds) {
    const { ffn } = kind;
    const rows =
      ffn.kind === 'moe' ? 2 * elementBytes(shape) * shape.expertRows * expertWidth(model, ffn.moe) : 0;
    peak = Math.max(peak, 2 * layerActivations(model, kind, shape).recomputed + rows);
  }
  return peak;
}
