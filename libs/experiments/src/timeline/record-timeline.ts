/**
 * The recorded timeline of a step for some pipeline ranks: a track for each stream, arrows for pipeline
 * transfers, what ranks hold and send.
 */
import {
  type RecordedTimeline,
  type StepSimulation,
  type TimelineCounter,
  type TimelineRank,
  type TimelineSlice,
  type TimelineStream,
  stagesOfRank,
} from '@railyard/parallelism';
import { type PreparedExperiment } from '../document.js';
import { ENGINE_VERSION } from '../engine-version.js';
import { type JobOnMachine } from '../job/index.js';
import { opsOfRank } from '../simulation/index.js';
import { activationsInFlight, linkCounters, memoryCounters } from './counters.js';
import { exchangeSlices, separated } from './exchange-slices.js';
import { networkTrack } from './network-track.js';
import { opSlice, withBubbles } from './op-slices.js';
import { optimizerSlices } from './optimizer-slices.js';
import { repeatedSteps } from './repeated-steps.js';
import { arrowsOf, transfersOf } from './transfers.js';

export interface RecordOptions {
  /** Pipeline ranks that are kept; default: all. */
  readonly ranks?: readonly number[];
  /** Steps one after the other, each as the first; default: 1. */
  readonly steps?: number;
}

/**
 * What the given pipeline ranks did in the step of a job. One replica: the pipeline ranks of one expert
 * group.
 */
export function recordTimeline(
  prepared: PreparedExperiment,
  job: JobOnMachine,
  options: RecordOptions = {},
): RecordedTimeline {
  const { step } = job;
  const { cluster, workload, seed, name } = prepared.document;
  const ranks = options.ranks ?? Array.from({ length: step.schedule.ranks }, (_, rank) => rank);
  const steps = options.steps ?? 1;
  const recorded = ranksOf(prepared, job, ranks);
  const memory = memoryCounters(step, cluster, workload);
  const timeline: RecordedTimeline = {
    ranks: recorded,
    flows: arrowsOf(step, new Set(ranks)),
    counters: recorded.flatMap(({ rank, streams }): readonly TimelineCounter[] => [
      activationsInFlight(step, rank),
      ...memory(rank),
      ...linkCounters(rank, streams),
    ]),
    metadata: {
      experiment: name,
      id: prepared.id,
      engineVersion: ENGINE_VERSION,
      seed,
      cluster: cluster.name,
      workload: workload.name,
      ranks: ranks.join(','),
      steps,
      assumption: 'the pipeline ranks of one expert group; its GPUs run in lockstep at their collectives',
      ...(steps > 1 ? { repetition: 'every step is as the first' } : {}),
    },
  };
  const repeated = repeatedSteps(timeline, step.parts.total, steps);
  const network = networkTrack(prepared, job, steps);
  return network === undefined ? repeated : { ...repeated, ranks: [...repeated.ranks, network] };
}

function ranksOf(
  { document }: PreparedExperiment,
  { step }: JobOnMachine,
  ranks: readonly number[],
): readonly TimelineRank[] {
  const exchanges = exchangeSlices(step, document.workload);
  const transfers = transfersOf(step);
  const pipelineEndS = step.executed.makespan;
  const phase = optimizerSlices(step.optimizer, pipelineEndS + step.groupWait);
  return ranks.map((rank) => {
    const ops = [...opsOfRank(step, rank)].map((op) => opSlice(step, op));
    const of = exchanges(rank);
    const streams: readonly (readonly [string, readonly TimelineSlice[]])[] = [
      ['dispatch', of.dispatch],
      ['combine', of.combine],
      ['tensor', of.tensor],
      ['context', of.context],
      ['send activations', transfers.sent(rank, 'activations')],
      ['receive activations', transfers.received(rank, 'activations')],
      ['send gradients', transfers.sent(rank, 'gradients')],
      ['receive gradients', transfers.received(rank, 'gradients')],
      ['gradients', [...of.gradients, ...phase.gradients]],
      ['parameters', [...of.parameters, ...phase.parameters]],
    ];
    return {
      rank,
      name: `rank ${rank}: stages ${stagesOfRank(step.schedule, rank).join('+')}`,
      streams: [
        { name: 'compute', slices: [...withBubbles(ops, pipelineEndS), ...groupWait(step)] },
        ...streams
          .map(([name, slices]): TimelineStream => ({ name, slices: separated(slices) }))
          .filter(({ slices }) => slices.length > 0),
        { name: 'optimizer', slices: phase.optimizer },
      ],
    };
  });
}

const groupWait = ({ executed, groupWait: durationS }: StepSimulation): readonly TimelineSlice[] =>
  durationS > 0
    ? [
        {
          name: 'wait for expert groups',
          category: 'bubble',
          startS: executed.makespan,
          durationS,
          args: { phase: 'bubble' },
        },
      ]
    : [];
