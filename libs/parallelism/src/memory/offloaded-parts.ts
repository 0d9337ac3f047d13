/** What of a layer's kept activations goes to the host's memory; bytes on one GPU. */
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  blocksOf,
  repeatsModule,
  residualTokens,
} from '../model/index.js';
import { OFFLOAD_PARTS, type OffloadPart, type WorkloadSpec } from '../plan/index.js';
import { ffnActivations } from './ffn-activations.js';
import { type PartActivations, elementBytes } from './kept-bytes.js';
import { mixerActivations } from './mixer-activations.js';

/** @param saved bytes that the layer keeps, of which parts cannot take more */
export function offloadedBytes(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  saved: number,
  { activationOffload }: Pick<WorkloadSpec, 'activationOffload'>,
): number {
  const parts = activationOffload?.parts;
  if (parts === undefined) return saved;
  const named = OFFLOAD_PARTS.filter((part) => parts.includes(part));
  return Math.min(
    saved,
    named.reduce((sum, part) => sum + partBytes(model, kind, shape, part), 0),
  );
}

function partBytes(model: ModelSpec, kind: LayerKind, shape: LayerShape, part: OffloadPart): number {
  const { recompute } = shape;
  const inner = ({ saved, cheap }: PartActivations): number =>
    recompute === 'full' ? 0 : saved + (recompute === 'none' ? cheap : 0);
  switch (part) {
    case 'residual': {
      const blocks = recompute === 'full' ? 1 : blocksOf(kind);
      const streams = model.residualStreams ?? 1;
      return blocks * elementBytes(shape) * residualTokens(shape) * model.hidden * streams;
    }
    case 'attention':
      return inner(mixerActivations(model, kind.mixer, shape));
    case 'ffn': {
      const isRepeated = repeatsModule(shape, kind, 'mlp') || repeatsModule(shape, kind, 'moe');
      return isRepeated ? 0 : inner(ffnActivations(model, kind.ffn, shape));
    }
  }
}
