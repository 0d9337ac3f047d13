/** Sets of time intervals: unions and what two of them share. */
import { elementAt } from '@railyard/base';

/** Intervals as [start, end, start, end, ...], ordered and apart. */
export type Intervals = Float64Array;

/** Union of intervals that come ordered by start. */
export function unionOf(
  count: number,
  start: (index: number) => number,
  end: (index: number) => number,
): Intervals {
  // Counted first: of a million kernels few intervals are left.
  let apart = 0;
  let reached = -Infinity;
  for (let index = 0; index < count; index += 1) {
    if (!(start(index) <= reached)) apart += 1;
    reached = Math.max(reached, end(index));
  }
  const merged = new Float64Array(apart * 2);
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    const [from, to] = [start(index), end(index)];
    if (length > 0 && from <= elementAt(merged, length - 1))
      merged[length - 1] = Math.max(elementAt(merged, length - 1), to);
    else {
      merged[length] = from;
      merged[length + 1] = to;
      length += 2;
    }
  }
  return merged;
}

export function totalOf(intervals: Intervals): number {
  let sum = 0;
  for (let at = 0; at < intervals.length; at += 2)
    sum += elementAt(intervals, at + 1) - elementAt(intervals, at);
  return sum;
}

/** Time in both. */
export function sharedBy(a: Intervals, b: Intervals): number {
  let sum = 0;
  let i = 0;
  let j = a.length === 0 ? 0 : firstEndingAfter(b, elementAt(a, 0));
  while (i < a.length && j < b.length) {
    const [endA, endB] = [elementAt(a, i + 1), elementAt(b, j + 1)];
    const from = Math.max(elementAt(a, i), elementAt(b, j));
    const to = Math.min(endA, endB);
    if (to > from) sum += to - from;
    if (endA < endB) i += 2;
    else j += 2;
  }
  return sum;
}

/** Position of the first interval that ends after `time`. */
function firstEndingAfter(intervals: Intervals, time: number): number {
  let low = 0;
  let high = intervals.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elementAt(intervals, 2 * middle + 1) > time) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}
