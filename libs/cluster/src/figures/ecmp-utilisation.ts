/**
 * How much of their line rate NICs use while all of them send across spines, each to the NIC half the cluster
 * away: a mean over NICs, where a collective goes by its slowest flow. Balanced routing leaves what a NIC
 * itself cannot use; a hash leaves links idle besides.
 */
import { gigabytesPerSecond, invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { simulateFlows } from '../flows/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric, Traffic } from '../traffic/index.js';

export interface NicUtilisation {
  /** Shares of the line rate: under adaptive routing, and the mean over hash seeds under ECMP. */
  readonly balanced: number;
  readonly ecmp: number;
  readonly flowsPerNic: number;
}

/** Of a NIC: any will do, rates do not depend on it. */
const BYTES = 1e9;

export function nicUtilisation(spec: ClusterSpec, flowsPerNic: number, seeds: number): NicUtilisation {
  invariant(seeds >= 1, 'at least one hash', { seeds });
  const graph = buildFabric(spec);
  let ecmp = 0;
  for (let seed = 0; seed < seeds; seed += 1)
    ecmp += shareUsed(new Fabric(spec, { graph, routing: 'ecmp', seed }), flowsPerNic) / seeds;
  return { balanced: shareUsed(new Fabric(spec, { graph, routing: 'adaptive' }), 1), ecmp, flowsPerNic };
}

function shareUsed(fabric: Fabric, flowsPerNic: number): number {
  const { nodes, nic } = fabric.spec;
  const gpus = nodes * fabric.gpusPerNode;
  const traffic = new Traffic(fabric);
  for (let gpu = 0; gpu < gpus; gpu += 1) {
    for (let flow = 0; flow < flowsPerNic; flow += 1)
      traffic.send(gpu, (gpu + gpus / 2) % gpus, BYTES / flowsPerNic, flow);
  }
  // No flow can be done before it has had a NIC to itself: until then every flow keeps its first rate.
  const until = BYTES / flowsPerNic / fabric.nicRate / 2;
  const { left } = simulateFlows(traffic.build().flows, { until });
  const sent = left.reduce((sum, bytes) => sum + BYTES / flowsPerNic - bytes, 0);
  return sent / until / gpus / gigabytesPerSecond(nic.bandwidthGBps);
}
