/** The attention core and the copies around it. */
import { coresOfRank, mergesOfRank } from './context-attention.js';
import { type LayerShape } from './layer-shape.js';
import { type AttentionOperation, type GemmOperation, type StreamOperation } from './operation.js';
import { type OperationPart, copy, stream } from './operation-part.js';
import { PRECISION_RECIPES } from './precision.js';

/** A projection of every token of the micro-batch in the layer's precision. */
export function projection(name: string, shape: LayerShape, n: number, k: number): GemmOperation {
  return {
    kind: 'gemm',
    name,
    section: 'attention',
    pass: 'forward',
    precision: shape.precision,
    m: shape.tokens,
    n,
    k,
  };
}

export function copies(
  list: readonly { readonly name: string; readonly read: number; readonly write: number }[],
): OperationPart {
  const all = (pass: StreamOperation['pass']) =>
    list.map((one) => copy(one.name, 'attention', pass, one.read, one.write));
  // Backward undoes the copies on gradients: what was written is read.
  const undo = list
    .toReversed()
    .map((one) => copy(one.name, 'attention', 'backward-input', one.write, one.read));
  return { forward: all('forward'), recompute: all('recompute'), backwardInput: undo, backwardWeight: [] };
}

export interface CoreShape {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly queryKeyDim: number;
  readonly valueDim: number;
  /** Keys that a query sees; absent: all before it. */
  readonly window?: number | undefined;
  /** Tokens that attend to each other; default: the sequence. */
  readonly span?: number;
}

/**
 * Flash attention over the lower triangle. Its backward has a pass before (row sums of dO * O) and one after
 * (dQ from FP32 to BF16).
 */
export function attentionCore(of: CoreShape, shape: LayerShape): OperationPart {
  const { window, span = shape.sequence, ...dims } = of;
  const core: AttentionOperation = {
    kind: 'attention',
    name: 'attention-core',
    section: 'attention',
    pass: 'forward',
    batch: shape.tokens / span,
    sequence: span,
    ...dims,
    causal: true,
    precision: PRECISION_RECIPES[shape.precision].plain,
    ...(window === undefined || window >= span ? {} : { window }),
  };
  const cores = coresOfRank(core, shape);
  const output = shape.tokens * of.heads * core.valueDim;
  const queries = shape.tokens * of.heads * core.queryKeyDim;
  return {
    forward: [...cores, ...mergesOfRank(core, shape, 'forward')],
    recompute: [],
    backwardInput: [
      // Also clears the FP32 accumulator of dQ.
      stream('attention-before', 'attention', 'backward-input', {
        kernel: 'rows',
        read: 4 * output * cores.length,
        write: 4 * queries * cores.length,
        launches: cores.length,
      }),
      ...cores.map((one): AttentionOperation => ({ ...one, pass: 'backward-input' })),
      stream('attention-after', 'attention', 'backward-input', {
        kernel: 'rows',
        read: 4 * queries * cores.length,
        write: 2 * queries * cores.length,
        launches: cores.length,
      }),
      ...mergesOfRank(core, shape, 'backward-input'),
    ],
    backwardWeight: [],
  };
}
