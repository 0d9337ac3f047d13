/**
 * Schema of the `replay` section of an experiment: what fails, how the job recovers, for how long it is
 * played. docs/replay.md describes it.
 */
import { type Provenance } from '@railyard/base';
import {
  DEFAULT_POLICY,
  DEFAULT_REPLICAS,
  DETECTOR_KINDS,
  type DurationSpec,
  type Horizon,
  MOST_REPLICAS,
  type CheckpointTierSpec,
  type RecordedFault,
  type RecoveryPolicySpec,
  type ReplicaLossSpec,
  type ReplaySpec,
  type SdcDetectorSpec,
  TIER_KINDS,
} from '@railyard/replay';
import { faultProfileSchema } from './fault-profile.js';
import {
  choice,
  count,
  flag,
  type JsonSchema,
  list,
  object,
  quantity,
  ratio,
  tag,
  text,
  union,
} from './json-schema.js';

type Of<U extends { readonly kind: string }, K extends U['kind']> = Extract<U, { kind: K }>;

/** Faults that a document may list; longer logs are read from a file (`railyard replay --log`). */
export const MOST_LOGGED_FAULTS = 10_000;

const YEAR_S = 3.2e7;
const PROVENANCES = [
  'published',
  'measured',
  'derived',
  'fitted',
  'assumed',
] as const satisfies readonly Provenance[];

const seconds = (description: string, byDefault: number | undefined, least = 0): JsonSchema =>
  quantity(description, 's', least, YEAR_S, byDefault === undefined ? {} : { default: byDefault });

const delaySchema = union('From the corruption to its discovery; give this or periodS and checkS.', [
  object<Of<DurationSpec, 'fixed'>>('Always the same.', {
    kind: tag('fixed'),
    seconds: seconds('Length.', undefined),
  }),
  object<Of<DurationSpec, 'log-normal'>>('Log-normal.', {
    kind: tag('log-normal'),
    medianS: seconds('Median.', undefined, 1e-3),
    sigma: ratio('Standard deviation of the logarithm.', 0, 10),
  }),
  object<Of<DurationSpec, 'exponential'>>('Exponential.', {
    kind: tag('exponential'),
    meanS: seconds('Mean.', undefined, 1e-3),
  }),
]);

const detectorSchema = object<SdcDetectorSpec>(
  'One way to find silent corruption (paper, section 6.1.2).',
  {
    kind: choice('What it does.', DETECTOR_KINDS),
    recall: ratio('Share of the corruptions that it finds.', 0, 1),
    delay: delaySchema,
    periodS: seconds('From one check to the next.', undefined, 1),
    checkS: seconds('How long training stops for a check.', undefined),
    overheadFraction: ratio('Share of training time that a check in every step costs.', 0, 0.5, {
      default: 0,
    }),
    falseAlarmsPerDay: ratio('Alarms without a corruption, per day.', 0, 1e5),
    falseAlarmS: seconds('How long each of them stops training.', undefined),
    provenance: choice('Where the figures come from.', PROVENANCES, { default: 'assumed' }),
    source: text('Page or paper that the figures come from.', 500, {
      minLength: 1,
      default: 'given in the document',
    }),
  },
  ['delay', 'periodS', 'checkS', 'falseAlarmsPerDay', 'falseAlarmS'],
  { 'x-preset': 'sdc-detector' },
);

const tierSchema = object<CheckpointTierSpec>(
  'Newer copies of the state than those in storage, lost with the nodes that hold them.',
  {
    kind: choice('Where they lie.', TIER_KINDS),
    intervalS: seconds('Productive time between two.', undefined, 0.01),
    stallS: seconds('How long training stands still for one.', 0.02),
    persistS: seconds('From the end of the stall until the copy is safe.', 1),
    loadS: seconds('Reading it; part of the restart.', 5),
    survivesNodes: count(
      "Nodes lost at once that it outlives. Absent: 1 for a peer's memory, 0 for a node's own drives.",
      0,
      1e6,
    ),
  },
  ['survivesNodes'],
);

const replicaLossSchema = object<ReplicaLossSpec>(
  'A fault of a node takes one data replica out and the others go on; needs dataReplicas.',
  {
    stallS: seconds('The others stand still to go on without it.', 30),
    rejoinS: seconds('Until the replica is back with the state of a peer.', 600),
    rejoinStallS: seconds('The others stand still to take it in.', 10),
    batch: choice('The others do its part of the batch, or the batch is smaller.', ['keep', 'shrink'], {
      default: 'keep',
    }),
  },
);

/** What is left out is as in the default policy. */
const policy = DEFAULT_POLICY;

const recoverySchema = object<RecoveryPolicySpec>(
  'How the job is protected and recovered.',
  {
    name: text('Name of the policy.', 100, { minLength: 1, default: 'custom' }),
    description: text('What the policy stands for.', 500, { minLength: 1, default: 'given in the document' }),
    checkpointIntervalS: seconds('Productive time between two checkpoints.', policy.checkpointIntervalS, 1),
    checkpointStallS: seconds('How long training stands still for a checkpoint.', policy.checkpointStallS),
    checkpointPersistS: seconds(
      'From the end of the stall until the checkpoint is safe in storage.',
      policy.checkpointPersistS,
    ),
    checkpointLoadS: seconds('Reading a checkpoint; part of the restart.', policy.checkpointLoadS),
    retentionS: seconds('Productive time that the kept checkpoints reach back.', policy.retentionS),
    retainedCheckpoints: count('Checkpoints kept to roll back to, in place of retentionS.', 1, 1e9),
    restartS: seconds('Process start, communicators, load and warm-up.', policy.restartS),
    inPlaceRestartS: seconds('The same when no node changes; absent: restartS.', undefined),
    restartSigma: ratio('Spread of the restart time: standard deviation of its logarithm, mean kept.', 0, 3, {
      default: policy.restartSigma,
    }),
    drainS: seconds('Taking a node out and a spare in; 0 for hot spares.', policy.drainS),
    whenNoSpare: choice('Wait for a repair, or give up a whole data replica.', ['wait', 'shrink'], {
      default: policy.whenNoSpare,
    }),
    networkFault: choice(
      'A lost link, switch or plane kills the job (deployed NICs), or traffic moves at once (ideal NICs).',
      ['restart', 'reroute'],
      { default: policy.networkFault },
    ),
    flapWindowS: seconds('Longest link outage that the transport survives.', policy.flapWindowS),
    faultsDuringRestart: flag('Faults may strike a restart, which then starts again.', {
      default: policy.faultsDuringRestart,
    }),
    silentCorruption: choice(
      'Silent corruption works until it is found, or is treated as found at once.',
      ['fail-stop', 'detect'],
      { default: policy.silentCorruption },
    ),
    detectors: list(
      'Detectors of silent corruption, in union with people, who notice a share of it without any.',
      detectorSchema,
      0,
      20,
      { default: [] },
    ),
    stragglers: choice('Slow nodes are found and drained, or tolerated.', ['drain', 'tolerate'], {
      default: policy.stragglers,
    }),
    quarantineAfterDrains: count('A node drained this often does not come back; 0: never.', 0, 1e6, {
      default: policy.quarantineAfterDrains,
    }),
    tiers: list('Nearer copies of the state, above the checkpoints in storage.', tierSchema, 0, 4),
    replicaLoss: replicaLossSchema,
  },
  ['inPlaceRestartS', 'retainedCheckpoints', 'tiers', 'replicaLoss'],
  { 'x-preset': 'recovery', default: { preset: policy.name } },
);

const days = quantity('Length.', 'd', 1e-3, 3650);

const horizonSchema = union(
  'Until when the job runs.',
  [
    object<Of<Horizon, 'wall'>>('For so long on the clock.', { kind: tag('wall'), days }),
    object<Of<Horizon, 'productive'>>('Until so much undisturbed training time is done.', {
      kind: tag('productive'),
      days,
    }),
  ],
  { default: { kind: 'wall', days: 54 } },
);

/**
 * `dataReplicas` and `spareNodes` follow from the cluster and the layout where they are left out
 * (replay/complete-replay.ts).
 */
export const replaySchema = object<ReplaySpec>(
  'The job over days: faults, recovery and what they cost.',
  {
    faults: { ...faultProfileSchema, default: { preset: 'llama3-h100' } },
    recovery: recoverySchema,
    horizon: horizonSchema,
    replicas: count('How often the job is played, each time with other faults.', 1, MOST_REPLICAS, {
      default: DEFAULT_REPLICAS,
    }),
    spareNodes: count("Nodes that stand by beyond the cluster's. Absent: 2 % of them.", 0, 1e6),
    dataReplicas: count(
      'Parts of the job that an elastic job can give up one by one. Absent: what the layout allows ' +
        'where the policy shrinks, else 1.',
      1,
      32768,
    ),
    rateMultiple: ratio('Multiple of every rate of the profile.', 0, 1e4, { default: 1 }),
    faultLog: list(
      'Recorded faults in order of time, in place of drawn ones; every replica meets the same.',
      object<RecordedFault>('One fault.', {
        timeS: seconds('Time since the start of the job.', undefined),
        component: text('What failed, for example node/3, nic/3/0 or leaf/7.', 100),
        class: text('The class of the fault: an id of the profile.', 100),
        durationS: seconds('How long the component is out.', 0),
      }),
      0,
      MOST_LOGGED_FAULTS,
    ),
  },
  ['faultLog'],
);
