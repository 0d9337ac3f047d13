/**
 * What planned paths gain a ring all-reduce over per-flow ECMP, by the number of flows into which a NIC divides what it sends (channels times
 * queue pairs): the more there are, the more evenly the hash spreads them. Rings run from node to node on each rail.
 */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../../definition/cluster-spec.js';
import { simulateFlows } from '../../flows/index.js';
import { buildFabric } from '../../topology/index.js';
import { Fabric } from '../fabric.js';
import { Traffic } from '../traffic.js';

export interface PlannedGain {
  readonly flowsPerNic: number;
  /** Bus bandwidth over that of ECMP, less one; mean over hash seeds. */
  readonly gain: number;
}

/** Of a hop of the ring: large enough that latency does not count. */
const BYTES = 1e9;

export function plannedOverEcmp(spec: ClusterSpec, flowsPerNic: readonly number[], seeds: number): readonly PlannedGain[] {
  invariant(seeds >= 1, 'at least one hash', { seeds });
  const graph = buildFabric(spec);
  const planned = ringSeconds(new Fabric(spec, { graph, routing: 'adaptive' }), 1);
  return flowsPerNic.map((flows) => {
    let gain = 0;
    for (let seed = 0; seed < seeds; seed += 1) gain += (ringSeconds(new Fabric(spec, { graph, routing: 'ecmp', seed }), flows) / planned - 1) / seeds;
    return { flowsPerNic: flows, gain };
  });
}

/** A hop of all rings at once: every NIC sends to that of its rail in the next node, and the slowest flow decides. */
function ringSeconds(fabric: Fabric, flowsPerNic: number): number {
  const { nodes, gpusPerNode } = fabric.spec;
  const traffic = new Traffic(fabric);
  for (let gpu = 0; gpu < nodes * gpusPerNode; gpu += 1) {
    const next = (gpu + gpusPerNode) % (nodes * gpusPerNode);
    for (let flow = 0; flow < flowsPerNic; flow += 1) traffic.send(gpu, next, BYTES / flowsPerNic, flow);
  }
  return simulateFlows(traffic.build().flows).makespan;
}
