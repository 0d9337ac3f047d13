/**
 * What planned paths gain a ring all-reduce over per-flow ECMP, by the number of flows into which a NIC
 * divides what it sends (channels times queue pairs): the more there are, the more evenly the hash spreads
 * them. Rings run from node to node on each rail, over every node of the cluster.
 */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { simulateFlows } from '../flows/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric, Traffic } from '../traffic/index.js';
import { ringCollective } from '../collectives/index.js';

export interface PlannedGain {
  readonly flowsPerNic: number;
  /** Of the all-reduce, as nccl-tests counts them. */
  readonly bytes: number;
  /**
   * Bus bandwidth over that of ECMP, less one: the mean hash, and the luckiest and the unluckiest. A
   * measurement is one of them.
   */
  readonly gain: number;
  readonly least: number;
  readonly most: number;
}

export interface PlannedRequest {
  readonly flowsPerNic: readonly number[];
  readonly bytes: readonly number[];
  /** Hash seeds, from 0. */
  readonly seeds: number;
}

/** Of a hop of the ring: any will do, the slowdown does not depend on it. */
const HOP_BYTES = 1e9;

export function plannedOverEcmp(
  spec: ClusterSpec,
  { flowsPerNic, bytes, seeds }: PlannedRequest,
): readonly PlannedGain[] {
  invariant(seeds >= 1, 'at least one hash', { seeds });
  const graph = buildFabric(spec);
  const planned = new Fabric(spec, { graph, routing: 'adaptive' });
  const gpus = Array.from({ length: spec.nodes * spec.gpusPerNode }, (_, gpu) => gpu);
  // A slower hop slows the ring only as far as the network is what bounds it; the launch and the hops'
  // latency stay.
  const rings = bytes.map((size) => ringCollective(planned, 'all-reduce', { groups: [gpus], bytes: size }));
  invariant(
    rings.every(({ bottleneck }) => bottleneck === 'host'),
    'NICs bound the ring',
    { cluster: spec.name },
  );
  return flowsPerNic.flatMap((flows) => {
    const slowdowns = Array.from({ length: seeds }, (_, seed) =>
      hopSlowdown(new Fabric(spec, { graph, routing: 'ecmp', seed }), flows),
    );
    return rings.map(({ seconds, latencySeconds }, i): PlannedGain => {
      const gains = slowdowns.map((slowdown) => ((slowdown - 1) * (seconds - latencySeconds)) / seconds);
      return {
        flowsPerNic: flows,
        bytes: bytes[i],
        gain: gains.reduce((sum, gain) => sum + gain, 0) / seeds,
        least: Math.min(...gains),
        most: Math.max(...gains),
      };
    });
  });
}

/**
 * A hop of all rings at once, over what a NIC alone would need: every NIC sends to that of its rail in the
 * next node, and the slowest flow decides.
 */
function hopSlowdown(fabric: Fabric, flowsPerNic: number): number {
  const { nodes, gpusPerNode } = fabric.spec;
  const traffic = new Traffic(fabric);
  for (let gpu = 0; gpu < nodes * gpusPerNode; gpu += 1) {
    const next = (gpu + gpusPerNode) % (nodes * gpusPerNode);
    for (let flow = 0; flow < flowsPerNic; flow += 1) traffic.send(gpu, next, HOP_BYTES / flowsPerNic, flow);
  }
  return (simulateFlows(traffic.build().flows).makespan * fabric.nicRate) / HOP_BYTES;
}
