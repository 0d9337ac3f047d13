/**
 * Memory-bound kernels of the feed-forward block, trained in fine-grained FP8 with the recomputation of
 * DeepSeek-V3 (norm, SwiGLU; its inputs are kept in FP8), in launch order. Order and grids:
 * deepseek-ai/profile-data train.json; bytes from the shapes. A dense layer is the shared experts' part alone
 * (`routed` false), with its own inner size.
 */
import {
  type LayerDims,
  type LayerStream,
  TILE_FP8,
  castBytes,
  passBytes,
  scaleBytes,
  streamsOf,
  transposeBytes,
} from './layer-streams.js';

const F = streamsOf('mlp', 'F');
const B = streamsOf('mlp', 'B');
const W = streamsOf('mlp', 'W');

const hidden = (d: LayerDims) => d.tokens * d.hidden;
const sharedInner = (d: LayerDims) => d.tokens * d.sharedHidden;
const routedInner = (d: LayerDims) => d.expertRows * d.expertHidden;
/** Received tokens to expert rows, both in FP8 tiles. */
const expand = (d: LayerDims) => TILE_FP8 * d.hidden * (d.receivedTokens + d.expertRows);
/** Expert rows summed to received tokens, both in BF16. */
const reduce = (d: LayerDims) => 2 * d.hidden * (d.expertRows + d.receivedTokens);
/** Gate and up read in BF16, their product written in FP8 tiles. */
const swigluCast = (inner: number) => inner * (4 + TILE_FP8);

export const MLP_FORWARD_STREAMS: readonly LayerStream[] = [
  F('shared input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(hidden(d))),
  F('routed row index', 'moe_permute', 'index', (d) => 2 * 8 * d.receivedTokens * d.topK, 2),
  F('routed permute', 'moe_permute', 'rows', expand),
  F('routed gate_up weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.localExperts * 2 * d.expertHidden * d.hidden),
  ),
  F('routed gate_up input scales', 'elementwise_misc', 'scatter', (d) => scaleBytes(d.expertRows * d.hidden)),
  F('routed gate weights', 'elementwise_misc', 'elementwise', (d) => 8 * d.receivedTokens * d.topK),
  F('routed swiglu and cast', 'swiglu', 'rows', (d) => swigluCast(routedInner(d))),
  F('routed down weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.localExperts * d.expertHidden * d.hidden),
  ),
  F('routed down input scales', 'elementwise_misc', 'scatter', (d) => scaleBytes(routedInner(d))),
  F('routed unpermute', 'moe_permute', 'rows', reduce),
  F('shared swiglu and cast', 'swiglu', 'rows', (d) => swigluCast(sharedInner(d))),
  F('shared down input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(sharedInner(d))),
  F('keep routed gate_up in FP8', 'fp8_cast_transpose', 'cast', (d) => castBytes(2 * routedInner(d))),
  F('keep shared gate_up in FP8', 'fp8_cast_transpose', 'cast', (d) => castBytes(2 * sharedInner(d))),
];

export const MLP_BACKWARD_STREAMS: readonly LayerStream[] = [
  B('shared gate_up back to BF16', 'fp8_cast_transpose', 'cast', (d) => castBytes(2 * sharedInner(d))),
  B('shared down weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.sharedHidden * d.hidden),
  ),
  B('shared down gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(hidden(d))),
  B(
    'shared down gradient other way',
    'fp8_cast_transpose',
    'recast-transpose',
    (d) => 2 * TILE_FP8 * hidden(d),
  ),
  B('shared swiglu again, other way', 'swiglu', 'rows', (d) => swigluCast(sharedInner(d))),
  B('shared swiglu gradient', 'swiglu', 'rows', (d) => 10 * sharedInner(d)),
  B('routed gate_up back to BF16', 'fp8_cast_transpose', 'cast', (d) => castBytes(2 * routedInner(d))),
  B('routed permute of gradient', 'moe_permute', 'rows', expand),
  B('routed down gradient scales', 'elementwise_misc', 'scatter', (d) => scaleBytes(d.expertRows * d.hidden)),
  B('routed swiglu again and gradient', 'swiglu', 'rows', (d) => 12 * routedInner(d)),
  B('routed gate weight gradient', 'swiglu', 'rows', (d) => 4 * routedInner(d)),
  B('routed down input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(routedInner(d))),
  B('routed gate weights', 'elementwise_misc', 'elementwise', (d) => 8 * d.receivedTokens * d.topK),
  B('feed-forward norm again', 'rmsnorm', 'norm', (d) => passBytes(hidden(d))),
  B('shared gate_up input cast again', 'fp8_cast_transpose', 'cast', (d) => castBytes(hidden(d))),
  B('routed gate_up gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(2 * routedInner(d))),
  B('routed gate_up gradient scales', 'elementwise_misc', 'scatter', (d) => scaleBytes(2 * routedInner(d))),
  B('routed unpermute of gradient', 'moe_permute', 'rows', reduce),
  B('routed gate_up gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) =>
    castBytes(2 * routedInner(d)),
  ),
  B('shared gate_up input back to BF16', 'fp8_cast_transpose', 'cast', (d) => castBytes(hidden(d))),
  B('shared gate_up weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(2 * d.sharedHidden * d.hidden),
  ),
  B('shared gate_up gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(2 * sharedInner(d))),
  B('shared gate_up gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(2 * sharedInner(d))),
  B('shared gate_up gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) =>
    castBytes(2 * sharedInner(d)),
  ),
  B('shared gate_up input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(hidden(d))),
];

/**
 * What dispatch brought in FP8 is expanded to expert rows again and requantized the other way when the weight
 * gradient needs it.
 */
export const MLP_WEIGHT_STREAMS: readonly LayerStream[] = [
  W('routed down gradient other way', 'fp8_cast_transpose', 'recast-transpose', expand),
  W('routed gate_up input other way', 'fp8_cast_transpose', 'recast-transpose', expand),
];
