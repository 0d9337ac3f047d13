/** What the backward of a stage sends again, for recomputation repeats its communication. */
import {
  type LayerKind,
  type LayerShape,
  layerKindAt,
  mtpLayerKind,
  repeatsModule,
  splitBlocks,
} from '../model/index.js';
import { type StageTimes } from '../chunk/index.js';
import { type StageLayers, type WorkloadSpec } from '../plan/index.js';

/** Layers or blocks of one stage whose forward a backward repeats. */
export interface RepeatedPasses {
  /** Layers that dispatch and combine once more. */
  readonly routed: number;
  /** Blocks that tensor ranks split. */
  readonly blocks: number;
  /** Layers with routed experts, whose matrices ranks may split. */
  readonly experts: number;
  /** [kinds] layers that meet keys and values of other ranks. */
  readonly cores: readonly number[];
}

/** @param stage,times the same stage, its layers in the same order and MTP modules after them */
export function repeatedPasses(
  { model }: WorkloadSpec,
  shape: LayerShape,
  stage: StageLayers,
  times: StageTimes,
): RepeatedPasses {
  let [routed, blocks, experts] = [0, 0, 0];
  const cores: number[] = [];
  times.layers.forEach((layer, place) => {
    const kind = place < stage.layers ? layerKindAt(model, stage.firstLayer + place) : mtpLayerKind(model);
    const ahead = layer.repeatsForward === true;
    const isWhole = ahead && shape.recompute === 'full';
    if (ahead && layer.collectives !== undefined) routed += 1;
    if (ahead && layer.routingLayer >= 0) experts += 1;
    blocks += isWhole ? splitCount(kind) : repeatsFfn(shape, kind) ? 1 : 0;
    if (isWhole || repeatsModule(shape, kind, 'attention-core'))
      cores[kind.index] = (cores[kind.index] ?? 0) + 1;
  });
  return { routed, blocks, experts, cores };
}

/** Blocks of a layer that tensor ranks split. */
export const splitCount = (kind: LayerKind): number => {
  const { mixer, ffn } = splitBlocks(kind);
  return Number(mixer) + Number(ffn);
};

const repeatsFfn = (shape: LayerShape, kind: LayerKind): boolean =>
  splitBlocks(kind).ffn &&
  (repeatsModule(shape, kind, 'mlp') || repeatsModule(shape, kind, 'shared-experts'));
