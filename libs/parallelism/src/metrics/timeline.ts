/**
 * A recorded timeline: what the streams of some ranks did, in seconds from the start of the step. Exporters
 * turn it into traces.
 */

/** Small flat facts about a slice: micro-batch, direction, bytes. Keys carry units. */
export type SliceArguments = Readonly<Record<string, number | string | boolean>>;

export interface TimelineSlice {
  /** As in the figures: `F3`, `B3`, `W3`, `F7&B3`, or an operation's name. */
  readonly name: string;
  readonly startS: number;
  readonly durationS: number;
  /** What kind of work it is: `forward`, `communication`, `optimizer`. */
  readonly category?: string;
  readonly args?: SliceArguments;
}

/** Slices of one stream are disjoint, or nested one inside another. */
/** Something that happened at a moment and took no time of the stream. */
export interface TimelineInstant {
  readonly name: string;
  readonly timeS: number;
  readonly args?: SliceArguments;
}

export interface TimelineStream {
  readonly name: string;
  readonly slices: readonly TimelineSlice[];
  readonly instants?: readonly TimelineInstant[];
}

export interface TimelineRank {
  readonly rank: number;
  /** Says where the rank is, e.g. `rank 3: stages 3+12, node 48`. */
  readonly name: string;
  readonly streams: readonly TimelineStream[];
}

/** One end of an arrow: inside a slice of a stream. */
export interface FlowEnd {
  readonly rank: number;
  readonly stream: string;
  readonly timeS: number;
}

/** An arrow: a pipeline transfer, a dispatch, a combine. */
export interface TimelineFlow {
  readonly name: string;
  readonly from: FlowEnd;
  readonly to: FlowEnd;
}

/** A quantity over time on one rank, e.g. activations in flight; the value holds until the next point. */
export interface TimelineCounter {
  readonly rank: number;
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly timeS: number; readonly value: number }[];
}

export interface RecordedTimeline {
  readonly ranks: readonly TimelineRank[];
  readonly flows: readonly TimelineFlow[];
  readonly counters: readonly TimelineCounter[];
  /** Document hash, seed, engine version, ranks and steps kept, assumptions. */
  readonly metadata: Readonly<Record<string, string | number>>;
}
