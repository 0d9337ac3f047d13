/** The pace that the host sets: seconds to launch a number of kernels. */
import { EXPERT_LAUNCH, OPTIMIZER_TENSOR, TENSORS_OF_LAYER, compiledLaunchShare } from './host-launch.js';
import { type Software } from './levels.js';

/** False where no time of the host is counted. */
export const isLaunchedByHost = (software: Software | undefined): software is Software =>
  software !== undefined && software.launch !== 'cuda-graphs';

/** Host seconds of `kernels` launches in the forward (recomputation too) or in the backward. */
export function hostPassSeconds(
  software: Software | undefined,
  kernels: number,
  pass: 'forward' | 'backward',
): number {
  if (!isLaunchedByHost(software)) return 0;
  const share = software.launch === 'compiled' ? compiledLaunchShare : 1;
  return share * kernels * software.host[pass].value;
}

/** Host seconds of `calls` for single experts, beyond the one for all. */
export const expertCallSeconds = (software: Software | undefined, calls: number): number =>
  isLaunchedByHost(software) ? calls * EXPERT_LAUNCH.value : 0;

/** Host seconds of an optimizer step over the tensors of `layers` layers. */
export function optimizerHostSeconds(software: Software | undefined, layers: number): number {
  if (!isLaunchedByHost(software)) return 0;
  return layers * TENSORS_OF_LAYER * OPTIMIZER_TENSOR[software.optimizer].value;
}

/**
 * Memory traffic over that of one fused kernel: AdamW with FP32 state in a dozen elementwise kernels moves
 * 84 bytes of a parameter where one kernel moves 30.
 */
export const optimizerTraffic = (software: Software | undefined): number =>
  software === undefined || software.optimizer === 'fused' ? 1 : 84 / 30;
