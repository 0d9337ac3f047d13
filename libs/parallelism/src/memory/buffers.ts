/** Memory of what ranks exchange: expert, pipeline and context buffers. */
import { type Constant, published } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  contextExchange,
  residualTokens,
} from '../model/index.js';
import { type WorkloadSpec } from '../plan/index.js';
import { elementBytes } from './kept-bytes.js';

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
