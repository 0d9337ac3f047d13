/** What one GPU is handed of a layer: the sizes that shape its operations. */
import { invariant } from '@railyard/base';
import { type Software } from '../software/index.js';
import { type ModelSpec, type MoeSpec } from './model-spec.js';
import { PRECISION_RECIPES, type Precision, operandBytes } from './precision.js';

/**
 * How ranks that share a sequence meet each other's keys and values. Ring: blocks of keys and values go round
 * (Liu 2023), halves of the sequence paired so that all ranks have as much to do. All-to-all: heads in place
 * of tokens (Ulysses, Jacobs 2023). All-gather: every rank takes all keys and values (Llama 3, section
 * 3.3.2).
 */
export const CONTEXT_METHODS = ['ring', 'all-to-all', 'all-gather'] as const;
export type ContextMethod = (typeof CONTEXT_METHODS)[number];

/**
 * Parts that the backward recomputes one by one (recompute-modules.ts).
 * `attention-core`: scores, softmax and their product. `mla-up`: norms and up-projections of latents.
 * `norms`: those before mixer and FFN. `mlp`: a dense FFN. `moe`: gate, dispatch, experts and combine.
 * `moe-activation`: between both products of routed experts. `shared-experts`: their FFN alone.
 */
export const RECOMPUTE_MODULES = [
  'attention-core',
  'mla-up',
  'norms',
  'mlp',
  'moe',
  'moe-activation',
  'shared-experts',
] as const;
export type RecomputeModule = (typeof RECOMPUTE_MODULES)[number];

interface ContextSplit {
  readonly ranks: number;
  readonly method: ContextMethod;
}

export interface LayerShape {
  /** Tokens of the micro-batch in this tensor-parallel group, of its share where ranks share a sequence. */
  readonly tokens: number;
  /** Tokens of one sequence; attention stays inside it. */
  readonly sequence: number;
  readonly tensorParallel: number;
  /**
   * Tensor ranks share the tokens of norms, residuals and the gate among them; false: each has all of them.
   * Absent: they share.
   */
  readonly sequenceParallel?: boolean;
  /** Ranks that share a sequence: `tokens` are those of one of them. */
  readonly context?: ContextSplit;
  /** Of linear layers; router, attention core, head and MTP projection have the recipe's plain format. */
  readonly precision: Precision;
  /** Ranks that split each expert's matrices: every one works on the tokens of all. Absent: 1. */
  readonly expertTensor?: number;
  /** Routed experts held by this GPU, of which it has a share where they are split. */
  readonly localExperts: number;
  /** Token-expert pairs that this GPU's experts compute. */
  readonly expertRows: number;
  /** Tokens received after deduplication per GPU: each is scattered to one or more expert rows. */
  readonly receivedTokens: number;
  readonly recompute: 'none' | 'selective' | 'full';
  /** What selective recomputation repeats, by module; absent: as the software level has it. */
  readonly recomputeModules?: readonly RecomputeModule[];
  /**
   * Tokens go to their experts by a plain all-to-all: a copy for each expert is put in order before it and
   * again after it. Absent: by kernels that copy while they send, once to each GPU.
   */
  readonly exchange?: 'all-to-all';
  /** Absent: everything is fused, attention never writes its scores, the host is never late. */
  readonly software?: Software;
}

/** What a layout and a recipe say of a layer, whatever its experts receive. */
type LayerSizes = Exclude<keyof LayerShape, 'localExperts' | 'expertRows' | 'receivedTokens'>;

/** Tokens of the residual stream that one GPU holds: norms, residuals and the gate work on these. */
export const residualTokens = ({
  tokens,
  tensorParallel,
  sequenceParallel,
}: Pick<LayerShape, 'tokens' | 'tensorParallel' | 'sequenceParallel'>): number =>
  sequenceParallel === false ? tokens : tokens / tensorParallel;

/** Rows of what a tensor group gathers that one GPU casts. */
export const ownCastRows = (shape: LayerShape): number =>
  shape.software?.gathersOperands === true ? residualTokens(shape) : shape.tokens;

/**
 * Bytes of an element that tensor ranks gather: of an operand where the software casts before it gathers. A
 * gradient is needed along both axes, which is two copies where scales belong to blocks of one axis.
 */
export function tensorGatherBytes(
  { precision, software }: Pick<LayerShape, 'precision' | 'software'>,
  what: 'input' | 'gradient',
): number {
  const { quantization, elementBytes } = PRECISION_RECIPES[precision];
  if (software?.gathersOperands !== true) return elementBytes;
  const isScaledByTensor = quantization?.operandBytes === 1;
  const copies = what === 'gradient' && quantization !== undefined && !isScaledByTensor ? 2 : 1;
  return copies * operandBytes(precision);
}

/** Columns of a routed expert's inner matrices on one GPU. */
export const expertColumns = (moe: MoeSpec, { expertTensor = 1 }: Pick<LayerShape, 'expertTensor'>): number =>
  moe.expertHidden / expertTensor;

/**
 * Shape with perfectly balanced routing over `expertParallel` GPUs. The routing model (experts/) overrides
 * the rows of a real draw. A token meets a given GPU unless none of its experts lives there: with e of E
 * experts local, about 1 - (1 - e/E)^k.
 */
export function balancedLayerShape(
  model: ModelSpec,
  options: Pick<LayerShape, LayerSizes> & {
    readonly expertParallel: number;
    /**
     * Different GPUs that a token meets, by the gate; absent: as if its experts were chosen independently.
     */
    readonly gpusPerToken?: number;
  },
): LayerShape {
  const { expertParallel, gpusPerToken, ...rest } = options;
  if (model.moe === undefined) return { ...rest, localExperts: 0, expertRows: 0, receivedTokens: 0 };
  const { routedExperts, topK, capacityFactor } = model.moe;
  invariant(routedExperts % expertParallel === 0, 'expert parallelism must divide the routed experts', {
    routedExperts,
    expertParallel,
  });
  // Tensor ranks split the tokens among them before dispatch, so each brings 1/TP of the micro-batch; ranks
  // that split experts gather what each of them received.
  const tokens = residualTokens(options) * (options.expertTensor ?? 1);
  const share = 1 / expertParallel;
  let missed = 1;
  for (let i = 0; i < topK; i += 1) missed *= 1 - share;
  return {
    ...rest,
    localExperts: routedExperts / expertParallel,
    expertRows: tokens * topK * (capacityFactor ?? 1),
    receivedTokens:
      rest.exchange === 'all-to-all'
        ? tokens * topK * (capacityFactor ?? 1)
        : tokens * (gpusPerToken ?? expertParallel * (1 - missed)),
  };
}
