/**
 * Routed experts in the memory of the host (section 2.2.2: one user, a consumer GPU). The chosen ones are
 * read there, once for a pass: by processors that compute them, or on their way to the GPU.
 */
import { type Constant, fitted } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type ExpertLayerShape, expertLayerSeconds } from '@railyard/parallelism';
import { type HostExpertsSpec } from '../spec/index.js';
import { HOST_LINK_SHARE } from './incoming-cache.js';
import { expertWeightBytes } from './pass-activity.js';

/** What processors reach of their memory's peak where a token chooses eight experts of a layer. */
export const PROCESSOR_SHARE: Constant = fitted(
  0.48,
  'of peak',
  'KTransformers, DeepSeek-V3 in 4 bits on two Xeon Gold 6454S (serving.csv kt-001, -005, -007); ' +
    'kt-002, -004, -006, -008 are not fitted',
);

/** Ten per cent either way: the four that are not fitted lie within. */
export const PROCESSOR_SHARE_RANGE: readonly [low: number, high: number] = [0.432, 0.528];

export function hostExpertSeconds(
  device: DeviceSpec,
  shape: ExpertLayerShape,
  { by, bandwidthGBps }: HostExpertsSpec,
): number {
  const bytes = expertWeightBytes(shape);
  if (by === 'processor') return bytes / (bandwidthGBps * 1e9 * PROCESSOR_SHARE.value);
  // They are known when the token is there: nothing hides the copy.
  const rate = Math.min(bandwidthGBps, device.pcieGBps * HOST_LINK_SHARE.value) * 1e9;
  return bytes / rate + expertLayerSeconds(device, shape);
}
