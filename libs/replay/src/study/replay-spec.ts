/**
 * The `replay` section of an experiment, presets expanded: what fails, how the job recovers, for how long,
 * how often it is played.
 */
import { type IssueList } from '@railyard/base';
import {
  type FaultProfileSpec,
  type FleetShape,
  type RecordedFault,
  checkChoice,
  checkFaultProfile,
  checkKeys,
  checkNumber,
  isFields,
} from '../faults/index.js';
import {
  type RecoveryPolicySpec,
  checkRecoveryPolicy,
  keptCheckpoints,
  latestDiscoveryS,
} from '../job/index.js';
import { retentionNeeded } from '../formulas/index.js';
import { type PlayedSection, checkReplayCost } from './replay-cost.js';

export interface ReplaySpec extends PlayedSection {
  readonly spareNodes: number;
  /**
   * Whole data-parallel replicas that a job which shrinks can give up one by one, all but the last; 1 when it
   * cannot.
   */
  readonly dataReplicas: number;
  /** Recorded faults, in order of time, in place of drawn ones. */
  readonly faultLog?: readonly RecordedFault[];
}

export const DEFAULT_REPLICAS = 200;
/** Replicas that one document may ask for. */
export const MOST_REPLICAS = 100_000;

/**
 * Checks the section, and that playing it takes no more than one run may; when no issue was added it is a
 * ReplaySpec. `job` is the machine without spares.
 */
export function checkReplaySpec(input: unknown, job: FleetShape, issues: IssueList): input is ReplaySpec {
  const before = issues.issues.length;
  if (!isFields(input, issues, 'a replay section')) return false;
  checkKeys(
    input,
    ['faults', 'recovery', 'horizon', 'replicas', 'spareNodes', 'dataReplicas', 'rateMultiple', 'faultLog'],
    issues,
  );
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
    issues
      .at('dataReplicas')
      .require(
        job.nodes % Number(input.dataReplicas) === 0,
        'replicas-divide-nodes',
        `${String(input.dataReplicas)} data replicas do not divide the job's ${job.nodes} nodes`,
        'a replica that is given up is a whole number of nodes',
      );
  }
  if (issues.issues.length > before) return false;
  const spec = input as unknown as ReplaySpec;
  checkReplayCost(spec, { ...job, spareNodes: spec.spareNodes }, issues);
  return issues.issues.length === before;
}

/**
 * What is legal but probably not meant: a retention too short for the corruption latency, rates of another
 * device, nothing to stand in for a drained node, data replicas that are never given up.
 * @param device name of the device that the job runs on
 */
export function replayWarnings(
  faults: FaultProfileSpec,
  recovery: RecoveryPolicySpec,
  fleet: FleetShape,
  device = 'h800',
): readonly { readonly code: string; readonly message: string }[] {
  const warnings: { code: string; message: string }[] = [];
  const latencyS = faults.classes
    .filter(({ effect }) => effect.kind === 'corrupt')
    .reduce((most, spec) => Math.max(most, latestDiscoveryS(recovery, spec)), 0);
  const kept = keptCheckpoints(recovery);
  const needed = retentionNeeded(latencyS, recovery.checkpointIntervalS);
  if (recovery.silentCorruption === 'detect' && latencyS > 0 && kept < needed) {
    warnings.push({
      code: 'retention-too-short',
      message:
        `silent corruption is found up to ${Math.round(latencyS)} s later (95 %), but ${kept} kept ` +
        `checkpoints reach back less far; ${needed} are needed, or retentionS of that length`,
    });
  }
  if (faults.name.startsWith('llama3-h100') && !device.startsWith('h100')) {
    const message =
      device === 'h800'
        ? 'no public source gives H800 failure rates: H100 figures stand in'
        : `the failure rates are those of H100, not of ${device}`;
    warnings.push({ code: 'rates-of-another-device', message });
  }
  const shrinks = recovery.whenNoSpare === 'shrink' && fleet.dataReplicas > 1;
  if (fleet.spareNodes === 0 && faults.classes.some(({ effect }) => effect.kind === 'drain')) {
    const then = shrinks ? 'gives up a data replica until nodes are repaired' : 'waits for each repair';
    warnings.push({ code: 'no-spare', message: `nodes are drained but none stands by: the job ${then}` });
  }
  if (recovery.whenNoSpare === 'shrink' && !shrinks) {
    warnings.push({
      code: 'cannot-shrink',
      message:
        'the job shall shrink when no spare is left, but it has one data replica only: it waits for a repair',
    });
  }
  if (recovery.whenNoSpare === 'wait' && fleet.dataReplicas > 1) {
    warnings.push({
      code: 'never-shrinks',
      message:
        `the job waits when no spare is left: that it could give up ${fleet.dataReplicas - 1} of ` +
        `its ${fleet.dataReplicas} data replicas changes nothing`,
    });
  }
  return warnings;
}
