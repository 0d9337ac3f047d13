/** What a network is made of: endpoints, switches, cables. Counted by walking its wiring plan, without building a graph. */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/cluster-spec.js';
import { planScaleOut } from './plan.js';
import { type ScaleOut, switchCount } from './scale-out.js';
import { slimFlyCounts, slimFlyExists } from './slim-fly.js';

export interface TopologyInventory {
  /** NICs attached. */
  readonly endpoints: number;
  readonly switches: number;
  /** What comparisons of topologies call links (paper, table 3; Slim Fly SC'14): cables between switches, the same as `fabricLinks`. */
  readonly links: number;
  readonly fabricLinks: number;
  /** Cables between NICs and switches: one for each NIC port. */
  readonly endpointLinks: number;
  /** True when no graph of this size exists or is known and the counts come from a formula. */
  readonly closedForm: boolean;
}

/** Counts of the scale-out network of a cluster; the storage plane and the inside of nodes are not part of it. */
export function topologyInventory(spec: ClusterSpec): TopologyInventory {
  const endpoints = spec.nodes * spec.nic.perNode;
  const { topology } = spec;
  if (topology.kind === 'slim-fly' && !slimFlyExists(topology.q)) {
    const counts = slimFlyCounts(topology.q);
    invariant(counts !== undefined, 'Slim Fly has no form for q = 4w + 2', { q: topology.q });
    return { endpoints, switches: counts.routers, links: counts.links, fabricLinks: counts.links, endpointLinks: endpoints, closedForm: true };
  }
  const plan = planScaleOut(spec);
  let links = 0;
  plan.wire(() => { links += 1; });
  return { endpoints, switches: switchCount(plan), links, fabricLinks: links, endpointLinks: endpoints * plan.portsPerNic, closedForm: false };
}

/** Ports in use on every switch of a plan, NICs and other switches together. */
export function usedPorts(plan: ScaleOut, nics: number): Int32Array {
  const used = new Int32Array(switchCount(plan));
  for (let nic = 0; nic < nics; nic += 1) {
    for (let port = 0; port < plan.portsPerNic; port += 1) used[plan.attach(nic, port)]! += 1;
  }
  plan.wire((a, b) => {
    used[a]! += 1;
    used[b]! += 1;
  });
  return used;
}
