/**
 * Collectives of a trace by what they move: calls of one operation, group and size are one row, so that
 * memory does not grow with their number. PyTorch writes sizes into the arguments of NCCL's kernels
 * (`Collective name`, `In msg nelems`, `Out msg nelems`, `dtype`, `Group size`); RCCL does the same.
 */
import { type JsonObject } from './element-text.js';

/** Operations, as NCCL names them. */
export type CollectiveOperation =
  'all-reduce' | 'all-gather' | 'reduce-scatter' | 'all-to-all' | 'broadcast' | 'reduce' | 'send-receive';

/** Calls of one operation, group and size on one device. */
export interface CollectiveCalls {
  readonly device: number;
  readonly operation: CollectiveOperation;
  /** Ranks of the group; undefined where the trace does not say. */
  readonly groupSize: number | undefined;
  /** As NCCL's own tests count: the whole buffer; undefined where the trace is silent. */
  readonly bytes: number | undefined;
  readonly calls: number;
  readonly totalUs: number;
  /** The call that waited least for its peers. */
  readonly shortestUs: number;
}

const OPERATIONS: readonly (readonly [CollectiveOperation, RegExp])[] = [
  ['reduce-scatter', /reduce_?scatter/i],
  ['all-reduce', /all_?reduce/i],
  ['all-gather', /all_?gather/i],
  ['all-to-all', /all_?to_?all/i],
  ['broadcast', /broadcast/i],
  ['send-receive', /send|recv/i],
  ['reduce', /reduce/i],
];

const BYTES_OF: readonly (readonly [number, RegExp])[] = [
  [8, /double|long|int64|uint64|complexfloat/i],
  [2, /bfloat16|half|short|int16/i],
  [1, /float8|char|byte|bool|int8/i],
  [4, /float|int/i],
];

export class CollectiveTable {
  private readonly rows = new Map<string, CollectiveCalls>();

  /** Adds a communication kernel; names that are no collective are left out. */
  add(name: string, args: JsonObject, device: number, durationUs: number): void {
    const stated = args['Collective name'];
    const operation = operationOf(typeof stated === 'string' ? stated : name);
    if (operation === undefined) return;
    const bytes = sizeOf(args, operation);
    const groupSize = positive(args['Group size']);
    const key = `${device} ${operation} ${groupSize} ${bytes}`;
    const row = this.rows.get(key);
    this.rows.set(key, {
      device,
      operation,
      groupSize,
      bytes,
      calls: (row?.calls ?? 0) + 1,
      totalUs: (row?.totalUs ?? 0) + durationUs,
      shortestUs: Math.min(row?.shortestUs ?? Infinity, durationUs),
    });
  }

  ofDevice(device: number): readonly CollectiveCalls[] {
    return [...this.rows.values()]
      .filter((row) => row.device === device)
      .sort((a, b) => b.totalUs - a.totalUs || b.calls - a.calls || (a.operation < b.operation ? -1 : 1));
  }
}

const operationOf = (name: string): CollectiveOperation | undefined =>
  OPERATIONS.find(([, pattern]) => pattern.test(name))?.[0];

const positive = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;

function sizeOf(args: JsonObject, operation: CollectiveOperation): number | undefined {
  const sent = positive(args['In msg nelems']);
  const received = positive(args['Out msg nelems']);
  const elements = operation === 'all-gather' ? (received ?? sent) : (sent ?? received);
  const { dtype } = args;
  const width = typeof dtype === 'string' ? BYTES_OF.find(([, kind]) => kind.test(dtype))?.[0] : undefined;
  return elements === undefined || width === undefined ? undefined : elements * width;
}
