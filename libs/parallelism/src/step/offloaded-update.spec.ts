import { CLUSTERS } from '@railyard/cluster';
import { stateRecipe } from '../memory/index.js';
import { hostCopySeconds } from './offloaded-activations.js';
import { offloadedUpdateSeconds } from './offloaded-update.js';

const cluster = CLUSTERS['h100-8']!;
const recipe = stateRecipe({ precision: 'bf16' });

describe('a copy to the host', () => {
  it('takes the link of its GPU, or its part of the memory where eight links are faster', () => {
    expect(hostCopySeconds(cluster, 1e9)).toBeCloseTo(1 / (0.864 * 64), 12);
    const fast = { ...cluster, device: { ...cluster.device, pcieGBps: 128 } };
    expect(hostCopySeconds(fast, 1e9)).toBeCloseTo(1 / (500 / 8), 12);
  });
});

describe('the update of offloaded state', () => {
  it('is 4 bytes down and 2 up at 0.864 of 64 GB/s, and 30 touched at an eighth of 250 GB/s', () => {
    expect(offloadedUpdateSeconds(cluster, recipe, 1e9)).toBeCloseTo(6 / (0.864 * 64) + 30 / (250 / 8), 12);
  });

  it('leaves the memory of the host to one GPU where a node has one', () => {
    const one = { ...cluster, gpusPerNode: 1 };
    expect(offloadedUpdateSeconds(one, recipe, 1e9)).toBeCloseTo(6 / (0.864 * 64) + 30 / 250, 12);
  });
});
