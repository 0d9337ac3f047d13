/**
 * A scale-out network as a plan: how many switches of each tier, where each NIC port is plugged in, and a
 * function that lists the cables between switches. Counting, checking ports and building the graph all walk
 * this one plan.
 *
 * Switches are numbered leaves first, then spines, cores, routers; inside a tier plane by plane.
 */
import { type LinkClass } from './graph.js';

/** Reports one cable between two switches; `speed` is a multiple of a NIC port's rate, 1 unless given. */
export type Connect = (
  switchA: number,
  switchB: number,
  linkClass: LinkClass,
  plane: number,
  speed?: number,
) => void;

export interface ScaleOut {
  readonly planes: number;
  readonly portsPerNic: number;
  readonly leaves: number;
  readonly spines: number;
  readonly cores: number;
  readonly routers: number;
  /** Routers of one dragonfly group or Slim Fly column; 0 for trees. */
  readonly routersPerGroup: number;
  /** NICs of one rail meet in one leaf, so a message to another rail should first cross NVLink (PXN). */
  readonly railAligned: boolean;
  /** Two layers, and the uplinks of every leaf divide evenly over the same spines; not unless given. */
  readonly evenTree?: boolean;
  readonly switchPorts: number;
  /** NIC ports that one port of a switch is broken out to; 1 unless given. */
  readonly nicsPerPort?: number;
  /** Optical circuit switches between the others; none unless given. */
  readonly circuitSwitches?: number;
  /** Switch that port `port` of NIC `nic` is plugged into. */
  readonly attach: (nic: number, port: number) => number;
  /** Plane of a switch; -1 when there is only one fabric. */
  readonly planeOf: (switchIndex: number) => number;
  readonly wire: (connect: Connect) => void;
}

export const switchCount = (plan: ScaleOut): number => plan.leaves + plan.spines + plan.cores + plan.routers;
