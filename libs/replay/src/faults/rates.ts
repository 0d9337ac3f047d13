/** The rate of a fault class over a whole machine, by superposition of its members. */
import { SECONDS_PER_DAY, invariant } from '@railyard/base';
import { type FleetShape, machineNodes, population } from './fleet.js';
import { type FaultClassSpec, type FaultProfileSpec, RATE_KEYS, type RateKey } from './profile-spec.js';

/** Days of the year that "per link-year" counts. */
const DAYS_PER_YEAR = 365;
const SECONDS_PER_YEAR = DAYS_PER_YEAR * SECONDS_PER_DAY;

/** The key and value of the class's rate; undefined for classes without one. */
export function rateOf(spec: FaultClassSpec): { readonly key: RateKey; readonly value: number } | undefined {
  for (const key of RATE_KEYS) {
    const value = spec[key];
    if (value !== undefined) return { key, value };
  }
  return undefined;
}

/** Members that a rate counts, and the seconds that it is per. */
function exposure(
  key: RateKey,
  spec: FaultClassSpec,
  fleet: FleetShape,
): readonly [members: number, perS: number] {
  const nodes = spec.component === 'job' ? fleet.nodes : machineNodes(fleet);
  switch (key) {
    case 'ratePer1000GpuDays':
      return [nodes * fleet.gpusPerNode, 1000 * SECONDS_PER_DAY];
    case 'ratePer1000NodeDays':
      return [nodes, 1000 * SECONDS_PER_DAY];
    case 'ratePerLinkYear':
      return [
        population(fleet, spec.component === 'fabric-link' ? 'fabric-link' : 'host-link'),
        SECONDS_PER_YEAR,
      ];
    case 'ratePerSwitchYear':
      return [population(fleet, 'switch'), SECONDS_PER_YEAR];
    case 'ratePerPlaneYear':
      return [population(fleet, 'plane'), SECONDS_PER_YEAR];
    case 'ratePerJobDay':
      return [1, SECONDS_PER_DAY];
  }
}

/** Faults of this class per second in the machine (of the job alone, for `job` faults). */
export function classRatePerS(spec: FaultClassSpec, fleet: FleetShape): number {
  const rate = rateOf(spec);
  if (rate === undefined) return 0;
  const [members, perS] = exposure(rate.key, spec, fleet);
  return (members * rate.value) / perS;
}

const KILLING: ReadonlySet<string> = new Set(['restart', 'drain']);

/**
 * Rate at which fail-stop faults strike the job: the lambda of the closed forms. Silent corruption counts
 * when `withCorruption`; flaps and outages do not, because whether they kill is the policy's doing.
 */
export function failStopRatePerS(
  profile: FaultProfileSpec,
  fleet: FleetShape,
  withCorruption = true,
): number {
  const inJob = fleet.nodes / machineNodes(fleet);
  return profile.classes.reduce((sum, spec) => {
    if (!KILLING.has(spec.effect.kind) && !(withCorruption && spec.effect.kind === 'corrupt')) return sum;
    invariant(spec.arrivals.kind !== 'initial', 'a killing class has a rate', { id: spec.id });
    return (
      sum +
      classRatePerS(spec, fleet) *
        (spec.component === 'job' || population(fleet, spec.component) === 0 ? 1 : inJob)
    );
  }, 0);
}
