/**
 * The expert groups of a stage run the same schedule side by side and meet only at the optimizer, which the
 * latest of them starts. Their GPUs hold the same experts, so they differ by what varies from micro-batch to
 * micro-batch only.
 */
import { normalQuantile } from '@railyard/base';
import { type RoutingImbalance } from '../experts/index.js';
import { type ScheduleWorkspace } from '../schedule/index.js';
import { type OpTimes } from './op-times.js';

/** Groups that are simulated; of more, the latest is expected from the spread of these. */
const MOST_SIMULATED = 4;

/** One group's pipeline. */
export interface GroupRun {
  readonly routing: RoutingImbalance | undefined;
  readonly times: OpTimes;
  readonly executed: ScheduleWorkspace;
}

export interface LatestGroup extends GroupRun {
  /** Expert groups of a stage. */
  readonly groups: number;
  /** Seconds for which this group is expected to wait for a later one that was not simulated. */
  readonly groupWait: number;
}

/** Runs the groups of a job, at most `MOST_SIMULATED`; returns the one that ends last. */
export function latestGroup(groups: number, run: (group: number) => GroupRun): LatestGroup {
  const runs = Array.from({ length: Math.min(groups, MOST_SIMULATED) }, (_, group) => run(group));
  const latest = runs.reduce((last, next) => (next.executed.makespan > last.executed.makespan ? next : last));
  const wait = expectedLatest(
    runs.map(({ executed }) => executed.makespan),
    groups,
  );
  return { ...latest, groups, groupWait: Math.max(0, wait - latest.executed.makespan) };
}

/**
 * Expected largest of `groups` normal draws whose mean and deviation are those of the sample; the sample's
 * own largest where it is all of them.
 */
function expectedLatest(sample: readonly number[], groups: number): number {
  const { length } = sample;
  if (groups <= length) return Math.max(...sample);
  const mean = sample.reduce((sum, value) => sum + value, 0) / length;
  const squares = sample.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  // Blom's approximation of the expected largest of a normal sample.
  const score = normalQuantile((groups - 0.375) / (groups + 0.25));
  return mean + score * Math.sqrt(squares / (length - 1));
}
