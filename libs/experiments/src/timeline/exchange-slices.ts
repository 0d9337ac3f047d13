/** Collectives of a rank's ops, stream by stream. */
import {
  EXCHANGE_STREAMS,
  type Exchange,
  type StepSimulation,
  type TimelineSlice,
  type WorkloadSpec,
  exchangesOf,
} from '@railyard/parallelism';
import { elementAt } from '@railyard/base';
import { opsOfRank } from '../simulation/index.js';

type Stream = Exchange['stream'];
export type ExchangeSlices = Readonly<Record<Stream, readonly TimelineSlice[]>>;

const PASS_LETTER = { forward: 'F', backward: 'B', recompute: 'R' } as const;

/** A function of a rank. */
export function exchangeSlices(
  step: StepSimulation,
  workload: WorkloadSpec,
): (rank: number) => ExchangeSlices {
  const exchanges = exchangesOf(step, workload);
  return (rank) => {
    const slices = Object.fromEntries(
      EXCHANGE_STREAMS.map((stream) => [stream, [] as TimelineSlice[]]),
    ) as Record<Stream, TimelineSlice[]>;
    let op = elementAt(step.schedule.rankOffsets, rank);
    for (const { startS } of opsOfRank(step, rank)) {
      for (const exchange of exchanges(op)) slices[exchange.stream].push(sliceOf(exchange, startS));
      op += 1;
    }
    return slices;
  };
}

function sliceOf(exchange: Exchange, opStartS: number): TimelineSlice {
  const { name, place, startS, durationS, bytes, nvlinkBytes } = exchange;
  return {
    name: place === undefined ? name : `${name} ${PASS_LETTER[place.pass]}${place.microBatch}`,
    category: 'communication',
    startS: opStartS + startS,
    durationS,
    args: {
      ...(place === undefined
        ? {}
        : { phase: place.pass, microBatch: place.microBatch, stage: place.stage, layerOfStage: place.layer }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(nvlinkBytes === undefined ? {} : { nvlinkBytes }),
    },
  };
}

/** In order, none into the next: a collective that runs when another of its stream starts ends there. */
export function separated(slices: readonly TimelineSlice[]): readonly TimelineSlice[] {
  const ordered = slices.toSorted((a, b) => a.startS - b.startS);
  return ordered
    .map((slice, i) => {
      const next = ordered[i + 1];
      return next !== undefined && slice.startS + slice.durationS > next.startS
        ? { ...slice, durationS: next.startS - slice.startS }
        : slice;
    })
    .filter(({ durationS }) => durationS > 0);
}
