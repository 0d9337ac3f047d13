/** Recovery policies and corruption detectors by name. */
import { FLAP_WINDOWS_S, type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';

const MINUTE = 60;

const COMMON = {
  checkpointPersistS: 2,
  checkpointLoadS: 5,
  retainedCheckpoints: 300,
  restartSigma: 0,
  drainS: 0,
  whenNoSpare: 'wait',
  networkFault: 'restart',
  flapWindowS: FLAP_WINDOWS_S['nccl-2.14'],
  faultsDuringRestart: true,
  silentCorruption: 'detect',
  detectors: [],
  stragglers: 'drain',
  quarantineAfterDrains: 0,
} as const satisfies Partial<RecoveryPolicySpec>;

const preset = (
  name: string,
  description: string,
  u0Min: number,
  intervalMin: number,
  checkpointStallS: number,
): RecoveryPolicySpec => ({
  ...COMMON,
  name,
  description,
  restartS: u0Min * MINUTE,
  checkpointIntervalS: intervalMin * MINUTE,
  checkpointStallS,
});

/**
 * Sources: Fire-Flyer (5-minute asynchronous checkpoints), MegaScale (detect and recover), Unicron and
 * Alibaba HPN (68-minute restarts, 100 s checkpoints every 2 h).
 */
export const RECOVERY_POLICIES: Readonly<Record<string, RecoveryPolicySpec>> = {
  modern: preset('modern', 'Fast restart, asynchronous checkpoints every 5 minutes.', 2.5, 5, 1),
  deepseek: preset(
    'deepseek',
    'Asynchronous checkpoints every 5 minutes, 10-minute restart (default).',
    10,
    5,
    1,
  ),
  'megascale-like': preset(
    'megascale-like',
    'Checkpoints every half hour that stop training for 30 s.',
    10,
    30,
    30,
  ),
  hourly: preset('hourly', 'Hourly checkpoints that stop training for a minute.', 10, 60, 60),
  legacy: preset('legacy', '68-minute restart by hand, a 100 s checkpoint every two hours.', 68, 120, 100),
};

export const DEFAULT_POLICY = RECOVERY_POLICIES.deepseek!;

/** Spare nodes by default: 2 % of the job's, rounded. */
export const defaultSpares = (nodes: number): number => Math.round(nodes * 0.02);

const DAY = 86_400;

/** Detectors of silent corruption. Recall and overhead are mostly assumed: no public source; sweep them. */
export const SDC_DETECTORS = {
  /** Application-level heuristics: what section 6.1.1 calls insufficient. */
  'gradient-norm': {
    kind: 'gradient-norm',
    recall: 0.5,
    delay: { kind: 'log-normal', medianS: 12 * 3600, sigma: 1 },
    overheadFraction: 0,
    provenance: 'assumed',
    source:
      'seen as gradient-norm spikes or loss explosion (Fire-Flyer, arXiv 2408.14158); recall and ' +
      'latency assumed',
  },
  /** Checksum validation of every step (section 6.1.2). */
  checksum: {
    kind: 'checksum',
    recall: 0.95,
    delay: { kind: 'fixed', seconds: 60 },
    overheadFraction: 0.01,
    provenance: 'assumed',
    source: 'algorithm-based checksums on matrix products and transfers; recall, delay and overhead assumed',
  },
  /** The same work twice on different GPUs, every 6 hours. */
  'redundancy-check': {
    kind: 'redundancy-check',
    recall: 0.9,
    periodS: 6 * 3600,
    checkS: 20,
    overheadFraction: 0,
    provenance: 'assumed',
    source: 'one step recomputed on other nodes and compared bit by bit; recall and period assumed',
  },
  /** The vendor's or the weekly validator's diagnostics. */
  'vendor-diagnostic': {
    kind: 'vendor-diagnostic',
    recall: 0.7,
    periodS: 7 * DAY,
    checkS: 600,
    overheadFraction: 0,
    provenance: 'published',
    source: 'recall 70 % (EUD, ByteRobust, arXiv 2509.16293), weekly (Fire-Flyer); duration assumed',
  },
} as const satisfies Readonly<Record<string, SdcDetectorSpec>>;
