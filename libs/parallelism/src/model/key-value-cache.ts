/** KV cache: what the mixers keep of past tokens. */
import { assertUnreachable } from '@railyard/base';
import { type LayerKind, layerCounts, layerKinds } from './layer-kinds.js';
import { type MixerSpec } from './mixer-spec.js';
import { type ModelSpec } from './model-spec.js';

/**
 * Elements that a layer keeps of each past token. MLA: the joint latent and the shared rotary key (V2 report,
 * section 2.1), and an indexer's key; GQA: keys and values of each KV head; compressed: one entry for every
 * `ratio` tokens.
 */
function elementsPerToken(mixer: MixerSpec): number {
  switch (mixer.kind) {
    case 'mla':
      return mixer.keyValueRank + mixer.ropeHeadDim + (mixer.indexer?.headDim ?? 0);
    case 'gqa':
      return mixer.sharedKeyValue === true
        ? mixer.keyValueHeads * mixer.headDim
        : mixer.keyValueHeads * (mixer.headDim + (mixer.valueHeadDim ?? mixer.headDim));
    case 'compressed':
      return mixer.ratio === 0 ? 0 : (mixer.headDim + (mixer.indexer?.headDim ?? 0)) / mixer.ratio;
    case 'mamba2':
    case 'delta-net':
    case 'linear':
    case 'none':
      return 0;
    default:
      return assertUnreachable(mixer);
  }
}

/** Past tokens after which a layer forgets; Infinity when never. */
const reach = (mixer: MixerSpec): number =>
  mixer.kind === 'gqa' ? Math.min(mixer.window ?? Infinity, mixer.chunk ?? Infinity) : Infinity;

/** Elements that do not grow with the context: states of recurrences, plain keys of a compressed layer. */
function fixedElements(mixer: MixerSpec): number {
  switch (mixer.kind) {
    case 'mamba2': {
      const { heads, headDim, stateDim, groups, convolution } = mixer;
      return heads * headDim * stateDim + (heads * headDim + 2 * groups * stateDim) * convolution;
    }
    case 'delta-net': {
      const { keyHeads, valueHeads, keyHeadDim, valueHeadDim, convolution } = mixer;
      const channels = 2 * keyHeads * keyHeadDim + valueHeads * valueHeadDim;
      return valueHeads * keyHeadDim * valueHeadDim + channels * convolution;
    }
    case 'linear':
      return mixer.heads * mixer.headDim * mixer.headDim;
    case 'compressed':
      return mixer.window * mixer.headDim;
    default:
      return 0;
  }
}

const overLayers = (model: ModelSpec, of: (kind: LayerKind) => number): number => {
  const counts = layerCounts(model);
  return layerKinds(model).reduce((sum, kind) => sum + (counts[kind.index] ?? 0) * of(kind), 0);
};

/**
 * Bytes that one more token adds over the main model's layers, in BF16 by default (paper, Table 1), as long
 * as no window is full.
 */
export function keyValueBytesPerToken(model: ModelSpec, bytesPerElement = 2): number {
  return bytesPerElement * overLayers(model, ({ mixer }) => elementsPerToken(mixer));
}

/** Bytes that one sequence of `context` tokens holds: windows are bounded, recurrent states fixed. */
export function keyValueBytes(model: ModelSpec, context: number, bytesPerElement = 2): number {
  const elements = overLayers(
    model,
    ({ mixer }) => elementsPerToken(mixer) * Math.min(context, reach(mixer)) + fixedElements(mixer),
  );
  return bytesPerElement * elements;
}
