/** Time inside a part of a timeline, added up: by track, and by what was done. */
import { firstEndingAfter, type TimelineData, type Total, totals } from './data.js';
import { type Viewport } from './viewport.js';

export interface TrackTotals {
  readonly track: number;
  readonly label: string;
  readonly totals: readonly Total[];
}

export const byTrack = (data: TimelineData, { fromS, toS }: Viewport): readonly TrackTotals[] =>
  data.tracks.map(({ label }, track) => ({ track, label, totals: totals(data, fromS, toS, [track]) }));

/** Slices whose names differ in nothing but numbers. */
export interface WorkTotal {
  readonly work: string;
  readonly kind: string;
  readonly count: number;
  readonly seconds: number;
  readonly longestS: number;
}

/** The most time first. */
export function byWork(data: TimelineData, { fromS, toS }: Viewport): readonly WorkTotal[] {
  const works = new Map<string, string>();
  const found = new Map<string, { -readonly [K in keyof WorkTotal]: WorkTotal[K] }>();
  for (const track of data.tracks)
    for (let slice = firstEndingAfter(track, fromS); slice < track.starts.length; slice += 1) {
      const start = track.starts[slice] ?? Infinity;
      if (start >= toS) break;
      const name = track.name(slice);
      const work = works.get(name) ?? name.replace(/\d+/g, '');
      works.set(name, work);
      const kind = data.kinds[track.kinds[slice] ?? 0] ?? '';
      const total = found.get(work) ?? { work, kind, count: 0, seconds: 0, longestS: 0 };
      const length = Math.min(toS, track.ends[slice] ?? toS) - Math.max(fromS, start);
      total.count += 1;
      total.seconds += length;
      total.longestS = Math.max(total.longestS, length);
      found.set(work, total);
    }
  return [...found.values()].sort((a, b) => b.seconds - a.seconds);
}
