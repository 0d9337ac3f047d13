/**
 * The machine model of a replay: every condition is priced by the step simulator on the cluster's own fabric,
 * with the broken parts taken out. Routes go where the deployed NICs send them: over the surviving rails of a
 * node by NVLink, or, where NICs have ports on every plane, over the ports that are left.
 */
import { IssueList, InvariantError, invariant } from '@railyard/base';
import {
  type ClusterSpec,
  type DeviceSpec,
  Fabric,
  type FabricGraph,
  buildFabric,
  capacityUnder,
} from '@railyard/cluster';
import { type WorkloadSpec, checkPlan, simulateStep } from '@railyard/parallelism';
import {
  type FleetShape,
  type MachineCondition,
  type MachineModel,
  conditionKey,
  undisturbed,
} from '@railyard/replay';
import { faultsOf } from './condition-faults.js';

export interface TwinMachineOptions {
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
  readonly seed: number;
  readonly fleet: FleetShape;
  readonly graph?: FabricGraph;
  /** Step of the undisturbed machine where it is known already. */
  readonly stepSeconds?: number;
}

export interface PricedCondition {
  readonly condition: MachineCondition;
  readonly stepSeconds: number;
}

/** Two members that must talk have no path left: no step ends until something is mended. */
export const STALLED_STEP_S = 1e12;

/**
 * Counts up to this are simulated as they are; above, the next power of two: what matters is the part that
 * lost most.
 */
const EXACT_COUNT = 4;

export class TwinMachine implements MachineModel {
  private readonly graph: FabricGraph;
  private readonly known = new Map<string, PricedCondition>();

  constructor(private readonly options: TwinMachineOptions) {
    this.graph = options.graph ?? buildFabric(options.cluster);
    if (options.stepSeconds !== undefined)
      this.learn({ condition: undisturbed(options.fleet), stepSeconds: options.stepSeconds });
  }

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

  /** Takes over what another machine of the same options has priced. */
  learn(priced: PricedCondition): PricedCondition {
    this.known.set(conditionKey(priced.condition), priced);
    return priced;
  }

  private simulated(condition: MachineCondition): number {
    const { seed, fleet } = this.options;
    const { cluster, workload } = withReplicas(this.options, condition.dataReplicas / fleet.dataReplicas);
    const slow = { ...cluster, device: slowed(cluster.device, condition.slowdown) };
    const graph = cluster.nodes === this.options.cluster.nodes ? this.graph : buildFabric(cluster);
    const capacity = capacityUnder(graph, faultsOf(graph, fleet, condition));
    try {
      return simulateStep(slow, workload, seed, { fabric: new Fabric(slow, { graph, capacity }) }).parts
        .total;
    } catch (error) {
      if (error instanceof InvariantError && error.message.startsWith('no path is left'))
        return STALLED_STEP_S;
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

/**
 * Engines and memory of every GPU run at the pace of the slowest node: its expert group waits for it at each
 * collective and its pipelines at each boundary. Where the schedule has slack this is an upper bound.
 */
function slowed(device: DeviceSpec, slowdown: number): DeviceSpec {
  if (slowdown === 1) return device;
  return {
    ...device,
    bf16Tflops: device.bf16Tflops / slowdown,
    fp8Tflops: device.fp8Tflops / slowdown,
    fp32Tflops: device.fp32Tflops / slowdown,
    memoryBandwidthGBps: device.memoryBandwidthGBps / slowdown,
  };
}

interface Job {
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
}

/**
 * The job with a share of its data replicas: fewer nodes, the same global batch. Where the batch does not
 * divide, some replicas run a micro-batch more than others and the step is as slow as theirs, so every
 * replica is given theirs.
 */
export function withReplicas({ cluster, workload }: Job, share: number): Job {
  if (share === 1) return { cluster, workload };
  const nodes = cluster.nodes * share;
  const data = workload.parallelism.data * share;
  const unit = data * workload.batch.microBatchSequences;
  const least = Math.ceil(workload.batch.globalSequences / unit);
  // A schedule may want a multiple (interleaved: of the ranks; DualPipe: an even number), never more than
  // twice the ranks.
  for (
    let microBatches = least;
    microBatches <= least + 2 * workload.parallelism.pipeline;
    microBatches += 1
  ) {
    const smaller = {
      cluster: { ...cluster, nodes },
      workload: {
        ...workload,
        parallelism: { ...workload.parallelism, data },
        batch: { ...workload.batch, globalSequences: unit * microBatches },
      },
    };
    const issues = new IssueList();
    checkPlan(smaller.cluster, smaller.workload, issues);
    if (issues.issues.length === 0) return smaller;
  }
  invariant(false, 'a job that may shrink can be laid out with fewer replicas', { nodes, data });
}
