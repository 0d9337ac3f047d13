/**
 * The NIC of the paper's figure 4: one queue pair sprayed over ports on all planes, packets placed out of order. When a plane
 * loses capacity, each message shifts to the others in proportion to what every plane can still carry, so nothing is
 * forwarded inside a node and one lost spine of a plane of four costs 8 / 7.75, not 4 / 3.
 */
import { invariant } from '@railyard/base';
import { type Traffic } from '../collectives/traffic.js';
import { Fabric } from '../collectives/fabric.js';

export class IdealNic {
  private readonly planes: readonly Fabric[];
  private readonly uplinkLeft: Float64Array;

  /** `fabric`: a cluster whose NICs have a port on every plane. */
  constructor(private readonly fabric: Fabric) {
    const { graph } = fabric;
    const ports = graph.shape.portsPerNic;
    invariant(ports > 1, 'an ideal NIC has several ports', { ports });
    this.planes = Array.from({ length: ports }, (_, plane) => new Fabric(fabric.spec, { graph, routing: fabric.routing, capacity: onlyPlane(fabric, plane) }));
    this.uplinkLeft = uplinksLeft(fabric);
  }

  /** Sends over every plane at once. @throws InvariantError when no plane connects the two. */
  send(traffic: Traffic, from: number, to: number, bytes: number, queuePair = 0): void {
    const weights = this.planes.map((_, plane) => this.weight(from, to, plane));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    invariant(total > 0, 'no plane connects two GPUs', { from, to });
    weights.forEach((weight, plane) => {
      if (weight > 0) traffic.sendOver(this.planes[plane]!.router.route(from, to, queuePair), (bytes * weight) / total);
    });
  }

  /** What a plane can carry between two NICs, relative to health: their ports, and their leaves' uplinks where they are needed. */
  private weight(from: number, to: number, plane: number): number {
    const { graph, capacity } = this.fabric;
    const { gpuNic, nicUplink, nicSwitch } = graph.tables;
    const a = gpuNic[from]! * graph.shape.portsPerNic + plane;
    const b = gpuNic[to]! * graph.shape.portsPerNic + plane;
    const up = nicUplink[a]!;
    const down = nicUplink[b]! ^ 1;
    const port = Math.min(capacity[up]! / graph.linkCapacity[up]!, capacity[down]! / graph.linkCapacity[down]!);
    if (nicSwitch[a] === nicSwitch[b]) return port;
    const first = graph.range('leaf').first;
    return Math.min(port, this.uplinkLeft[nicSwitch[a]! - first]!, this.uplinkLeft[nicSwitch[b]! - first]!);
  }
}

/** Capacities with the NIC ports of all other planes unplugged. */
function onlyPlane(fabric: Fabric, plane: number): Float64Array {
  const { shape, tables } = fabric.graph;
  const capacity = fabric.capacity.slice();
  for (let slot = 0; slot < tables.nicUplink.length; slot += 1) {
    if (slot % shape.portsPerNic === plane) continue;
    capacity[tables.nicUplink[slot]!] = 0;
    capacity[tables.nicUplink[slot]! ^ 1] = 0;
  }
  return capacity;
}

/** [leaves] share of a leaf's rate towards spines that is left. */
function uplinksLeft(fabric: Fabric): Float64Array {
  const { graph, capacity } = fabric;
  const leaves = graph.range('leaf');
  const spines = graph.range('spine');
  return Float64Array.from({ length: leaves.count }, (_, i) => {
    let now = 0;
    let whole = 0;
    for (let at = graph.outOffset[leaves.first + i]!; at < graph.outOffset[leaves.first + i + 1]!; at += 1) {
      const link = graph.outLinks[at]!;
      if (graph.linkTo[link]! < spines.first || graph.linkTo[link]! >= spines.first + spines.count) continue;
      now += Math.min(capacity[link]!, capacity[link ^ 1]!);
      whole += graph.linkCapacity[link]!;
    }
    return whole === 0 ? 1 : now / whole;
  });
}
