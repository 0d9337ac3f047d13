/** The cluster as its owner writes it: the body of a `Cluster` document. Keys carry their units. */
import { type DeviceSpec } from '../hardware/index.js';
import { type RoutingSpec } from './routing-spec.js';

export type LinkLayer = 'infiniband' | 'roce';

/** Switches of a tree. */
export interface TreeSwitches {
  readonly switchPorts: number;
  /** Ports of a leaf towards NICs, the rest go to spines; half of them (non-blocking) when left out. */
  readonly leafDownlinks?: number;
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
   * Single-rail two- or three-layer fat tree: NICs fill leaves in order, node by node. Spines of three layers
   * have as many ports up as down.
   */
  | ({ readonly kind: 'fat-tree'; readonly layers: 2 | 3 } & TreeSwitches)
  /**
   * Ideal multi-port NIC: each NIC has a port on each plane at 1/planes of its rate, one queue pair is
   * sprayed over them (paper, figure 4).
   */
  | ({ readonly kind: 'multi-port-mpft'; readonly planes: number } & TreeSwitches)
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
    };

export type TopologyKind = TopologySpec['kind'];

export interface NicSpec {
  readonly perNode: number;
  /** Line rate per direction. */
  readonly bandwidthGBps: number;
  /** What large RDMA transfers reach of it: headers, acknowledgements, DMA (published or measured). */
  readonly efficiency: number;
  readonly linkLayer: LinkLayer;
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
