/**
 * What producer and consumer agree on. The payload says which runs and under which fencing tokens, nothing
 * else: the rows are the truth.
 */
import { elementAt } from '@railyard/base';
import { Redis } from 'ioredis';
import { type FencedRun, type QueueEntry, type WaitingJob } from '@railyard/database';

export const QUEUE_NAME = 'railyard';
/** Of each tenant that has nothing in the queue its first entry: runners take it although they are busy. */
export const FIRST_QUEUE_NAME = 'railyard-first';

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
/** Entries that the queue has at least, so that many runners find work. */
const MIN_ENTRIES = 8;

/** What one entry stands for. */
export interface RunGroup extends QueueEntry {
  readonly first: WaitingJob;
}

/**
 * Groups neighbouring runs of a tenant's sweep. A run that was requeued goes into smaller groups, at last
 * alone: it was interrupted, or took too long for its group. BullMQ ignores an id that it knows: the same
 * group sent twice is one.
 * @param queued runs that the queue has already: of a sweep that comes in batches the first make small groups
 */
export function groupsOf(jobs: readonly WaitingJob[], queued = 0): RunGroup[] {
  const most = Math.min(MAX_GROUP, Math.ceil((queued + jobs.length) / MIN_ENTRIES));
  const groups: { readonly first: WaitingJob; readonly jobs: WaitingJob[] }[] = [];
  for (const job of jobs) {
    const group = groups.at(-1);
    if (
      group !== undefined &&
      group.jobs.length < sizeFor(job, most) &&
      group.first.fencingToken === job.fencingToken &&
      group.first.priority === job.priority &&
      group.first.tenant === job.tenant
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

/** Entries of a tenant beyond so many stand together. */
const MAX_RANK = 10_000;

/** Where an entry stands: the lower its rank, the sooner it is taken. */
export interface RankedGroup extends RunGroup {
  /** Runs of its tenant that the queue has before it. */
  readonly rank: number;
  readonly isFirst: boolean;
}

/**
 * Ranks entries by what their tenant has in the queue already, so that tenants take turns.
 * @param outstanding runs of a tenant in the queue or with runners up to a priority, counted up to a limit.
 */
export async function rankedGroups(
  groups: readonly RunGroup[],
  outstanding: (tenant: string, priority: number, limit: number) => Promise<number>,
): Promise<RankedGroup[]> {
  const counts = new Map<string, number>();
  const count = async (tenant: string, priority: number): Promise<number> => {
    const key = `${priority} ${tenant}`;
    const known = counts.get(key) ?? (await outstanding(tenant, priority, MAX_RANK));
    counts.set(key, known);
    return known;
  };
  const ranked: RankedGroup[] = [];
  for (const group of groups) {
    const { tenant, priority } = group.first;
    const rank = await count(tenant, priority);
    const isFirst = (await count(tenant, EVERY_PRIORITY)) === 0;
    ranked.push({ ...group, rank: Math.min(rank, MAX_RANK), isFirst });
    for (const level of new Set([priority, EVERY_PRIORITY]))
      counts.set(`${level} ${tenant}`, (await count(tenant, level)) + group.runs.length);
  }
  return ranked;
}

const EVERY_PRIORITY = 1_000_000;

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
