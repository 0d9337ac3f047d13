/** What modules that are recomputed send again, alongside their operations (layer-times.ts). */
import { type LayerKind, type LayerShape, repeatsModule } from '../model/index.js';
import { type ContextAddition } from './context-times.js';
import { type LayerTimes, type PhaseTimes, type SectionTimes, at } from './section-times.js';
import { type TensorAddition } from './tensor-times.js';

/** A dense FFN or shared experts gather and scatter again; an attention core meets keys and values again. */
const repeatsBlock = (shape: LayerShape, kind: LayerKind): boolean =>
  !repeatsModule(shape, kind, 'moe') &&
  (repeatsModule(shape, kind, 'mlp') || repeatsModule(shape, kind, 'shared-experts'));

export function withRepeated(
  sections: SectionTimes,
  kind: LayerKind,
  shape: LayerShape,
  { ffn, experts }: TensorAddition,
  context: ContextAddition | undefined,
): SectionTimes {
  const { repeated, mlpBackward, attentionBackward } = sections;
  const repeatsCore = context !== undefined && repeatsModule(shape, kind, 'attention-core');
  const moved = ffn.forward.seconds;
  if (repeated === undefined && !repeatsBlock(shape, kind) && !repeatsCore) return sections;
  return {
    ...sections,
    attentionBackward: attentionBackward + (repeatsCore ? context.forward.seconds : 0),
    mlpBackward: repeatsBlock(shape, kind)
      ? { ...mlpBackward, fixed: mlpBackward.fixed + moved }
      : mlpBackward,
    ...(repeated === undefined
      ? {}
      : {
          repeated: {
            ...repeated,
            mlp: {
              fixed: repeated.mlp.fixed + moved + experts.fixed,
              perLoad: repeated.mlp.perLoad + experts.perLoad,
            },
          },
        }),
  };
}

/** Its part without computation, with balanced experts. */
export function insideRepeated(
  inside: PhaseTimes,
  kind: LayerKind,
  shape: LayerShape,
  { ffn, experts }: TensorAddition,
  context: ContextAddition | undefined,
): Pick<LayerTimes, 'exposedInside' | 'exposedRepeated'> {
  const again =
    (repeatsBlock(shape, kind) ? ffn.forward.exposed : 0) +
    (context !== undefined && repeatsModule(shape, kind, 'attention-core') ? context.forward.exposed : 0);
  return {
    exposedInside: again === 0 ? inside : { ...inside, backwardInput: inside.backwardInput + again },
    ...(repeatsModule(shape, kind, 'moe') ? { exposedRepeated: ffn.forward.exposed + at(experts, 1) } : {}),
  };
}
