/** What a replay of a job needs to know. */
import { SECONDS_PER_DAY } from '@railyard/base';
import { type FaultProfileSpec, type FleetShape } from '../faults/index.js';
import { type MachineModel } from './machine-model.js';
import { type RecoveryPolicySpec } from './policy-spec.js';

/** Until when the job runs: for so long on the clock, or until so much undisturbed training time is done. */
export type Horizon =
  { readonly kind: 'wall'; readonly days: number } | { readonly kind: 'productive'; readonly days: number };

export interface JobSetup {
  readonly fleet: FleetShape;
  readonly profile: FaultProfileSpec;
  readonly policy: RecoveryPolicySpec;
  readonly horizon: Horizon;
  readonly machine: MachineModel;
  readonly seed: number;
}

/** A job that needs this many times its fault-free time is given up: it would perhaps never end. */
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
