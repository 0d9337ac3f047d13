/**
 * A time that no step of a layout can beat: its schedule executed under perfectly balanced routing, with
 * pipeline transfers and the optimizer for nothing. Layers, collectives and stages are priced as in the step
 * itself; what is left out only adds:
 *
 * - a step is a longest path, so transfers between ranks and the optimizer's phase lengthen it or leave it;
 * - op times are convex in the loads of a group's GPUs and treat all GPUs alike, so by Jensen's inequality
 * loads of mean one cost no less than
 *   loads that are all one; the fullest node has at least the mean load.
 *
 * What layouts of one search share (the fabric, the collectives of a placement, priced layers, stages) is
 * worked out once in it.
 */
import { type ClusterSpec, Fabric } from '@railyard/cluster';
import {
  type CriticalPath,
  criticalPath,
  executeSchedule,
  firstGroupPathSeconds,
  firstGroupSeconds,
  hidesTensorScatter,
  scheduleFor,
  layerCommunication,
  layerExchanges,
  layerShape,
  leastCosts,
  scheduleRequest,
  opTimes,
  optimizerSeconds,
  placeRanks,
  layersOfBlock,
  planStages,
  type PricedModel,
  priceModel,
  RANK_ORDERS,
  type RoutingImbalance,
  stageAssignment,
  ScheduleWorkspace,
  sharesLayers,
  shardingOf,
  type StagePlan,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';
import { wireFloor } from './wire-floor.js';
import { workFloor } from './work-floor.js';

/**
 * More than the relative error that sums of thousands of times may have, so that the bound is one in floating
 * point too.
 */
const ROUNDING = 1e-9;

/** Values worked out once for each key. */
class Memo<V> {
  private readonly known = new Map<string, V>();

  of(key: string, make: () => V): V {
    const hit = this.known.get(key);
    if (hit !== undefined) return hit;
    const made = make();
    this.known.set(key, made);
    return made;
  }
}

/** A number for each different value, however many objects have it. */
class Identities {
  private readonly ofObject = new WeakMap<object, number>();
  private readonly ofText = new Map<string, number>();

  of(value: object): number {
    const known = this.ofObject.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const id = this.ofText.get(text) ?? this.ofText.size;
    this.ofText.set(text, id);
    this.ofObject.set(value, id);
    return id;
  }
}

interface Exchange {
  readonly job: string;
  readonly alike: number;
  readonly within: ReturnType<typeof layerExchanges>;
}

/** Stages of a document, and the longest path through them under balanced routing. */
interface Balanced {
  readonly plan: StagePlan;
  readonly path: CriticalPath;
}

export class StepBound {
  private readonly workspace = new ScheduleWorkspace();
  private readonly identities = new Identities();
  private readonly exchanges = new Memo<Exchange>();
  private readonly prices = new Memo<PricedModel>();
  private readonly drawn = new Map<string, RoutingImbalance>();
  /** Of documents whose schedule was executed. */
  private readonly balanced = new WeakMap<ExperimentDocument, Balanced>();
  /** Seconds of their longest path with the routing drawn. */
  private readonly drawnPaths = new WeakMap<ExperimentDocument, number>();
  /** Large, so only the latest is kept. */
  private fabric: { readonly key: number; readonly value: Fabric } | undefined;

  /** Seconds, by the schedule executed. @param document of a prepared experiment */
  seconds(document: ExperimentDocument): number {
    return this.execute(document).makespan * (1 - ROUNDING);
  }

  private execute(document: ExperimentDocument): { readonly balanced: Balanced; readonly makespan: number } {
    const { cluster, workload, seed } = document;
    const schedule = scheduleFor(scheduleRequest(workload));
    const plan = this.stagesOf(cluster, workload, seed);
    const { durations, outputLag } = opTimes(
      schedule,
      // Without what the first forward and the last backward do besides, which only adds.
      plan.stages.map(({ once: _, ...stage }) => stage),
      undefined,
    );
    const noTransfer = new Float64Array(schedule.directions * schedule.stages);
    const { makespan } = executeSchedule(
      schedule,
      { durations, outputLag, forwardTransfer: noTransfer, backwardTransfer: noTransfer },
      this.workspace,
    );
    const balanced = { plan, path: criticalPath(schedule, this.workspace) };
    this.balanced.set(document, balanced);
    return { balanced, makespan };
  }

  /**
   * Seconds of the path that `seconds` found longest, with the first expert group's routing as drawn: a step
   * takes no less, whatever else it waits for. Undefined where `firstGroup` is.
   */
  drawnPath(document: ExperimentDocument): number | undefined {
    const { cluster, workload, seed } = document;
    if (!drawsGroups(workload)) return undefined;
    const { plan, path } = this.balancedOf(document);
    const { drawn } = this;
    const seconds =
      firstGroupPathSeconds(this.fabricOf(cluster), workload, seed, path, { plan, drawn }) * (1 - ROUNDING);
    this.drawnPaths.set(document, seconds);
    return seconds;
  }

  /** Seconds of that path and of the optimizer, which follows it. */
  drawnPathAndOptimizer(document: ExperimentDocument): number | undefined {
    const { cluster, workload, seed } = document;
    const path = this.drawnPaths.get(document) ?? this.drawnPath(document);
    if (path === undefined) return undefined;
    const { plan } = this.balancedOf(document);
    return path + optimizerSeconds(this.fabricOf(cluster), workload, seed, plan) * (1 - ROUNDING);
  }

  /**
   * Seconds of the step with one of its expert groups alone, routing as drawn: no less than `seconds` and
   * `drawnPathAndOptimizer`. Undefined where groups cannot differ, so that the step itself takes no longer to
   * work out.
   */
  firstGroup(document: ExperimentDocument): number | undefined {
    const { cluster, workload, seed } = document;
    if (!drawsGroups(workload)) return undefined;
    const { plan } = this.balancedOf(document);
    return firstGroupSeconds(this.fabricOf(cluster), workload, seed, { plan, drawn: this.drawn });
  }

  /** Seconds in closed form, no more than `floor` but for rounding: no layer is priced. */
  wire({ cluster, workload, seed }: ExperimentDocument): number {
    const shape = layerShape(workload);
    const assignment = stageAssignment(cluster, workload, shape);
    const { within } = this.exchangeOf(cluster, workload, seed);
    return wireFloor(workload, assignment, leastCosts(cluster, workload, shape), within) * (1 - ROUNDING);
  }

  /** Seconds in closed form, no more than `seconds`: no schedule is written. */
  floor({ cluster, workload, seed }: ExperimentDocument): number {
    const assignment = stageAssignment(cluster, workload);
    return workFloor(workload, assignment, this.priced(cluster, workload, seed)) * (1 - ROUNDING);
  }

  private balancedOf(document: ExperimentDocument): Balanced {
    return this.balanced.get(document) ?? this.execute(document).balanced;
  }

  private stagesOf(cluster: ClusterSpec, workload: WorkloadSpec, seed: number): StagePlan {
    const assignment = stageAssignment(cluster, workload);
    if (!sharesLayers(shardingOf(workload)))
      return planStages(workload, this.priced(cluster, workload, seed), assignment);
    // The same layers on the same stages, with what is gathered and reduced alongside them.
    const shape = layerShape(workload);
    const fabric = this.fabricOf(cluster);
    const shared = layerCommunication(fabric, workload, placeRanks(cluster, workload, seed), shape);
    return planStages(workload, priceModel(cluster, workload, shape, shared), assignment);
  }

  private priced(cluster: ClusterSpec, workload: WorkloadSpec, seed: number): PricedModel {
    const { communication } = workload;
    const shape = layerShape(workload);
    const { job, alike, within } = this.exchangeOf(cluster, workload, seed);
    const worked = `${this.identities.of(shape)} ${this.identities.of(communication)}`;
    const key = `${job} ${worked} ${layersOfBlock(workload)} ${alike}`;
    return this.prices.of(key, () => priceModel(cluster, workload, shape, within));
  }

  /** What layers send, and a name for all placements that send alike. */
  private exchangeOf(cluster: ClusterSpec, workload: WorkloadSpec, seed: number): Exchange {
    const job = `${this.identities.of(cluster)} ${this.identities.of(workload.model)} ${seed}`;
    return this.exchanges.of(`${job} ${JSON.stringify(exchangedBy(workload))}`, () => {
      const placement = placeRanks(cluster, workload, seed);
      const within = layerExchanges(this.fabricOf(cluster), workload, placement, layerShape(workload));
      return { job, within, alike: this.identities.of(within) };
    });
  }

  private fabricOf(cluster: ClusterSpec): Fabric {
    const key = this.identities.of(cluster);
    if (this.fabric?.key !== key) this.fabric = { key, value: new Fabric(cluster) };
    return this.fabric.value;
  }
}

/** Whether expert groups may differ. */
const drawsGroups = ({ model, parallelism, routing }: WorkloadSpec): boolean =>
  model.moe !== undefined && parallelism.expert > 1 && routing.expertLoadCv !== 0;

/**
 * What the exchanges of a layer depend on. Ranks in the default order that fill nodes have the same groups in
 * every pipeline: those that share a sequence, a tensor or experts lie next to each other.
 */
function exchangedBy(workload: WorkloadSpec): unknown {
  const { batch, parallelism, communication, precision, software } = workload;
  const { placement, rankOrder = RANK_ORDERS[0] } = parallelism;
  const scattered = hidesTensorScatter(workload);
  if (placement !== 'packed' || rankOrder !== RANK_ORDERS[0])
    return [batch, parallelism, communication, precision, software, scattered];
  const { pipeline: _, data: _data, zeroStage: _stage, ...within } = parallelism;
  const { globalSequences: _all, ...own } = batch;
  return [own, within, communication, precision, software, scattered];
}
