/** Jobs of 2,048 GPUs, and what becomes of them under drawn or listed faults. */
import {
  DrawnTrace,
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
  type JobSetup,
  JobSimulation,
  type LedgerPart,
  PART,
  Recorder,
  type RecoveryPolicySpec,
  constantMachine,
  limitsOf,
} from '../job/index.js';
import { entryOf } from '@railyard/base';

const FLEET = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8, dataReplicas: 2 });

/** The default policy under Llama's faults for 54.25 productive days, unless told otherwise. */
export const jobSetup = (
  patch: Partial<JobSetup> = {},
  policy: Partial<RecoveryPolicySpec> = {},
): JobSetup => ({
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

const drawnTrace = (setup: JobSetup, scale?: RateScale): DrawnTrace =>
  new DrawnTrace(setup.profile, setup.fleet, setup.seed, scale, limitsOf(setup.horizon, setup.policy).wallS);

/** Plays one replica under drawn faults. */
export const playDrawn = (setup: JobSetup, replica = 0, scale: RateScale = {}): JobOutcome =>
  copyOutcome(new JobSimulation(setup, drawnTrace(setup, scale)).run(replica));

/** The faults that a replica meets. */
export function tracedFaults(setup: JobSetup, replica = 0): readonly FaultRecord[] {
  const recorder = new Recorder();
  new JobSimulation(setup, drawnTrace(setup)).run(replica, recorder);
  return Array.from({ length: recorder.log.length }, (_, index) => recorder.log.at(index));
}

export type LoggedFault = readonly [timeS: number, classId: string, component: number, durationS: number];

/** Plays the listed faults. */
export function playLogged(setup: JobSetup, faults: readonly LoggedFault[], recorder?: Recorder): JobOutcome {
  const log = new FaultLog();
  for (const [timeS, id, component, durationS] of faults) {
    const classIndex = setup.profile.classes.findIndex((spec) => spec.id === id);
    log.add({ timeS, classIndex, component, durationS });
  }
  return copyOutcome(new JobSimulation(setup, log.source()).run(0, recorder));
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
