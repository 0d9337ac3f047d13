/** What every rank of an executed schedule does, as a recorded timeline. */
import { elementAt } from '@railyard/base';
import {
  executeEvenly,
  opName,
  type OpKind,
  type RecordedTimeline,
  type TimelineSlice,
} from '@railyard/parallelism';
import { ENGINE_VERSION } from '../engine-version.js';
import { withBubbles } from '../timeline/index.js';
import { type CheckedSchedule } from './schedule-request.js';

const SECONDS = 1e-3;

export function recordSchedule({ name, ranks, microBatches, times }: CheckedSchedule): RecordedTimeline {
  const { chunksPerDevice, sends } = times;
  const { schedule, executed } = executeEvenly({ name, ranks, microBatches, chunksPerDevice, sends }, times);
  const sliceOf = (op: number): TimelineSlice => ({
    name: opName(
      elementAt(schedule.kind, op) as OpKind,
      elementAt(schedule.forwardMicroBatch, op),
      elementAt(schedule.backwardMicroBatch, op),
    ),
    startS: elementAt(executed.start, op) * SECONDS,
    durationS: (elementAt(executed.end, op) - elementAt(executed.start, op)) * SECONDS,
  });
  const slicesOf = (rank: number): readonly TimelineSlice[] => {
    const first = elementAt(schedule.rankOffsets, rank);
    const end = elementAt(schedule.rankOffsets, rank + 1);
    return Array.from({ length: end - first }, (_, i) => sliceOf(first + i));
  };
  return {
    ranks: Array.from({ length: ranks }, (_, rank) => ({
      rank,
      name: `rank ${rank}`,
      streams: [{ name: 'compute', slices: withBubbles(slicesOf(rank), executed.makespan * SECONDS) }],
    })),
    flows: [],
    counters: [],
    metadata: { schedule: name, ranks, microBatches, engineVersion: ENGINE_VERSION },
  };
}
