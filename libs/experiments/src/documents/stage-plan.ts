/**
 * The stages of a layout under balanced routing, without communication: what memory needs. Many documents of
 * a sweep share them or, where only the pipeline differs, the prices of their layers, so the latest ones are
 * kept.
 */
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import {
  layerShape,
  type ModelSpec,
  modelStages,
  layersOfBlock,
  planStages,
  type PricedModel,
  priceModel,
  type StagePlan,
  type WorkloadSpec,
} from '@railyard/parallelism';

/** A priced model, and what it was assigned to. */
interface KeptPrices {
  readonly priced: PricedModel;
  readonly plans: Map<string, StagePlan>;
}

/**
 * Prices kept for one device and model: pipeline and schedule vary fastest in a search, so few are alive at a
 * time.
 */
const MOST_KEPT = 16;

const kept = new WeakMap<DeviceSpec, WeakMap<ModelSpec, Map<string, KeptPrices>>>();

/** @param cluster,workload as `checkPlan` passed them */
export function stagePlan(cluster: ClusterSpec, workload: WorkloadSpec): StagePlan {
  const { priced, plans } = pricesOf(cluster, workload);
  const stages = modelStages(workload);
  const key = [stages, ...(workload.stageLayers ?? [])].join(' ');
  const plan = plans.get(key) ?? planStages(workload, priced, stages);
  plans.set(key, plan);
  return plan;
}

function pricesOf(cluster: ClusterSpec, workload: WorkloadSpec): KeptPrices {
  const all = keptFor(cluster.device, workload.model);
  const shape = layerShape(workload);
  const key = `${layersOfBlock(workload)} ${JSON.stringify(shape)}`;
  const known = all.get(key);
  if (known !== undefined) return known;
  const prices = {
    priced: priceModel(cluster, workload, shape, { tensorSeconds: 0 }),
    plans: new Map<string, StagePlan>(),
  };
  if (all.size >= MOST_KEPT) all.clear();
  all.set(key, prices);
  return prices;
}

function keptFor(device: DeviceSpec, model: ModelSpec): Map<string, KeptPrices> {
  const byModel = kept.get(device) ?? new WeakMap<ModelSpec, Map<string, KeptPrices>>();
  kept.set(device, byModel);
  const prices = byModel.get(model) ?? new Map<string, KeptPrices>();
  byModel.set(model, prices);
  return prices;
}
