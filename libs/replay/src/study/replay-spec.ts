/** The `replay` section of an experiment, presets expanded: what fails, how the job recovers, for how long, how often it is played. */
import { type IssueList } from '@railyard/base';
import { type FaultProfileSpec, type FleetShape, checkChoice, checkFaultProfile, checkKeys, checkNumber, isFields } from '../faults/index.js';
import { type Horizon, type RecoveryPolicySpec, checkRecoveryPolicy } from '../job/index.js';
import { retentionNeeded } from '../formulas/index.js';

export interface ReplaySpec {
  readonly faults: FaultProfileSpec;
  readonly recovery: RecoveryPolicySpec;
  readonly horizon: Horizon;
  readonly replicas: number;
  readonly spareNodes: number;
  /** Whole data-parallel replicas that an elastic job can give up one by one; 1 when it cannot. */
  readonly dataReplicas: number;
  /** Multiple of every rate of the profile. */
  readonly rateMultiple: number;
}

export const DEFAULT_REPLICAS = 200;
/** Replicas and fault events that one document may ask for. */
export const MOST_REPLICAS = 100_000;

/** Checks the section; when no issue was added it is a ReplaySpec. `jobNodes` is the number of nodes that the workload uses. */
export function checkReplaySpec(input: unknown, jobNodes: number, issues: IssueList): input is ReplaySpec {
  const before = issues.issues.length;
  if (!isFields(input, issues, 'a replay section')) return false;
  checkKeys(input, ['faults', 'recovery', 'horizon', 'replicas', 'spareNodes', 'dataReplicas', 'rateMultiple'], issues);
  checkFaultProfile(input.faults, issues.at('faults'));
  checkRecoveryPolicy(input.recovery, issues.at('recovery'));
  if (isFields(input.horizon, issues.at('horizon'), '"horizon"')) {
    checkKeys(input.horizon, ['kind', 'days'], issues.at('horizon'));
    checkChoice(input.horizon, 'kind', ['wall', 'productive'], issues.at('horizon'));
    checkNumber(input.horizon, 'days', { min: 0, max: 3650, exclusive: true }, issues.at('horizon'));
  }
  checkNumber(input, 'replicas', { min: 1, max: MOST_REPLICAS, integer: true }, issues);
  checkNumber(input, 'spareNodes', { min: 0, max: 1e6, integer: true }, issues);
  checkNumber(input, 'rateMultiple', { min: 0, max: 1e4 }, issues);
  if (checkNumber(input, 'dataReplicas', { min: 1, integer: true }, issues)) {
    issues.at('dataReplicas').require(jobNodes % Number(input.dataReplicas) === 0, 'replicas-divide-nodes',
      `${String(input.dataReplicas)} data replicas do not divide the job's ${jobNodes} nodes`, 'a replica that is given up is a whole number of nodes');
  }
  return issues.issues.length === before;
}

/** What is legal but probably not meant: a retention too short for the corruption latency. */
export function replayWarnings(faults: FaultProfileSpec, recovery: RecoveryPolicySpec, fleet: FleetShape): readonly { readonly code: string; readonly message: string }[] {
  const warnings: { code: string; message: string }[] = [];
  const latencyS = faults.classes.filter(({ effect }) => effect.kind === 'corrupt').reduce((most, spec) => Math.max(most, spec.detectionS), 0);
  const needed = retentionNeeded(latencyS, recovery.checkpointIntervalS);
  if (recovery.silentCorruption === 'detect' && latencyS > 0 && recovery.detectors.length === 0 && recovery.retainedCheckpoints < needed) {
    warnings.push({
      code: 'retention-too-short',
      message: `silent corruption is found after ${latencyS} s, but ${recovery.retainedCheckpoints} kept checkpoints reach back less far; ${needed} are needed`,
    });
  }
  const h800Rates = faults.name.startsWith('llama3-h100');
  if (h800Rates) warnings.push({ code: 'rates-of-another-device', message: 'no public source gives H800 failure rates: H100 figures stand in' });
  if (fleet.spareNodes === 0 && faults.classes.some(({ effect }) => effect.kind === 'drain')) {
    warnings.push({ code: 'no-spare', message: 'nodes are drained but none stands by: the job waits for each repair' });
  }
  return warnings;
}
