/**
 * Memory-bound kernels of multi-head latent attention and the gate, trained in fine-grained FP8 with the
 * recomputation of DeepSeek-V3 (norms, up-projections, RoPE), in launch order. Order and grids:
 * deepseek-ai/profile-data train.json; bytes from the shapes. Every GEMM input is cast to 1x128 tiles and its
 * scales transposed; each weight gradient needs both operands cast along the other axis.
 */
import {
  type LayerDims,
  type LayerStream,
  TILE_E5M6,
  castBytes,
  passBytes,
  scaleBytes,
  streamsOf,
  transposeBytes,
} from './layer-streams.js';

const F = streamsOf('attn', 'F');
const B = streamsOf('attn', 'B');

const hidden = (d: LayerDims) => d.tokens * d.hidden;
const query = (d: LayerDims) => d.tokens * d.heads * (d.nopeHeadDim + d.ropeHeadDim);
const keyValue = (d: LayerDims) => d.tokens * d.heads * (d.nopeHeadDim + d.valueHeadDim);
const output = (d: LayerDims) => d.tokens * d.heads * d.valueHeadDim;
const ropeOfHeads = (d: LayerDims) => d.tokens * d.heads * d.ropeHeadDim;
const queryLatent = (d: LayerDims) => d.tokens * d.queryRank;
const keyValueLatent = (d: LayerDims) => d.tokens * d.keyValueRank;
const ropeKey = (d: LayerDims) => d.tokens * d.ropeHeadDim;
const jointLatent = (d: LayerDims) => d.tokens * (d.keyValueRank + d.ropeHeadDim);
/**
 * Passes over the token x expert scores in FP32: noise, sigmoid, normalization, bias, masks, and their
 * gradients; counted as full passes, read and write.
 */
const gateScores = (d: LayerDims) => 20 * 4 * d.tokens * d.routedExperts;

export const ATTENTION_FORWARD_STREAMS: readonly LayerStream[] = [
  F('input norm', 'rmsnorm', 'norm', (d) => passBytes(hidden(d))),
  F('q_a input cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(hidden(d))),
  F('q_a input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(hidden(d))),
  F('kv_a input cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(hidden(d))),
  F('kv_a input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(hidden(d))),
  F('positions', 'elementwise_misc', 'elementwise', (d) => 8 * d.tokens, 2),
  F('query latent norm', 'rmsnorm', 'norm', (d) => passBytes(queryLatent(d))),
  F('split off key-value latent', 'elementwise_misc', 'strided', (d) => passBytes(keyValueLatent(d))),
  F('key-value latent norm', 'rmsnorm', 'norm', (d) => passBytes(keyValueLatent(d))),
  F('split off rope key', 'elementwise_misc', 'strided', (d) => passBytes(ropeKey(d))),
  F('q_b input cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(queryLatent(d))),
  F('q_b input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(queryLatent(d))),
  F('kv_b input cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(keyValueLatent(d))),
  F('kv_b input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(keyValueLatent(d))),
  F('rope on key', 'rope_copy', 'strided', (d) => passBytes(ropeKey(d))),
  F('assemble keys', 'rope_copy', 'rows', (d) => passBytes(d.tokens * d.heads * d.nopeHeadDim)),
  F('broadcast rope key to heads', 'elementwise_misc', 'scatter', (d) => 2 * ropeOfHeads(d)),
  F('rope on queries', 'rope_copy', 'strided', (d) => passBytes(ropeOfHeads(d))),
  F('keep output in 12 bits', 'fp8_cast_transpose', 'pack', (d) => output(d) * (2 + TILE_E5M6)),
  F('o input cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(output(d))),
  F('o input scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(output(d))),
  F('output scaling', 'elementwise_misc', 'elementwise', (d) => passBytes(hidden(d))),
  F('feed-forward norm', 'rmsnorm', 'norm', (d) => passBytes(hidden(d))),
  F('routed gate scores', 'elementwise_misc', 'elementwise', gateScores, 35),
  F('routed gate top-k', 'elementwise_misc', 'select', (d) => 2 * 4 * d.tokens * d.routedExperts, 2),
  F('feed-forward input cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(hidden(d))),
];

export const ATTENTION_BACKWARD_STREAMS: readonly LayerStream[] = [
  B('routed gate gradient', 'elementwise_misc', 'elementwise', gateScores, 26),
  B('sum of input gradients', 'elementwise_misc', 'elementwise', (d) => 1.5 * passBytes(hidden(d))),
  B('feed-forward norm backward', 'rmsnorm', 'norm', (d) => 1.5 * passBytes(hidden(d))),
  B('feed-forward norm weight gradient', 'rmsnorm', 'elementwise', (d) => 4 * d.hidden),
  B('feed-forward norm weight sum', 'elementwise_misc', 'elementwise', (d) => 12 * d.hidden),
  B('output gradient scaling', 'elementwise_misc', 'elementwise', (d) => passBytes(hidden(d))),
  B('output back from 12 bits', 'fp8_cast_transpose', 'unpack', (d) => output(d) * (2 + TILE_E5M6)),
  B('o gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(hidden(d))),
  B('o weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.hidden * d.heads * d.valueHeadDim),
  ),
  B('o gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(hidden(d))),
  B('o input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(output(d))),
  B('o gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(hidden(d))),
  B('query latent norm again', 'rmsnorm', 'norm', (d) => passBytes(queryLatent(d))),
  B('split off key-value latent again', 'elementwise_misc', 'strided', (d) => passBytes(keyValueLatent(d))),
  B('key-value latent norm again', 'rmsnorm', 'norm', (d) => passBytes(keyValueLatent(d))),
  B('q_b input cast again', 'fp8_cast_transpose', 'cast', (d) => castBytes(queryLatent(d))),
  B('q_b input scales again', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(queryLatent(d))),
  B('kv_b input cast again', 'fp8_cast_transpose', 'cast', (d) => castBytes(keyValueLatent(d))),
  B('kv_b input scales again', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(keyValueLatent(d))),
  B('rope on key again', 'rope_copy', 'strided', (d) => passBytes(ropeKey(d))),
  B('assemble keys again', 'rope_copy', 'rows', (d) => passBytes(d.tokens * d.heads * d.nopeHeadDim)),
  B('broadcast rope key again', 'elementwise_misc', 'scatter', (d) => 2 * ropeOfHeads(d)),
  B('rope on queries again', 'rope_copy', 'strided', (d) => passBytes(ropeOfHeads(d))),
  B('row sums and clear', 'attention_core', 'rows', (d) => 4 * output(d) + 4 * query(d)),
  B('query gradient to BF16', 'attention_core', 'rows', (d) => 6 * query(d)),
  B('rope on query gradient', 'rope_copy', 'strided', (d) => passBytes(ropeOfHeads(d))),
  B('q_b weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.queryRank * d.heads * (d.nopeHeadDim + d.ropeHeadDim)),
  ),
  B('q_b gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(query(d))),
  B('q_b gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(query(d))),
  B('sum rope key gradient over heads', 'elementwise_misc', 'rows', (d) => 2 * ropeOfHeads(d)),
  B('rope on key gradient', 'rope_copy', 'strided', (d) => passBytes(ropeKey(d))),
  B('key gradient to joint', 'rope_copy', 'rows', (d) => passBytes(d.tokens * d.heads * d.nopeHeadDim)),
  B('value gradient to joint', 'rope_copy', 'rows', (d) => passBytes(output(d))),
  B('kv_b weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.keyValueRank * d.heads * (d.nopeHeadDim + d.valueHeadDim)),
  ),
  B('kv_b gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(keyValue(d))),
  B('kv_b gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(keyValue(d))),
  B('kv_b gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(keyValue(d))),
  B('kv_b input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(keyValueLatent(d))),
  B('q_b gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(query(d))),
  B('q_b input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(queryLatent(d))),
  B('key-value latent norm backward', 'rmsnorm', 'norm', (d) => 1.5 * passBytes(keyValueLatent(d))),
  B('key-value latent norm weight gradient', 'rmsnorm', 'elementwise', (d) => 4 * d.keyValueRank),
  B('key-value latent norm weight sum', 'elementwise_misc', 'elementwise', (d) => 12 * d.keyValueRank),
  B('query latent norm backward', 'rmsnorm', 'norm', (d) => 1.5 * passBytes(queryLatent(d))),
  B('query latent norm weight gradient', 'rmsnorm', 'elementwise', (d) => 4 * d.queryRank),
  B('joint latent gradient', 'elementwise_misc', 'elementwise', (d) => 4 * passBytes(jointLatent(d)), 6),
  B('input norm again', 'rmsnorm', 'norm', (d) => passBytes(hidden(d))),
  B('kv_a gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(jointLatent(d))),
  B('kv_a weight transpose', 'fp8_cast_transpose', 'rows', (d) =>
    transposeBytes(d.hidden * (d.keyValueRank + d.ropeHeadDim)),
  ),
  B('kv_a gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(jointLatent(d))),
  B('kv_a input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(hidden(d))),
  B('kv_a gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(jointLatent(d))),
  B('q_a gradient cast', 'fp8_cast_transpose', 'cast', (d) => castBytes(queryLatent(d))),
  B('q_a weight transpose', 'fp8_cast_transpose', 'rows', (d) => transposeBytes(d.hidden * d.queryRank)),
  B('q_a gradient scales', 'fp8_cast_transpose', 'scales', (d) => scaleBytes(queryLatent(d))),
  B('q_a input other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(hidden(d))),
  B('q_a gradient other way', 'fp8_cast_transpose', 'cast-transpose', (d) => castBytes(queryLatent(d))),
  B('sum of latent gradients', 'elementwise_misc', 'elementwise', (d) => 1.5 * passBytes(hidden(d))),
  B('input norm backward', 'rmsnorm', 'norm', (d) => 1.5 * passBytes(hidden(d))),
  B('input norm weight gradient', 'rmsnorm', 'elementwise', (d) => 4 * d.hidden),
  B('input norm weight sum', 'elementwise_misc', 'elementwise', (d) => 12 * d.hidden),
];
