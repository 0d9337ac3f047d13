/**
 * How many messages a collective sends, every leg of a ring or a tree counted as one: bounds the work before
 * anything is built.
 */
import { assertUnreachable } from '@railyard/base';
import { type CollectiveAlgorithm } from '../collectives/index.js';
import { type CollectiveName } from './named-collective.js';

/**
 * What `addMessages` sends among the cluster's first `gpus`; of an all-reduce without `algorithm`, those of
 * the one that has more: either may be the sooner.
 */
export function messagesOf(
  collective: CollectiveName,
  gpus: number,
  gpusPerNode: number,
  algorithm?: CollectiveAlgorithm,
): number {
  const nodes = Math.ceil(gpus / gpusPerNode);
  // A ring runs through as many members of a node as the emptiest node has.
  const channels = nodes === 1 ? gpus : gpus - (nodes - 1) * gpusPerNode;
  const ring = channels * gpus;
  // In every channel two trees, chains inside nodes with them, and every edge both ways.
  const tree = channels * 4 * (gpus - 1);
  switch (collective) {
    case 'all-to-all':
    case 'low-latency-dispatch':
    case 'low-latency-combine':
      return gpus * (gpus - 1);
    case 'all-reduce':
      if (algorithm === 'nvls') return gpus;
      return algorithm === 'ring' ? ring : algorithm === 'tree' ? tree : Math.max(ring, tree);
    case 'all-gather':
    case 'reduce-scatter':
      return ring;
    // To one GPU of every other node, and to each of the own node.
    case 'dispatch':
    case 'combine':
      return gpus * (nodes - 1 + gpusPerNode - 1);
    case 'broadcast':
    case 'reduce':
      return channels * (gpus - 1);
    case 'incast':
    case 'scatter':
      return gpus - 1;
    case 'send-receive':
      return gpus / 2;
    default:
      return assertUnreachable(collective);
  }
}
