/**
 * Bytes of the training state for each parameter: weights, gradients, master weights and moments, and what
 * replicas exchange. They follow from the precision and the optimizer; a document may state each of them.
 */
import { type Constant, assumed, derived, published } from '@railyard/base';
import { type Precision } from '../model/index.js';
import { type OptimizerSpec, type WorkloadSpec } from '../plan/index.js';

/** Bytes per parameter of a training recipe. */
export interface StateRecipe {
  /** The copy that kernels read: 16 bits, or FP8 in the two orientations that matrix products need. */
  readonly weight: Constant;
  readonly gradient: Constant;
  /** Master weight and moments. */
  readonly optimizer: Constant;
  /** Gradients between replicas. */
  readonly reduced: Constant;
  /** Weights that replicas gather. */
  readonly gathered: number;
  /** Read and written where gathered weights become what kernels read; 0: they are that. */
  readonly cast: number;
  /** Part of `optimizer` in master weights. */
  readonly master: number;
  /** Moments of embedding and head beyond those of other parameters (Muon's second is AdamW's). */
  readonly tableMoments: number;
}

const UNIT = 'B/parameter';
const V3_REPORT = 'DeepSeek-V3 Technical Report (arXiv 2412.19437), section 3.3.3';
const MEGATRON =
  'Megatron-LM distributed optimizer: BF16 weights, FP32 gradients, FP32 master weights and ' +
  'moments (6 + 12/d bytes per parameter)';
const ZERO =
  'ZeRO (arXiv 1910.02054), section 3.1: FP16 weights and gradients, FP32 master weights and moments';
const TE = 'Transformer Engine: weights in FP8 along both axes, FP32 master weights in the optimizer';
const FRAMEWORK = 'one precision for everything';
const REDUCED = 'reduced as accumulated, in FP32 (V3 report section 3.3.3 keeps the accumulation in FP32)';

interface Bytes {
  readonly weight: number;
  readonly gradient: number;
  readonly master: number;
  readonly moment: number;
  readonly gathered: number;
  readonly cast: number;
  readonly source: string;
}

const MIXED = { gradient: 4, master: 4, moment: 4, gathered: 2, cast: 0, source: MEGATRON } as const;

/** Scales of 32 elements along both axes; NVFP4 keeps BF16 weights alongside its two copies. */
const MXFP8_WEIGHT = 2 * (1 + 1 / 32);
const NVFP4_COPIES = 2 * (1 / 2 + 1 / 16);

const BYTES: Readonly<Record<Precision, Bytes>> = {
  fp32: { weight: 4, gradient: 4, master: 0, moment: 4, gathered: 4, cast: 0, source: FRAMEWORK },
  fp16: { ...MIXED, weight: 2, gradient: 2, source: ZERO },
  bf16: { ...MIXED, weight: 2 },
  fp8: { ...MIXED, weight: 2, moment: 2, cast: 4, source: V3_REPORT },
  // One axis is gathered, the other made of it.
  'fp8-tensor': { ...MIXED, weight: 2, gathered: 1, cast: 2, source: TE },
  'fp8-delayed': { ...MIXED, weight: 2, gathered: 1, cast: 2, source: TE },
  'fp8-row': { ...MIXED, weight: 2, cast: 4, source: TE },
  mxfp8: { ...MIXED, weight: MXFP8_WEIGHT, cast: 2 + MXFP8_WEIGHT, source: TE },
  // Read for the scale of the tensor, then to be cast (arXiv 2509.25149).
  nvfp4: { ...MIXED, weight: 2 + NVFP4_COPIES, cast: 4 + NVFP4_COPIES, source: TE },
};

/** Moments of each parameter; Adafactor's rows and columns are less than a thousandth and not counted. */
const MOMENTS: Readonly<Record<OptimizerSpec['kind'], number>> = {
  adamw: 2,
  adam: 2,
  sgd: 1,
  adafactor: 0,
  muon: 1,
};

const known = new Map<Precision, StateRecipe>();

export function stateRecipe({
  precision,
  optimizer,
}: Pick<WorkloadSpec, 'precision' | 'optimizer'>): StateRecipe {
  if (optimizer !== undefined) return recipeOf(precision, optimizer);
  let recipe = known.get(precision);
  if (recipe === undefined) known.set(precision, (recipe = recipeOf(precision, optimizer)));
  return recipe;
}

function recipeOf(precision: Precision, optimizer: OptimizerSpec | undefined): StateRecipe {
  const bytes = BYTES[precision];
  const { source } = bytes;
  const master = optimizer?.masterBytes ?? bytes.master;
  const moment = optimizer?.momentBytes ?? bytes.moment;
  const moments = MOMENTS[optimizer?.kind ?? 'adamw'] * moment;
  const isDefault = master + moments === bytes.master + 2 * bytes.moment;
  return {
    weight: published(bytes.weight, UNIT, source),
    gradient: stated(optimizer?.gradientBytes, published(bytes.gradient, UNIT, source)),
    optimizer: isDefault
      ? published(master + moments, UNIT, source)
      : derived(master + moments, UNIT, 'master weights and moments of workload.optimizer'),
    reduced: stated(
      optimizer?.reduceBytes ?? optimizer?.gradientBytes,
      assumed(bytes.gradient, UNIT, precision === 'fp16' ? ZERO : REDUCED),
    ),
    gathered: bytes.gathered,
    cast: bytes.cast,
    master,
    tableMoments: optimizer?.kind === 'muon' ? moment : 0,
  };
}

const stated = (value: number | undefined, otherwise: Constant): Constant =>
  value === undefined ? otherwise : assumed(value, UNIT, 'the document');
