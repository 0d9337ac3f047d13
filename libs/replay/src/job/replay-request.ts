/** What a replay of a job needs to know. */
import { SECONDS_PER_DAY } from '@railyard/base';
import {
  DrawnTrace,
  type FaultLog,
  type FaultProfileSpec,
  type FaultSource,
  type FleetShape,
  type RateScale,
} from '../faults/index.js';
import { type MachineModel } from './machine-model.js';
import { type RecoveryPolicySpec } from './policy-spec.js';

/** Until when the job runs: for so long on the clock, or until so much undisturbed training time is done. */
export type Horizon =
  { readonly kind: 'wall'; readonly days: number } | { readonly kind: 'productive'; readonly days: number };

export interface ReplayRequest<Machine extends MachineModel = MachineModel> {
  readonly fleet: FleetShape;
  readonly profile: FaultProfileSpec;
  readonly policy: RecoveryPolicySpec;
  readonly horizon: Horizon;
  readonly machine: Machine;
  readonly seed: number;
  /** Multiples of the profile's rates. */
  readonly rateScale?: RateScale;
  /** Replays these faults in place of drawn ones. */
  readonly faultLog?: FaultLog;
}

/** Faults are drawn for this part of the horizon at once, so that few are drawn in vain. */
const STRETCHES = 4;

/** Where the faults of a replay come from. */
export function faultSourceOf({
  fleet,
  profile,
  policy,
  horizon,
  seed,
  rateScale,
  faultLog,
}: ReplayRequest): FaultSource {
  if (faultLog !== undefined) return faultLog.source();
  const { wallS } = limitsOf(horizon, policy);
  const stretchS = (horizon.days * SECONDS_PER_DAY) / STRETCHES;
  return new DrawnTrace(profile, fleet, seed, rateScale, wallS, stretchS);
}

/** A job that needs this many times its fault-free time is given up: it might never end. */
export const GIVE_UP_FACTOR = 20;

/** Wall-clock limit and work to be done, in seconds. */
export function limitsOf(
  horizon: Horizon,
  policy: RecoveryPolicySpec,
): { readonly wallS: number; readonly workS: number } {
  const seconds = horizon.days * SECONDS_PER_DAY;
  if (horizon.kind === 'wall') return { wallS: seconds, workS: Infinity };
  return {
    wallS: seconds * GIVE_UP_FACTOR * (1 + policy.checkpointStallS / policy.checkpointIntervalS),
    workS: seconds,
  };
}
