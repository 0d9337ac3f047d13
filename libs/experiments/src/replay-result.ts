/** The `replay` section of a result: the contract of `railyard replay --json`. */
import {
  type IntervalCurve,
  type MachineCondition,
  type ReplayArtifacts,
  type ReplayResult,
} from '@railyard/replay';

/** A condition of the machine that occurred, as it differs from the undisturbed one, and the step on it. */
export interface ReplayCondition {
  readonly condition: Partial<MachineCondition>;
  readonly stepTimeS: number;
  readonly slowdown: number;
}

/** What a checkpoint weighs, and what writing and reading it takes on the fabric. */
export interface CheckpointNeeds {
  readonly sizeTB: number;
  readonly persistS: number;
  readonly loadS: number;
}

export interface ReplaySection extends Omit<ReplayResult, 'warnings' | 'inputs'> {
  /** What each metric means: these words differ between publications. */
  readonly definitions: Readonly<Record<string, string>>;
  readonly machine: readonly ReplayCondition[];
  /** The policy states what a checkpoint takes. */
  readonly checkpoint: CheckpointNeeds;
  /** What happened in the first replica. */
  readonly timeline: ReplayArtifacts['timeline'];
  readonly intervalCurve?: IntervalCurve;
  /** Which rate, policy or assumption matters most. */
  readonly sensitivity: ReplayArtifacts['sensitivity'];
}
