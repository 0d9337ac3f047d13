/** Collectives of several ranks that are the same call: one name, overlapping in time, ending together. */
import { elementAt } from '@railyard/base';

/** [kernels] by end, microseconds. */
export interface EndedWork {
  readonly ends: Float64Array;
  readonly durations: Float64Array;
  readonly names: readonly string[];
}

/** One rank's part of a call. */
export interface Member {
  readonly rank: number;
  readonly durationUs: number;
}

/** Ends of one call lie this close to each other once clocks agree. */
export const MATCH_US = 500;
/** Clocks of hosts that are kept by NTP differ less than this. */
const FURTHEST_US = 100_000;
/** Kernels of a rank that vote for its clock. */
const VOTERS = 2_000;

/** What to take from the ends of `other` so that most of its collectives end with those of `reference`. */
export function clockOffset(reference: EndedWork, other: EndedWork): number {
  if (reference === other) return 0;
  const differences: number[] = [];
  let from = 0;
  const voters = Math.min(VOTERS, other.ends.length);
  for (let at = 0; at < voters; at += 1) {
    const end = elementAt(other.ends, at);
    while (from < reference.ends.length && elementAt(reference.ends, from) < end - FURTHEST_US) from += 1;
    for (let near = from; near < reference.ends.length; near += 1) {
      const difference = end - elementAt(reference.ends, near);
      if (difference < -FURTHEST_US) break;
      if (elementAt(reference.names, near) === elementAt(other.names, at)) differences.push(difference);
    }
  }
  return densest(Float64Array.from(differences.sort((a, b) => a - b)));
}

/** Median of the largest group of numbers that lie within one match of each other; 0 for none. */
function densest(sorted: Float64Array): number {
  let [start, best, bestStart] = [0, 0, 0];
  sorted.forEach((value, at) => {
    while (value - elementAt(sorted, start) > 2 * MATCH_US) start += 1;
    const count = at - start + 1;
    const isNearer = Math.abs(value) < Math.abs(sorted[bestStart] ?? Infinity);
    if (count > best || (count === best && isNearer)) [best, bestStart] = [count, start];
  });
  return best < 2 ? 0 : elementAt(sorted, bestStart + (best >> 1));
}

/** Calls that at least two of the ranks recorded. */
export function meetings(ranks: readonly EndedWork[], offsets: readonly number[]): readonly Member[][] {
  const ends = ranks.flatMap((work, rank) =>
    Array.from(work.ends, (end, row) => ({
      rank,
      endUs: end - elementAt(offsets, rank),
      durationUs: elementAt(work.durations, row),
      name: elementAt(work.names, row),
    })),
  );
  ends.sort((a, b) => a.endUs - b.endUs || a.rank - b.rank);
  const open = new Map<string, { firstUs: number; members: Member[] }>();
  const met: Member[][] = [];
  for (const { rank, endUs, durationUs, name } of ends) {
    const call = open.get(name);
    const isSame =
      call !== undefined &&
      endUs - call.firstUs <= MATCH_US &&
      endUs - durationUs < call.firstUs &&
      call.members.every((member) => member.rank !== rank);
    if (isSame) call.members.push({ rank, durationUs });
    else {
      const members = [{ rank, durationUs }];
      open.set(name, { firstUs: endUs, members });
      met.push(members);
    }
  }
  return met.filter(({ length }) => length > 1);
}
