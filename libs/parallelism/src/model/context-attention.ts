/**
 * The attention core on one of the ranks that share a sequence.
 *
 * Ring (Liu 2023; Transformer Engine's p2p): a rank holds two slices of the sequence, one from either end, so
 * that all have as much below the diagonal. It meets its own keys under the mask, and of every other rank's
 * block half: the earlier half of the keys, or with the later half of its queries all of them. Each of the C
 * blocks is a kernel of its own with the same FLOPs; outputs are rescaled and summed in FP32. All-to-all:
 * heads are dealt out in place of tokens, and a rank attends over the whole sequence. All-gather: a rank's
 * queries meet the keys before them, which is 1 / C of the causal FLOPs in one kernel.
 */
import { type LayerShape } from './layer-shape.js';
import { type AttentionOperation, type StreamOperation } from './operation.js';
import { stream } from './operation-part.js';

/** A partial output in BF16 added to a sum in FP32, which is read and written. */
const MERGE_BYTES = 2 + 4 + 4;

/**
 * What an attention over `core`'s sequence is on one rank: forward and backward kernels in order.
 * @param core of the rank's tokens, as if it had the sequence to itself
 */
export function coresOfRank(core: AttentionOperation, shape: LayerShape): readonly AttentionOperation[] {
  const { context } = shape;
  if (context === undefined) return [core];
  if (context.method === 'all-to-all') {
    return [
      {
        ...core,
        batch: core.batch * context.ranks,
        heads: core.heads / context.ranks,
        keyValueHeads: Math.max(1, core.keyValueHeads / context.ranks),
      },
    ];
  }
  if (!goesRound(core, shape)) return [core];
  const sequence = core.sequence / context.ranks;
  const own = { ...core, batch: core.batch * context.ranks, sequence };
  const below: AttentionOperation = { ...own, name: 'attention-block', causal: false, keys: sequence / 2 };
  return [own, ...Array<AttentionOperation>(context.ranks - 1).fill(below)];
}

/** Whether blocks of keys go round: windows and chunks stay near the diagonal and take the keys they need. */
const goesRound = (core: AttentionOperation, { context, sequence }: LayerShape): boolean =>
  context?.method === 'ring' && core.window === undefined && core.sequence === sequence;

/** Sums of the blocks' outputs forward, of their query and key gradients backward. */
export function mergesOfRank(
  core: AttentionOperation,
  shape: LayerShape,
  pass: 'forward' | 'backward-input',
): readonly StreamOperation[] {
  const merges = goesRound(core, shape) ? (shape.context?.ranks ?? 1) - 1 : 0;
  if (merges === 0) return [];
  const { heads, keyValueHeads, queryKeyDim, valueDim } = core;
  const width =
    pass === 'forward' ? heads * valueDim : heads * queryKeyDim + keyValueHeads * (queryKeyDim + valueDim);
  const bytes = merges * MERGE_BYTES * shape.tokens * width;
  const written = (4 / MERGE_BYTES) * bytes;
  return [
    stream('attention-merge', 'attention', pass, {
      kernel: 'elementwise',
      read: bytes - written,
      write: written,
      launches: merges,
    }),
  ];
}
