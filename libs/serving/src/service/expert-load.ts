/** Load of the fullest GPU's experts over the mean, averaged over layers whose experts are loaded apart. */
import { RandomStream } from '@railyard/base';
import { type PoolSpec, type ServingSpec } from '../spec/index.js';
import { drawLoads, fullestGpu } from '../experts/index.js';

/** Layers that stand for all. */
const LAYERS = 32;

export function expertLoad({ model, routing }: ServingSpec, pool: PoolSpec, seed: number): number {
  const { moe } = model;
  if (moe === undefined || pool.expert === 1 || routing.expertLoadCv === 0) return 1;
  const stream = new RandomStream(seed, 'serving/expert-load');
  let sum = 0;
  for (let layer = 0; layer < LAYERS; layer += 1)
    sum += fullestGpu(drawLoads(stream.child(layer), moe.routedExperts, routing.expertLoadCv), {
      experts: moe.routedExperts,
      redundant: pool.redundantExperts,
      gpus: pool.expert,
      balancer: routing.balancer,
    });
  return sum / LAYERS;
}
