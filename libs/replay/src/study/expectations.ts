/**
 * What a profile predicts for a job of another size, without simulation: for cross-checks against published
 * jobs.
 */
import { SECONDS_PER_DAY } from '@railyard/base';
import { type FaultProfileSpec, failStopRatePerS, fatTreeFleet } from '../faults/index.js';

export interface ExpectedInterruptions {
  readonly gpus: number;
  readonly days: number;
  /** Mean number of faults that stop the job. */
  readonly interruptions: number;
  readonly mtbfH: number;
}

/** Nodes of 8 GPUs; silent corruption counts as one interruption each. */
export function expectedInterruptions(
  profile: FaultProfileSpec,
  gpus: number,
  days: number,
): ExpectedInterruptions {
  const ratePerS = failStopRatePerS(profile, fatTreeFleet({ nodes: gpus / 8, planes: 8 }));
  return { gpus, days, interruptions: ratePerS * days * SECONDS_PER_DAY, mtbfH: 1 / ratePerS / 3600 };
}

/** Wall minutes that each interruption may cost on average for an ETTR of `ettr`. */
export function lossBudgetMinutes(expected: ExpectedInterruptions, ettr: number): number {
  return ((1 - ettr) * expected.days * 24 * 60) / expected.interruptions;
}
