/** What a layer does to mix tokens, by the kind of its mixer. */
import { assertUnreachable } from '@railyard/base';
import { compressedOperations, groupedOperations, latentOperations } from './attention-operations.js';
import { type LayerShape } from './layer-shape.js';
import { type MixerSpec } from './mixer-spec.js';
import { type ModelSpec } from './model-spec.js';
import { type OperationPart, inSequence } from './operation-part.js';
import {
  deltaNetOperations,
  linearAttentionOperations,
  stateSpaceOperations,
} from './recurrent-operations.js';

export function mixerOperations(model: ModelSpec, mixer: MixerSpec, shape: LayerShape): OperationPart {
  switch (mixer.kind) {
    case 'mla':
      return latentOperations(model, mixer, shape);
    case 'gqa':
      return groupedOperations(model, mixer, shape);
    case 'compressed':
      return compressedOperations(model, mixer, shape);
    case 'mamba2':
      return stateSpaceOperations(model, mixer, shape);
    case 'delta-net':
      return deltaNetOperations(model, mixer, shape);
    case 'linear':
      return linearAttentionOperations(model, mixer, shape);
    case 'none':
      return inSequence([]);
    default:
      return assertUnreachable(mixer);
  }
}
