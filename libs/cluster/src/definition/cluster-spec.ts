/** The cluster as its owner writes it: the body of a `Cluster` document. Keys carry their units. */
import { type DeviceSpec } from '../hardware/index.js';
import { type RoutingSpec } from './routing-spec.js';

export type LinkLayer = 'infiniband' | 'roce';

/** Switches of a tree. */
export interface TreeSwitches {
  readonly switchPorts: number;
  /** Ports of a leaf towards NICs, the rest go to spines; half of them (non-blocking) when left out. */
  readonly leafDownlinks?: number;
  /** Ports of a leaf towards spines; all that `leafDownlinks` leaves when left out. */
  readonly leafUplinks?: number;
  /**
   * Rate of a leaf's NICs over that of its uplinks: 2 is 2:1. NICs are spread evenly over the fewest
   * leaves, and each has the fewest uplinks that keep the ratio. In place of `leafUplinks`.
   */
  readonly oversubscription?: number;
  /** NICs that one port of a leaf is broken out to: 2 for an 800G port to 2 x 400G. 1 when left out. */
  readonly nicsPerPort?: number;
  /** Line rate of a link between switches, per direction; a NIC port's when left out. */
  readonly uplinkGBps?: number;
}

/** The third layer of a tree. */
export interface PodSwitches {
  /** Leaves of a pod; half of the ports when left out, and then a pod has as many ports up as down. */
  readonly podLeaves?: number;
  /** Ports of a spine towards cores. */
  readonly spineUplinks?: number;
}

/**
 * Scale-out network. Every kind is built as a real graph (topology/), its ports and links checked. NICs that
 * fit one switch get one switch unless `leafDownlinks` is less; every link runs at the rate of a NIC port.
 */
export type TopologySpec =
  /**
   * Multi-plane two-layer fat tree: NIC i of a node sits on plane i mod planes; planes share no switch
   * (paper, figure 3).
   */
  | ({ readonly kind: 'mpft'; readonly planes: number } & TreeSwitches)
  /** Multi-rail fat tree: one fabric; the NICs of one rail share leaves, spines join all rails. */
  | ({ readonly kind: 'mrft' } & TreeSwitches)
  /**
   * Rail-optimized fat tree, as `mrft` with two layers and `rails` equal to the NICs of a node. With fewer
   * rails NIC i of a node is on rail i mod rails (racks of one NVLink domain); with three layers pods of
   * leaves are joined by cores.
   */
  | ({ readonly kind: 'rail-optimized'; readonly layers: 2 | 3; readonly rails?: number } & TreeSwitches &
      PodSwitches)
  /**
   * Single-rail two- or three-layer fat tree: NICs fill leaves in order, node by node. Spines of three layers
   * have as many ports up as down.
   */
  | ({ readonly kind: 'fat-tree'; readonly layers: 2 | 3 } & TreeSwitches & PodSwitches)
  /**
   * Ideal multi-port NIC: each NIC has a port on each plane at 1/planes of its rate, one queue pair is
   * sprayed over them (paper, figure 4).
   */
  | ({
      readonly kind: 'multi-port-mpft';
      readonly planes: number;
      /** In every plane the NICs of one rail share leaves, as in `mrft`. */
      readonly railAligned?: boolean;
    } & TreeSwitches)
  /** One switch for each rail and no spines: traffic between rails must cross NVLink. */
  | { readonly kind: 'rail-only'; readonly switchPorts: number }
  /**
   * Slim Fly MMS graph of parameter q (a prime power), `endpointsPerSwitch` NICs attached to each of its 2q^2
   * switches.
   */
  | {
      readonly kind: 'slim-fly';
      readonly q: number;
      readonly endpointsPerSwitch: number;
      readonly switchPorts: number;
    }
  /** Canonical dragonfly: p NICs a switch, a switches a group, h global links a switch, g groups. */
  | {
      readonly kind: 'dragonfly';
      readonly p: number;
      readonly a: number;
      readonly h: number;
      readonly g: number;
      readonly switchPorts: number;
    }
  | DragonflyPlusTopology
  | LatticeTopology
  | CircuitTopology
  | CabledTopology;

/**
 * Dragonfly+ (Shpiner et al., HiPINEB 2017): g groups, each a two-layer tree of `leaves` and `spines`;
 * spines have `globalLinks` links each to those of other groups.
 */
export interface DragonflyPlusTopology {
  readonly kind: 'dragonfly-plus';
  readonly groups: number;
  readonly leaves: number;
  readonly spines: number;
  readonly endpointsPerLeaf: number;
  readonly globalLinks: number;
  readonly switchPorts: number;
}

/**
 * Switches on a lattice of `dimensions`. Torus: `width` links to both neighbours of each dimension,
 * around. HyperX (Ahn et al., SC 2009): `width` links to every switch of the same row in each dimension.
 */
export interface LatticeTopology {
  readonly kind: 'torus' | 'hyperx';
  readonly dimensions: readonly number[];
  readonly endpointsPerSwitch: number;
  /** Parallel links between two switches that are joined; 1 when left out. */
  readonly width?: number;
  readonly switchPorts: number;
}

/**
 * Leaves joined by optical circuits: uplink j of every leaf goes to circuit switch j, which holds matching
 * j of a round robin over all leaves for as long as the job runs. No packet switch but leaves.
 */
export interface CircuitTopology {
  readonly kind: 'optical-circuits';
  readonly switchPorts: number;
  readonly leafDownlinks: number;
  /** Circuit switches, and uplinks of a leaf; the ports that are left when left out. */
  readonly circuitSwitches?: number;
}

/** Cables between two switches. */
export interface CableSpec {
  readonly from: string;
  readonly to: string;
  /** Side by side; 1 when left out. */
  readonly count?: number;
  /** Line rate of one per direction; a NIC port's when left out. */
  readonly bandwidthGBps?: number;
}

/** The next `nodes` nodes, and the switches of their NICs in order, repeated where they are fewer. */
export interface AttachedNodes {
  readonly nodes: number;
  readonly switches: readonly string[];
}

/** A network given as tables: cables between switches, and where the NICs of each node are plugged in. */
export interface CabledTopology {
  readonly kind: 'cabled';
  readonly switchPorts: number;
  readonly cables: readonly CableSpec[];
  readonly hosts: readonly AttachedNodes[];
}

export type TopologyKind = TopologySpec['kind'];

export interface NicSpec {
  readonly perNode: number;
  /** Line rate per direction. */
  readonly bandwidthGBps: number;
  /** What large RDMA transfers reach of it: headers, acknowledgements, DMA (published or measured). */
  readonly efficiency: number;
  readonly linkLayer: LinkLayer;
  /** Both endpoints together, cables to the first switch included; the link layer's when left out. */
  readonly endpointLatencyUs?: number;
  /** Each switch on the way, with the cable after it; the link layer's when left out. */
  readonly switchLatencyUs?: number;
}

export interface StorageSpec {
  /** NIC on the separate storage plane, per node and direction. */
  readonly nodeBandwidthGBps: number;
  /** What the whole storage cluster takes. */
  readonly aggregateWriteGBps: number;
  readonly aggregateReadGBps: number;
}

export interface ClusterSpec extends RoutingSpec {
  readonly name: string;
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly device: DeviceSpec;
  readonly nic: NicSpec;
  readonly topology: TopologySpec;
  readonly storage: StorageSpec;
}
