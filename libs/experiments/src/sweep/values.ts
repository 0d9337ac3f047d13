/** The values of one parameter of a sweep. */
import { exp, log, type RandomStream, elementAt } from '@railyard/base';
import { type SweepParameter } from '../sweep-document.js';

/** Where a parameter's values go, and whether they must be whole. */
export interface Axis {
  readonly path: string;
  readonly parameter: SweepParameter;
  readonly whole: boolean;
  /** The axis is there for points with this value of an earlier one; absent: for all. */
  readonly only?: { readonly path: string; readonly value: unknown };
}

/** Digits of a step: what a power's last bits add (50.000000000000014 for 50) would be another experiment. */
const DIGITS = 12;

/** The values of a grid's axis: as listed, or the steps of the range; equal ones (after rounding) once. */
export function gridValues(axis: Axis): readonly unknown[] {
  const { values, steps = 2 } = axis.parameter;
  if (values !== undefined) return values;
  const stepped = (step: number): unknown => {
    const value = valueAt(axis, step / (steps - 1));
    // The ends are as written.
    const isBetween = step > 0 && step < steps - 1 && typeof value === 'number';
    return isBetween ? Number(value.toPrecision(DIGITS)) : value;
  };
  return [...new Set(Array.from({ length: steps }, (_, step) => stepped(step)))];
}

/** The value at `share` (0 to 1) of the axis: of the list's length, or of the range on its scale. */
export function valueAt(axis: Axis, share: number): unknown {
  const { values, min = 0, max = 1, scale = 'linear' } = axis.parameter;
  if (values !== undefined) return values[Math.min(values.length - 1, Math.floor(share * values.length))];
  const raw =
    share <= 0
      ? min
      : share >= 1
        ? max
        : scale === 'log'
          ? exp(log(min) + share * (log(max) - log(min)))
          : min + share * (max - min);
  return axis.whole ? Math.round(raw) : raw;
}

/** A random order of 0 .. n-1 (Fisher and Yates). */
export function permutation(n: number, stream: RandomStream): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = stream.integer(i + 1);
    const held = elementAt(order, i);
    order[i] = elementAt(order, j);
    order[j] = held;
  }
  return order;
}
