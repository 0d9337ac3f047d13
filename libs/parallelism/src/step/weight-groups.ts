/** GPUs that hold the same weights. */
import { type RankGroups, type WorkloadSpec, groupMembers } from '../plan/index.js';

/** Groups of a schedule that keeps each stage on a rank and on its mirror: both ranks' groups together. */
export function withCopies(groups: RankGroups, copies: number, workload: WorkloadSpec): number[][] {
  const { pipeline } = workload.parallelism;
  const perStage = groups.count / pipeline;
  const stages = copies === 2 ? pipeline / 2 : pipeline;
  return Array.from({ length: stages * perStage }, (_, index) => {
    const stage = Math.floor(index / perStage);
    const own = groupMembers(groups, index);
    if (copies === 1) return [...own];
    const mirror = groupMembers(groups, (pipeline - 1 - stage) * perStage + (index % perStage));
    return [...own, ...mirror];
  });
}
