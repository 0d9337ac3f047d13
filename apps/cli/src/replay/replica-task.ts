/** What a thread plays, and what it hands back. */
import { type JobSpec, type PricedCondition } from '@railyard/experiments';
import { type FaultLogColumns, type ReplaySpec, type ReplicaChunk } from '@railyard/replay';

export interface ReplicaTask {
  readonly job: JobSpec;
  readonly replay: ReplaySpec;
  /** Recorded faults in place of those of the section. */
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
