/** Load of the fullest GPU's experts over the mean, averaged over layers whose experts are loaded apart. */
import { RandomStream } from '@railyard/base';
import { type PoolSpec, type ServingSpec } from '../spec/index.js';
import { type ExpertPlaces, drawLoads, fullestGpu } from '../experts/index.js';

/** Layers that stand for all. */
const LAYERS = 32;

/** The same for every pass and batch of a pool: drawn once. The latest pools are remembered. */
const drawn = new Map<string, number>();
const REMEMBERED = 256;

export function expertLoad({ model, routing }: ServingSpec, pool: PoolSpec, seed: number): number {
  const { moe } = model;
  if (moe === undefined || pool.expert === 1 || routing.expertLoadCv === 0) return 1;
  const { routedExperts: experts } = moe;
  const { redundantExperts: redundant, expert: gpus } = pool;
  const { expertLoadCv, balancer } = routing;
  const key = [experts, redundant, gpus, expertLoadCv, balancer, seed].join(' ');
  const load = drawn.get(key) ?? drawLoad({ experts, redundant, gpus, balancer }, expertLoadCv, seed);
  if (drawn.size >= REMEMBERED) drawn.clear();
  drawn.set(key, load);
  return load;
}

function drawLoad(places: ExpertPlaces, expertLoadCv: number, seed: number): number {
  const stream = new RandomStream(seed, 'serving/expert-load');
  let sum = 0;
  for (let layer = 0; layer < LAYERS; layer += 1)
    sum += fullestGpu(drawLoads(stream.child(layer), places.experts, expertLoadCv), places);
  return sum / LAYERS;
}
