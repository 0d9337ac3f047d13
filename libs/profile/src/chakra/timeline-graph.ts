/**
 * A recorded step as graphs of work, one for each rank: every slice is a node that waits for the one before
 * it on its stream, for what ended on another stream at the moment when it began, and for what arrives from
 * another rank. Bubbles are no work: what made them are those dependencies.
 */
import { elementAt } from '@railyard/base';
import { type RecordedTimeline, type TimelineRank, type TimelineSlice } from '@railyard/parallelism';
import { type ChakraNode, type ChakraTrace, SCHEMA_VERSION } from './chakra-trace.js';

/** Slices that touch were rounded: two moments within half a nanosecond are one. */
const MOMENT_S = 0.5e-9;

export interface RankGraph extends ChakraTrace {
  readonly rank: number;
}

/** Tracks that compute nothing (the network, storage) are no ranks. */
export function timelineGraphs({ ranks }: Pick<RecordedTimeline, 'ranks'>): readonly RankGraph[] {
  const tags = new Map<string, number>();
  return ranks
    .filter(({ streams }) => streams.some(({ name }) => name === 'compute'))
    .map((rank) => ({
      rank: rank.rank,
      format: 'protobuf',
      version: SCHEMA_VERSION,
      nodes: nodesOf(placedOn(rank), rank.rank, tags),
    }));
}

interface Placed {
  readonly stream: string;
  readonly slice: TimelineSlice;
  readonly endS: number;
}

/** Work that lies in no other of its stream, in order of time. */
function placedOn({ streams }: TimelineRank): readonly Placed[] {
  return streams
    .flatMap(({ name: stream, slices }) => {
      let reachedS = -Infinity;
      return slices
        .filter(({ category }) => category !== 'bubble')
        .sort((a, b) => a.startS - b.startS || b.durationS - a.durationS)
        .flatMap((slice) => {
          if (slice.startS < reachedS - MOMENT_S) return [];
          reachedS = slice.startS + slice.durationS;
          return [{ stream, slice, endS: reachedS }];
        });
    })
    .sort((a, b) => a.slice.startS - b.slice.startS || a.endS - b.endS);
}

/** Activations or their gradients, at one of their ends. */
interface Transfer {
  readonly isForward: boolean;
  readonly isSend: boolean;
  readonly peer: number;
}

function transferOf({ name }: TimelineSlice): Transfer | undefined {
  const [, what, way, peer] = /^(activations|gradients) \d+ (to|from) rank (\d+)$/.exec(name) ?? [];
  return what === undefined
    ? undefined
    : { isForward: what === 'activations', isSend: way === 'to', peer: Number(peer) };
}

function nodesOf(placed: readonly Placed[], rank: number, tags: Map<string, number>): readonly ChakraNode[] {
  const lastOf = new Map<string, number>();
  const seen = new Map<string, number>();
  const released = releases(placed);
  const arrived = arrivals(placed);
  return placed.map(({ stream, slice }, id): ChakraNode => {
    const before = lastOf.get(stream);
    lastOf.set(stream, id);
    const after = new Set([...elementAt(released, id), ...elementAt(arrived, id)]);
    if (before !== undefined) after.add(before);
    const transfer = transferOf(slice);
    return {
      id,
      name: slice.name,
      ...sortOf(slice, transfer),
      durationUs: Math.round(1e6 * slice.durationS),
      after: [...after].sort((a, b) => a - b),
      onHost: false,
      ...bytesOf(slice),
      ...(transfer === undefined
        ? {}
        : { peer: transfer.peer, tag: tagOf(slice, transfer, rank, seen, tags) }),
    };
  });
}

/** Of all tiers together. */
function bytesOf({ args = {} }: TimelineSlice): { readonly bytes?: number } {
  const parts = [args.bytes, args.nvlinkBytes, args.bytesOfPhase].filter((part) => typeof part === 'number');
  return parts.length === 0 ? {} : { bytes: Math.round(parts.reduce((sum, part) => sum + part, 0)) };
}

/** The same number at both ends: what is sent, between which stages, the how manieth time. */
function tagOf(
  { args = {} }: TimelineSlice,
  { isForward, isSend, peer }: Transfer,
  rank: number,
  seen: Map<string, number>,
  tags: Map<string, number>,
): number {
  const [from, to] = isSend ? [rank, peer] : [peer, rank];
  const words = [isForward, from, to, args.microBatch, args.fromStage, args.toStage].join(' ');
  const own = `${isSend} ${words}`;
  const time = seen.get(own) ?? 0;
  seen.set(own, time + 1);
  const key = `${words} ${time}`;
  const tag = tags.get(key) ?? tags.size;
  tags.set(key, tag);
  return tag;
}

/** [slices] receives whose content the slice is the first to work on. */
function arrivals(placed: readonly Placed[]): readonly (readonly number[])[] {
  const found = placed.map((): number[] => []);
  placed.forEach(({ slice, endS }, id) => {
    const transfer = transferOf(slice);
    if (transfer === undefined || transfer.isSend) return;
    const side = transfer.isForward ? 'forward' : 'backward';
    const { microBatch, toStage } = slice.args ?? {};
    const user = placed.findIndex(
      ({ slice: { startS, args = {} } }) =>
        startS >= endS - MOMENT_S &&
        args[`${side}MicroBatch`] === microBatch &&
        args[`${side}Stage`] === toStage,
    );
    if (user >= 0) elementAt(found, user).push(id);
  });
  return found;
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
  [/all-?reduce/, 'all-reduce'],
  [/reduce-?scatter|scatter|^reduce /, 'reduce-scatter'],
  [/gather/, 'all-gather'],
];

function sortOf(
  { name, category }: TimelineSlice,
  transfer: Transfer | undefined,
): Pick<ChakraNode, 'sort' | 'operation'> {
  if (transfer !== undefined) return { sort: transfer.isSend ? 'send' : 'receive' };
  if (category !== 'communication') return { sort: 'computation' };
  return {
    sort: 'collective',
    operation: OPERATIONS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown',
  };
}
