/** Data-parallel collectives as jobs call them: NCCL picks ring or tree, whichever is sooner. */
import { type Fabric } from './fabric.js';
import { type CollectiveTime } from './outcome.js';
import { type GroupCollective, ringCollective } from './ring.js';
import { treeAllReduce } from './tree.js';

export const reduceScatter = (fabric: Fabric, request: GroupCollective): CollectiveTime => ringCollective(fabric, 'reduce-scatter', request);

export const allGather = (fabric: Fabric, request: GroupCollective): CollectiveTime => ringCollective(fabric, 'all-gather', request);

export function allReduce(fabric: Fabric, request: GroupCollective, algorithm: 'ring' | 'tree' | 'auto' = 'auto'): CollectiveTime {
  if (algorithm === 'ring') return ringCollective(fabric, 'all-reduce', request);
  const tree = treeAllReduce(fabric, request);
  if (algorithm === 'tree') return tree;
  const ring = ringCollective(fabric, 'all-reduce', request);
  return ring.seconds <= tree.seconds ? ring : tree;
}
