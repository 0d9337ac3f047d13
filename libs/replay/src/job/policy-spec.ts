/** How a job is protected and recovered: the body of a recovery-policy document. Keys carry their units. */
import { type Provenance } from '@railyard/base';
import { type DurationSpec } from '../faults/index.js';

export const DETECTOR_KINDS = ['checksum', 'gradient-norm', 'redundancy-check', 'vendor-diagnostic'] as const;
export type DetectorKind = (typeof DETECTOR_KINDS)[number];

/** One way to find silent corruption (paper, section 6.1.2). */
export interface SdcDetectorSpec {
  readonly kind: DetectorKind;
  /** Share of corruptions that it finds. */
  readonly recall: number;
  /** From the corruption to its discovery; of a periodic check, left out: the time to the next check. */
  readonly delay?: DurationSpec;
  /** A check every so often, each stopping training for `checkS`. */
  readonly periodS?: number;
  readonly checkS?: number;
  /** Share of training time that a check in every step costs. */
  readonly overheadFraction: number;
  readonly provenance: Provenance;
  readonly source: string;
}

export interface RecoveryPolicySpec {
  readonly name: string;
  readonly description: string;
  /** Productive seconds between two checkpoints, and how long training stands still for one. */
  readonly checkpointIntervalS: number;
  readonly checkpointStallS: number;
  /** From the end of the stall until the checkpoint is safe in storage. */
  readonly checkpointPersistS: number;
  readonly checkpointLoadS: number;
  /** Time that the kept checkpoints reach back, in productive seconds. */
  readonly retentionS: number;
  /** Checkpoints kept to roll back to, in place of `retentionS`. */
  readonly retainedCheckpoints?: number;
  /** u0: process start, communicator set-up, load and warm-up. */
  readonly restartS: number;
  /** The same when no node changes (software, hang, reset); left out: `restartS`. */
  readonly inPlaceRestartS?: number;
  /** Spread of the restart time: standard deviation of its logarithm, mean kept. */
  readonly restartSigma: number;
  /** To take a node out and a spare in; 0 for hot spares. */
  readonly drainS: number;
  /**
   * `shrink` gives up a whole data-parallel replica when no spare is left, and takes it back when nodes
   * return.
   */
  readonly whenNoSpare: 'wait' | 'shrink';
  /**
   * A lost link, switch or plane kills the job (deployed NICs), or traffic moves to what is left (ideal
   * multi-port NIC).
   */
  readonly networkFault: 'restart' | 'reroute';
  /** Longest link outage that the transport survives. */
  readonly flapWindowS: number;
  /** Faults may strike a restart (closed form A) or not (B). */
  readonly faultsDuringRestart: boolean;
  /** `fail-stop` treats silent corruption as found at once; `detect` lets it work until found. */
  readonly silentCorruption: 'fail-stop' | 'detect';
  /** They act in union with people, who notice a share of the corruptions without any. */
  readonly detectors: readonly SdcDetectorSpec[];
  readonly stragglers: 'drain' | 'tolerate';
  /** A node drained this often does not come back; 0: never. */
  readonly quarantineAfterDrains: number;
}

/** Checkpoints that the policy keeps: one of them is at least `retentionS` old. */
export const keptCheckpoints = ({
  retainedCheckpoints,
  retentionS,
  checkpointIntervalS,
}: RecoveryPolicySpec): number => retainedCheckpoints ?? Math.ceil(retentionS / checkpointIntervalS) + 1;

/**
 * The policy with a checkpoint every so often, but none before the last one is written. Time that checkpoints
 * reach back stays as it is; a number of them does too, and reaches less far at a shorter interval.
 */
export const withInterval = (policy: RecoveryPolicySpec, intervalS: number): RecoveryPolicySpec => ({
  ...policy,
  checkpointIntervalS: Math.max(intervalS, policy.checkpointPersistS),
});

/**
 * 7 retries of 4.096 us x 2^timeout: NCCL_IB_TIMEOUT 14 (before 2.14), 18 (2.14-2.22), 20 (2.23 and later);
 * NVIDIA NCCL user guide.
 */
export const NCCL_RETRIES = 7;
const ncclWindow = (timeout: number): number => 4.096e-6 * 2 * (1 << (timeout - 1)) * NCCL_RETRIES;
export const FLAP_WINDOWS_S = {
  'nccl-before-2.14': ncclWindow(14),
  'nccl-2.14': ncclWindow(18),
  'nccl-2.23': ncclWindow(20),
} as const;
