/**
 * Eager kernels as measured on an H200 (test/data/software-kernels.json), against the model: the constants of
 * software/kernel-rates.ts are the medians over the rows whose shape hashes to an even number, and
 * are judged on
 * the others.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVICES } from '@railyard/cluster';
import { gemmSeconds, streamSeconds } from '../kernels/index.js';
import { EAGER_RATES, type EagerKernel, eagerShare, softmaxShare } from '../software/index.js';

interface AttentionRow {
  readonly op: string;
  readonly groups: number;
  readonly sequence: number;
  readonly headDim: number;
  readonly us: number;
}
interface ElementwiseRow {
  readonly op: string;
  readonly rows: number;
  readonly width: number;
  readonly us: number;
}
const data = JSON.parse(
  readFileSync(join(__dirname, '../../../../test/data/software-kernels.json'), 'utf8'),
) as { readonly attention: readonly AttentionRow[]; readonly elementwise: readonly ElementwiseRow[] };
const h200 = DEVICES.h200!;
const START = 2.354e-6;

/** Kernel, and least bytes of an element. */
const KERNELS: Readonly<Record<string, readonly [EagerKernel | undefined, number]>> = {
  softmax: ['softmax', 4],
  'softmax-backward': ['softmaxBackward', 6],
  dropout: ['dropout', 5],
  'dropout-backward': [undefined, 5],
  mask: ['mask', 5],
  scale: [undefined, 4],
  gelu: ['gelu', 4],
  'gelu-backward': ['geluBackward', 6],
  silu: ['silu', 4],
  add: [undefined, 6],
  'sum-rows': ['sumRows', 2],
  'to-fp32': ['toFloat', 6],
  'rmsnorm-eager': ['norm', 36],
};

interface Measured {
  readonly kernel: EagerKernel | undefined;
  readonly bytes: number;
  readonly shape: string;
  readonly seconds: number;
  readonly rowLength: number;
}

const rows: readonly Measured[] = [
  ...data.attention.map(({ op, groups, sequence, headDim, us }) => ({
    ...traffic(op, groups * sequence * sequence),
    shape: `${op}/${groups}/${sequence}/${headDim}`,
    seconds: us * 1e-6,
    rowLength: sequence,
  })),
  ...data.elementwise.map(({ op, rows: count, width, us }) => ({
    ...traffic(op, count * width),
    shape: `${op}/${count}/${width}`,
    seconds: us * 1e-6,
    rowLength: width,
  })),
  // Shorter ones live in the cache.
].filter(({ bytes, seconds }) => bytes > 0 && seconds > 12e-6);

function traffic(op: string, elements: number): Pick<Measured, 'kernel' | 'bytes'> {
  const [kernel, bytes] = KERNELS[op] ?? [undefined, 0];
  return { kernel, bytes: bytes * elements };
}

function isFitted(shape: string): boolean {
  let hash = 0x811c9dc5;
  for (const character of shape) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return ((hash >>> 16) & 1) === 0;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const copySeconds = (bytes: number): number => streamSeconds(h200, { bytes, kernel: 'copy' });
const longRows = ({ rowLength }: Measured): number => softmaxShare(rowLength) / EAGER_RATES.softmax.value;

/** Rate of the row over that of a copy of as many bytes. */
const rateOf = (row: Measured): number =>
  (copySeconds(row.bytes) - START) / (row.seconds - START) / (row.kernel === 'softmax' ? longRows(row) : 1);

describe('eager kernels on an H200', () => {
  it.each([
    'softmax',
    'softmaxBackward',
    'dropout',
    'gelu',
    'geluBackward',
    'silu',
    'toFloat',
    'norm',
  ] as const)('%s has the median rate of the fitted rows', (kernel) => {
    const fitted = rows.filter((row) => row.kernel === kernel && isFitted(row.shape));
    expect(Math.abs(eagerShare(kernel) / median(fitted.map(rateOf)) - 1)).toBeLessThan(0.02);
  });

  it('are within 3 % in the median and 25 % in the 90th percentile, on the rows not fitted', () => {
    const errors = rows
      .filter(({ shape }) => !isFitted(shape))
      .map((row) => {
        const rate = row.kernel === 'softmax' ? softmaxShare(row.rowLength) : rateAs(row.kernel);
        return Math.abs(copySeconds(row.bytes / rate) / row.seconds - 1);
      })
      .toSorted((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(40);
    expect(median(errors)).toBeLessThan(0.03);
    expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(0.25);
  });

  const rateAs = (kernel: EagerKernel | undefined): number => (kernel === undefined ? 1 : eagerShare(kernel));

  it('the batched products of unfused attention cost what one product with all rows costs', () => {
    const errors = data.attention
      .filter(({ op, headDim }) => ['scores', 'context', 'value-gradient'].includes(op) && headDim % 8 === 0)
      .map(({ op, groups, sequence, headDim, us }) => {
        const [n, k] = op === 'scores' ? [sequence, headDim] : [headDim, sequence];
        const shape = { m: groups * sequence, n, k };
        const seconds = gemmSeconds(h200, shape, { precision: 'bf16', pass: 'forward', tensorShare: 0 });
        return Math.abs((seconds * 1e6) / us - 1);
      });
    expect(errors).toHaveLength(30);
    expect(median(errors)).toBeLessThan(0.06);
  });
});
