/** Schema of a sweep: an experiment, and how to make many of it. */
import { METRIC_NAMES, REPLAY_METRIC_NAMES } from '../run-metrics.js';
import {
  SWEEP_METHODS,
  type SweepDocument,
  type SweepLimits,
  type SweepObjective,
  type SweepParameter,
} from '../sweep-document.js';
import { clusterSchema } from './cluster.js';
import { envelope, seedSchema } from './experiment.js';
import { choice, count, type JsonSchema, list, object, ratio, text } from './json-schema.js';
import { replaySchema } from './replay.js';
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
      'A metric of a run; the last five are those of a replay. Absent: goodput where a path ' +
        'below replay is ' +
        'varied.',
      [...METRIC_NAMES, ...REPLAY_METRIC_NAMES],
      { default: 'tokensPerDayB' },
    ),
    goal: choice('Which way is better.', ['maximize', 'minimize'], { default: 'maximize' }),
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

export const sweepSchema = object<SweepDocument>(
  'A document that expands to many experiments.',
  {
    ...envelope('Sweep'),
    name: text('Name of the sweep.', 200, { default: 'sweep' }),
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
    parameters: {
      type: 'object',
      description: 'Dotted path of the experiment (for example workload.parallelism.pipeline) to its values.',
      additionalProperties: parameterSchema,
      maxProperties: 32,
      default: {},
    },
    points: list(
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
    ),
    samples: count('Points that random and latin-hypercube draw.', 1, MAX_SWEEP_POINTS),
    objective: objectiveSchema,
    limits: limitsSchema,
  },
  ['replay', 'points', 'samples'],
  { 'x-preset': 'experiment' },
);
