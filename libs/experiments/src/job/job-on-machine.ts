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
  type LinkAccount,
  capacityUnder,
} from '@railyard/cluster';
import {
  type BoundaryContention,
  type CheckpointTraffic,
  type StepPhase,
  type StepSimulation,
  boundaryContention,
  checkpointTraffic,
  simulateStep,
  stepTraffic,
} from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { withReplicas } from './data-replicas.js';
import { type KeptLayout, keptFabric, keptLayout, networkOf } from './kept-layouts.js';
import { slowedDevice } from './slowed-device.js';

export class JobOnMachine {
  private builtFabric: Fabric | undefined;
  private simulatedStep: StepSimulation | undefined;
  private knownLayout: KeptLayout | undefined;
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
      this.builtFabric = keptFabric(this.spec);
    }
    return this.builtFabric;
  }

  /** The network of a cluster like the job's own, with its faults. @param graph where rates are equal */
  fabricOf(cluster: ClusterSpec, graph?: FabricGraph): Fabric {
    return networkOf({ ...this.spec, cluster }, graph);
  }

  private get layout(): KeptLayout {
    this.knownLayout ??= keptLayout(this.spec);
    return this.knownLayout;
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
      const { layout } = this;
      const known = layout.step === undefined ? {} : { known: layout.step };
      this.simulatedStep = simulateStep(cluster, workload, seed, { fabric, onPhase, ...known });
      layout.step ??= this.simulatedStep;
    }
    return this.simulatedStep;
  }

  get checkpoint(): CheckpointTraffic {
    return (this.layout.checkpoint ??= checkpointTraffic(this.step, this.spec.workload));
  }

  /** Sends between pipeline ranks alongside the experts. */
  get contention(): BoundaryContention {
    const { fabric, placement, boundary, expert } = this.step;
    return (this.layout.contention ??= boundaryContention(fabric, placement, boundary, expert));
  }

  /** What the step puts on every link. */
  get traffic(): LinkAccount {
    return (this.layout.traffic ??= stepTraffic(this.step, this.spec.workload));
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
