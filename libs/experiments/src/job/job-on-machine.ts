/**
 * The job of a document on its machine: the network, the undisturbed step with the placement of its ranks,
 * and a checkpoint's way to storage. Each is made when it is first asked for, and only once; whatever works
 * on a document (result, replay, timeline) is handed the same job.
 */
import {
  type ClusterSpec,
  Fabric,
  type FabricGraph,
  type FabricFault,
  capacityUnder,
  parseFault,
} from '@railyard/cluster';
import {
  type CheckpointTraffic,
  type StepPhase,
  type StepSimulation,
  checkpointTraffic,
  simulateStep,
} from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { withReplicas } from './data-replicas.js';
import { slowedDevice } from './slowed-device.js';

export class JobOnMachine {
  private builtFabric: Fabric | undefined;
  private simulatedStep: StepSimulation | undefined;
  private writtenCheckpoint: CheckpointTraffic | undefined;
  private readonly smaller = new Map<number, JobOnMachine>();

  /** @param onPhase is called as the phases of the undisturbed step begin */
  constructor(
    readonly spec: JobSpec,
    private readonly onPhase: (phase: StepPhase) => void = () => undefined,
  ) {}

  /** The network as defined, with the faults that the document names. */
  get fabric(): Fabric {
    if (this.builtFabric === undefined) {
      this.onPhase('fabric');
      this.builtFabric = this.fabricOf(this.spec.cluster);
    }
    return this.builtFabric;
  }

  /** The network of a cluster like the job's own, with its faults. @param graph where rates are equal */
  fabricOf(cluster: ClusterSpec, graph?: FabricGraph): Fabric {
    const whole = new Fabric(cluster, graph === undefined ? {} : { graph });
    const { fail = [] } = this.spec;
    return fail.length === 0 ? whole : whole.withCapacity(capacityUnder(whole.graph, fail.map(parseFault)));
  }

  get graph(): FabricGraph {
    return this.fabric.graph;
  }

  /** The step on the machine as defined. */
  get step(): StepSimulation {
    if (this.simulatedStep === undefined) {
      const { cluster, workload, seed } = this.spec;
      const { fabric } = this;
      const onPhase = (phase: StepPhase): void => {
        if (phase !== 'fabric') this.onPhase(phase);
      };
      this.simulatedStep = simulateStep(cluster, workload, seed, { fabric, onPhase });
    }
    return this.simulatedStep;
  }

  get checkpoint(): CheckpointTraffic {
    this.writtenCheckpoint ??= checkpointTraffic(this.step, this.spec.workload);
    return this.writtenCheckpoint;
  }

  /**
   * Seconds of a step with parts of the fabric out and every device slower by `slowdown`.
   * @throws NoRouteError when two members that must talk have no path left.
   */
  stepSecondsUnder(faults: readonly FabricFault[], slowdown: number): number {
    if (faults.length === 0 && slowdown === 1) return this.step.parts.total;
    const { workload, seed } = this.spec;
    const cluster = { ...this.spec.cluster, device: slowedDevice(this.spec.cluster.device, slowdown) };
    const fabric = new Fabric(cluster, { graph: this.graph, capacity: capacityUnder(this.graph, faults) });
    return simulateStep(cluster, workload, seed, { fabric }).parts.total;
  }

  /** The job with this share of its data replicas, on as much less of the machine. */
  withReplicas(share: number): JobOnMachine {
    if (share === 1) return this;
    const known = this.smaller.get(share);
    if (known !== undefined) return known;
    const job = new JobOnMachine(withReplicas(this.spec, share));
    this.smaller.set(share, job);
    return job;
  }
}
