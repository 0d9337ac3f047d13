/** What GPUs with the same weights send each other in a step: gradients reduced, weights gathered. */
import { type LinkAccount, addRings } from '@railyard/cluster';
import { type StageUnits, stageUnits, stagesOfRank, stateRecipe } from '../memory/index.js';
import { type Sharding, type WorkloadSpec, shardingOf } from '../plan/index.js';
import { matricesOfRank, momentumBytes, usesMuon } from './muon.js';
import { parametersByRank } from './optimizer-phase.js';
import { type ShardGroups, stateGroups } from './shard-communication.js';
import { type StepSimulation } from './simulate-step.js';

type Part = 'dense' | 'routed';

/**
 * @param microBatches [ranks x stages] backward passes
 */
export function addStateMessages(
  account: LinkAccount,
  { placement, schedule, plan }: StepSimulation,
  workload: WorkloadSpec,
  microBatches: Float64Array,
): void {
  const held = parametersByRank(workload, schedule, plan.assignment);
  const groups = stateGroups(placement, workload, schedule.directions);
  const sharding = shardingOf(workload);
  const recipe = stateRecipe(workload);
  const units = plan.assignment.map((stage) => stageUnits(workload, stage));
  const ranks = workload.parallelism.pipeline / schedule.directions;
  for (const part of ['dense', 'routed'] as const)
    for (let rank = 0; rank < ranks; rank += 1) {
      const passes = microBatches.subarray(rank * schedule.stages, (rank + 1) * schedule.stages);
      const moved = parametersMoved(sharding, held[rank][part], units, passes, part);
      addReduction(
        account,
        sharding,
        ofRank(groups[part], rank, ranks),
        moved.reduced * recipe.reduced.value,
      );
      const { shards } = ofRank(groups[part], rank, ranks);
      if (moved.gathered > 0)
        addRings(account, 'all-gather', { groups: shards, bytes: moved.gathered * recipe.gathered });
      if (!usesMuon(workload) || !sharding.optimizer) continue;
      const own = stagesOfRank(schedule, rank).map((stage) => plan.assignment[stage]);
      const bytes = momentumBytes(matricesOfRank(workload, own)[part], shards[0].length);
      if (bytes > 0) addRings(account, 'all-gather', { groups: shards, bytes });
    }
}

/** Parameters of a rank that are reduced and gathered in a step, each as often as it is. */
function parametersMoved(
  { gradients, gathers, optimizer }: Sharding,
  held: number,
  units: readonly StageUnits[],
  passes: Float64Array,
  part: Part,
): { readonly reduced: number; readonly gathered: number } {
  let [inPasses, ends] = [0, 0];
  units.forEach(({ entry, layers, exit }, stage) => {
    const all = entry[part] + exit[part] + layers.reduce((sum, layer) => sum + layer[part], 0);
    inPasses += passes[stage] * all;
    ends += passes[stage] * exit[part];
  });
  const once = optimizer ? held : 0;
  return {
    reduced: gradients ? inPasses : held,
    // The head stays from its forward to its backward.
    gathered: gathers === 0 ? once : gathers * inPasses - (gathers - 1) * ends,
  };
}

function addReduction(
  account: LinkAccount,
  { optimizer }: Sharding,
  { shards, copies }: ShardGroups,
  bytes: number,
): void {
  addRings(account, optimizer ? 'reduce-scatter' : 'all-reduce', { groups: shards, bytes });
  if (copies !== undefined)
    addRings(account, 'all-reduce', { groups: copies, bytes: bytes / shards[0].length });
}

function ofRank({ shards, copies }: ShardGroups, rank: number, ranks: number): ShardGroups {
  const own = (groups: readonly number[][]): number[][] => {
    const each = groups.length / ranks;
    return groups.slice(rank * each, (rank + 1) * each);
  };
  return { shards: own(shards), ...(copies === undefined ? {} : { copies: own(copies) }) };
}
