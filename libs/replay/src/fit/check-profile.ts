/** Whether a log fits a profile: faults expected of each class against those that came. */
import {
  type FaultClassSpec,
  type FaultProfileSpec,
  type FleetShape,
  classRatePerS,
  fatTreeFleet,
  population,
} from '../faults/index.js';
import { poissonAtLeast, poissonBand, poissonInterval } from '../formulas/index.js';
import { type ObservedLog } from './observed.js';
import { weibullRenewals } from './weibull-fit.js';

interface ClassCheck {
  readonly class: string;
  readonly expected: number;
  readonly observed: number;
  /** Counts that the profile leads to 95 times in 100. */
  readonly expectedBand: readonly [low: number, high: number];
  /** Observed over expected, with the band of the count; null where nothing is expected. */
  readonly ratio: number | null;
  readonly ratioBand: readonly [low: number, high: number] | null;
  readonly p: number;
  readonly verdict: 'agrees' | 'rate too low' | 'rate too high' | 'not in the profile';
}

export interface ProfileCheck {
  readonly profile: string;
  readonly classes: readonly ClassCheck[];
  readonly total: ClassCheck;
}

const LEVEL = 0.05;

/** A class is held to 5 % divided by the number of classes, so that one of many does not differ by chance. */
export function checkAgainstLog(profile: FaultProfileSpec, { faults, exposure }: ObservedLog): ProfileCheck {
  const { gpus, nodes, days } = exposure;
  const fleet = fatTreeFleet({ nodes, gpusPerNode: Math.max(1, Math.round(gpus / nodes)), planes: 1 });
  const counts = new Map<string, number>();
  for (const { class: id } of faults) counts.set(id, (counts.get(id) ?? 0) + 1);
  const expected = new Map(
    profile.classes.map((spec) => [spec.id, expectedFaults(spec, fleet, days * 86_400)] as const),
  );
  const spread = new Map(profile.classes.map((spec) => [spec.id, spreadOf(spec)] as const));
  const ids = [...new Set([...expected.keys(), ...counts.keys()])];
  const classes = ids
    .map((id): [string, Counts] => [
      id,
      { expected: expected.get(id) ?? 0, observed: counts.get(id) ?? 0, spread: spread.get(id) ?? 1 },
    ])
    .filter(([, { expected: mean, observed }]) => mean > 0 || observed > 0)
    .map(([id, of]) => checked(id, of, LEVEL / ids.length))
    .sort((a, b) => a.p - b.p || (a.class < b.class ? -1 : 1));
  const sum = classes.reduce((total, { expected: mean }) => total + mean, 0);
  const variance = classes.reduce(
    (total, { class: id, expected: mean }) => total + mean * (spread.get(id) ?? 1),
    0,
  );
  const all = { expected: sum, observed: faults.length, spread: sum === 0 ? 1 : variance / sum };
  return { profile: profile.name, classes, total: checked('all', all, LEVEL) };
}

/** In a window at whose start the components are new; lifetimes of other laws have no age. */
function expectedFaults(spec: FaultClassSpec, fleet: FleetShape, windowS: number): number {
  const ratePerS = classRatePerS(spec, fleet);
  if (spec.arrivals.kind !== 'weibull' || ratePerS === 0) return ratePerS * windowS;
  const members = population(fleet, spec.component);
  return members * weibullRenewals(spec.arrivals.shape, (ratePerS * windowS) / members);
}

interface Counts {
  readonly expected: number;
  readonly observed: number;
  /** Variance over mean of the count. */
  readonly spread: number;
}

const spreadOf = ({ arrivals }: FaultClassSpec): number =>
  arrivals.kind === 'negative-binomial' ? arrivals.dispersion : 1;

/** Counts that spread more tell as much as fewer independent ones. */
function checked(id: string, { expected, observed, spread }: Counts, level: number): ClassCheck {
  const [count, mean] = [observed / spread, expected / spread];
  const above = poissonAtLeast(count, mean);
  const below = 1 - poissonAtLeast(count + 1, mean);
  const p = expected === 0 ? Number(observed === 0) : Math.min(1, 2 * Math.min(above, below));
  const [low, high] = poissonInterval(count).map((bound) => bound * spread) as [number, number];
  const [least, most] = poissonBand(mean);
  return {
    class: id,
    expected,
    observed,
    expectedBand: [least * spread, most * spread],
    ratio: expected === 0 ? null : observed / expected,
    ratioBand: expected === 0 ? null : [low / expected, high / expected],
    p,
    verdict: verdictOf(expected, observed, p < level),
  };
}

function verdictOf(expected: number, observed: number, differs: boolean): ClassCheck['verdict'] {
  if (expected === 0 && observed > 0) return 'not in the profile';
  if (!differs) return 'agrees';
  return observed > expected ? 'rate too low' : 'rate too high';
}
