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
  /** Alarms without a corruption, each of which stops training for `falseAlarmS` (a step replayed). */
  readonly falseAlarmsPerDay?: number;
  readonly falseAlarmS?: number;
  readonly provenance: Provenance;
  readonly source: string;
}

export const TIER_KINDS = ['peer-memory', 'local-nvme'] as const;

/** Newer copies of the state than those in storage, which are lost with the nodes that hold them. */
export interface CheckpointTierSpec {
  readonly kind: (typeof TIER_KINDS)[number];
  /** Productive seconds between two, how long training stands still for one, until it is safe, to read it. */
  readonly intervalS: number;
  readonly stallS: number;
  readonly persistS: number;
  readonly loadS: number;
  /** Nodes lost at once that it outlives; left out: 1 for a peer's memory, 0 for a node's own drives. */
  readonly survivesNodes?: number;
}

/**
 * A fault of a node takes one data-parallel replica out; the others go on (arXiv 2602.00277, torchft). Needs
 * `dataReplicas`.
 */
export interface ReplicaLossSpec {
  /** The others stand still: to notice and to set up communicators without it. */
  readonly stallS: number;
  /** Until the replica is back with the state of a peer, from a node that stands by or its own. */
  readonly rejoinS: number;
  /** The others stand still again to take it in. */
  readonly rejoinStallS: number;
  /** The others do its part of the batch, or the batch is smaller for so long. */
  readonly batch: 'keep' | 'shrink';
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
  readonly tiers?: readonly CheckpointTierSpec[];
  readonly replicaLoss?: ReplicaLossSpec;
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
