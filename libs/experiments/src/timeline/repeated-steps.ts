/** Several steps one after the other. */
import { type RecordedTimeline, type TimelineSlice } from '@railyard/parallelism';

export function repeatedSteps(timeline: RecordedTimeline, stepS: number, steps: number): RecordedTimeline {
  if (steps === 1) return timeline;
  const shifts = Array.from({ length: steps }, (_, i) => i * stepS);
  const slices = (of: readonly TimelineSlice[]): readonly TimelineSlice[] =>
    shifts.flatMap((shift, step) =>
      of.map((slice) => ({ ...slice, startS: slice.startS + shift, args: { ...slice.args, step } })),
    );
  const at = <End extends { readonly timeS: number }>(end: End, shift: number): End => ({
    ...end,
    timeS: end.timeS + shift,
  });
  return {
    ...timeline,
    ranks: timeline.ranks.map((rank) => ({
      ...rank,
      streams: rank.streams.map((stream) => ({ ...stream, slices: slices(stream.slices) })),
    })),
    flows: shifts.flatMap((shift) =>
      timeline.flows.map((flow) => ({ ...flow, from: at(flow.from, shift), to: at(flow.to, shift) })),
    ),
    counters: timeline.counters.map((counter) => ({
      ...counter,
      points: shifts.flatMap((shift) => counter.points.map((point) => at(point, shift))),
    })),
  };
}
