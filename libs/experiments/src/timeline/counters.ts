/** What a rank holds and sends over the time of a step. */
import {
  OpKind,
  type StepSimulation,
  type TimelineCounter,
  type TimelineStream,
  type WorkloadSpec,
  estimateMemory,
} from '@railyard/parallelism';
import { type ClusterSpec } from '@railyard/cluster';
import { GIGA } from '@railyard/base';
import { memoryOverTime, opsOfRank } from '../simulation/index.js';

/**
 * Micro-batches whose activations the rank holds: from a forward's start to the end of its weight gradient.
 */
export function activationsInFlight(step: StepSimulation, rank: number): TimelineCounter {
  const points: { timeS: number; value: number }[] = [{ timeS: 0, value: 0 }];
  let inFlight = 0;
  for (const { kind, startS, endS } of opsOfRank(step, rank)) {
    if (kind === OpKind.F || kind === OpKind.FB) points.push({ timeS: startS, value: (inFlight += 1) });
    if (kind === OpKind.BW || kind === OpKind.W || kind === OpKind.FB)
      points.push({ timeS: endS, value: (inFlight -= 1) });
  }
  return { rank, name: 'activations in flight', unit: 'micro-batches', points };
}

/** A function of a rank: what tensors take on its GPUs. */
export function memoryCounters(
  step: StepSimulation,
  cluster: ClusterSpec,
  workload: WorkloadSpec,
): (rank: number) => readonly TimelineCounter[] {
  const memory = estimateMemory(cluster, workload, { schedule: step.schedule, stages: step.plan.assignment });
  const all = memoryOverTime(step, workload, memory);
  return (rank) =>
    all
      .filter((of) => of.rank === rank)
      .map(({ timeS, allocatedGB }) => ({
        rank,
        name: 'memory',
        unit: 'GB',
        points: timeS.map((at, i) => ({ timeS: at, value: allocatedGB[i] ?? 0 })),
      }));
}

const NOT_SENT = /^receive/;

/** Rate at which a GPU of the rank sends: bytes of each collective spread evenly over its time. */
export function linkCounters(rank: number, streams: readonly TimelineStream[]): readonly TimelineCounter[] {
  return (
    [
      ['NIC', 'bytes'],
      ['NVLink', 'nvlinkBytes'],
    ] as const
  ).flatMap(([name, key]) => {
    const changes: { readonly timeS: number; readonly rate: number }[] = [];
    for (const stream of streams) {
      if (NOT_SENT.test(stream.name)) continue;
      for (const { startS, durationS, args } of stream.slices) {
        const bytes = args?.[key];
        if (typeof bytes !== 'number' || bytes === 0 || durationS <= 0) continue;
        const rate = bytes / durationS / GIGA;
        changes.push({ timeS: startS, rate }, { timeS: startS + durationS, rate: -rate });
      }
    }
    if (changes.length === 0) return [];
    changes.sort((a, b) => a.timeS - b.timeS);
    let rate = 0;
    const points = [{ timeS: 0, value: 0 }];
    changes.forEach((change, i) => {
      rate += change.rate;
      if (changes[i + 1]?.timeS !== change.timeS)
        points.push({ timeS: change.timeS, value: Math.max(0, Math.round(rate * 1e6) / 1e6) });
    });
    return [{ rank, name: `sent over ${name}`, unit: 'GB/s', points }];
  });
}
