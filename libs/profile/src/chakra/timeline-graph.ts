/**
 * A recorded step as graphs of work, one for each rank: every slice is a node that waits for the one before
 * it on its stream, and for what ended on another stream at the moment when it began. A transfer to another
 * rank is a send there and a receive here of the same tag; how long the receive takes is for whoever executes
 * the graph.
 */
import { elementAt } from '@railyard/base';
import { type RecordedTimeline, type TimelineRank, type TimelineSlice } from '@railyard/parallelism';
import { type ChakraNode, type ChakraTrace, SCHEMA_VERSION } from './chakra-trace.js';

/** Slices that touch were rounded: two moments within half a nanosecond are one. */
const MOMENT_S = 0.5e-9;

export interface RankGraph extends ChakraTrace {
  readonly rank: number;
}

export function timelineGraphs({ ranks }: Pick<RecordedTimeline, 'ranks'>): readonly RankGraph[] {
  const placed = ranks.map((rank) => ({ rank: rank.rank, slices: placedOn(rank) }));
  const transfers = placed
    .flatMap(({ rank, slices }) => slices.flatMap(({ slice }) => transferOf(rank, slice) ?? []))
    .map((transfer, tag) => ({ ...transfer, tag }));
  return placed.map(({ rank, slices }) => ({
    rank,
    format: 'protobuf',
    version: SCHEMA_VERSION,
    nodes: nodesOf(rank, slices, transfers),
  }));
}

interface Placed {
  readonly stream: string;
  readonly slice: TimelineSlice;
  readonly endS: number;
}

/** Slices that lie in no other of their stream, in order of time. */
function placedOn({ streams }: TimelineRank): readonly Placed[] {
  return streams
    .flatMap(({ name: stream, slices }) => {
      let reachedS = -Infinity;
      return [...slices]
        .sort((a, b) => a.startS - b.startS || b.durationS - a.durationS)
        .flatMap((slice) => {
          if (slice.startS < reachedS - MOMENT_S) return [];
          reachedS = slice.startS + slice.durationS;
          return [{ stream, slice, endS: reachedS }];
        });
    })
    .sort((a, b) => a.slice.startS - b.slice.startS || a.endS - b.endS);
}

/** Activations or their gradients on the way to another rank. */
interface Transfer {
  readonly slice: TimelineSlice;
  readonly from: number;
  readonly to: number;
  readonly isForward: boolean;
}

interface TaggedTransfer extends Transfer {
  readonly tag: number;
}

function transferOf(rank: number, slice: TimelineSlice): Transfer | undefined {
  const [, what, to] = /^(activations|gradients) \d+ to rank (\d+)$/.exec(slice.name) ?? [];
  return what === undefined
    ? undefined
    : { slice, from: rank, to: Number(to), isForward: what === 'activations' };
}

function nodesOf(
  rank: number,
  placed: readonly Placed[],
  transfers: readonly TaggedTransfer[],
): readonly ChakraNode[] {
  const received = transfers.filter(({ to }) => to === rank);
  const sent = new Map(transfers.filter(({ from }) => from === rank).map((one) => [one.slice, one]));
  const lastOf = new Map<string, number>();
  const released = releases(placed);
  const slices = placed.map(({ stream, slice }, id): ChakraNode => {
    const before = lastOf.get(stream);
    lastOf.set(stream, id);
    const arrivals = received.flatMap((transfer, index) =>
      isFor(transfer, slice) ? [placed.length + index] : [],
    );
    const after = new Set([before ?? -1, ...elementAt(released, id), ...arrivals]);
    after.delete(-1);
    const { bytes } = slice.args ?? {};
    return {
      id,
      name: slice.name,
      ...sortOf(slice, sent.get(slice)),
      durationUs: Math.round(1e6 * slice.durationS),
      after: [...after].sort((a, b) => a - b),
      onHost: false,
      ...(typeof bytes === 'number' ? { bytes } : {}),
    };
  });
  return [...slices, ...received.map((transfer, index) => receiveOf(transfer, placed.length + index))];
}

/** The slice works on what the transfer brings. */
function isFor({ isForward, slice: { args = {} } }: Transfer, { args: own = {} }: TimelineSlice): boolean {
  const side = isForward ? 'forward' : 'backward';
  return own[`${side}MicroBatch`] === args.microBatch && own[`${side}Stage`] === args.toStage;
}

function receiveOf({ slice, from, tag }: TaggedTransfer, id: number): ChakraNode {
  const { bytes } = slice.args ?? {};
  return {
    id,
    name: `receive ${slice.name}`,
    sort: 'receive',
    durationUs: 0,
    after: [],
    onHost: false,
    peer: from,
    tag,
    ...(typeof bytes === 'number' ? { bytes } : {}),
  };
}

/** [slices] what ended on another stream when the slice began. */
function releases(placed: readonly Placed[]): readonly (readonly number[])[] {
  const byEnd = placed.map(({ endS }, index) => ({ endS, index })).sort((a, b) => a.endS - b.endS);
  let first = 0;
  return placed.map(({ slice: { startS }, stream }, index) => {
    while (first < byEnd.length && elementAt(byEnd, first).endS < startS - MOMENT_S) first += 1;
    const found: number[] = [];
    for (let at = first; at < byEnd.length; at += 1) {
      const ended = elementAt(byEnd, at);
      if (ended.endS > startS + MOMENT_S) break;
      if (ended.index < index && elementAt(placed, ended.index).stream !== stream) found.push(ended.index);
    }
    return found;
  });
}

/** Collectives by the names that slices of a step have. */
const OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/dispatch|combine/, 'all-to-all'],
  [/^reduce /, 'reduce-scatter'],
  [/^gather /, 'all-gather'],
];

function sortOf(
  { name, category }: TimelineSlice,
  transfer: TaggedTransfer | undefined,
): Pick<ChakraNode, 'sort' | 'operation' | 'peer' | 'tag'> {
  if (transfer !== undefined) return { sort: 'send', peer: transfer.to, tag: transfer.tag };
  if (category !== 'communication') return { sort: 'computation' };
  const operation = OPERATIONS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
  return { sort: 'collective', operation };
}
