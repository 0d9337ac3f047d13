/** The port to the rest of the twin: how long a step takes on the machine as it is. */
import { invariant } from '@railyard/base';
import { type FleetShape } from '../faults/index.js';

/**
 * What is wrong with the part of the machine that the job uses. Elements of one kind are interchangeable by
 * the symmetry of a fat tree, so a condition counts them; all zero, slowdown 1 and every replica is the
 * undisturbed machine.
 */
export interface MachineCondition {
  /** NICs (or host links) lost by the node that lost most. */
  readonly worstNicsLost: number;
  /** Nodes that lost one or more. */
  readonly nodesWithLostNics: number;
  readonly leavesDown: number;
  /** Spines lost by the plane that lost most, and by all. */
  readonly worstSpinesDown: number;
  readonly spinesDown: number;
  readonly planesDown: number;
  /** Leaf-spine links lost by the plane that lost most. */
  readonly worstFabricLinksDown: number;
  /** Compute time of the slowest node over a good one's. */
  readonly slowdown: number;
  /** Data-parallel replicas at work; the global batch stays. */
  readonly dataReplicas: number;
}

export interface MachineModel {
  /** Seconds of one optimizer step with the whole global batch. A pure function of the condition. */
  stepSeconds(condition: MachineCondition): number;
}

export function undisturbed(fleet: FleetShape): MachineCondition {
  return {
    worstNicsLost: 0,
    nodesWithLostNics: 0,
    leavesDown: 0,
    worstSpinesDown: 0,
    spinesDown: 0,
    planesDown: 0,
    worstFabricLinksDown: 0,
    slowdown: 1,
    dataReplicas: fleet.dataReplicas,
  };
}

export function conditionKey(condition: MachineCondition): string {
  return [
    condition.worstNicsLost,
    condition.nodesWithLostNics,
    condition.leavesDown,
    condition.worstSpinesDown,
    condition.spinesDown,
    condition.planesDown,
    condition.worstFabricLinksDown,
    condition.slowdown,
    condition.dataReplicas,
  ].join('/');
}

/** Asks `machine` once for each condition. */
export function memoised(machine: MachineModel): MachineModel {
  const known = new Map<string, number>();
  return {
    stepSeconds(condition) {
      const key = conditionKey(condition);
      let seconds = known.get(key);
      if (seconds === undefined) {
        seconds = machine.stepSeconds(condition);
        invariant(seconds > 0 && seconds < Infinity, 'a step takes time', { key, seconds });
        known.set(key, seconds);
      }
      return seconds;
    },
  };
}

/** A machine whose step does not depend on its condition, except that fewer replicas share the same batch. */
export function constantMachine(stepSeconds: number, fleet: FleetShape): MachineModel {
  return { stepSeconds: ({ dataReplicas }) => (stepSeconds * fleet.dataReplicas) / dataReplicas };
}

export interface CountingMachineOptions {
  readonly fleet: FleetShape;
  /** The undisturbed step, and the part of it that waits for the inter-node network. */
  readonly stepSeconds: number;
  readonly exposedNetworkSeconds: number;
  /**
   * Traffic of a lost port is spread over the other planes by the NIC itself (paper, figure 4) instead of
   * forwarded over NVLink; same bandwidth, so the same count.
   */
  readonly rebalanceAcrossPlanes: boolean;
}

/**
 * A machine that counts links: exposed network time grows by the bandwidth that is left to the slowest member
 * (the closed forms of one failed element). A stand-in where no fabric is at hand; the twin's fabric and step
 * simulator replace it.
 */
export function countingMachine({
  fleet,
  stepSeconds,
  exposedNetworkSeconds,
  rebalanceAcrossPlanes,
}: CountingMachineOptions): MachineModel {
  const spinesPerPlane = fleet.spines / fleet.planes;
  const linksPerPlane = fleet.fabricLinks / fleet.planes;
  return {
    stepSeconds(condition) {
      const nics = fleet.nicsPerNode;
      const lost =
        condition.worstNicsLost +
        (condition.leavesDown > 0 ? 1 : 0) +
        condition.planesDown * (nics / fleet.planes);
      const hostShare = Math.max(1 / nics, (nics - lost) / nics);
      const uplinks = Math.max(
        1 / spinesPerPlane,
        1 - condition.worstSpinesDown / spinesPerPlane - condition.worstFabricLinksDown / linksPerPlane,
      );
      const uplinkShare = rebalanceAcrossPlanes ? (fleet.planes - 1 + uplinks) / fleet.planes : uplinks;
      const network = exposedNetworkSeconds / Math.min(hostShare, uplinkShare);
      const compute = (stepSeconds - exposedNetworkSeconds) * condition.slowdown;
      return ((compute + network) * fleet.dataReplicas) / condition.dataReplicas;
    },
  };
}
