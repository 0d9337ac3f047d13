/** A timeline in the form in which it crosses from the engine: arrays, and each name once. */
import { type RecordedTimeline } from '@railyard/parallelism';
import { type Arrow, kindOf, KINDS, type TimelineData, timelineOf } from './data.js';

export interface PackedTrack {
  readonly label: string;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** [slices] place in `names`. */
  readonly names: Uint32Array;
}

export interface PackedTimeline {
  readonly tracks: readonly PackedTrack[];
  readonly names: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly endS: number;
}

export function packTimeline(recorded: RecordedTimeline): PackedTimeline {
  const { tracks, arrows, endS } = timelineOf(recorded);
  const names = new Map<string, number>();
  const placeOf = (text: string): number => {
    const known = names.get(text) ?? names.size;
    names.set(text, known);
    return known;
  };
  return {
    tracks: tracks.map(({ label, starts, ends, name }) => ({
      label,
      starts,
      ends,
      names: Uint32Array.from(starts, (_, slice) => placeOf(name(slice))),
    })),
    names: [...names.keys()],
    arrows,
    endS,
  };
}

/** @param leastS how long it is at least, alongside others */
export function unpacked({ tracks, names, arrows, endS }: PackedTimeline, leastS = 0): TimelineData {
  const kinds = Uint8Array.from(names, (name) => KINDS.indexOf(kindOf(name)));
  return {
    kinds: KINDS,
    tracks: tracks.map((track) => ({
      label: track.label,
      starts: track.starts,
      ends: track.ends,
      kinds: Uint8Array.from(track.names, (place) => kinds[place] ?? 0),
      name: (slice) => names[track.names[slice] ?? -1] ?? '',
    })),
    arrows,
    endS: Math.max(leastS, endS),
  };
}
