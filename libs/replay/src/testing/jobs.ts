/** Jobs of 2,048 GPUs, and what becomes of them under drawn or listed faults. */
import {
  FAULT_PROFILES,
  type FaultClassSpec,
  FaultLog,
  type FaultRecord,
  type RateScale,
  fatTreeFleet,
} from '../faults/index.js';
import {
  DEFAULT_POLICY,
  type JobOutcome,
  JobSimulation,
  type LedgerPart,
  PART,
  Recorder,
  type RecoveryPolicySpec,
  type ReplayRequest,
  constantMachine,
} from '../job/index.js';
import { entryOf } from '@railyard/base';

const FLEET = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8, dataReplicas: 2 });

/** The default policy under Llama's faults for 54.25 productive days, unless stated otherwise. */
export const jobRequest = (
  patch: Partial<ReplayRequest> = {},
  policy: Partial<RecoveryPolicySpec> = {},
): ReplayRequest => ({
  fleet: FLEET,
  profile: entryOf(FAULT_PROFILES, 'llama3-h100'),
  policy: { ...DEFAULT_POLICY, ...policy },
  horizon: { kind: 'productive', days: 54.25 },
  machine: constantMachine(20, patch.fleet ?? FLEET),
  seed: 1,
  ...patch,
});

/** A copy, because a simulation reuses its outcome. */
export function copyOutcome(outcome: JobOutcome): JobOutcome {
  return {
    ...outcome,
    ledger: outcome.ledger.slice(),
    causeSeconds: outcome.causeSeconds.slice(),
    causeInterruptions: outcome.causeInterruptions.slice(),
    causeFaults: outcome.causeFaults.slice(),
  };
}

/** Plays one replica under drawn faults. */
export const playDrawn = (request: ReplayRequest, replica = 0, rateScale: RateScale = {}): JobOutcome =>
  copyOutcome(new JobSimulation({ ...request, rateScale }).run(replica));

/** The faults that a replica meets. */
export function tracedFaults(request: ReplayRequest, replica = 0): readonly FaultRecord[] {
  const recorder = new Recorder();
  new JobSimulation(request).run(replica, recorder);
  return Array.from({ length: recorder.log.length }, (_, index) => recorder.log.at(index));
}

export type LoggedFault = readonly [timeS: number, classId: string, component: number, durationS: number];

/** Plays the listed faults. */
export function playLogged(
  request: ReplayRequest,
  faults: readonly LoggedFault[],
  recorder?: Recorder,
): JobOutcome {
  const faultLog = new FaultLog();
  for (const [timeS, id, component, durationS] of faults) {
    const classIndex = request.profile.classes.findIndex((spec) => spec.id === id);
    faultLog.add({ timeS, classIndex, component, durationS });
  }
  return copyOutcome(new JobSimulation({ ...request, faultLog }).run(0, recorder));
}

/** Seconds in one part of the ledger. */
export const part = (outcome: JobOutcome, name: LedgerPart): number => outcome.ledger[PART[name]];

/** A class of faults that is listed, not drawn. */
export const classOf = (
  patch: Partial<FaultClassSpec> & Pick<FaultClassSpec, 'id' | 'component' | 'effect'>,
): FaultClassSpec => ({
  family: 'hardware',
  ratePer1000GpuDays: 0,
  arrivals: { kind: 'exponential' },
  duration: { kind: 'fixed', seconds: 0 },
  detectionS: 30,
  provenance: 'assumed',
  source: 'test',
  ...patch,
});
