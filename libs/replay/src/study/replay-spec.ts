/**
 * The `replay` section of an experiment, presets expanded: what fails, how the job recovers, for how long,
 * how often it is played.
 */
import { type FaultProfileSpec, type RecordedFault } from '../faults/index.js';
import { type Horizon, type RecoveryPolicySpec } from '../job/index.js';

export interface ReplaySpec {
  readonly faults: FaultProfileSpec;
  readonly recovery: RecoveryPolicySpec;
  readonly horizon: Horizon;
  readonly replicas: number;
  readonly spareNodes: number;
  /**
   * Whole data-parallel replicas that a job which shrinks can give up one by one, all but the last; 1 when it
   * cannot.
   */
  readonly dataReplicas: number;
  /** Multiple of every rate of the profile. */
  readonly rateMultiple: number;
  /** Recorded faults, in order of time, in place of drawn ones. */
  readonly faultLog?: readonly RecordedFault[];
}

export const DEFAULT_REPLICAS = 200;
/** Replicas that one document may ask for. */
export const MOST_REPLICAS = 100_000;
