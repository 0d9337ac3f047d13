/**
 * Attention as two batched products with a softmax between them: every score of every head is written and
 * read again, causal or not (docs/model/software.md, section 3).
 */
import { type Software, eagerShare, softmaxShare } from '../software/index.js';
import {
  type AttentionOperation,
  type GemmOperation,
  type LayerOperation,
  type StreamOperation,
} from './operation.js';

/** Bytes of a score, and of a dropout mask's element. */
const SCORE = 2;
const MASK = 1;

export function unfusedAttention(
  operation: AttentionOperation,
  software: Software,
): readonly LayerOperation[] {
  return operation.pass === 'backward-input' ? backward(operation, software) : forward(operation, software);
}

const keysOf = ({ keys, sequence }: AttentionOperation): number => keys ?? sequence;
const scoresOf = (of: AttentionOperation): number => of.batch * of.heads * of.sequence * keysOf(of);

/**
 * A product for each head of each sequence. The library runs them as tiles of one launch, so that it costs
 * what a product with all rows costs (within 6 % in the median of measured ones).
 */
function product(
  of: AttentionOperation,
  name: string,
  [n, k]: readonly [n: number, k: number],
): GemmOperation {
  const { section, pass, batch, heads, sequence, precision } = of;
  return {
    kind: 'gemm',
    name: `attention-${name}`,
    section,
    pass,
    precision,
    m: batch * heads * sequence,
    n,
    k,
  };
}

function traffic(
  of: AttentionOperation,
  name: string,
  {
    bytes,
    rate = 1,
    launches = 1,
  }: { readonly bytes: number; readonly rate?: number; readonly launches?: number },
): StreamOperation {
  const { section, pass } = of;
  return {
    kind: 'stream',
    name: `attention-${name}`,
    section,
    pass,
    kernel: 'copy',
    kernelPass: 'forward',
    bytes,
    launches,
    rate,
  };
}

/** Scale and mask of scores by kernels of their own; none where the softmax does them. */
function scaleAndMask(of: AttentionOperation, software: Software): readonly StreamOperation[] {
  if (software.fused.softmax) return [];
  const scores = scoresOf(of);
  return [
    traffic(of, 'scale', { bytes: 2 * SCORE * scores }),
    traffic(of, 'mask', { bytes: (2 * SCORE + MASK) * scores, rate: eagerShare('mask') }),
  ];
}

/** The output's heads are brought side by side, and back. */
const merged = (of: AttentionOperation): StreamOperation =>
  traffic(of, 'merge-heads', { bytes: 4 * of.batch * of.sequence * of.heads * of.valueDim });

function forward(of: AttentionOperation, software: Software): readonly LayerOperation[] {
  const { queryKeyDim, valueDim } = of;
  const keys = keysOf(of);
  const scores = scoresOf(of);
  return [
    product(of, 'scores', [keys, queryKeyDim]),
    ...scaleAndMask(of, software),
    traffic(of, 'softmax', { bytes: 2 * SCORE * scores, rate: softmaxShare(keys) }),
    ...(software.dropout === 0
      ? []
      : [traffic(of, 'dropout', { bytes: (2 * SCORE + MASK) * scores, rate: eagerShare('dropout') })]),
    product(of, 'context', [valueDim, keys]),
    merged(of),
  ];
}

function backward(of: AttentionOperation, software: Software): readonly LayerOperation[] {
  const { queryKeyDim, valueDim } = of;
  const keys = keysOf(of);
  const scores = scoresOf(of);
  return [
    merged(of),
    product(of, 'value-gradient', [valueDim, keys]),
    product(of, 'weights-gradient', [keys, valueDim]),
    ...(software.dropout === 0 ? [] : [traffic(of, 'dropout', { bytes: (2 * SCORE + MASK) * scores })]),
    // Probabilities and their gradient read, the scores' gradient written.
    traffic(of, 'softmax', { bytes: 3 * SCORE * scores, rate: eagerShare('softmaxBackward') }),
    ...scaleAndMask(of, software),
    product(of, 'query-gradient', [queryKeyDim, keys]),
    product(of, 'key-gradient', [queryKeyDim, keys]),
  ];
}
