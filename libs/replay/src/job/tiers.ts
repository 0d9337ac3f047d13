/**
 * Checkpoints in several tiers. Above the checkpoints in storage, which outlive everything, a job may keep
 * its newest state nearer: in the host memory of a peer (GEMINI, SOSP 2023; ByteRobust, SOSP 2025), or on the
 * NVMe drives of its own nodes. Such a copy is newer, quicker to read, and lost with the nodes that hold it.
 */
import { type CheckpointTierSpec, type RecoveryPolicySpec } from './policy-spec.js';

/** Nodes lost at once that a tier outlives by default: a peer's copy one, a node's own drives none. */
const SURVIVES = { 'peer-memory': 1, 'local-nvme': 0 } as const;

const survives = ({ kind, survivesNodes }: CheckpointTierSpec): number => survivesNodes ?? SURVIVES[kind];

/** Share of training time that the tiers' stalls take. */
export function tierShare({ tiers = [] }: RecoveryPolicySpec): number {
  return tiers.reduce((sum, { intervalS, stallS }) => sum + stallS / (intervalS + stallS), 0);
}

/** What a restart begins from: work, and the time to read it. */
export interface Copy {
  readonly work: number;
  readonly loadS: number;
}

/**
 * The newest copy that a loss of so many nodes leaves; undefined where none does.
 * @param base work that the last restart began from: it was read into every copy
 * @param rate work for each second of training
 */
export function newestCopy(
  { tiers = [] }: RecoveryPolicySpec,
  work: number,
  base: number,
  rate: number,
  nodesLost: number,
): Copy | undefined {
  let best: Copy | undefined;
  for (const tier of tiers) {
    if (nodesLost > survives(tier)) continue;
    const safe = work - tier.persistS * rate;
    const steps = Math.floor((safe - base) / (tier.intervalS * rate || 1));
    const copy = { work: base + Math.max(0, steps) * tier.intervalS * rate, loadS: tier.loadS };
    if (best === undefined || copy.work > best.work || (copy.work === best.work && copy.loadS < best.loadS))
      best = copy;
  }
  return best;
}
