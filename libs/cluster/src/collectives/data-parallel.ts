/**
 * Data-parallel collectives as jobs call them: NCCL picks ring, tree or, inside a node, the switch, whichever
 * is sooner, unless the fabric's owner says which.
 */
import { type AllReduceAlgorithm, type Fabric } from '../traffic/index.js';
import { type CollectiveAlgorithm, crossesNvlinkGroups, nodeCollective } from './node-collective.js';
import { type CollectiveTime } from './outcome.js';
import { type GroupCollective, ringCollective } from './ring.js';
import { treeAllReduce } from './tree.js';

export const reduceScatter = (fabric: Fabric, request: GroupCollective): CollectiveTime =>
  ringCollective(fabric, 'reduce-scatter', request);

export const allGather = (fabric: Fabric, request: GroupCollective): CollectiveTime =>
  ringCollective(fabric, 'all-gather', request);

export function allReduce(
  fabric: Fabric,
  request: GroupCollective,
  algorithm: AllReduceAlgorithm | 'auto' = 'auto',
): CollectiveTime {
  return algorithm === 'auto'
    ? chosenAllReduce(fabric, request).time
    : byAlgorithm(fabric, request, algorithm);
}

/** The algorithm whose messages an all-reduce of this size consists of, and its time. */
export function chosenAllReduce(
  fabric: Fabric,
  request: GroupCollective,
): { readonly algorithm: CollectiveAlgorithm; readonly time: CollectiveTime } {
  if (fabric.algorithm !== undefined)
    return { algorithm: fabric.algorithm, time: byAlgorithm(fabric, request, fabric.algorithm) };
  const inside = nodeCollective(fabric, 'all-reduce', request);
  if (inside !== undefined) return inside;
  const ring = byAlgorithm(fabric, request, 'ring');
  if (crossesNvlinkGroups(fabric, request.groups)) return { algorithm: 'ring', time: ring };
  const tree = byAlgorithm(fabric, request, 'tree');
  return ring.seconds <= tree.seconds ? { algorithm: 'ring', time: ring } : { algorithm: 'tree', time: tree };
}

const byAlgorithm = (
  fabric: Fabric,
  request: GroupCollective,
  algorithm: AllReduceAlgorithm,
): CollectiveTime =>
  algorithm === 'ring' ? ringCollective(fabric, 'all-reduce', request) : treeAllReduce(fabric, request);
