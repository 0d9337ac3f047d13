/** A timeline as typed arrays: one track for each stream of each rank, a million slices and more. */
import { type RecordedTimeline, type TimelineSlice } from '@railyard/parallelism';

/** Kinds of work in a step. */
export const KINDS = ['F', 'B', 'W', 'F&B', 'bubble', 'optimizer', 'communication', 'other'] as const;
type Kind = (typeof KINDS)[number];

/** Slices in order of their start; none overlaps another. */
export interface Track {
  readonly label: string;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** [slices] place of its kind among those of the timeline. */
  readonly kinds: Uint8Array;
  readonly name: (slice: number) => string;
}

export interface Arrow {
  readonly from: { readonly track: number; readonly timeS: number };
  readonly to: { readonly track: number; readonly timeS: number };
}

export interface TimelineData {
  /** Kinds of slices, in the order of their hues. */
  readonly kinds: readonly string[];
  readonly tracks: readonly Track[];
  readonly arrows: readonly Arrow[];
  readonly endS: number;
}

export function kindOf(name: string): Kind {
  if (/^F\d+&B\d/.test(name)) return 'F&B';
  const first = /^([FBW])\d/.exec(name)?.[1];
  if (first !== undefined) return first as Kind;
  if (name === 'bubble' || name === 'wait for expert groups') return 'bubble';
  if (/combine|dispatch|^tensor|exchange|activations|to rank|from rank|^reduce|^gather/.test(name))
    return 'communication';
  return /gradient|weights|update|norm/.test(name) ? 'optimizer' : 'other';
}

/** @param leastS how long it is at least, alongside others */
export function timelineOf({ ranks, flows }: RecordedTimeline, leastS = 0): TimelineData {
  const ownEndS = Math.max(
    0,
    ...ranks.flatMap(({ streams }) =>
      streams.map(({ slices }) =>
        slices.reduce((end, { startS, durationS }) => Math.max(end, startS + durationS), 0),
      ),
    ),
  );
  const places = new Map<string, number>();
  const tracks = ranks.flatMap(({ rank, name, streams }) =>
    streams
      .filter(({ name: stream, slices }) => slices.length > 0 || stream === 'compute')
      .map(({ name: stream, slices }) => {
        places.set(`${rank} ${stream}`, places.size);
        const isRank = /^rank \d/.test(name);
        const label = isRank ? `rank ${rank}: ${stream}` : stream;
        return trackOf(stream === 'compute' ? name : label, slices);
      }),
  );
  const placeOf = (rank: number, stream: string): number => places.get(`${rank} ${stream}`) ?? 0;
  const arrows = flows.map(({ from, to }) => ({
    from: { track: placeOf(from.rank, from.stream), timeS: from.timeS },
    to: { track: placeOf(to.rank, to.stream), timeS: to.timeS },
  }));
  return { kinds: KINDS, tracks, arrows, endS: Math.max(leastS, ownEndS) };
}

function trackOf(label: string, slices: readonly TimelineSlice[]): Track {
  return {
    label,
    starts: Float64Array.from(slices, ({ startS }) => startS),
    ends: Float64Array.from(slices, ({ startS, durationS }) => startS + durationS),
    kinds: Uint8Array.from(slices, ({ name }) => KINDS.indexOf(kindOf(name))),
    name: (slice) => slices[slice]?.name ?? '',
  };
}

/** The first slice that ends after `timeS`, from `low` on; the number of slices where none does. */
export function firstEndingAfter({ ends }: Track, timeS: number, low = 0, high = ends.length): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? Infinity) > timeS) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The same where it is probably near: steps double until it is passed. */
export function nextEndingAfter(track: Track, timeS: number, from: number): number {
  const { length } = track.ends;
  let step = 1;
  while (from + step < length && (track.ends[from + step] ?? Infinity) <= timeS) step *= 2;
  return firstEndingAfter(track, timeS, from + (step >> 1), Math.min(length, from + step));
}

/** The slice that runs at a time; undefined where nothing does. */
export function sliceAt(track: Track, timeS: number): number | undefined {
  const slice = firstEndingAfter(track, timeS);
  return (track.starts[slice] ?? Infinity) <= timeS ? slice : undefined;
}

export interface Total {
  readonly kind: string;
  readonly count: number;
  readonly seconds: number;
}

/** Time by kind of work inside an area of time and tracks. */
export function totals(
  data: TimelineData,
  fromS: number,
  toS: number,
  tracks: readonly number[],
): readonly Total[] {
  const found = data.kinds.map((kind) => ({ kind, count: 0, seconds: 0 }));
  for (const place of tracks) {
    const track = data.tracks[place];
    if (track === undefined) continue;
    for (let slice = firstEndingAfter(track, fromS); slice < track.starts.length; slice += 1) {
      const start = track.starts[slice] ?? Infinity;
      if (start >= toS) break;
      const total = found[track.kinds[slice] ?? 0];
      if (total === undefined) continue;
      total.count += 1;
      total.seconds += Math.min(toS, track.ends[slice] ?? toS) - Math.max(fromS, start);
    }
  }
  return found.filter(({ count }) => count > 0);
}

export const sliceCount = ({ tracks }: TimelineData): number =>
  tracks.reduce((sum, { starts }) => sum + starts.length, 0);
