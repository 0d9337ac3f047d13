/**
 * Of a layer's linear parts, what its operations do not say: biases, and how a joint projection is
 * divided.
 */
import { type LayerKind } from './layer-kinds.js';
import { type ModelSpec, isGated } from './model-spec.js';
import { valueDim } from './parameters.js';
import { type LinearTraits } from './software-operations.js';

export const NO_BIAS: LinearTraits = { biased: () => false, gated: true };

export function linearTraits(model: ModelSpec, kind: LayerKind, tensorParallel: number): LinearTraits {
  const { mixer } = kind;
  const grouped = mixer.kind === 'gqa' ? mixer : undefined;
  return {
    biased: (name) => {
      if (name === 'qkv') return grouped?.qkvBias === true;
      if (name === 'o') return grouped?.outputBias === true;
      return name.startsWith('dense_') && model.ffnBias === true;
    },
    gated: isGated(model),
    ...(kind.ffn.kind === 'moe' && kind.ffn.moe.bias === true ? { expertBias: true } : {}),
    ...(kind.ffn.kind === 'moe' && kind.ffn.moe.clamped === true ? { clampedExperts: true } : {}),
    ...(grouped === undefined || grouped.sharedKeyValue === true || grouped.outputGate === true
      ? {}
      : { queryKeyValue: columnsOf(grouped, tensorParallel) }),
  };
}

function columnsOf(
  grouped: Extract<LayerKind['mixer'], { readonly kind: 'gqa' }>,
  tensorParallel: number,
): readonly [number, number, number] {
  const keyValueHeads = Math.max(1, grouped.keyValueHeads / tensorParallel);
  return [
    (grouped.heads / tensorParallel) * grouped.headDim,
    keyValueHeads * grouped.headDim,
    keyValueHeads * valueDim(grouped),
  ];
}
