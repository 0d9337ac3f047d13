/**
 * A recorded timeline as Chrome trace JSON, which Perfetto opens. One process for each rank, one thread for
 * each stream; slices are complete (`X`), moments instant (`i`); times in microseconds on a grid of 1 ns, so
 * that slices which touch do not overlap by a rounding error.
 */
import { invariant, elementAt } from '@railyard/base';
import {
  type FlowEnd,
  type RecordedTimeline,
  type TimelineInstant,
  type TimelineRank,
  type TimelineSlice,
  type TimelineStream,
} from '@railyard/parallelism';

export type ChromeTraceEvent = Readonly<Record<string, unknown>> & {
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f' | 'C';
  readonly pid: number;
};

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms';
  readonly traceEvents: readonly ChromeTraceEvent[];
  /** Document hash, seed, engine version, ranks and steps kept, assumptions. */
  readonly otherData: Readonly<Record<string, string | number>>;
}

const NANOSECONDS_PER_SECOND = 1e9;
const toNanoseconds = (seconds: number): number => Math.round(seconds * NANOSECONDS_PER_SECOND);
const toMicroseconds = (nanoseconds: number): number => nanoseconds / 1e3;

/** Outermost slices of one stream, in order; they are disjoint. Nanoseconds. */
interface Outline {
  readonly pid: number;
  readonly tid: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** @throws InvariantError when slices of one stream cross, or an arrow has no slice at one of its ends. */
export function chromeTrace(timeline: RecordedTimeline): ChromeTrace {
  const events: ChromeTraceEvent[] = [];
  const outlines = new Map<string, Outline>();
  timeline.ranks.forEach((rank, order) => {
    nameRank(events, rank, order);
    rank.streams.forEach((stream, tid) => {
      outlines.set(streamKey(rank.rank, stream.name), outline(rank.rank, tid, stream));
      for (const slice of stream.slices) events.push(sliceEvent(rank.rank, tid, slice));
      for (const instant of stream.instants ?? []) events.push(instantEvent(rank.rank, tid, instant));
    });
  });
  timeline.flows.forEach((flow, id) => {
    events.push(
      arrowEnd(outlines, flow.name, id, flow.from, 's'),
      arrowEnd(outlines, flow.name, id, flow.to, 'f'),
    );
  });
  for (const counter of timeline.counters) {
    for (const { timeS, value } of counter.points) {
      events.push({
        ph: 'C',
        pid: counter.rank,
        name: counter.name,
        ts: toMicroseconds(toNanoseconds(timeS)),
        args: { [counter.unit]: value },
      });
    }
  }
  return { displayTimeUnit: 'ms', traceEvents: events, otherData: timeline.metadata };
}

const streamKey = (rank: number, stream: string): string => `${rank}/${stream}`;

function nameRank(events: ChromeTraceEvent[], rank: TimelineRank, order: number): void {
  const pid = rank.rank;
  events.push(
    { ph: 'M', pid, name: 'process_name', args: { name: rank.name } },
    { ph: 'M', pid, name: 'process_sort_index', args: { sort_index: order } },
  );
  rank.streams.forEach((stream, tid) => {
    events.push(
      { ph: 'M', pid, tid, name: 'thread_name', args: { name: stream.name } },
      { ph: 'M', pid, tid, name: 'thread_sort_index', args: { sort_index: tid } },
    );
  });
}

function sliceEvent(pid: number, tid: number, slice: TimelineSlice): ChromeTraceEvent {
  const start = toNanoseconds(slice.startS);
  const end = toNanoseconds(slice.startS + slice.durationS);
  return {
    ph: 'X',
    pid,
    tid,
    name: slice.name,
    ...(slice.category === undefined ? {} : { cat: slice.category }),
    ts: toMicroseconds(start),
    dur: toMicroseconds(end - start),
    ...(slice.args === undefined ? {} : { args: slice.args }),
  };
}

function instantEvent(pid: number, tid: number, { name, timeS, args }: TimelineInstant): ChromeTraceEvent {
  const ts = toMicroseconds(toNanoseconds(timeS));
  return { ph: 'i', s: 't', pid, tid, name, ts, ...(args === undefined ? {} : { args }) };
}

/** Of two slices of one stream, one must end before the other starts or lie inside it. */
function outline(pid: number, tid: number, stream: TimelineStream): Outline {
  const spans = stream.slices.map((slice) => ({
    slice,
    start: toNanoseconds(slice.startS),
    end: toNanoseconds(slice.startS + slice.durationS),
  }));
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const open: typeof spans = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const span of spans) {
    const where = { rank: pid, stream: stream.name, slice: span.slice.name };
    invariant(span.end >= span.start, 'a slice ends before it starts', where);
    while ((open.at(-1)?.end ?? Infinity) <= span.start) open.pop();
    const around = open.at(-1);
    invariant(around === undefined || span.end <= around.end, 'slices of one stream cross', {
      ...where,
      other: around?.slice.name,
    });
    if (around === undefined) {
      starts.push(span.start);
      ends.push(span.end);
    }
    open.push(span);
  }
  return { pid, tid, starts, ends };
}

/** `f` binds to the slice that encloses it, as `s` does, so both ends must lie in one. */
function arrowEnd(
  outlines: ReadonlyMap<string, Outline>,
  name: string,
  id: number,
  end: FlowEnd,
  ph: 's' | 'f',
): ChromeTraceEvent {
  const stream = outlines.get(streamKey(end.rank, end.stream));
  invariant(stream !== undefined, 'an arrow ends on a stream that was not recorded', { name, ...end });
  const at = toNanoseconds(end.timeS);
  invariant(encloses(stream, at), 'an arrow ends outside every slice', { name, ...end });
  return {
    ph,
    pid: end.rank,
    tid: stream.tid,
    name,
    cat: 'flow',
    id,
    ts: toMicroseconds(at),
    ...(ph === 'f' ? { bp: 'e' } : {}),
  };
}

/** Where two slices touch, the moment belongs to both. */
function encloses(stream: Outline, at: number): boolean {
  let low = 0;
  let high = stream.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elementAt(stream.starts, middle) <= at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at <= elementAt(stream.ends, low - 1);
}
