/**
 * Two-layer fat trees (folded Clos), one or several planes side by side: MPFT, MRFT, the plain fat tree, the
 * multi-port NIC and rail-only differ only in which leaf a NIC is plugged into.
 *
 * A leaf of k ports gives half to NICs and half to spines (or `leafDownlinks` to NICs). Uplink j of every
 * leaf goes to spine j mod S; S is the smallest count of spines that keeps every spine within k ports and
 * every leaf's uplinks even over them. NICs that fit one switch get one switch, or as many as `leafDownlinks`
 * asks for.
 */
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { type Connect, type ScaleOut } from './scale-out.js';

export type ClosTopology = Extract<
  TopologySpec,
  { kind: 'mpft' | 'mrft' | 'multi-port-mpft' | 'rail-only' | 'fat-tree' }
>;

/** Sizes of one plane. */
export interface ClosLayout {
  readonly leaves: number;
  readonly spines: number;
  /** Ports of a leaf towards NICs, and towards spines. */
  readonly downlinks: number;
  readonly uplinks: number;
}

export const downlinksOf = (topology: {
  readonly switchPorts: number;
  readonly leafDownlinks?: number;
}): number => topology.leafDownlinks ?? Math.floor(topology.switchPorts / 2);

/**
 * Sizes of a plane with `leaves` leaves; `spines` is undefined when no count of spines joins that many
 * leaves.
 */
export function closLayout(switchPorts: number, downlinks: number, leaves: number): ClosLayout | undefined {
  if (leaves <= 1) return { leaves, spines: 0, downlinks: switchPorts, uplinks: 0 };
  const uplinks = switchPorts - downlinks;
  for (let spines = 1; spines <= uplinks; spines += 1) {
    if (uplinks % spines === 0 && leaves * (uplinks / spines) <= switchPorts)
      return { leaves, spines, downlinks, uplinks };
  }
  return undefined;
}

interface Arrangement {
  readonly planes: number;
  readonly portsPerNic: number;
  readonly railAligned: boolean;
  /** NIC ports on one plane. */
  readonly portsPerPlane: number;
  /** Leaves of one plane when one switch does not do. */
  readonly leaves: (downlinks: number) => number;
  readonly planeOf: (nic: number, port: number) => number;
  /** Leaf inside its plane, when there are several. */
  readonly leafOf: (nic: number, downlinks: number) => number;
}

/** Where each kind of two-layer network plugs in its NICs. */
function arrangement(spec: ClusterSpec, topology: ClosTopology): Arrangement {
  const rails = spec.nic.perNode;
  const nics = spec.nodes * rails;
  const nodeOf = (nic: number) => Math.floor(nic / rails);
  const single = { planes: 1, portsPerNic: 1, planeOf: () => 0 };
  const byPosition = {
    portsPerPlane: nics,
    leaves: (down: number) => Math.ceil(nics / down),
    leafOf: (nic: number, down: number) => Math.floor(nic / down),
  };
  switch (topology.kind) {
    case 'mpft':
    case 'rail-only': {
      // NIC i of a node sits on plane i mod planes; rail-only is one plane for each rail.
      const planes = topology.kind === 'mpft' ? topology.planes : rails;
      const perNode = rails / planes;
      const position = (nic: number) => nodeOf(nic) * perNode + Math.floor((nic % rails) / planes);
      return {
        planes,
        portsPerNic: 1,
        railAligned: true,
        portsPerPlane: spec.nodes * perNode,
        planeOf: (nic) => (nic % rails) % planes,
        leaves: (down) => Math.ceil((spec.nodes * perNode) / down),
        leafOf: (nic, down) => Math.floor(position(nic) / down),
      };
    }
    case 'mrft': // A block of `down` nodes has one leaf for each rail.
      return {
        ...single,
        railAligned: true,
        portsPerPlane: nics,
        leaves: (down) => Math.ceil(spec.nodes / down) * rails,
        leafOf: (nic, down) => Math.floor(nodeOf(nic) / down) * rails + (nic % rails),
      };
    case 'fat-tree':
      return { ...single, ...byPosition, railAligned: false };
    case 'multi-port-mpft': // Every NIC has a port on every plane.
      return {
        planes: topology.planes,
        portsPerNic: topology.planes,
        planeOf: (_nic, port) => port,
        ...byPosition,
        railAligned: false,
      };
  }
}

/** Sizes of one plane of the network; undefined when its NICs do not fit two layers. */
export function closLayoutOf(spec: ClusterSpec, topology: ClosTopology): ClosLayout | undefined {
  const { portsPerPlane, leaves } = arrangement(spec, topology);
  const fitsOne =
    topology.kind === 'rail-only' ? topology.switchPorts : (topology.leafDownlinks ?? topology.switchPorts);
  if (portsPerPlane <= fitsOne) return closLayout(topology.switchPorts, topology.switchPorts, 1);
  if (topology.kind === 'rail-only') return undefined;
  const downlinks = downlinksOf(topology);
  return closLayout(topology.switchPorts, downlinks, leaves(downlinks));
}

export function planClos(spec: ClusterSpec, topology: ClosTopology, layout: ClosLayout): ScaleOut {
  const { planes, portsPerNic, railAligned, planeOf, leafOf } = arrangement(spec, topology);
  const leaves = planes * layout.leaves;
  const spines = planes * layout.spines;
  const planeOfSwitch = (s: number) =>
    s < leaves ? Math.floor(s / layout.leaves) : Math.floor((s - leaves) / layout.spines);
  return {
    planes,
    portsPerNic,
    railAligned,
    leaves,
    spines,
    cores: 0,
    routers: 0,
    routersPerGroup: 0,
    switchPorts: topology.switchPorts,
    attach: (nic, port) =>
      planeOf(nic, port) * layout.leaves + (layout.leaves === 1 ? 0 : leafOf(nic, layout.downlinks)),
    planeOf: planes === 1 ? () => -1 : planeOfSwitch,
    wire: (connect) => {
      for (let plane = 0; plane < planes; plane += 1) wirePlane(layout, plane, planes, connect);
    },
  };
}

function wirePlane(layout: ClosLayout, plane: number, planes: number, connect: Connect): void {
  const firstLeaf = plane * layout.leaves;
  const firstSpine = planes * layout.leaves + plane * layout.spines;
  const label = planes === 1 ? -1 : plane;
  for (let leaf = 0; leaf < layout.leaves; leaf += 1) {
    for (let uplink = 0; uplink < layout.uplinks; uplink += 1) {
      connect(firstLeaf + leaf, firstSpine + (uplink % layout.spines), 'leaf-spine', label);
    }
  }
}
