/**
 * The update of an optimizer whose state lies in the host's memory (ZeRO-Offload, arXiv 2101.06840, section
 * 4): gradients go down the host link, the host's processors update master weights and moments, weights come
 * up again. In order; what frameworks overlap of it with the backward is left out.
 */
import { type Constant, assumed } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { hostCopySeconds } from './offloaded-activations.js';
import { type StateRecipe } from '../memory/index.js';

/** Bytes that the processors of a node read and write while they update. */
export const HOST_UPDATE_GBPS: Constant = assumed(
  250,
  'GB/s of a node',
  'a vectorized Adam is bound by the host memory: half of the 500 GB/s of two sockets with DDR5',
);

/** @param shard parameters of one GPU, each GPU of a node at once */
export function offloadedUpdateSeconds(cluster: ClusterSpec, recipe: StateRecipe, shard: number): number {
  const link = (bytes: number): number => hostCopySeconds(cluster, shard * bytes);
  const touched = recipe.reduced.value + 2 * recipe.optimizer.value + recipe.weight.value;
  const host = (shard * cluster.gpusPerNode * touched) / (HOST_UPDATE_GBPS.value * 1e9);
  return link(recipe.reduced.value) + host + link(recipe.weight.value);
}
