/** What a thread plays, and what it hands back. */
import { type PricedCondition, type ReplayedDocument } from '@railyard/experiments';
import { type FaultLogColumns, type ReplicaChunk } from '@railyard/replay';

export interface ReplicaTask {
  readonly document: ReplayedDocument;
  /** Recorded faults in place of those of the document. */
  readonly faultLog?: FaultLogColumns;
  /** Conditions whose step is known. */
  readonly priced: readonly PricedCondition[];
  readonly from: number;
  readonly count: number;
}

export interface ReplicaTaskResult {
  readonly chunk: ReplicaChunk;
  readonly priced: readonly PricedCondition[];
}
