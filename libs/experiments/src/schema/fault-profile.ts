/**
 * Schema of a fault profile: the body of a `FaultProfile` document. What the kinds of faults mean is
 * described in docs/model/replay.md.
 */
import { type Provenance } from '@railyard/base';
import {
  type ArrivalSpec,
  COMPONENT_KINDS,
  FAULT_FAMILIES,
  NETWORK_MODELS,
  type DurationSpec,
  type FaultClassSpec,
  type FaultEffect,
  type FaultProfileSpec,
  type LemonSpec,
} from '@railyard/replay';
import {
  choice,
  count,
  type JsonSchema,
  list,
  object,
  quantity,
  ratio,
  tag,
  text,
  union,
} from './json-schema.js';

type Duration<K extends DurationSpec['kind']> = Extract<DurationSpec, { kind: K }>;
type Arrival<K extends ArrivalSpec['kind']> = Extract<ArrivalSpec, { kind: K }>;
type Effect<K extends FaultEffect['kind']> = Extract<FaultEffect, { kind: K }>;

const TEN_YEARS_S = 3.2e8;
const PROVENANCES = [
  'published',
  'measured',
  'derived',
  'fitted',
  'assumed',
] as const satisfies readonly Provenance[];

const seconds = (description: string, least = 0): JsonSchema =>
  quantity(description, 's', least, TEN_YEARS_S);
const provenance = choice('Where the figures come from.', PROVENANCES, { default: 'assumed' });
const source = text('Page or paper that the figures come from.', 500, {
  minLength: 1,
  default: 'given in the document',
});

const durationSchema = union('How long the component stays out.', [
  object<Duration<'fixed'>>('Always the same.', { kind: tag('fixed'), seconds: seconds('Length.') }),
  object<Duration<'log-normal'>>('Log-normal.', {
    kind: tag('log-normal'),
    medianS: seconds('Median.', 1e-3),
    sigma: ratio('Standard deviation of the logarithm.', 0, 10),
  }),
  object<Duration<'exponential'>>('Exponential.', {
    kind: tag('exponential'),
    meanS: seconds('Mean.', 1e-3),
  }),
]);

const arrivalsSchema = union(
  'How faults arrive.',
  [
    object<Arrival<'exponential'>>('Independent exponential lifetimes.', { kind: tag('exponential') }),
    object<Arrival<'weibull'>>('Independent Weibull lifetimes.', {
      kind: tag('weibull'),
      shape: ratio('Shape; below 1 is infant mortality.', 0.1, 10),
    }),
    object<Arrival<'negative-binomial'>>('Bursts.', {
      kind: tag('negative-binomial'),
      dispersion: ratio('Variance over mean of the counts.', 1, 1000),
      burstSpanS: seconds('Longest burst.'),
    }),
    object<Arrival<'markov-modulated'>>('The fleet alternates between a quiet and a bursty state.', {
      kind: tag('markov-modulated'),
      burstRateMultiple: ratio('Rate in the bursty state over the quiet one.', 1, 1e6),
      meanQuietS: seconds('Mean length of a quiet time.', 1e-3),
      meanBurstS: seconds('Mean length of a bursty time.', 1e-3),
    }),
    object<Arrival<'periodic'>>('At equal distances: maintenance windows.', { kind: tag('periodic') }),
    object<Arrival<'initial'>>('Present from the start.', {
      kind: tag('initial'),
      fraction: ratio('Share of the components.', 0, 1),
    }),
  ],
  { default: { kind: 'exponential' } },
);

const effectSchema = union('What a fault does.', [
  object<Effect<'log-only'>>('Logged; nothing happens.', { kind: tag('log-only') }),
  object<Effect<'restart'>>('Kills the job, which restarts on the same nodes.', {
    kind: tag('restart'),
    drainProbability: ratio('Chance that the reset fails and the node is drained.', 0, 1, { default: 0 }),
  }),
  object<Effect<'drain'>>('Kills the job; the node leaves it for repair.', { kind: tag('drain') }),
  object<Effect<'flap'>>('A link is down for a while.', { kind: tag('flap') }),
  object<Effect<'outage'>>('A link, switch or plane is out.', { kind: tag('outage') }),
  object<Effect<'slow'>>('The node runs slower until it is drained.', {
    kind: tag('slow'),
    slowdown: ratio('How many times slower.', 1, 1000),
    repairS: seconds('Repair after it was drained.'),
  }),
  object<Effect<'corrupt'>>(
    'Silent corruption, until the node leaves the job.',
    {
      kind: tag('corrupt'),
      visibleShare: ratio('Share that people notice without a detector; absent: 1/6.', 0, 1),
      visibleDelay: {
        ...durationSchema,
        description:
          "Time until they notice; absent: log-normal, with the class's detectionS as its median and " +
          '95 % within six times that.',
      },
    },
    ['visibleShare', 'visibleDelay'],
  ),
  object<Effect<'maintenance'>>('Planned: the job checkpoints first, then restarts.', {
    kind: tag('maintenance'),
  }),
]);

const rate = (description: string): JsonSchema =>
  ratio(`${description} Give exactly one rate of a class.`, 0, 1e9);

const classSchema = object<FaultClassSpec>(
  'One class of faults.',
  {
    id: text('Name of the class: a lower-case letter, then letters, digits and _.', 64, {
      pattern: '^[a-z][a-z0-9_]*$',
    }),
    family: choice('Family (paper, section 6.1.1).', FAULT_FAMILIES),
    component: choice('What the fault strikes.', COMPONENT_KINDS),
    ratePer1000GpuDays: rate('Faults per 1,000 GPU days.'),
    ratePer1000NodeDays: rate('Faults per 1,000 node days.'),
    ratePerLinkYear: rate('Faults per link and year.'),
    ratePerSwitchYear: rate('Faults per switch and year.'),
    ratePerPlaneYear: rate('Faults per plane and year.'),
    ratePerJobDay: rate('Faults per day of the job, whatever its size.'),
    arrivals: arrivalsSchema,
    effect: effectSchema,
    duration: durationSchema,
    detectionS: seconds('From the fault until somebody knows.'),
    spread: object<NonNullable<FaultClassSpec['spread']>>(
      'A share of the faults of a node takes its rack, power feed or switch along.',
      {
        nodes: count('Nodes of such a group, in order of their numbers.', 2, 1024),
        probability: ratio('Share of the faults that take the group along.', 0, 1),
      },
    ),
    networkModel: choice('Network model that the class belongs to; absent when it belongs to every one.', [
      'category',
      'physical',
    ]),
    provenance,
    source,
  },
  [
    'ratePer1000GpuDays',
    'ratePer1000NodeDays',
    'ratePerLinkYear',
    'ratePerSwitchYear',
    'ratePerPlaneYear',
    'ratePerJobDay',
    'spread',
    'networkModel',
  ],
);

const lemonSchema = object<LemonSpec>('A share of the nodes fails more often; the mean rate is kept.', {
  nodeFraction: ratio('Share of the nodes.', 0, 0.5),
  rateMultiple: ratio("A lemon's rate over a good node's.", 1, 1e6),
  provenance,
  source,
});

export const faultProfileSchema = object<FaultProfileSpec>(
  'What can fail, how often, and what that does.',
  {
    name: text('Name of the profile.', 100, { minLength: 1, default: 'custom' }),
    description: text('What the profile stands for.', 500, {
      minLength: 1,
      default: 'given in the document',
    }),
    networkModel: choice(
      'How network faults are modelled: as one category, link by link, or not at all.',
      NETWORK_MODELS,
      { default: 'none' },
    ),
    classes: list('Classes of faults.', classSchema, 0, 200),
    lemons: lemonSchema,
  },
  ['lemons'],
  { 'x-preset': 'fault-profile' },
);
