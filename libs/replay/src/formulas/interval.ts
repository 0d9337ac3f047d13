/**
 * The checkpoint interval that wastes least, in four published forms and one numeric one. Times in seconds; M
 * is the mean time between failures.
 */
import { invariant } from '@railyard/base';
import { type CheckpointedJob, exactEttrA, exactEttrB } from './renewal.js';

/** Young (1974): sqrt(2 w M). */
export function youngInterval(stallS: number, mtbfS: number): number {
  return Math.sqrt(2 * stallS * mtbfS);
}

/** Daly (2006): sqrt(2 w M) [1 + (1/3) sqrt(w / 2M) + (1/9)(w / 2M)] - w for w < 2M, else M. */
export function dalyInterval(stallS: number, mtbfS: number): number {
  if (stallS >= 2 * mtbfS) return mtbfS;
  const share = stallS / (2 * mtbfS);
  return youngInterval(stallS, mtbfS) * (1 + Math.sqrt(share) / 3 + share / 9) - stallS;
}

/**
 * Availability-optimal interval (Saxena et al., arXiv 2410.18124): Tc = Ts + sqrt(2 (Tf + Tr) Ts + Ts^2), the
 * period from one checkpoint's start to the next; Ts the stall, Tf the time to failure, Tr the restart.
 */
export function availabilityOptimalInterval(stallS: number, mtbfS: number, restartS: number): number {
  return stallS + Math.sqrt(2 * (mtbfS + restartS) * stallS + stallS * stallS);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Maximum of a unimodal function on [low, high], to a relative `tolerance` of its place. */
export function maximise(f: (x: number) => number, low: number, high: number, tolerance = 1e-9): number {
  invariant(low < high, 'an interval to search', { low, high });
  let a = low;
  let b = high;
  let c = b - GOLDEN * (b - a);
  let d = a + GOLDEN * (b - a);
  let atC = f(c);
  let atD = f(d);
  while (b - a > tolerance * Math.abs(b)) {
    if (atC > atD) {
      b = d;
      d = c;
      atD = atC;
      c = b - GOLDEN * (b - a);
      atC = f(c);
    } else {
      a = c;
      c = d;
      atC = atD;
      d = a + GOLDEN * (b - a);
      atD = f(d);
    }
  }
  return (a + b) / 2;
}

/** The interval that maximises the exact renewal form; `form` says whether failures may strike a restart. */
export function optimalInterval(job: Omit<CheckpointedJob, 'intervalS'>, form: 'A' | 'B' = 'A'): number {
  const ettr = form === 'A' ? exactEttrA : exactEttrB;
  const mtbfS = 1 / job.failureRatePerS;
  const guess = Math.max(youngInterval(job.stallS, mtbfS), 1e-6 * mtbfS);
  return maximise((intervalS) => ettr({ ...job, intervalS }), guess / 20, guess * 20);
}
