/**
 * The stages of a layout under balanced routing, without communication: what memory and a lower bound of the step's time need. Many documents
 * of a sweep share them, so the latest ones are kept.
 */
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import { balancedLayerShape, type ModelSpec, modelStages, type StagePlan, stageTimes, type WorkloadSpec } from '@railyard/parallelism';

/** Plans kept for one device and model: schedules vary fastest in a search, so few are alive at a time. */
const MOST_KEPT = 64;

const kept = new WeakMap<DeviceSpec, WeakMap<ModelSpec, Map<string, StagePlan>>>();

/** @param cluster,workload as `checkPlan` passed them */
export function stagePlan(cluster: ClusterSpec, workload: WorkloadSpec): StagePlan {
  const plans = plansOf(cluster.device, workload.model);
  const { batch, parallelism, precision, recompute, stageLayers = [] } = workload;
  const stages = modelStages(workload);
  const key = [batch.sequenceLength, batch.microBatchSequences, parallelism.tensor, parallelism.expert, precision, recompute, stages, ...stageLayers].join(' ');
  const known = plans.get(key);
  if (known !== undefined) return known;
  const shape = balancedLayerShape(workload.model, {
    tokens: batch.sequenceLength * batch.microBatchSequences, sequence: batch.sequenceLength, tensorParallel: parallelism.tensor,
    expertParallel: parallelism.expert, precision, recompute,
  });
  const plan = stageTimes(cluster, workload, shape, { tensorSeconds: 0 }, stages);
  if (plans.size >= MOST_KEPT) plans.clear();
  plans.set(key, plan);
  return plan;
}

function plansOf(device: DeviceSpec, model: ModelSpec): Map<string, StagePlan> {
  const byModel = kept.get(device) ?? new WeakMap<ModelSpec, Map<string, StagePlan>>();
  kept.set(device, byModel);
  const plans = byModel.get(model) ?? new Map<string, StagePlan>();
  byModel.set(model, plans);
  return plans;
}
