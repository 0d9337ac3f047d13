/**
 * What a network is made of: endpoints, switches, cables. Counted by walking its wiring plan, without
 * building a graph.
 */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { type LinkClass } from './graph.js';
import { planScaleOut } from './plan.js';
import { type ScaleOut, switchCount } from './scale-out.js';
import { slimFlyCounts, slimFlyExists } from './slim-fly.js';

export const SWITCH_TIERS = ['leaf', 'spine', 'core', 'router'] as const;
export type SwitchTier = (typeof SWITCH_TIERS)[number];

export interface TopologyInventory {
  /** NICs attached. */
  readonly endpoints: number;
  readonly switches: number;
  /** Those of each tier that there is. */
  readonly switchesByTier: Readonly<Partial<Record<SwitchTier, number>>>;
  /**
   * What comparisons of topologies call links (paper, table 3; Slim Fly SC'14): cables between switches, the
   * same as `fabricLinks`.
   */
  readonly links: number;
  readonly fabricLinks: number;
  /** Cables between NICs and switches: one for each NIC port. */
  readonly endpointLinks: number;
  /** All cables by class: `host` to endpoints, the others between switches. */
  readonly linksByClass: Readonly<Partial<Record<LinkClass, number>>>;
  /** True when no graph of this size exists or is known and the counts come from a formula. */
  readonly closedForm: boolean;
}

/**
 * Counts of the scale-out network of a cluster; the storage plane and the inside of nodes are not part of it.
 */
export function topologyInventory(spec: ClusterSpec): TopologyInventory {
  const endpoints = spec.nodes * spec.nic.perNode;
  const { topology } = spec;
  if (topology.kind === 'slim-fly' && !slimFlyExists(topology.q)) return closedSlimFly(topology.q, endpoints);
  const plan = planScaleOut(spec);
  const linksByClass: Partial<Record<LinkClass, number>> = { host: endpoints * plan.portsPerNic };
  let links = 0;
  plan.wire((_a, _b, linkClass) => {
    links += 1;
    linksByClass[linkClass] = (linksByClass[linkClass] ?? 0) + 1;
  });
  const tiers = { leaf: plan.leaves, spine: plan.spines, core: plan.cores, router: plan.routers };
  return {
    endpoints,
    switches: switchCount(plan),
    switchesByTier: Object.fromEntries(
      SWITCH_TIERS.filter((tier) => tiers[tier] > 0).map((tier) => [tier, tiers[tier]]),
    ),
    links,
    fabricLinks: links,
    endpointLinks: endpoints * plan.portsPerNic,
    linksByClass,
    closedForm: false,
  };
}

/** Every router of one half meets q of the other, whatever the rest of its links. */
function closedSlimFly(q: number, endpoints: number): TopologyInventory {
  const counts = slimFlyCounts(q);
  invariant(counts !== undefined, 'Slim Fly has no form for q = 4w + 2', { q });
  const { routers, links } = counts;
  return {
    endpoints,
    switches: routers,
    switchesByTier: { router: routers },
    links,
    fabricLinks: links,
    endpointLinks: endpoints,
    linksByClass: { host: endpoints, local: links - q * q * q, global: q * q * q },
    closedForm: true,
  };
}

/** Ports in use on every switch of a plan, NICs and other switches together. */
export function usedPorts(plan: ScaleOut, nics: number): Int32Array {
  const used = new Int32Array(switchCount(plan));
  for (let nic = 0; nic < nics; nic += 1) {
    for (let port = 0; port < plan.portsPerNic; port += 1) used[plan.attach(nic, port)] += 1;
  }
  plan.wire((a, b) => {
    used[a] += 1;
    used[b] += 1;
  });
  return used;
}
