/** Whether the kept checkpoints reach back behind a silent corruption when it is found. */
import { type FaultProfileSpec } from '../faults/index.js';
import { type RecoveryPolicySpec, keptCheckpoints, latestDiscoveryS } from '../job/index.js';
import { retentionNeeded } from '../formulas/index.js';

interface Retention {
  /** Seconds within which 95 % of what is found is found. */
  readonly latencyS: number;
  readonly kept: number;
  readonly needed: number;
  /** A found corruption can be rolled back: a checkpoint from before it is kept. */
  readonly reaches: boolean;
}

export function retentionOf(faults: FaultProfileSpec, policy: RecoveryPolicySpec): Retention {
  const corruptions =
    policy.silentCorruption === 'detect'
      ? faults.classes.filter(({ effect }) => effect.kind === 'corrupt')
      : [];
  const latencyS = corruptions.reduce((most, spec) => Math.max(most, latestDiscoveryS(policy, spec)), 0);
  const kept = keptCheckpoints(policy);
  const needed = retentionNeeded(latencyS, policy.checkpointIntervalS);
  return { latencyS, kept, needed, reaches: latencyS === 0 || kept >= needed };
}

export interface ReplayWarning {
  readonly code: string;
  readonly message: string;
}

/** That corrupted steps stay because no checkpoint from before them is kept; undefined where one is. */
export function retentionWarning(
  faults: FaultProfileSpec,
  policy: RecoveryPolicySpec,
): ReplayWarning | undefined {
  const { latencyS, kept, needed, reaches } = retentionOf(faults, policy);
  if (reaches) return undefined;
  return {
    code: 'retention-too-short',
    message:
      `The kept checkpoints must be at least ${needed} to reach behind a silent corruption when it is ` +
      `found, up to ${Math.round(latencyS)} s later in 95 % (got ${kept}): corrupted steps stay. Set ` +
      `retentionS to at least ${Math.ceil(latencyS)}.`,
  };
}
