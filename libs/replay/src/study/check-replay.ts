/** What is wrong with a replay section that its schema allows, and what is probably not meant. */
import { type IssueList } from '@railyard/base';
import { type FaultProfileSpec, type FleetShape, checkFaultProfile } from '../faults/index.js';
import { type RecoveryPolicySpec, checkRecoveryPolicy } from '../job/index.js';
import { checkReplayCost } from './replay-cost.js';
import { type ReplaySpec } from './replay-spec.js';
import { type ReplayWarning, retentionWarning } from './retention.js';

/**
 * What the schema of the section cannot say: rules between its values, and that playing it takes no more than
 * one run may. `job` is the machine without spares.
 */
export function checkReplaySpec(spec: ReplaySpec, job: FleetShape, issues: IssueList): void {
  const before = issues.issues.length;
  checkFaultProfile(spec.faults, issues.at('faults'));
  checkRecoveryPolicy(spec.recovery, issues.at('recovery'));
  issues
    .at('dataReplicas')
    .require(
      job.nodes % spec.dataReplicas === 0,
      'replicas-divide-nodes',
      `dataReplicas must divide the job's ${job.nodes} nodes (got ${spec.dataReplicas}).`,
      'Use a divisor: a replica that is given up is a whole number of nodes.',
    );
  if (issues.issues.length === before) checkReplayCost(spec, { ...job, spareNodes: spec.spareNodes }, issues);
}

/**
 * What is legal but probably not meant: a retention too short for the corruption latency, rates of another
 * device, nothing to stand in for a drained node, data replicas that are never given up.
 * @param device name of the device that the job runs on
 */
export function replayWarnings(
  faults: FaultProfileSpec,
  recovery: RecoveryPolicySpec,
  fleet: Pick<FleetShape, 'spareNodes' | 'dataReplicas'>,
  device = 'h800',
): readonly ReplayWarning[] {
  const warnings: ReplayWarning[] = [];
  const retention = retentionWarning(faults, recovery);
  if (retention !== undefined) warnings.push(retention);
  if (faults.name.startsWith('llama3-h100') && !device.startsWith('h100')) {
    const message =
      device === 'h800'
        ? 'No public source gives H800 failure rates: H100 figures stand in.'
        : `The failure rates are those of H100, not of ${device}.`;
    warnings.push({ code: 'rates-of-another-device', message });
  }
  const shrinks = recovery.whenNoSpare === 'shrink' && fleet.dataReplicas > 1;
  if (fleet.spareNodes === 0 && faults.classes.some(({ effect }) => effect.kind === 'drain')) {
    const then = shrinks ? 'gives up a data replica until nodes are repaired' : 'waits for each repair';
    warnings.push({
      code: 'no-spare',
      message: `Nodes are drained but spareNodes is 0: the job ${then}.`,
    });
  }
  if (recovery.whenNoSpare === 'shrink' && !shrinks) {
    warnings.push({
      code: 'cannot-shrink',
      message:
        'whenNoSpare is shrink, but dataReplicas is 1: without a spare the job waits for a repair. Raise ' +
        'dataReplicas.',
    });
  }
  if (recovery.replicaLoss !== undefined && fleet.dataReplicas === 1) {
    warnings.push({
      code: 'no-replica-to-lose',
      message:
        'replicaLoss is given, but dataReplicas is 1: every fault restarts the job. Raise dataReplicas.',
    });
  }
  if (recovery.whenNoSpare === 'wait' && recovery.replicaLoss === undefined && fleet.dataReplicas > 1) {
    warnings.push({
      code: 'never-shrinks',
      message:
        `whenNoSpare is wait, so that dataReplicas (${fleet.dataReplicas}) changes nothing. Use shrink to ` +
        'let the job give up data replicas.',
    });
  }
  return warnings;
}
