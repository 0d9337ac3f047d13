/**
 * Closed forms of a job that checkpoints, fails and restarts, which the simulation must agree with.
 * Words: failure rate lambda (per second, of the whole job), productive interval tau between checkpoints,
 * stall w of one checkpoint, restart time R from the fault to the first step after it. ETTR = productive time
 * / wall time.
 */
import { exp, invariant } from '@railyard/base';

export interface CheckpointedJob {
  /** Failures of the job per second, lambda. */
  readonly failureRatePerS: number;
  /** Productive seconds between two checkpoints, tau. */
  readonly intervalS: number;
  /** Seconds that training stands still for one checkpoint, w. */
  readonly stallS: number;
  /** Seconds from a fault until training runs again, R = u0 + q. */
  readonly restartS: number;
}

/** e^x - 1 without cancellation near zero, where the series' first three terms are exact to the last bit. */
export function exponentialMinusOne(x: number): number {
  return Math.abs(x) < 1e-5 ? x * (1 + (x / 2) * (1 + x / 3)) : exp(x) - 1;
}

function check(job: CheckpointedJob): void {
  invariant(
    job.failureRatePerS >= 0 && job.intervalS > 0 && job.stallS >= 0 && job.restartS >= 0,
    'a checkpointed job has rates and times',
    { ...job },
  );
}

/** ETTR without failures: tau / (tau + w). */
export function faultFreeEttr(job: CheckpointedJob): number {
  return job.intervalS / (job.intervalS + job.stallS);
}

/**
 * Exact renewal, form A: failures may strike a restart, which then starts again.
 * ETTR = tau / [ (1/lambda) e^(lambda R) (e^(lambda (tau + w)) - 1) ].
 */
export function exactEttrA(job: CheckpointedJob): number {
  check(job);
  if (job.failureRatePerS === 0) return faultFreeEttr(job);
  const lambda = job.failureRatePerS;
  return (
    (job.intervalS * lambda) /
    (exp(lambda * job.restartS) * exponentialMinusOne(lambda * (job.intervalS + job.stallS)))
  );
}

/** Exact renewal, form B: a restart is safe. ETTR = tau / [ (1/lambda + R) (e^(lambda (tau + w)) - 1) ]. */
export function exactEttrB(job: CheckpointedJob): number {
  check(job);
  if (job.failureRatePerS === 0) return faultFreeEttr(job);
  const lambda = job.failureRatePerS;
  return (
    job.intervalS / ((1 / lambda + job.restartS) * exponentialMinusOne(lambda * (job.intervalS + job.stallS)))
  );
}

/**
 * Meta's expected ETTR (arXiv 2410.21680): (1 - lambda (u0 + q + tau/2)) / (1 + w/tau).
 * First order: only where 1 - ETTR is below about 0.2.
 */
export function metaEttr(job: CheckpointedJob): number {
  check(job);
  return (1 - job.failureRatePerS * (job.restartS + job.intervalS / 2)) / (1 + job.stallS / job.intervalS);
}

/**
 * Expected loss to silent corruption found after `latencyS`: the latency and half an interval, at most what
 * the oldest kept checkpoint allows.
 */
export function corruptionLossS(latencyS: number, intervalS: number, keptCheckpoints: number): number {
  return Math.min(latencyS + intervalS / 2, keptCheckpoints * intervalS);
}

/** Checkpoints that must be kept so that one is older than a corruption found after `latencyS`: D/tau + 1. */
export function retentionNeeded(latencyS: number, intervalS: number): number {
  return Math.ceil(latencyS / intervalS) + 1;
}
