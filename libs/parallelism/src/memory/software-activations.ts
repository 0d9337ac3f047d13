/**
 * What a software level keeps for the backward in addition to what a fused stack keeps: scores of unfused
 * attention, masks of dropout, what is between the kernels of a chain (docs/model/software.md, section 6).
 */
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  PRECISION_RECIPES,
  blocksOf,
  expertColumns,
  expertWidth,
  isGated,
  residualNorms,
  residualTokens,
} from '../model/index.js';
import { expertInnerActivations } from './ffn-activations.js';
import { keptOperandBytes } from './kept-bytes.js';

export interface SoftwareActivations {
  readonly saved: number;
  /** Of what selective recomputation repeats. */
  readonly cheap: number;
}

const MASK = 1;
const FP32 = 4;

export function softwareActivations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
): SoftwareActivations {
  const { software } = shape;
  if (software === undefined) return { saved: 0, cheap: 0 };
  const rows = residualTokens(shape);
  const masks = software.dropout === 0 ? 0 : MASK * blocksOf(kind) * rows * model.hidden;
  const norms = unfusedNormBytes(model, kind, shape);
  return { saved: masks, cheap: scoreBytes(kind, shape) + norms + gateBytes(model, kind, shape) };
}

/** The normed tensor in FP32 and the input in FP32, alongside the output of a norm in several kernels. */
export function unfusedNormBytes(model: ModelSpec, kind: LayerKind, shape: LayerShape): number {
  if ((shape.software?.fused.norm ?? true) || model.norm === 'layernorm') return 0;
  return 2 * FP32 * residualNorms(model, kind) * residualTokens(shape) * model.hidden;
}

/** Probabilities and, with dropout, its mask and its output: 5 a s^2 b of arXiv 2205.05198, equation 2. */
export function scoreBytes({ mixer }: LayerKind, shape: LayerShape): number {
  const { software } = shape;
  if (software?.attention !== 'unfused' || !('heads' in mixer)) return 0;
  const element = PRECISION_RECIPES[shape.precision].elementBytes;
  const each = element + (software.dropout === 0 ? 0 : element + MASK);
  return (each * shape.tokens * shape.sequence * mixer.heads) / shape.tensorParallel;
}

/**
 * What selective recomputation does not keep. Where every second product is repeated, the outputs of the
 * second, fourth and so on go (keys, the output projection, up of a Llama), and the inputs that
 * follow from them; of experts all but what an exchange brought.
 */
export function repeatedBytes(model: ModelSpec, kind: LayerKind, shape: LayerShape, cheap: number): number {
  if (shape.software?.selective !== 'every-second-product') return cheap;
  const element = PRECISION_RECIPES[shape.precision].elementBytes;
  const { mixer, ffn } = kind;
  const keys = mixer.kind === 'gqa' ? (mixer.keyValueHeads * mixer.headDim) / shape.tensorParallel : 0;
  const up = ffn.kind === 'dense' ? ffn.hidden / shape.tensorParallel : 0;
  // The stream between both blocks follows from a product that is repeated; that of down is kept.
  return cheap + element * shape.tokens * (keys + up) + expertBytes(model, kind, shape);
}

function expertBytes(model: ModelSpec, { ffn }: LayerKind, shape: LayerShape): number {
  if (ffn.kind !== 'moe') return 0;
  const { moe } = ffn;
  const isExchanged = shape.localExperts * (shape.expertTensor ?? 1) < moe.routedExperts;
  const received = isExchanged ? 0 : keptOperandBytes(shape) * shape.expertRows * expertWidth(model, moe);
  return expertInnerActivations(model, moe, shape).routed.saved + received;
}

/** Alongside gate and up, the output of silu. */
export function gateBytes(model: ModelSpec, { ffn }: LayerKind, shape: LayerShape): number {
  if (shape.software === undefined || shape.software.fused.activation || !isGated(model)) return 0;
  const element = PRECISION_RECIPES[shape.precision].elementBytes;
  if (ffn.kind === 'dense') return (element * shape.tokens * ffn.hidden) / shape.tensorParallel;
  return ffn.kind === 'moe' ? element * shape.expertRows * expertColumns(ffn.moe, shape) : 0;
}
