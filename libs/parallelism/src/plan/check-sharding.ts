/** Whether weights, gradients and optimizer can be divided as a workload asks. */
import { type IssueList } from '@railyard/base';
import { expertReplicas, weightReplicas } from './layer-shape-of.js';
import { WHOLE_BACKWARD, sharesLayers, shardingOf } from './sharding.js';
import { type WorkloadSpec } from './workload-spec.js';

/** `at` is at `parallelism`. */
export function checkSharding(workload: WorkloadSpec, at: IssueList): void {
  const { zeroStage, reshardAfterForward } = workload.parallelism;
  at.at('reshardAfterForward').require(
    reshardAfterForward === undefined || zeroStage === 3,
    'not-applicable',
    `reshardAfterForward must be left out where zeroStage is not 3 (got ${reshardAfterForward}).`,
    'Set zeroStage to 3, or leave reshardAfterForward out.',
  );
  checkPrefetch(workload, at.at('prefetch'));
  checkHidden(workload, at.at('overlap'));
  const { name } = workload.schedule;
  at.at('zeroStage').require(
    !sharesLayers(shardingOf(workload)) || WHOLE_BACKWARD.includes(name),
    'not-applicable',
    `zeroStage must be 0 or 1 with the schedule ${name}, whose backward is in parts (got ${zeroStage}).`,
    'Use zeroStage 3 with reshardAfterForward false in a pipeline, as PyTorch runs such schedules: shards ' +
      'are gathered and gradients reduced once a step. Or use gpipe, 1f1b or interleaved.',
  );
}

function checkPrefetch(workload: WorkloadSpec, at: IssueList): void {
  const { prefetch, overlap } = workload.parallelism;
  at.require(
    prefetch === undefined || shardingOf(workload).gathers > 0,
    'not-applicable',
    `prefetch must be left out where no layer's weights are gathered (got ${prefetch}).`,
    'Set zeroStage to 3, or leave prefetch out.',
  );
  at.require(
    prefetch === undefined || overlap?.parameterGather !== false,
    'not-applicable',
    `prefetch must be left out where overlap.parameterGather is false (got ${prefetch}).`,
    'Leave one of both out.',
  );
}

function checkHidden({ parallelism, schedule }: WorkloadSpec, at: IssueList): void {
  const { overlap, zeroStage } = parallelism;
  at.at('gradientReduction').require(
    overlap?.gradientReduction !== true || WHOLE_BACKWARD.includes(schedule.name),
    'not-applicable',
    `gradientReduction must be left out with the schedule ${schedule.name}, whose backward is in parts ` +
      '(got true).',
    'Use gpipe, 1f1b or interleaved, or leave gradientReduction out.',
  );
  at.at('parameterGather').require(
    overlap?.parameterGather !== true || (zeroStage > 0 && WHOLE_BACKWARD.includes(schedule.name)),
    'not-applicable',
    `parameterGather must be left out with zeroStage ${zeroStage} and the schedule ${schedule.name} ` +
      '(got true).',
    'Use zeroStage 1 or more with gpipe, 1f1b or interleaved, or leave parameterGather out.',
  );
}

/** `at` is at `parallelism.shardingGroup`. */
export function checkShardingGroup(workload: WorkloadSpec, at: IssueList): void {
  const { shardingGroup, zeroStage } = workload.parallelism;
  if (shardingGroup === undefined) return;
  const replicas = weightReplicas(workload);
  at.require(
    zeroStage > 0,
    'not-applicable',
    `shardingGroup must be left out where nothing is sharded (got ${shardingGroup}).`,
    'Set zeroStage to 1, 2 or 3.',
  );
  const divides = at.require(
    replicas % shardingGroup === 0,
    'not-divisible',
    `shardingGroup must divide the ${replicas} ranks with the same weights (got ${shardingGroup}).`,
    `Use a divisor of ${replicas}.`,
  );
  if (!divides || workload.model.moe === undefined) return;
  const holders = expertReplicas(workload);
  const copies = replicas / shardingGroup;
  at.require(
    holders % copies === 0,
    'not-divisible',
    `shardingGroup must leave the ${holders} ranks with the same experts in whole groups ` +
      `(got ${shardingGroup}, so ${copies} groups).`,
    `Use at least ${replicas / holders}, so that each group holds all experts.`,
  );
}
