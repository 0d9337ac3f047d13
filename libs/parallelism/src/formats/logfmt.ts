/**
 * LogFMT-nBit (paper, section 3.2): a sign and n - 1 bits of the logarithm, between the least and the
 * largest of a
 * tile. Code 0 is zero, code k > 0 is exp(low + step (k - 1)). The range of a tile is at most that of E5,
 * 2^32; what
 * lies below is rounded to its lower end or to zero. Rounding is in linear space: between two codes the
 * nearer
 * value wins, not the nearer logarithm, so that errors of a tile cancel.
 */
import { exp, invariant, log } from '@railyard/base';

/** Elements of a tile, along one row. */
export const LOGFMT_TILE = 128;
/** Largest range of a tile, in natural logarithms. */
const MOST_RANGE = 32 * Math.LN2;

export interface LogTile {
  readonly bits: number;
  /** Logarithm of the least magnitude that has a code. */
  readonly low: number;
  readonly step: number;
  /** Signed: 0 is zero, the magnitude counts from the least. */
  readonly codes: Int32Array;
}

/** @param values at most a tile, finite @throws InvariantError on other bits than 3 to 16 */
export function encodeLogFmt(values: Float64Array, bits: number): LogTile {
  invariant(bits >= 3 && bits <= 16, 'LogFMT has 3 to 16 bits', { bits });
  invariant(values.length <= LOGFMT_TILE, 'a tile has at most 128 values', { values: values.length });
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === 0) continue;
    const magnitude = log(Math.abs(value));
    low = Math.min(low, magnitude);
    high = Math.max(high, magnitude);
  }
  const codes = new Int32Array(values.length);
  if (high === -Infinity) return { bits, low: 0, step: 0, codes };
  low = Math.max(low, high - MOST_RANGE);
  const largest = (1 << (bits - 1)) - 1;
  const step = (high - low) / (largest - 1);
  const tile = { bits, low, step, codes };
  values.forEach((value, i) => {
    codes[i] = Math.sign(value) * nearest(tile, Math.abs(value), largest);
  });
  return tile;
}

export const decodeLogFmt = ({ low, step, codes }: LogTile): Float64Array =>
  Float64Array.from(codes, (code) =>
    code === 0 ? 0 : Math.sign(code) * exp(low + step * (Math.abs(code) - 1)),
  );

/** Of the two codes around a magnitude the one whose value is nearer. */
function nearest({ low, step }: LogTile, magnitude: number, largest: number): number {
  if (magnitude === 0) return 0;
  if (step === 0) return largest;
  const place = (log(magnitude) - low) / step;
  const below = Math.max(0, Math.min(largest, Math.floor(place) + 1));
  const above = Math.min(largest, below + 1);
  const value = (code: number): number => (code === 0 ? 0 : exp(low + step * (code - 1)));
  return magnitude - value(below) <= value(above) - magnitude ? below : above;
}
