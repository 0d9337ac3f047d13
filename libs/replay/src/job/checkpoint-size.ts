/** How long a checkpoint takes on the storage plane, which training traffic does not share (paper, section 5.1). */
import { gigabytesPerSecond } from '@railyard/base';
import { type StorageSpec } from '@railyard/cluster';

export interface CheckpointTimes {
  readonly persistS: number;
  readonly loadS: number;
}

/**
 * A checkpoint of `bytes` in all, written and read by `nodes` nodes at once: the slower of a node's storage NIC and the storage
 * cluster's aggregate rate.
 */
export function checkpointTimes(bytes: number, nodes: number, storage: StorageSpec): CheckpointTimes {
  const perNodeS = bytes / nodes / gigabytesPerSecond(storage.nodeBandwidthGBps);
  return {
    persistS: Math.max(perNodeS, bytes / gigabytesPerSecond(storage.aggregateWriteGBps)),
    loadS: Math.max(perNodeS, bytes / gigabytesPerSecond(storage.aggregateReadGBps)),
  };
}
