/**
 * How the ports of a leaf divide between NICs and spines: half and half, by count, or by oversubscription,
 * the rate of a leaf's NICs over that of its uplinks. A ratio is of the NICs that are there: they are
 * spread evenly over the fewest leaves, and each leaf has the fewest uplinks that keep it.
 */
import { type ClusterSpec, type TopologySpec, type TreeSwitches } from '../definition/index.js';

type TreeTopology = Extract<
  TopologySpec,
  TreeSwitches & { kind: 'mpft' | 'mrft' | 'rail-optimized' | 'multi-port-mpft' | 'fat-tree' }
>;

export interface LeafPorts {
  /** NIC ports of one leaf. */
  readonly nics: number;
  /** Ports towards spines. */
  readonly uplinks: number;
}

/** Line rate of a link between switches over that of a NIC port. */
export function uplinkSpeed({ nic }: ClusterSpec, topology: TreeTopology): number {
  const ports = topology.kind === 'multi-port-mpft' ? topology.planes : 1;
  return topology.uplinkGBps === undefined ? 1 : topology.uplinkGBps / (nic.bandwidthGBps / ports);
}

/** The most NIC ports that a leaf takes. */
export function nicsOfLeaf(spec: ClusterSpec, topology: TreeTopology): number {
  const { switchPorts, leafDownlinks, leafUplinks, nicsPerPort = 1, oversubscription } = topology;
  if (leafDownlinks !== undefined) return leafDownlinks * nicsPerPort;
  if (oversubscription === undefined)
    return (
      (leafUplinks === undefined ? Math.floor(switchPorts / 2) : switchPorts - leafUplinks) * nicsPerPort
    );
  const uplinks = (ports: number): number =>
    uplinksAt(ports * nicsPerPort, oversubscription, uplinkSpeed(spec, topology));
  let ports = switchPorts - 1;
  while (ports > 1 && ports + uplinks(ports) > switchPorts) ports -= 1;
  return ports * nicsPerPort;
}

/** @param leaves how many there are when each takes so many NIC ports */
export function leafPorts(
  spec: ClusterSpec,
  topology: TreeTopology,
  leaves: (nics: number) => number,
): LeafPorts {
  const { switchPorts, leafDownlinks, leafUplinks, nicsPerPort = 1, oversubscription } = topology;
  let nics = nicsOfLeaf(spec, topology);
  if (oversubscription === undefined)
    return { nics, uplinks: leafUplinks ?? switchPorts - Math.ceil(nics / nicsPerPort) };
  if (leafDownlinks === undefined) {
    const count = leaves(nics);
    while (nics > 1 && leaves(nics - 1) === count) nics -= 1;
  }
  return { nics, uplinks: uplinksAt(nics, oversubscription, uplinkSpeed(spec, topology)) };
}

/**
 * The fewest uplinks with which `nics` are oversubscribed no more than `ratio`; a ratio of 1.1 of 11 NICs
 * is 10.
 */
const uplinksAt = (nics: number, ratio: number, speed: number): number =>
  Math.ceil(nics / (ratio * speed) - 1e-9);
