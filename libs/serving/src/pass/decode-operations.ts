/**
 * What decoding does otherwise than a forward pass: every query of a sequence meets the cache, and latent
 * attention is absorbed (DeepSeek-V2 report, section 2.1.2): the up-projections of keys and values are
 * applied to queries and outputs, head by head, so that the latent itself serves as key and value.
 */
import { type AttentionOperation, type GroupedGemmOperation, type LayerKind } from '@railyard/parallelism';
import { type EngineOperation } from './engine-operations.js';
import { type Pass, tokensOf } from './pass.js';

/** Attention of a pass over a cache. */
interface CacheAttention {
  readonly kind: 'cache-attention';
  readonly batch: number;
  /** Query heads, those of several new tokens side by side. */
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly context: number;
  readonly headDimQk: number;
  readonly headDimV: number;
  readonly latent: boolean;
}

export type DecodeOperation = EngineOperation | CacheAttention;

/** @param operations of the layer's forward pass over the new tokens @param tensor of the heads */
export function decodeOperations(
  { mixer }: LayerKind,
  operations: readonly EngineOperation[],
  pass: Pass,
  tensor: number,
): readonly DecodeOperation[] {
  if (mixer.kind !== 'mla')
    return operations.map((operation) =>
      operation.kind === 'attention' ? cacheAttention(operation, pass) : operation,
    );
  const { keyValueRank, ropeHeadDim, nopeHeadDim, valueHeadDim } = mixer;
  const heads = mixer.heads / tensor;
  const perHead = (name: string, n: number, k: number): GroupedGemmOperation => ({
    kind: 'grouped-gemm',
    name,
    section: 'attention',
    pass: 'forward',
    precision: 'bf16',
    groups: heads,
    m: tokensOf(pass),
    n,
    k,
  });
  return operations.flatMap((operation): readonly DecodeOperation[] => {
    if (operation.name === 'kv_b') return [perHead('absorb-key', keyValueRank, nopeHeadDim)];
    if (PUT_TOGETHER.has(operation.name)) return [];
    if (operation.kind !== 'attention') return [operation];
    return [
      {
        kind: 'cache-attention',
        batch: pass.sequences,
        heads: heads * pass.queries,
        keyValueHeads: 1,
        context: Math.min(pass.context, operation.window ?? Infinity),
        headDimQk: keyValueRank + ropeHeadDim,
        headDimV: keyValueRank,
        latent: true,
      },
      perHead('absorb-value', valueHeadDim, keyValueRank),
    ];
  });
}

/** Copies of keys and values that absorbed attention never makes. */
const PUT_TOGETHER: ReadonlySet<string> = new Set(['assemble-key', 'split-value']);

function cacheAttention(operation: AttentionOperation, pass: Pass): CacheAttention {
  const { heads, keyValueHeads, queryKeyDim, valueDim, window = Infinity } = operation;
  return {
    kind: 'cache-attention',
    batch: pass.sequences,
    heads: heads * pass.queries,
    keyValueHeads,
    context: Math.min(pass.context, window),
    headDimQk: queryKeyDim,
    headDimV: valueDim,
    latent: false,
  };
}
