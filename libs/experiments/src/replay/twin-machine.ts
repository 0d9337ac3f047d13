/**
 * The machine model of a replay: every condition is priced by the step simulator on the cluster's own fabric,
 * with the broken parts taken out. Routes go where the deployed NICs send them: over the surviving rails of a
 * node by NVLink, or, where NICs have ports on every plane, over the ports that are left.
 */
import { NoRouteError } from '@railyard/cluster';
import { type FleetShape, type MachineCondition, type MachineModel, conditionKey } from '@railyard/replay';
import { type JobOnMachine } from '../job/index.js';
import { faultsOf } from './condition-faults.js';

export interface PricedCondition {
  readonly condition: MachineCondition;
  readonly stepSeconds: number;
}

/** Two members that must talk have no path left: no step ends until something is repaired. */
export const STALLED_STEP_S = 1e12;

/**
 * Counts up to this are simulated as they are; above, the next power of two: what matters is the part that
 * lost most.
 */
const EXACT_COUNT = 4;

export class TwinMachine implements MachineModel {
  private readonly known = new Map<string, PricedCondition>();

  constructor(
    readonly job: JobOnMachine,
    private readonly fleet: FleetShape,
  ) {}

  stepSeconds(condition: MachineCondition): number {
    const coarse = coarsened(condition);
    return (
      this.known.get(conditionKey(coarse)) ??
      this.learn({ condition: coarse, stepSeconds: this.simulated(coarse) })
    ).stepSeconds;
  }

  /** Conditions that were asked for, in the order of their keys. */
  get priced(): readonly PricedCondition[] {
    return [...this.known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, priced]) => priced);
  }

  /** Takes over what another machine of the same job has priced. */
  learn(priced: PricedCondition): PricedCondition {
    this.known.set(conditionKey(priced.condition), priced);
    return priced;
  }

  private simulated(condition: MachineCondition): number {
    const job = this.job.withReplicas(condition.dataReplicas / this.fleet.dataReplicas);
    try {
      return job.stepSecondsUnder(faultsOf(job.graph, this.fleet, condition), condition.slowdown);
    } catch (error) {
      if (error instanceof NoRouteError) return STALLED_STEP_S;
      throw error;
    }
  }
}

function coarsened(condition: MachineCondition): MachineCondition {
  return {
    ...condition,
    nodesWithLostNics: coarse(condition.nodesWithLostNics),
    leavesDown: coarse(condition.leavesDown),
    spinesDown: Math.max(condition.worstSpinesDown, coarse(condition.spinesDown)),
    worstFabricLinksDown: coarse(condition.worstFabricLinksDown),
  };
}

function coarse(count: number): number {
  let power = EXACT_COUNT;
  while (power < count) power *= 2;
  return count <= EXACT_COUNT ? count : power;
}
