/**
 * Kept activations that wait for their backward in the host's memory: those of the first layers of a stage
 * (Transformer Engine's `cpu_offload`, Megatron-LM's `--cpu-offloading-num-layers`), all or some parts of
 * them (Megatron Core's `--offload-modules`).
 */
import { type IssueList } from '@railyard/base';
import { WHOLE_BACKWARD } from './sharding.js';
import { type WorkloadSpec } from './workload-spec.js';

/** Layers on their way between device and host at once: one is copied while another is used. */
export const COPIED_LAYERS = 2;

/** Layers of a stage of so many that are offloaded; MTP modules are not. */
export const offloadedLayers = (
  { activationOffload }: Pick<WorkloadSpec, 'activationOffload'>,
  layers: number,
): number => (activationOffload === undefined ? 0 : Math.min(layers, activationOffload.layers ?? layers));

/** `at` is at `activationOffload`. */
export function checkActivationOffload(workload: WorkloadSpec, at: IssueList): void {
  const { activationOffload, schedule, parallelism } = workload;
  if (activationOffload === undefined) return;
  at.require(
    WHOLE_BACKWARD.includes(schedule.name),
    'not-applicable',
    `activationOffload must be left out with the schedule ${schedule.name}, whose backward is in parts: ` +
      'what came back would stay until the weight gradient.',
    'Use gpipe, 1f1b or interleaved, or leave activationOffload out.',
  );
  at.require(
    parallelism.overlap?.expert !== true,
    'not-applicable',
    'activationOffload must be left out where overlap.expert merges passes of opposite direction.',
    'Leave one of both out.',
  );
}
