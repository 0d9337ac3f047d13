/** The replay section of a document as a request of the replay library, on the twin's own machine. */
import { IssueList, invariant } from '@railyard/base';
import {
  type FaultLog,
  type FleetShape,
  type RecoveryPolicySpec,
  type ReplayRequest,
  type ReplaySpec,
  faultLogOf,
} from '@railyard/replay';
import { type JobOnMachine } from '../job/index.js';
import { checkpointNeeds, policyOnStorage, tiersOnMachine } from './checkpoint-needs.js';
import { fleetOf } from './fleet-of.js';
import { TwinMachine } from './twin-machine.js';

/** @param faultLog faults to replay in place of those that the section lists or of drawn ones */
export function replayRequest(
  job: JobOnMachine,
  replay: ReplaySpec,
  faultLog?: FaultLog,
): ReplayRequest<TwinMachine> {
  const fleet = fleetOf(job.graph, replay);
  const recorded = faultLog ?? loggedFaults(replay, fleet);
  return {
    fleet,
    profile: replay.faults,
    policy: policyOnMachine(job, replay.recovery),
    horizon: replay.horizon,
    seed: job.spec.seed,
    machine: new TwinMachine(job, fleet),
    ...(replay.rateMultiple === 1 ? {} : { rateScale: { all: replay.rateMultiple } }),
    ...(recorded === undefined ? {} : { faultLog: recorded }),
  };
}

function policyOnMachine(job: JobOnMachine, recovery: RecoveryPolicySpec): RecoveryPolicySpec {
  const policy = policyOnStorage(checkpointNeeds(job), recovery);
  return policy.tiers === undefined ? policy : { ...policy, tiers: tiersOnMachine(job, policy.tiers) };
}

/** The faults that a prepared document lists: they were checked. */
function loggedFaults({ faults, faultLog }: ReplaySpec, fleet: FleetShape): FaultLog | undefined {
  if (faultLog === undefined) return undefined;
  const issues = new IssueList();
  const log = faultLogOf(faultLog, faults, fleet, issues);
  invariant(issues.issues.length === 0, 'the faults of a prepared document can occur', {
    issues: issues.issues,
  });
  return log;
}
