/** What a checkpoint of the job needs, next to what the policy of a replay states. */
import { type CheckpointTierSpec, type RecoveryPolicySpec, withInterval } from '@railyard/replay';
import { type JobOnMachine } from '../job/index.js';
import { type CheckpointNeeds } from '../replay-result.js';
import { type RunWarning } from '../result.js';

export function checkpointNeeds({ checkpoint }: JobOnMachine): CheckpointNeeds {
  const { bytes, writeSeconds, readSeconds } = checkpoint;
  return { sizeTB: bytes / 1e12, persistS: writeSeconds, loadS: readSeconds };
}

/**
 * The policy as the storage plane can keep it: a checkpoint takes at least as long to write and to read as
 * its bytes need, and the next one is not begun before it is written.
 */
export function policyOnStorage(needs: CheckpointNeeds, recovery: RecoveryPolicySpec): RecoveryPolicySpec {
  const checkpointPersistS = Math.max(recovery.checkpointPersistS, needs.persistS);
  const checkpointLoadS = Math.max(recovery.checkpointLoadS, needs.loadS);
  return withInterval({ ...recovery, checkpointPersistS, checkpointLoadS }, recovery.checkpointIntervalS);
}

/** What the drives of one node take and give, GB/s: two to four of PCIe 4 x4; assumed. */
const NVME_GBPS = 10;

/**
 * Nearer copies as the machine can keep them: a node's part of the checkpoint goes through its NICs into the
 * memory of a peer, or onto its drives, and comes back the same way; out of its GPUs it goes over PCIe.
 */
export function tiersOnMachine(
  { spec: { cluster }, checkpoint: { bytes } }: JobOnMachine,
  tiers: readonly CheckpointTierSpec[],
): readonly CheckpointTierSpec[] {
  const { nodes, gpusPerNode, nic, device } = cluster;
  const gigabytes = bytes / nodes / 1e9;
  const stalledS = gigabytes / (gpusPerNode * device.pcieGBps);
  const ways = { 'peer-memory': nic.perNode * nic.bandwidthGBps * nic.efficiency, 'local-nvme': NVME_GBPS };
  return tiers.map((tier) => {
    const movedS = gigabytes / ways[tier.kind];
    const persistS = Math.max(tier.persistS, movedS);
    return {
      ...tier,
      persistS,
      loadS: Math.max(tier.loadS, movedS + stalledS),
      intervalS: Math.max(tier.intervalS, persistS),
    };
  });
}

/** What the machine cannot keep of the nearer copies. */
export function tierWarnings(job: JobOnMachine, { tiers = [] }: RecoveryPolicySpec): readonly RunWarning[] {
  return tiersOnMachine(job, tiers).flatMap((played, index) => {
    const stated = tiers[index];
    return (['persistS', 'loadS', 'intervalS'] as const).flatMap((key) =>
      stated === undefined || played[key] <= stated[key]
        ? []
        : [
            {
              code: 'faster-than-machine',
              message:
                `${key} of tiers/${index} must be at least the ${played[key].toFixed(2)} s that a node's ` +
                `part of the checkpoint takes (got ${stated[key]}): that time is played.`,
            },
          ],
    );
  });
}

/** What the storage cannot keep of a policy, and what is played in its place. */
export function checkpointWarnings(
  needs: CheckpointNeeds,
  recovery: RecoveryPolicySpec,
): readonly RunWarning[] {
  const size = `the ${needs.sizeTB.toFixed(2)} TB of a checkpoint`;
  const warnings: RunWarning[] = [];
  const warn = (message: string): void => void warnings.push({ code: 'faster-than-storage', message });
  const raised = (key: 'checkpointPersistS' | 'checkpointLoadS', neededS: number, verb: string): void => {
    if (recovery[key] < neededS)
      warn(
        `${key} must be at least the ${neededS.toFixed(2)} s that the storage plane needs to ` +
          `${verb} ${size} (got ${recovery[key]}): the time of the storage plane is played.`,
      );
  };
  raised('checkpointPersistS', needs.persistS, 'write');
  raised('checkpointLoadS', needs.loadS, 'read');
  const { checkpointIntervalS } = policyOnStorage(needs, recovery);
  if (checkpointIntervalS > recovery.checkpointIntervalS)
    warn(
      `checkpointIntervalS must be at least the ${checkpointIntervalS.toFixed(2)} s that writing takes ` +
        `(got ${recovery.checkpointIntervalS}): a checkpoint every ${checkpointIntervalS.toFixed(2)} s ` +
        'is played.',
    );
  return warnings;
}
