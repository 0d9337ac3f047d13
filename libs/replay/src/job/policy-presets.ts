/** Recovery policies and corruption detectors by name. */
import { entryOf } from '@railyard/base';
import { FLAP_WINDOWS_S, type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';

const MINUTE = 60;

const COMMON = {
  checkpointPersistS: 2,
  checkpointLoadS: 5,
  retentionS: 25 * 3600,
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
 * Alibaba HPN (68-minute restarts, 100 s checkpoints every 2 h). `in-memory`: ByteRobust (arXiv 2509.16293,
 * stall .01 to .04 s in every step) with the 105 to 150 s of standbys (HyperPod checkpointless,
 * FlashRecovery). `elastic`: FT-HSDP (arXiv 2602.00277); rejoin time assumed.
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
  'in-memory': {
    ...preset(
      'in-memory',
      "The state in a peer's memory every 20 s, warm standbys, storage every half hour (ByteRobust).",
      2.5,
      30,
      1,
    ),
    tiers: [{ kind: 'peer-memory', intervalS: 20, stallS: 0.02, persistS: 1, loadS: 5 }],
  },
  elastic: {
    ...preset(
      'elastic',
      'A lost data replica leaves and the others go on after 3 minutes (FT-HSDP, arXiv 2602.00277).',
      10,
      30,
      1,
    ),
    replicaLoss: { stallS: 180, rejoinS: 900, rejoinStallS: 10, batch: 'keep' },
  },
  legacy: preset('legacy', '68-minute restart by hand, a 100 s checkpoint every two hours.', 68, 120, 100),
};

export const DEFAULT_POLICY = entryOf(RECOVERY_POLICIES, 'deepseek');

/** Spare nodes by default: 2 % of the job's, rounded. */
export const defaultSpares = (nodes: number): number => Math.round(nodes * 0.02);

const DAY = 86_400;

/**
 * Detectors of silent corruption. All published recalls rest on 6 to 40 devices of one company or on injected
 * faults: sweep them.
 */
export const SDC_DETECTORS = {
  /**
   * Application-level heuristics, alarms on NaN, loss and gradient norm: what section 6.1.1 calls
   * insufficient.
   */
  'gradient-norm': {
    kind: 'gradient-norm',
    recall: 0.06,
    delay: { kind: 'log-normal', medianS: 3600, sigma: 1 },
    overheadFraction: 0,
    provenance: 'published',
    source:
      'such alarms remove 0 to 6 % of the damage of sparse faults: TrainSDC, arXiv 2608.30769, ' +
      'table 1; delay ' +
      'assumed',
  },
  /** Checksum validation of every step (section 6.1.2), on the FP32 accumulators. */
  checksum: {
    kind: 'checksum',
    recall: 0.95,
    delay: { kind: 'fixed', seconds: 60 },
    overheadFraction: 0.0086,
    provenance: 'published',
    source:
      'AEGIS (ByteDance, OSDI 2026), read in two full-text notes: 18 of 19 incidents, sampled, ' +
      'found in the step; ' +
      'a checksum on BF16 results found none',
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
    recall: 0.4,
    periodS: 7 * DAY,
    checkS: 600,
    overheadFraction: 0,
    provenance: 'published',
    source:
      'recall .25 (AEGIS), below .40 (SDCHunter) and .70 (EUD, ByteRobust, arXiv 2509.16293) in ' +
      'three studies; ' +
      'weekly (Fire-Flyer); duration assumed',
  },
} as const satisfies Readonly<Record<string, SdcDetectorSpec>>;
