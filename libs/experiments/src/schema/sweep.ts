/** Schemas of a sweep: an experiment or a service, and how to make many of it. */
import { FLAP_METRIC_NAMES, METRIC_NAMES, REPLAY_METRIC_NAMES } from '../run-metrics.js';
import { SERVING_METRIC_NAMES } from '../serving-metrics.js';
import {
  SWEEP_METHODS,
  type ServingSweep,
  type SweepDocument,
  type SweepLimits,
  type SweepObjective,
  type SweepParameter,
} from '../sweep-document.js';
import { clusterSchema } from './cluster.js';
import { envelope, seedSchema } from './experiment.js';
import { choice, count, type JsonSchema, list, object, ratio, text } from './json-schema.js';
import { replaySchema } from './replay.js';
import { servingSchema } from './serving.js';
import { workloadSchema } from './workload.js';

/** Points of one sweep: what the preview can hold and a team would wait for. */
const MAX_SWEEP_POINTS = 100_000;

const anyValue: JsonSchema = { description: 'A value for the parameter; its type follows from the path.' };

const parameterSchema = object<SweepParameter>(
  'The values of one parameter: listed, or a range.',
  {
    values: list('The values.', anyValue, 1, 10_000),
    min: ratio('Lower end of a range.', -1e15, 1e15),
    max: ratio('Upper end of a range.', -1e15, 1e15),
    steps: count('Grid points of the range, both ends included.', 2, 10_000),
    scale: choice('How the range is divided or drawn from.', ['linear', 'log']),
  },
  ['values', 'min', 'max', 'steps', 'scale'],
);

const objectiveSchema = object<SweepObjective>(
  'What is best.',
  {
    metric: choice(
      'A metric of a run; the last are those of a replay (ettr to wallDays) and of flap (flapLostS: ' +
        'training time lost). Absent: goodput where a path below replay is varied.',
      [...METRIC_NAMES, ...REPLAY_METRIC_NAMES, ...FLAP_METRIC_NAMES],
      { default: 'tokensPerDayB' },
    ),
    goal: choice('Which way is better. Absent: the way of the metric.', ['maximize', 'minimize'], {
      default: 'maximize',
    }),
  },
  [],
  { default: {} },
);

const servingObjectiveSchema = object<SweepObjective>(
  'What is best.',
  {
    metric: choice('A metric of a service.', SERVING_METRIC_NAMES, { default: 'tokensPerSecondPerGpu' }),
    goal: choice('Which way is better. Absent: the way of the metric.', ['maximize', 'minimize'], {
      default: 'maximize',
    }),
  },
  [],
  { default: {} },
);

const limitsSchema = object<SweepLimits>(
  'Bounds of the sweep.',
  {
    runs: count('Most runs that the sweep may start.', 1, MAX_SWEEP_POINTS, { default: 10_000 }),
    minutes: ratio('Most minutes that the sweep may take.', 0.1, 10_080, { default: 60 }),
  },
  [],
  { default: {} },
);

/** What follows from the cluster and the layout does so at each point. */
const sweptReplaySchema: JsonSchema = {
  ...replaySchema,
  required: replaySchema.required?.filter((key) => key !== 'spareNodes' && key !== 'dataReplicas') ?? [],
};

const name = text('Name of the sweep.', 200, { default: 'sweep' });

const parametersSchema = (example: string): JsonSchema => ({
  type: 'object',
  description: `Dotted path of the ${example} to its values.`,
  additionalProperties: parameterSchema,
  maxProperties: 32,
  default: {},
});

const pointsSchema = list(
  'The points of method list: each a mapping of dotted path to value.',
  {
    type: 'object',
    description: 'One point.',
    additionalProperties: anyValue,
    minProperties: 1,
    maxProperties: 32,
  },
  1,
  MAX_SWEEP_POINTS,
);

const samplesSchema = count('Points that random and latin-hypercube draw.', 1, MAX_SWEEP_POINTS);

export const sweepSchema = object<Omit<SweepDocument, 'serving'>>(
  'A document that expands to many experiments.',
  {
    ...envelope('Sweep'),
    name,
    cluster: clusterSchema,
    workload: workloadSchema,
    seed: seedSchema,
    replay: sweptReplaySchema,
    method: choice(
      'grid: every combination; list: the given points; random and latin-hypercube: drawn; ' +
        'optimize: search for the best layout.',
      SWEEP_METHODS,
      {
        default: 'grid',
      },
    ),
    parameters: parametersSchema('experiment (for example workload.parallelism.pipeline)'),
    points: pointsSchema,
    samples: samplesSchema,
    objective: objectiveSchema,
    limits: limitsSchema,
  },
  ['replay', 'points', 'samples'],
  { 'x-preset': 'experiment' },
);

const OF_THE_SWEEP: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'name', 'seed']);

/** A Serving document inside of a sweep, which has the rest. */
const servingBody: JsonSchema = {
  ...servingSchema,
  properties: Object.fromEntries(
    Object.entries(servingSchema.properties ?? {}).filter(([key]) => !OF_THE_SWEEP.has(key)),
  ),
  required: servingSchema.required?.filter((key) => !OF_THE_SWEEP.has(key)) ?? [],
};

export const servingSweepSchema = object<ServingSweep>(
  'A document that expands to many services.',
  {
    ...envelope('Sweep'),
    name,
    serving: servingBody,
    seed: seedSchema,
    method: choice(
      'grid: every combination; list: the given points; random and latin-hypercube: drawn.',
      SWEEP_METHODS.filter((method) => method !== 'optimize'),
      { default: 'grid' },
    ),
    parameters: parametersSchema('service (for example decode.batch)'),
    points: pointsSchema,
    samples: samplesSchema,
    objective: servingObjectiveSchema,
    limits: limitsSchema,
  },
  ['points', 'samples'],
);
