/** Bytes of an element by what it is kept for. */
import { type LayerShape, PRECISION_RECIPES } from '../model/index.js';

/** Bytes that selective recomputation keeps, and the `cheap` ones that it does not. */
export interface PartActivations {
  readonly saved: number;
  readonly cheap: number;
}

export const NOTHING: PartActivations = { saved: 0, cheap: 0 };

/** A linear layer's input as its weight gradient wants it. */
export const keptOperandBytes = (shape: LayerShape): number =>
  PRECISION_RECIPES[shape.precision].keptOperandBytes;

/** What stands between matrices. */
export const elementBytes = (shape: LayerShape): number => PRECISION_RECIPES[shape.precision].elementBytes;
