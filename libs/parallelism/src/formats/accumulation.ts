/**
 * How tensor cores add products of FP8 (section 3.1.1; DeepSeek-V3 report, section 3.3.2): the products of a
 * group and the register are aligned to the largest of them, what lies below the kept fraction bits is cut
 * off, and so is the sum in its FP22 register (1 sign, 8 exponent, 13 fraction bits). Promotion adds the
 * register to an FP32 accumulator every so many products.
 */
import { RandomStream, invariant } from '@railyard/base';
import { FLOAT_FORMATS, binade, powerOfTwo, roundTile } from './floats.js';

export interface Accumulation {
  /** Kept of a sum: 13 on Hopper, 23 in FP32. */
  readonly fractionBits: number;
  /** Products after which the register is added to FP32; absent: at the end. */
  readonly promoteEvery?: number;
}

/** Products that are aligned to each other: the depth of one instruction in FP8. */
const GROUP = 32;

/** The sum as the machine has it. */
export function accumulated(products: Float64Array, { fractionBits, promoteEvery }: Accumulation): number {
  const every = promoteEvery ?? products.length;
  invariant(every % GROUP === 0, 'promotion follows whole instructions', { every, group: GROUP });
  let [total, register] = [0, 0];
  for (let from = 0; from < products.length; from += GROUP) {
    const group = products.subarray(from, from + GROUP);
    register = aligned(group, register, fractionBits);
    if ((from + GROUP) % every === 0 || from + GROUP >= products.length) {
      total = Math.fround(total + register);
      register = 0;
    }
  }
  return total;
}

function aligned(group: Float64Array, register: number, fractionBits: number): number {
  const largest = group.reduce((most, value) => Math.max(most, Math.abs(value)), Math.abs(register));
  if (largest === 0) return 0;
  const unit = powerOfTwo(binade(largest) - fractionBits);
  const sum = group.reduce((all, value) => all + cut(value, unit), cut(register, unit));
  return sum === 0 ? 0 : cut(sum, powerOfTwo(binade(Math.abs(sum)) - fractionBits));
}

const cut = (value: number, unit: number): number => Math.trunc(value / unit) * unit;

/** How sums are kept, by name. */
const ACCUMULATIONS = {
  '13 fraction bits': { fractionBits: 13 },
  '13 bits, promoted every 512': { fractionBits: 13, promoteEvery: 512 },
  '13 bits, promoted every 128': { fractionBits: 13, promoteEvery: 128 },
  FP32: { fractionBits: 23 },
} as const satisfies Readonly<Record<string, Accumulation>>;

export interface AccumulationError {
  readonly accumulation: keyof typeof ACCUMULATIONS;
  /** Root mean square of the error over that of the exact sums of the same FP8 products, per cent. */
  readonly rmsPct: number;
}

/** Sums of `depth` products of E4M3 values, normal and scaled in tiles. */
export function accumulationErrors(depth: number, sums: number, seed: number): readonly AccumulationError[] {
  const stream = new RandomStream(seed, 'formats/accumulation');
  const values = (): Float64Array =>
    roundTile(
      FLOAT_FORMATS.e4m3,
      Float64Array.from({ length: depth }, () => stream.normal()),
    );
  const rows = Array.from({ length: sums }, () => {
    const [a, b] = [values(), values()];
    return a.map((value, i) => value * (b[i] ?? 0));
  });
  const exact = rows.map((products) => products.reduce((all, value) => all + value, 0));
  const power = exact.reduce((all, value) => all + value * value, 0);
  return Object.entries(ACCUMULATIONS).map(([name, accumulation]) => {
    const squares = rows.reduce((all, products, i) => {
      const off = accumulated(products, accumulation) - (exact[i] ?? 0);
      return all + off * off;
    }, 0);
    return {
      accumulation: name as keyof typeof ACCUMULATIONS,
      rmsPct: 100 * Math.sqrt(squares / power),
    };
  });
}
