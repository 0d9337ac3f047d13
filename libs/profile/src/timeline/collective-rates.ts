/**
 * What collectives reached. Algorithm bandwidth is bytes over time, bus bandwidth scales it to what a
 * link carries, by the factors of NCCL's own tests (nccl-tests, doc/PERFORMANCE.md). A kernel's time holds
 * the wait for the slowest peer, so the shortest call is nearest to what the network gives.
 */
import { type CollectiveCalls, type CollectiveOperation } from '../trace/index.js';
import { MS } from './kind-times.js';

/** Calls of one operation, group and size. */
export interface CollectiveRate {
  readonly operation: CollectiveOperation;
  /** Null where the trace does not say. */
  readonly groupSize: number | null;
  readonly bytes: number | null;
  readonly calls: number;
  readonly totalMs: number;
  readonly shortestMs: number;
  /** Over all calls, and of the shortest one; null without bytes. */
  readonly meanAlgorithmGBps: number | null;
  readonly bestAlgorithmGBps: number | null;
  readonly bestBusGBps: number | null;
}

const GB = 1e9;

export function collectiveRate(row: CollectiveCalls): CollectiveRate {
  const { operation, groupSize, bytes, calls, totalUs, shortestUs } = row;
  const best = bytes === undefined || shortestUs <= 0 ? null : bytes / (shortestUs * 1e-6) / GB;
  const factor = busFactor(operation, groupSize);
  return {
    operation,
    groupSize: groupSize ?? null,
    bytes: bytes ?? null,
    calls,
    totalMs: totalUs * MS,
    shortestMs: shortestUs * MS,
    meanAlgorithmGBps: bytes === undefined || totalUs <= 0 ? null : (bytes * calls) / (totalUs * 1e-6) / GB,
    bestAlgorithmGBps: best,
    bestBusGBps: best === null || factor === undefined ? null : best * factor,
  };
}

function busFactor(operation: CollectiveOperation, ranks: number | undefined): number | undefined {
  switch (operation) {
    case 'all-reduce':
      return ranks === undefined ? undefined : (2 * (ranks - 1)) / ranks;
    case 'all-gather':
    case 'reduce-scatter':
    case 'all-to-all':
      return ranks === undefined ? undefined : (ranks - 1) / ranks;
    default:
      return 1;
  }
}
