/** What a rank that shares a sequence has to exchange of its tokens, elements for each token. */
import { assertUnreachable } from '@railyard/base';
import { type LayerShape } from './layer-shape.js';
import { type MixerSpec } from './mixer-spec.js';
import { queryKeyDim, valueDim } from './parameters.js';

/** Elements of a token on one tensor rank. */
export interface ContextExchange {
  /**
   * keys: all ranks need all keys and values. heads: recurrent mixers, whose state follows the sequence, are
   * dealt out by heads whatever the method.
   */
  readonly kind: 'keys' | 'heads';
  readonly queries: number;
  readonly keyValues: number;
  readonly output: number;
}

export function contextExchange(
  mixer: MixerSpec,
  { tensorParallel, context }: Pick<LayerShape, 'tensorParallel' | 'context'>,
): ContextExchange | undefined {
  const split = (elements: number): number => elements / tensorParallel;
  const recurrent = (projected: number, output: number): ContextExchange => ({
    kind: 'heads',
    queries: split(projected),
    keyValues: 0,
    output: split(output),
  });
  switch (mixer.kind) {
    case 'gqa': {
      const heads = heldHeads(mixer.keyValueHeads / tensorParallel, context);
      const perHead = queryKeyDim(mixer) + (mixer.sharedKeyValue === true ? 0 : valueDim(mixer));
      return keys(split(mixer.heads), queryKeyDim(mixer), valueDim(mixer), heads * perHead);
    }
    case 'mla': {
      const perHead = queryKeyDim(mixer) + valueDim(mixer);
      return keys(split(mixer.heads), queryKeyDim(mixer), valueDim(mixer), split(mixer.heads) * perHead);
    }
    case 'compressed':
      return keys(split(mixer.heads), mixer.headDim, mixer.headDim, mixer.headDim);
    case 'mamba2':
      return recurrent(
        2 * mixer.heads * mixer.headDim + 2 * mixer.groups * mixer.stateDim,
        mixer.heads * mixer.headDim,
      );
    case 'delta-net':
      return recurrent(
        2 * mixer.keyHeads * mixer.keyHeadDim + 2 * mixer.valueHeads * mixer.valueHeadDim,
        mixer.valueHeads * mixer.valueHeadDim,
      );
    case 'linear':
      return recurrent(4 * mixer.heads * mixer.headDim, mixer.heads * mixer.headDim);
    case 'none':
      return undefined;
    default:
      return assertUnreachable(mixer);
  }
}

const keys = (heads: number, queryKey: number, value: number, keyValues: number): ContextExchange => ({
  kind: 'keys',
  queries: heads * queryKey,
  keyValues,
  output: heads * value,
});

/** Whole key-value heads; where heads are dealt out, at least one for each rank. */
const heldHeads = (heads: number, context: LayerShape['context']): number =>
  Math.max(1, heads, context?.method === 'all-to-all' ? context.ranks : 1);
