/** What recomputation by module does not keep of a layer (model/recompute-modules.ts); bytes on one GPU. */
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  type RecomputeModule,
  repeatsModule,
  residualNorms,
  residualTokens,
} from '../model/index.js';
import { expertInnerActivations, ffnActivations } from './ffn-activations.js';
import { keptOperandBytes } from './kept-bytes.js';
import { mixerActivations } from './mixer-activations.js';
import { gateBytes, scoreBytes, unfusedNormBytes } from './software-activations.js';

/**
 * A module keeps its input, which is what the part before it wrote: the latents, queries, keys and values,
 * the normed stream. Experts bring back what they received as well, which dispatch sends again.
 */
export function moduleBytes(model: ModelSpec, kind: LayerKind, shape: LayerShape): number {
  const repeats = (module: RecomputeModule): boolean => repeatsModule(shape, kind, module);
  return (
    (repeats('attention-core') ? scoreBytes(kind, shape) : 0) +
    (repeats('mla-up') ? mixerActivations(model, kind.mixer, shape).cheap : 0) +
    (repeats('norms') ? normBytes(model, kind, shape) : 0) +
    ffnBytes(model, kind, shape)
  );
}

/** Of the norms before mixer and FFN: what they write. */
function normBytes(model: ModelSpec, kind: LayerKind, shape: LayerShape): number {
  const { normPlacement = 'pre' } = model;
  if (normPlacement === 'post') return 0;
  const share = normPlacement === 'both' ? 1 / 2 : 1;
  const normed = residualNorms(model, kind) * keptOperandBytes(shape) * residualTokens(shape) * model.hidden;
  return share * (normed + unfusedNormBytes(model, kind, shape));
}

function ffnBytes(model: ModelSpec, kind: LayerKind, shape: LayerShape): number {
  const { ffn } = kind;
  const repeats = (module: RecomputeModule): boolean => repeatsModule(shape, kind, module);
  if (repeats('mlp') || repeats('moe')) {
    const { saved, cheap } = ffnActivations(model, ffn, shape);
    return saved + cheap + gateBytes(model, kind, shape);
  }
  if (ffn.kind !== 'moe') return 0;
  const { routed, shared } = expertInnerActivations(model, ffn.moe, shape);
  return (
    (repeats('shared-experts') ? shared.saved + shared.cheap : 0) +
    (repeats('moe-activation') ? routed.cheap + gateBytes(model, kind, shape) : 0)
  );
}
