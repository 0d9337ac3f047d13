/** Whether expert communication can hide behind another micro-batch; the rules are Megatron-LM's. */
import { type IssueList } from '@railyard/base';
import { sharesLayers, shardingOf } from './sharding.js';
import { type WorkloadSpec } from './workload-spec.js';

/** `at` is at `parallelism.overlap.expert`. */
export function checkExpertOverlap(workload: WorkloadSpec, at: IssueList): void {
  const { parallelism, schedule, model, recompute, recomputeModules = [] } = workload;
  const { overlap, pipeline, zeroStage } = parallelism;
  if (overlap?.expert !== true) return;
  at.require(
    model.moe !== undefined,
    'not-applicable',
    'expert must be left out for a model without experts (got true).',
    'Leave overlap.expert out.',
  );
  const isPlain = pipeline === 1 && schedule.name === '1f1b';
  at.require(
    isPlain || (schedule.name === 'interleaved' && schedule.chunksPerDevice > 1),
    'not-applicable',
    'expert must be used with interleaved and two chunks of a device or more, or with 1f1b and one ' +
      `pipeline rank (got ${schedule.name}, pipeline ${pipeline}, chunksPerDevice ` +
      `${schedule.chunksPerDevice}).`,
    'Set schedule.name to interleaved and chunksPerDevice to 2, or leave overlap.expert out.',
  );
  at.require(
    recompute !== 'full',
    'not-applicable',
    'expert must be used without full recomputation, which repeats the exchange (got recompute full).',
    'Set recompute to selective, or leave overlap.expert out.',
  );
  at.require(
    !recomputeModules.includes('moe'),
    'not-applicable',
    'expert must be used without recomputation of moe, which repeats the exchange (got recomputeModules ' +
      `${recomputeModules.join(', ')}).`,
    'Leave moe out of recomputeModules, or leave overlap.expert out.',
  );
  at.require(
    !sharesLayers(shardingOf(workload)),
    'not-applicable',
    `expert must be used with zeroStage 0 or 1, which keep whole layers (got zeroStage ${zeroStage}).`,
    'Set zeroStage to 1, or leave overlap.expert out.',
  );
}
