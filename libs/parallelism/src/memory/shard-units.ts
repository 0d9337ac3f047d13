/**
 * The units in which weights are gathered and gradients reduced while a micro-batch runs: the embedding, each
 * layer, the output head with its norm and what MTP modules add.
 */
import {
  layerKindAt,
  layerKinds,
  layerParameters,
  mtpLayerKind,
  sharedParametersOfRank,
} from '../model/index.js';
import { type StageLayers, type WorkloadSpec, expertRanks, sharesLayers, shardingOf } from '../plan/index.js';
import { stateRecipe } from './state-recipe.js';
import { type RankParameters, rankParameters } from './training-state.js';

/** In the order of the forward; together they are the parameters of the stage. */
export interface StageUnits {
  readonly entry: RankParameters;
  readonly layers: readonly RankParameters[];
  readonly exit: RankParameters;
}

export function stageUnits(workload: WorkloadSpec, stage: StageLayers): StageUnits {
  const { model, parallelism } = workload;
  const { tensor } = parallelism;
  const ofKind = layerKinds(model).map((kind) => ({
    dense: sharedParametersOfRank(model, kind, tensor),
    routed: layerParameters(model, kind).routed / expertRanks(workload),
  }));
  const layers = [
    ...Array.from({ length: stage.layers }, (_, i) => ofKind[layerKindAt(model, stage.firstLayer + i).index]),
    ...Array.from({ length: stage.mtpModules }, () => ofKind[mtpLayerKind(model).index]),
  ];
  const all = rankParameters(workload, [stage]).dense - layers.reduce((sum, { dense }) => sum + dense, 0);
  const withoutHead = { ...stage, layers: 0, kinds: stage.kinds.map(() => 0), head: false, mtpModules: 0 };
  const entry = rankParameters(workload, [withoutHead]).dense;
  return {
    entry: { dense: entry, routed: 0 },
    layers,
    exit: { dense: Math.max(0, all - entry), routed: 0 },
  };
}

/**
 * Weights of the unit that runs and of those that are fetched, whole, with those of the head, which stay
 * from forward to backward; gradients of the unit that runs and of the one that is being reduced.
 */
export function gatheredBytes(workload: WorkloadSpec, stages: readonly StageLayers[]): number {
  const sharding = shardingOf(workload);
  if (!sharesLayers(sharding)) return 0;
  const recipe = stateRecipe(workload);
  const { prefetch = 1 } = workload.parallelism;
  const bytesOf = ({ entry, layers, exit }: StageUnits): number => {
    const head = total(exit);
    const units = [entry, ...layers].map(total);
    const weights = sharding.weights ? largestRun(units, 1 + prefetch) + head : 0;
    const gradients = sharding.gradients ? largestRun([...units, head], 2) : 0;
    return recipe.weight.value * weights + recipe.reduced.value * gradients;
  };
  return Math.max(0, ...stages.map((stage) => bytesOf(stageUnits(workload, stage))));
}

const total = ({ dense, routed }: RankParameters): number => dense + routed;

/** Of so many neighbours. */
function largestRun(units: readonly number[], length: number): number {
  let largest = 0;
  for (let first = 0; first < units.length; first += 1) {
    let run = 0;
    for (let i = first; i < Math.min(units.length, first + length); i += 1) run += units[i];
    largest = Math.max(largest, run);
  }
  return largest;
}
