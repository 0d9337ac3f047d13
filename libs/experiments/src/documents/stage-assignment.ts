/**
 * The stages of a layout under balanced routing, without communication: what memory needs. Many documents of
 * a sweep share them or, where only the pipeline differs, the prices of their layers, so the latest ones are
 * kept.
 */
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import {
  assignPriced,
  type LayerShape,
  layerShape,
  layersOfBlock,
  modelStages,
  type PricedModel,
  priceModel,
  type StageLayers,
  type WorkloadSpec,
} from '@railyard/parallelism';

/** A priced model, and what it was assigned to. */
interface KeptPrices {
  readonly priced: PricedModel;
  readonly assignments: Map<string, readonly StageLayers[]>;
}

/** By the shape that a layer has, which is one for all layouts that share it. */
const kept = new WeakMap<DeviceSpec, WeakMap<LayerShape, Map<string, KeptPrices>>>();

/** @param cluster,workload as `checkPlan` passed them */
export const stageAssignment = (cluster: ClusterSpec, workload: WorkloadSpec): readonly StageLayers[] => {
  const shape = layerShape(workload);
  return assigned(workload, pricesOf(cluster, workload, shape, shape));
};

/**
 * The same for one of very many layouts: operations of its layers are not kept with their shape, as most are
 * asked for nothing else.
 */
export const screenedAssignment = (
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
): readonly StageLayers[] => assigned(workload, pricesOf(cluster, workload, shape, { ...shape }));

function assigned(workload: WorkloadSpec, { priced, assignments }: KeptPrices): readonly StageLayers[] {
  const stages = modelStages(workload);
  const key = [stages, ...(workload.stageLayers ?? [])].join(' ');
  const assignment = assignments.get(key) ?? assignPriced(workload, priced, stages);
  assignments.set(key, assignment);
  return assignment;
}

/** @param pricedShape equal to `shape`: what pricing makes lives as long as this */
function pricesOf(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
  pricedShape: LayerShape,
): KeptPrices {
  const ofShape = keptFor(cluster.device, shape);
  const key = `${layersOfBlock(workload)} ${workload.communication.sms}`;
  let prices = ofShape.get(key);
  if (prices === undefined) {
    const priced = priceModel(cluster, workload, pricedShape, { tensorSeconds: 0 });
    ofShape.set(key, (prices = { priced, assignments: new Map() }));
  }
  return prices;
}

function keptFor(device: DeviceSpec, shape: LayerShape): Map<string, KeptPrices> {
  const byShape = kept.get(device) ?? new WeakMap<LayerShape, Map<string, KeptPrices>>();
  kept.set(device, byShape);
  const prices = byShape.get(shape) ?? new Map<string, KeptPrices>();
  byShape.set(shape, prices);
  return prices;
}
