/** What an exchange costs, before anything is added up. */
import { hashedPaths } from '../routing/index.js';
import { classCode } from '../topology/index.js';
import { type Fabric } from '../traffic/index.js';
import { HASHED_ONE_BY_ONE } from './switch-loads.js';

const BETWEEN_SWITCHES: ReadonlySet<number> = new Set(
  (['leaf-spine', 'spine-core', 'local', 'global'] as const).map(classCode),
);
/** Pairs of leaves, of each leaf, that a fault between three tiers makes different from all others, about. */
const PAIRS_AT_FAULT = 64;

/** Visits to links and switches, about: time and memory grow with them, some 0.2 us each. */
export function exchangeSteps(fabric: Fabric, gpus: number): number {
  const { graph, capacity, routing, routerOptions } = fabric;
  const { portsPerNic, nicsPerNode, gpusPerNode } = graph.shape;
  const ports = Math.ceil(gpus / gpusPerNode) * nicsPerNode * portsPerNic;
  const leaves = new Set(graph.tables.nicSwitch.subarray(0, ports)).size;
  let links = 0;
  let atFault = false;
  for (let link = 0; link < graph.linkCount; link += 1) {
    if (!BETWEEN_SWITCHES.has(graph.linkClass[link])) continue;
    links += 1;
    atFault ||= capacity[link] !== graph.linkCapacity[link];
  }
  const pooled = leaves * links;
  if (routing === 'static') return pooled + leaves * ports;
  if (routing === 'ecmp')
    return pooled + Math.min(HASHED_ONE_BY_ONE, ports * ports * hashedPaths(routerOptions));
  const spray = fabric.router.route(0, gpus - 1)?.links.length ?? 0;
  return pooled + (atFault && graph.range('core').count > 0 ? leaves * PAIRS_AT_FAULT * spray : 0);
}
