/** The `replay` section of a result: the contract of `railyard replay --json`. */
import { type CheckpointTimes, type IntervalCurve, type MachineCondition, type ReplayArtifacts, type ReplayResult } from '@railyard/replay';

/** A condition of the machine that occurred, as it differs from the undisturbed one, and the step on it. */
export interface ReplayCondition {
  readonly condition: Partial<MachineCondition>;
  readonly stepTimeS: number;
  readonly slowdown: number;
}

/** A checkpoint on the storage plane. */
export interface CheckpointTraffic extends CheckpointTimes {
  readonly sizeTB: number;
}

export interface ReplaySection extends Omit<ReplayResult, 'warnings' | 'inputs'> {
  /** What each metric means: these words differ between publications. */
  readonly definitions: Readonly<Record<string, string>>;
  readonly machine: readonly ReplayCondition[];
  /** What the storage plane needs for a checkpoint; the policy states what it takes. */
  readonly checkpoint: CheckpointTraffic;
  /** What happened in the first replica. */
  readonly timeline: ReplayArtifacts['timeline'];
  readonly intervalCurve?: IntervalCurve;
  /** Which rate, policy or assumption matters most. */
  readonly sensitivity: ReplayArtifacts['sensitivity'];
}
