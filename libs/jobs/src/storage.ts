/**
 * Puts the parts together for each kind of process: one that serves and computes, one that serves, one that
 * computes.
 */
import {
  type Database,
  type DatabaseOptions,
  type Records,
  openDatabase,
  recordsOf,
} from '@railyard/database';
import { DispatchCounters, type DispatchLog, SILENT } from './dispatch-log.js';
import {
  BullMqConsumer,
  BullMqDispatcher,
  EventFeed,
  type JobDispatcher,
  LocalDispatcher,
} from './dispatch/index.js';
import { type ExecutionPoint, RunExecutor } from './execution/index.js';
import { SimulationPool } from './simulation/index.js';

export interface ComputeOptions {
  /** Path of the worker file; the engine's own by default. */
  readonly workerFile?: string;
  /** Simulation threads. */
  readonly threads: number;
  /** Limit of one run's computing time. */
  readonly timeoutMs?: number;
  /** Limit of one thread's heap. */
  readonly heapMB?: number;
  /** How long running simulations may go on after a stop was asked for. */
  readonly graceMs?: number;
  readonly onPoint?: (point: ExecutionPoint, runId: string) => void;
}

export interface QueueOptions {
  readonly redisUrl: string;
  readonly prefix?: string;
}

export interface StorageOptions {
  readonly database?: DatabaseOptions;
  readonly log?: DispatchLog;
  /** A lease whose heartbeat stands still for so long is dead; 10 s by default. */
  readonly leaseMs?: number;
}

/** A database with its records; the one who opened it closes it. */
export interface Storage {
  readonly database: Database;
  readonly records: Records;
  readonly feed: EventFeed;
  readonly counters: DispatchCounters;
  readonly log: DispatchLog;
  readonly leaseMs: number;
  close(): Promise<void>;
}

const LEASE_MS = 10_000;
const GRACE_MS = 20_000;
const TIMEOUT_MS = 10 * 60_000;
const HEAP_MB = 2048;
const QUEUE_PREFIX = 'railyard';
const ENGINE_WORKER = new URL('./simulation/simulation.worker.js', import.meta.url).href;
/** Runs leased beyond the number of threads, so that no thread waits for the database. */
const PREFETCH = 2;

/** @throws RefusedDatabaseError when the database must not be used. */
export async function openStorage(options: StorageOptions = {}): Promise<Storage> {
  const database = await openDatabase(options.database);
  const log = options.log ?? SILENT;
  const feed = new EventFeed(database.read, log);
  return {
    database,
    records: recordsOf(database),
    feed,
    counters: new DispatchCounters(),
    log,
    leaseMs: options.leaseMs ?? LEASE_MS,
    close: async () => {
      feed.close();
      await database.close();
    },
  };
}

/** Takes runs from the queue until it is drained. */
export interface QueueConsumer {
  drain(): Promise<void>;
  /** Null when jobs can be taken now, otherwise why not. */
  unavailable(): Promise<string | null>;
}

/** Computes in this process; the database is the queue. */
export function dispatchLocally(storage: Storage, compute: ComputeOptions): JobDispatcher {
  const { records, feed, log, counters, leaseMs } = storage;
  return new LocalDispatcher({
    records,
    feed,
    log,
    counters,
    leaseMs,
    executor: executorOf(storage, compute),
    capacity: compute.threads + PREFETCH,
  });
}

/** Hands jobs to the runners behind a Redis. */
export function dispatchByQueue(storage: Storage, queue: QueueOptions): JobDispatcher {
  const { records, feed, log, counters, leaseMs } = storage;
  return new BullMqDispatcher({
    records,
    feed,
    log,
    counters,
    leaseMs,
    redisUrl: queue.redisUrl,
    prefix: queue.prefix ?? QUEUE_PREFIX,
  });
}

/** Computes what comes by the queue. */
export function consumeQueue(storage: Storage, queue: QueueOptions, compute: ComputeOptions): QueueConsumer {
  const { records, log } = storage;
  return new BullMqConsumer({
    records,
    log,
    executor: executorOf(storage, compute),
    redisUrl: queue.redisUrl,
    prefix: queue.prefix ?? QUEUE_PREFIX,
    capacity: compute.threads + PREFETCH,
  });
}

function executorOf({ records, log, counters }: Storage, compute: ComputeOptions): RunExecutor {
  const {
    workerFile = ENGINE_WORKER,
    threads,
    timeoutMs = TIMEOUT_MS,
    heapMB = HEAP_MB,
    graceMs = GRACE_MS,
    onPoint,
  } = compute;
  const pool = new SimulationPool({ workerFile, threads, timeoutMs, heapMB });
  return new RunExecutor({
    leases: records.leases,
    pool,
    log,
    counters,
    graceMs,
    ...(onPoint === undefined ? {} : { onPoint }),
  });
}
