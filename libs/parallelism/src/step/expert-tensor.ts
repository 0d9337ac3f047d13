/**
 * Experts whose matrices are split (Megatron-LM's expert tensor parallelism): between dispatch and the first
 * product each rank gathers the rows that all of its group received, and after the second what they add up is
 * scattered; backward the same, in reverse.
 */
import { type Fabric, type LinkAccount, addRings, allGather, reduceScatter } from '@railyard/cluster';
import { type LayerCommunication } from '../chunk/index.js';
import { type LayerShape, PRECISION_RECIPES, expertWidth } from '../model/index.js';
import { type RankPlacement, type WorkloadSpec, groupMembers } from '../plan/index.js';

/** Rows of all of a group, with balanced routing. */
export function gatheredRowBytes({ model }: WorkloadSpec, shape: LayerShape): number {
  const { moe } = model;
  if (moe === undefined || (shape.expertTensor ?? 1) === 1) return 0;
  return PRECISION_RECIPES[shape.precision].elementBytes * shape.expertRows * expertWidth(model, moe);
}

export function expertTensorTime(
  fabric: Fabric,
  workload: WorkloadSpec,
  { expertTensorGroups }: RankPlacement,
  shape: LayerShape,
): Pick<LayerCommunication, 'expertTensor'> {
  const bytes = gatheredRowBytes(workload, shape);
  if (bytes === 0) return {};
  const groups = Array.from({ length: expertTensorGroups.count }, (_, group) => [
    ...groupMembers(expertTensorGroups, group),
  ]);
  const [gather, scatter] = [allGather(fabric, { groups, bytes }), reduceScatter(fabric, { groups, bytes })];
  const fixed = gather.latencySeconds + scatter.latencySeconds;
  return { expertTensor: { fixed, perLoad: gather.seconds + scatter.seconds - fixed } };
}

/** Puts `passes` of a layer's gathers and scatters into an account. */
export function addExpertTensorMessages(
  account: LinkAccount,
  groups: number[][],
  bytes: number,
  passes: number,
): void {
  if (bytes * passes === 0) return;
  addRings(account, 'all-gather', { groups, bytes: bytes * passes });
  addRings(account, 'reduce-scatter', { groups, bytes: bytes * passes });
}
