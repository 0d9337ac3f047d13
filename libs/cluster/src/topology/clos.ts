/**
 * Two-layer fat trees (folded Clos), one or several planes side by side: MPFT, MRFT, the plain fat tree, the
 * multi-port NIC and rail-only differ only in which leaf a NIC is plugged into.
 *
 * A leaf of k ports gives half to NICs and half to spines (or `leafDownlinks` to NICs). Uplink j of every
 * leaf goes to spine j mod S; S is the smallest count of spines that keeps every spine within k ports and
 * every leaf's uplinks even over them. NICs that fit one switch get one switch, or as many as `leafDownlinks`
 * asks for. How many NICs and uplinks a leaf has is worked out in leaf-ports.ts.
 */
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { leafPorts, type LeafPorts, nicsOfLeaf, uplinkSpeed } from './leaf-ports.js';
import { type Connect, type ScaleOut } from './scale-out.js';

export type ClosTopology = Extract<
  TopologySpec,
  { kind: 'mpft' | 'mrft' | 'rail-optimized' | 'multi-port-mpft' | 'rail-only' | 'fat-tree' }
>;

/** Sizes of one plane. */
export interface ClosLayout {
  readonly leaves: number;
  readonly spines: number;
  /** NIC ports of a leaf, and its ports towards spines. */
  readonly downlinks: number;
  readonly uplinks: number;
}

/**
 * Sizes of a plane with `leaves` leaves; `spines` is undefined when no count of spines joins that many
 * leaves.
 */
export function closLayout(
  switchPorts: number,
  downlinks: number,
  leaves: number,
  uplinks = switchPorts - downlinks,
): ClosLayout | undefined {
  if (leaves <= 1) return { leaves, spines: 0, downlinks: switchPorts, uplinks: 0 };
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
      return { ...single, ...byRail(spec, rails) };
    case 'rail-optimized':
      return { ...single, ...byRail(spec, topology.rails ?? rails) };
    case 'fat-tree':
      return { ...single, ...byPosition, railAligned: false };
    case 'multi-port-mpft': // Every NIC has a port on every plane.
      return {
        planes: topology.planes,
        portsPerNic: topology.planes,
        planeOf: (_nic, port) => port,
        ...(topology.railAligned === true ? byRail(spec, rails) : { ...byPosition, railAligned: false }),
      };
  }
}

/**
 * NIC i of a node is on rail i mod rails; NICs of one rail fill leaves in order, a leaf of each rail at a
 * time.
 */
function byRail({ nodes, nic: { perNode } }: ClusterSpec, rails: number) {
  const onRail = perNode / rails;
  const position = (nic: number): number =>
    Math.floor(nic / perNode) * onRail + Math.floor((nic % perNode) / rails);
  return {
    railAligned: true,
    portsPerPlane: nodes * perNode,
    leaves: (down: number) => Math.ceil((nodes * onRail) / down) * rails,
    leafOf: (nic: number, down: number) =>
      Math.floor(position(nic) / down) * rails + ((nic % perNode) % rails),
  };
}

/** Sizes of one plane of the network; undefined when its NICs do not fit two layers. */
export function closLayoutOf(spec: ClusterSpec, topology: ClosTopology): ClosLayout | undefined {
  const { switchPorts } = topology;
  const { portsPerPlane, leaves } = arrangement(spec, topology);
  if (topology.kind === 'rail-only')
    return portsPerPlane <= switchPorts ? closLayout(switchPorts, switchPorts, 1) : undefined;
  const most = switchPorts * (topology.nicsPerPort ?? 1);
  const fitsOne = topology.leafDownlinks === undefined ? most : nicsOfLeaf(spec, topology);
  if (portsPerPlane <= fitsOne) return closLayout(most, most, 1);
  const { nics, uplinks } = leafPorts(spec, topology, leaves);
  return closLayout(switchPorts, nics, leaves(nics), uplinks);
}

/** Leaves of a tree whose pods are joined by a third layer, and which of them each NIC is plugged into. */
export function leavesOf(
  spec: ClusterSpec,
  topology: Extract<ClosTopology, { kind: 'fat-tree' | 'rail-optimized' }>,
): LeafPorts & {
  readonly leaves: number;
  readonly railAligned: boolean;
  readonly leafOf: (nic: number) => number;
} {
  const { leaves, leafOf, railAligned } = arrangement(spec, topology);
  const ports = leafPorts(spec, topology, leaves);
  return { ...ports, leaves: leaves(ports.nics), railAligned, leafOf: (nic) => leafOf(nic, ports.nics) };
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
    evenTree: true,
    nicsPerPort: topology.kind === 'rail-only' ? 1 : (topology.nicsPerPort ?? 1),
    attach: (nic, port) =>
      planeOf(nic, port) * layout.leaves + (layout.leaves === 1 ? 0 : leafOf(nic, layout.downlinks)),
    planeOf: planes === 1 ? () => -1 : planeOfSwitch,
    wire: (connect) => {
      const speed = topology.kind === 'rail-only' ? 1 : uplinkSpeed(spec, topology);
      const faster: Connect =
        speed === 1 ? connect : (a, b, linkClass, label) => connect(a, b, linkClass, label, speed);
      for (let plane = 0; plane < planes; plane += 1) wirePlane(layout, plane, planes, faster);
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
