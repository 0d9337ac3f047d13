/**
 * Several ranks of one job side by side: who computes longest, who waits for whom. A collective ends on
 * all of its ranks at about the same time, so the rank that is in it shortest is the one that the others
 * waited for. Ranks whose clocks differ are shifted by what makes most of their collectives end together.
 */
import { elementAt } from '@railyard/base';
import { isCommunication } from '../kernels/index.js';
import { type RecordedProfile, profileOf } from '../timeline/index.js';
import { type TraceRecords } from '../trace/index.js';
import { clockOffset, type EndedWork, MATCH_US, meetings } from './meetings.js';

/** What is kept of a rank: its profile and its collectives. */
export interface RankRecording {
  readonly source: string;
  readonly profile: RecordedProfile;
  readonly collectives: EndedWork;
}

export interface RankSummary {
  readonly source: string;
  readonly rank: number;
  readonly spanMs: number;
  readonly computeMs: number;
  readonly communicationMs: number;
  /** Communication that nothing hid, and time in which nothing ran. */
  readonly exposedMs: number;
  readonly idleMs: number;
  /** Collectives that are also in another recording, and how much longer than there the rank was in them. */
  readonly matched: number;
  readonly waitMs: number;
  /** Of those, in how many this rank was the last to come. */
  readonly lastToCome: number;
  /** Its clock against that of the first recording. */
  readonly clockOffsetMs: number;
}

export interface RankComparison {
  readonly ranks: readonly RankSummary[];
  /** The rank that others waited for most; null where no collective is in two recordings. */
  readonly straggler: number | null;
  /** Longest over shortest computation of a rank, less 1. */
  readonly computeSkew: number;
  /** Means over the matched collectives: between the first and the last rank to come. */
  readonly meanArrivalSkewMs: number;
  readonly largestArrivalSkewMs: number;
  readonly matched: number;
}

/** The profile of the device with most work, and its collectives; the rest of the trace may be dropped. */
export function rankRecording(source: string, records: TraceRecords): RankRecording {
  const [{ work }] = records.devices;
  const isCollective = work.kinds.map(isCommunication);
  const rows: number[] = [];
  for (let row = 0; row < work.length; row += 1) if (isCollective[work.nameId(row)] === true) rows.push(row);
  rows.sort((a, b) => work.end(a) - work.end(b) || a - b);
  return {
    source,
    profile: profileOf(records),
    collectives: {
      ends: Float64Array.from(rows, (row) => work.end(row)),
      durations: Float64Array.from(rows, (row) => work.duration(row)),
      names: rows.map((row) => elementAt(work.names, work.nameId(row))),
    },
  };
}

/** @param recordings at least two, of one job */
export function compareRanks(recordings: readonly RankRecording[]): RankComparison {
  const [reference] = recordings;
  const offsets = recordings.map(({ collectives }) =>
    reference === undefined ? 0 : clockOffset(reference.collectives, collectives),
  );
  const met = meetings(
    recordings.map(({ collectives }) => collectives),
    offsets,
  );
  const wait = recordings.map(() => 0);
  const matched = recordings.map(() => 0);
  const last = recordings.map(() => 0);
  const skews: number[] = [];
  for (const meeting of met) {
    const shortest = Math.min(...meeting.map(({ durationUs }) => durationUs));
    const skew = Math.max(...meeting.map(({ durationUs }) => durationUs)) - shortest;
    skews.push(skew);
    let isCounted = false;
    for (const { rank, durationUs } of meeting) {
      matched[rank] = elementAt(matched, rank) + 1;
      wait[rank] = elementAt(wait, rank) + durationUs - shortest;
      // Within what matches two ends nobody can be said to be last.
      if (isCounted || durationUs !== shortest || skew <= MATCH_US) continue;
      last[rank] = elementAt(last, rank) + 1;
      isCounted = true;
    }
  }
  const ranks = recordings.map(({ source, profile }, index): RankSummary => ({
    source,
    rank: profile.rank,
    spanMs: profile.spanMs,
    computeMs: profile.computeMs,
    communicationMs: profile.communicationMs,
    exposedMs: profile.overlap.communicationOnlyMs,
    idleMs: profile.overlap.neitherMs,
    matched: elementAt(matched, index),
    waitMs: elementAt(wait, index) / 1e3,
    lastToCome: elementAt(last, index),
    clockOffsetMs: elementAt(offsets, index) / 1e3,
  }));
  const compute = ranks.map(({ computeMs }) => computeMs);
  return {
    ranks,
    straggler: stragglerOf(ranks),
    computeSkew: Math.max(...compute) / Math.min(...compute) - 1,
    meanArrivalSkewMs: skews.reduce((sum, us) => sum + us, 0) / Math.max(1, skews.length) / 1e3,
    largestArrivalSkewMs: Math.max(0, ...skews) / 1e3,
    matched: met.length,
  };
}

function stragglerOf(ranks: readonly RankSummary[]): number | null {
  const waited = ranks.filter(({ matched }) => matched > 0);
  const [least] = [...waited].sort((a, b) => a.waitMs / a.matched - b.waitMs / b.matched);
  return least === undefined || waited.every(({ waitMs }) => waitMs === 0) ? null : least.rank;
}
