/** Small floating-point formats, with a scale for each tile where the largest value has to fit. */
import { invariant } from '@railyard/base';

export interface FloatFormat {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  /** Largest finite value; E4M3 spends one code of the top binade on NaN. */
  readonly largest: number;
}

const ieee = (exponentBits: number, mantissaBits: number): FloatFormat => ({
  exponentBits,
  mantissaBits,
  largest: powerOfTwo((1 << (exponentBits - 1)) - 1) * (2 - powerOfTwo(-mantissaBits)),
});

export const FLOAT_FORMATS = {
  e4m3: { exponentBits: 4, mantissaBits: 3, largest: 448 },
  e5m2: ieee(5, 2),
  e5m6: ieee(5, 6),
  bf16: ieee(8, 7),
} as const satisfies Readonly<Record<string, FloatFormat>>;

/** To the nearest value of the format, ties to even, larger ones to the largest. */
export function roundTo({ exponentBits, mantissaBits, largest }: FloatFormat, value: number): number {
  invariant(Number.isFinite(value), 'a value is finite', { value });
  const magnitude = Math.abs(value);
  if (magnitude === 0) return 0;
  const least = 2 - (1 << (exponentBits - 1));
  const exponent = Math.max(least, binade(magnitude));
  const unit = powerOfTwo(exponent - mantissaBits);
  const whole = Math.floor(magnitude / unit);
  const rest = magnitude / unit - whole;
  const up = rest > 0.5 || (rest === 0.5 && whole % 2 === 1);
  return Math.sign(value) * Math.min(largest, (whole + Number(up)) * unit);
}

/** Exactly, between the least and the largest normal double. */
export function powerOfTwo(exponent: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, (exponent + 1023) << 20);
  return bits.getFloat64(0);
}

/** Exponent of the power of two at or below a positive number, exactly. */
export function binade(magnitude: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, magnitude);
  return ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** A tile scaled so that its largest value is the format's (DeepSeek's 1 x 128 recipe), and back. */
export function roundTile(format: FloatFormat, values: Float64Array): Float64Array {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (most === 0) return new Float64Array(values.length);
  const scale = format.largest / most;
  return values.map((value) => roundTo(format, value * scale) / scale);
}
