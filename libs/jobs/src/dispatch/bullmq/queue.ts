/**
 * What producer and consumer agree on. The payload says which runs and under which fencing tokens, nothing
 * else: the rows are the truth.
 */
import { elementAt } from '@railyard/base';
import { Redis } from 'ioredis';
import { type FencedRun, type QueueEntry, type WaitingJob } from '@railyard/database';

export const QUEUE_NAME = 'railyard';

export interface RunJob {
  /** Each under the token that its row had when it was handed over: once the row has another, it is void. */
  readonly runs: readonly FencedRun[];
}

/**
 * The runs of an entry. One in another form is of an earlier release: it stands for no run, and the
 * reconciler sends its rows again.
 */
export function runsOf({ runs }: Partial<RunJob>): readonly FencedRun[] {
  const isCurrent = runs?.every(({ fencingToken }) => typeof fencingToken === 'number') ?? false;
  return isCurrent && runs !== undefined ? runs : [];
}

/** Runs of one entry. */
const MAX_GROUP = 32;
/** Entries that one flush makes at least, so that many runners find work. */
const MIN_ENTRIES = 8;

/** What one entry stands for. */
export interface RunGroup extends QueueEntry {
  readonly first: WaitingJob;
}

/**
 * Groups neighbouring runs of a sweep. A run that was requeued goes into smaller groups, at last alone: it
 * was interrupted, or took too long for its group. BullMQ ignores an id that it knows: the same group sent
 * twice is one.
 */
export function groupsOf(jobs: readonly WaitingJob[]): RunGroup[] {
  const most = Math.min(MAX_GROUP, Math.ceil(jobs.length / MIN_ENTRIES));
  const groups: { readonly first: WaitingJob; readonly jobs: WaitingJob[] }[] = [];
  for (const job of jobs) {
    const group = groups.at(-1);
    if (
      group !== undefined &&
      group.jobs.length < sizeFor(job, most) &&
      group.first.fencingToken === job.fencingToken &&
      group.first.priority === job.priority
    )
      group.jobs.push(job);
    else groups.push({ first: job, jobs: [job] });
  }
  return groups.map(({ first, jobs: members }) => ({
    entry: entryOf(members),
    runs: members.map(({ runId, fencingToken }) => ({ runId, fencingToken })),
    first,
  }));
}

/**
 * A single experiment and a run that was begun before go alone; each return to the queue raises the token
 * by two.
 */
function sizeFor({ priority, starts, fencingToken }: WaitingJob, most: number): number {
  return priority === 0 || starts > 0 ? 1 : most >> Math.min(fencingToken, MAX_GROUP);
}

function entryOf(group: readonly FencedRun[]): string {
  const { runId, fencingToken } = elementAt(group, 0);
  return group.length === 1
    ? `${runId}-${fencingToken}`
    : `${runId}-${fencingToken}-${group.length}-${elementAt(group, group.length - 1).runId}`;
}

/** Under which a runner is known to the queue. */
export const runnerName = (threads: number): string => `runner-${threads}`;

/** Null where a connection's name is none of ours. */
export function threadsIn(connectionName: string): number | null {
  const threads = /:runner-(\d+)$/.exec(connectionName)?.[1];
  return threads === undefined ? null : Number(threads);
}

/** A killed runner's entry is processed again after at most this long. */
export const LOCK_MS = 10_000;
export const STALLED_CHECK_MS = 5_000;
/** How often a job may stall is counted in its row, not by the queue. */
export const MAX_STALLED = 1000;

/** For the side that answers requests: a command fails fast while Redis is away. */
export function failFastConnection(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2000,
    commandTimeout: 2000,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
}

/** For the side that waits for work with blocking commands: BullMQ asks for unlimited retries. */
export function blockingConnection(url: string): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
}
