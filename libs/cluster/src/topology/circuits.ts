/**
 * Leaves joined by optical circuit switches: uplink j of every leaf is plugged into circuit switch j,
 * which mirrors it onto one other leaf for as long as the job runs. Which leaf: round j of a round robin
 * (the circle method), so that u circuit switches give every leaf circuits to u others, and L - 1 of them
 * (L even) a full mesh; a leaf that sits out a round has one circuit less. Further rounds begin again.
 * Messages to a leaf without a direct circuit pass through other leaves.
 */
import { type CircuitTopology, type ClusterSpec } from '../definition/index.js';
import { type ScaleOut } from './scale-out.js';

export const circuitLeaves = ({ nodes, nic }: ClusterSpec, { leafDownlinks }: CircuitTopology): number =>
  Math.ceil((nodes * nic.perNode) / leafDownlinks);

export const circuitSwitchesOf = ({ circuitSwitches, switchPorts, leafDownlinks }: CircuitTopology): number =>
  circuitSwitches ?? switchPorts - leafDownlinks;

/** The other leaf of a round, itself where it sits out; rounds from 0. */
export function partnerIn(round: number, leaf: number, leaves: number): number {
  const places = leaves + (leaves % 2);
  const others = places - 1;
  const last = places - 1;
  const at = round % others;
  // Place `last` stands still and meets `at`; of the others i and j meet where i + j = 2 at.
  const mirrored = (2 * at - leaf + 2 * others) % others;
  const partner = leaf === last ? at : mirrored === leaf ? last : mirrored;
  return partner < leaves ? partner : leaf;
}

export function planCircuits(spec: ClusterSpec, topology: CircuitTopology): ScaleOut {
  const leaves = circuitLeaves(spec, topology);
  const circuits = leaves > 1 ? circuitSwitchesOf(topology) : 0;
  return {
    planes: 1,
    portsPerNic: 1,
    leaves,
    spines: 0,
    cores: 0,
    routers: 0,
    routersPerGroup: 0,
    railAligned: false,
    switchPorts: topology.switchPorts,
    circuitSwitches: circuits,
    attach: (nic) => Math.floor(nic / topology.leafDownlinks),
    planeOf: () => -1,
    wire: (connect) => {
      for (let round = 0; round < circuits; round += 1) {
        for (let leaf = 0; leaf < leaves; leaf += 1) {
          const other = partnerIn(round, leaf, leaves);
          if (leaf < other) connect(leaf, other, 'circuit', -1);
        }
      }
    },
  };
}
