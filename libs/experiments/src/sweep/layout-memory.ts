/**
 * Whether rows of a search fit the device, exactly: memory of a rank is a sum of parts, each of which follows
 * from a few columns and is worked out once for their values, by the functions that check a document.
 *
 * - micro-batches in flight: schedule, pipeline, micro-batches
 * - bytes that one leaves behind on a stage: tensor, context, experts, micro-batch, recomputation, stages
 * - parameters of a rank: tensor, experts, its layers
 * - weights, gradients, optimizer, buffers, working memory: all but the schedule
 */
import { GIGA, elementAt } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import {
  accumulatesGradients,
  bytesInFlight,
  directionsOf,
  type FullestMoments,
  fullestMoments,
  gatheredBytes,
  generateSchedule,
  layerCounts,
  type LayerCosts,
  type LayoutKey,
  type LayerShape,
  layerShape,
  leastCosts,
  ordersLayers,
  type RankParameters,
  rankParameters,
  reserveBytes,
  scheduleRequest,
  shortened,
  stageActivationBytes,
  stageAssignment,
  type StageLayers,
  type StateBytes,
  stateBytes,
  workingBytes,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { memoryOf } from '../documents/index.js';
import { type Choices, ColumnTable, type LayoutColumns } from './layout-columns.js';
import { needsOf, RankContents } from './rank-contents.js';

const SPLIT = ['tensor', 'expert', 'expertTensor'] as const;
const SHAPE = [...SPLIT, 'context', 'microBatchSequences', 'recompute', 'recomputeModules'] as const;
const SCHEDULE = ['pipeline', 'schedule', 'chunksPerDevice'] as const;

/** Ranks of a layout that hold the same layers. */
interface RankClass {
  readonly content: number;
  /** One for ranks that need the same beyond their state, gathered weights and micro-batches in flight. */
  readonly needs: number;
  readonly stages: readonly StageLayers[];
}

/** Which class each rank is of. */
interface RankClasses {
  readonly classes: readonly RankClass[];
  readonly ofRank: Int32Array;
}

/** Layers dealt out to stages; the ranks that hold them, by how stages are dealt out to ranks. */
interface HeldStages {
  readonly stages: readonly StageLayers[];
  readonly bytes: Float64Array;
  readonly costs: LayerCosts;
  readonly ranks: Map<string, RankClasses>;
  /** What each holds, by kinds of layers and by layers; absent: not asked yet. */
  readonly contents: [byKind?: Int32Array, byLayer?: Int32Array];
}

interface InFlight {
  readonly moments: readonly FullestMoments[];
  readonly copies: number;
  /** How stages are dealt out to ranks. */
  readonly map: string;
}

/** What the ranks of a row hold. */
export interface HeldByRanks {
  readonly classes: readonly RankClass[];
  /** Directions in which each stage is run: half of the micro-batches in each of two. */
  readonly copies: number;
  /** What layers and ends take at least. */
  readonly costs: LayerCosts;
}

/** Of one way to deal layers out to ranks, and one schedule. */
interface Dealt extends RankClasses, HeldByRanks {
  /** [classes] bytes that the fullest rank of the class keeps for micro-batches in flight. */
  readonly activations: Float64Array;
}

/** What follows from a few columns and the layers that a rank holds. */
class ContentTable<V> {
  private readonly tables: ColumnTable<Map<number, V>>;

  constructor(columns: LayoutColumns, keys: readonly LayoutKey[]) {
    this.tables = new ColumnTable(columns, keys, () => new Map());
  }

  of(row: Choices, content: number, make: () => V): V {
    const known = this.tables.of(row);
    let value = known.get(content);
    if (value === undefined) known.set(content, (value = make()));
    return value;
  }
}

/** Of the limit: nearer to it, the document's own estimate decides. */
const ROUNDING = 1e-9;

/** In place of working bytes that are no sum. */
const NO_SUM = -1;

export class LayoutMemory {
  private readonly contents = new RankContents();
  private readonly held = new Map<readonly StageLayers[], HeldStages>();
  private readonly schedules = new Map<string, InFlight>();
  private readonly floors: ColumnTable<number>;
  private readonly shapes: ContentTable<LayerShape>;
  private readonly accumulates: ColumnTable<boolean>;
  private readonly inFlight: ColumnTable<InFlight>;
  /** By kinds of layers; where they are gathered one by one, by layers. */
  private readonly dealt: readonly [ColumnTable<Dealt>, ColumnTable<Dealt>];
  private readonly replicas: ColumnTable<WorkloadSpec>;
  private readonly sharings: ColumnTable<boolean>;
  private readonly parameters: ContentTable<RankParameters>;
  private readonly states: ContentTable<number>;
  private readonly gathered: ContentTable<number>;
  private readonly working: ContentTable<number>;
  /** Layers go to the host one by one. */
  private readonly offloads: boolean;

  /** Of the row in hand, once something is worked out for it. */
  private current: WorkloadSpec | undefined;

  constructor(
    columns: LayoutColumns,
    private readonly cluster: ClusterSpec,
    private readonly workloadOf: (choices: Choices) => WorkloadSpec,
    { activationOffload }: Pick<WorkloadSpec, 'activationOffload'>,
  ) {
    this.offloads = activationOffload !== undefined;
    const table = <V>(keys: readonly LayoutKey[], make: (choices: Choices) => V): ColumnTable<V> =>
      new ColumnTable(columns, keys, make);
    this.floors = table([...SPLIT, 'context', 'zeroStage', ...SCHEDULE], (row) => this.leastBytes(row));
    this.shapes = new ContentTable(columns, SHAPE);
    this.accumulates = table(['pipeline', 'tensor', 'context', 'microBatchSequences'], (row) =>
      accumulatesGradients(this.workload(row)),
    );
    this.inFlight = table([...SCHEDULE, 'tensor', 'context', 'microBatchSequences'], (row) =>
      this.inFlightOf(row),
    );
    const dealt = (isOrdered: boolean): ColumnTable<Dealt> =>
      table([...SHAPE, ...SCHEDULE], (row) => this.deal(row, isOrdered));
    this.dealt = [dealt(false), dealt(true)];
    this.replicas = table(['pipeline', 'tensor', 'context'], (row) => this.workload(row));
    this.sharings = table(['zeroStage', 'pipeline'], (row) => ordersLayers(this.workload(row)));
    this.parameters = new ContentTable(columns, SPLIT);
    this.states = new ContentTable(columns, [...SPLIT, 'context', 'zeroStage', 'pipeline']);
    this.gathered = new ContentTable(columns, [...SPLIT, 'zeroStage', 'pipeline']);
    this.working = new ContentTable(columns, SHAPE);
  }

  /** @param row that breaks no rule */
  fits(row: Choices): boolean {
    this.current = undefined;
    const limit = this.cluster.device.memoryGB * GIGA;
    if (this.floors.of(row) > limit * (1 + ROUNDING)) return false;
    const peak = this.peakOf(row);
    if (Math.abs(peak - limit) > ROUNDING * limit) return peak <= limit;
    return memoryOf(this.cluster, this.workload(row)).fits;
  }

  /** Bytes of the fullest rank. @param row that breaks no rule */
  peakBytes(row: Choices): number {
    this.current = undefined;
    return this.peakOf(row);
  }

  /** @param row that breaks no rule */
  ranksOf(row: Choices): HeldByRanks {
    this.current = undefined;
    return this.dealt[this.sharings.of(row) ? 1 : 0].of(row);
  }

  private workload(row: Choices): WorkloadSpec {
    return (this.current ??= this.workloadOf(row));
  }

  private peakOf(row: Choices): number {
    const isOrdered = this.sharings.of(row);
    const { classes, activations, copies } = this.dealt[isOrdered ? 1 : 0].of(row);
    let allocated = 0;
    for (let index = 0; index < classes.length; index += 1) {
      const rank = elementAt(classes, index);
      const working = this.working.of(row, rank.needs, () => this.workingOf(row, rank));
      if (working === NO_SUM) return memoryOf(this.cluster, this.workload(row)).peakGB * GIGA;
      const state = this.stateOf(row, rank, copies);
      const gathered = isOrdered ? this.gatheredOf(row, rank) : 0;
      allocated = Math.max(allocated, state + gathered + working + elementAt(activations, index));
    }
    return this.withReserve(row, allocated);
  }

  private workingOf(row: Choices, { stages }: RankClass): number {
    return workingBytes(this.cluster, this.workload(row), stages, this.shapeOf(row)) ?? NO_SUM;
  }

  private stateOf(row: Choices, { content, stages }: RankClass, copies: number): number {
    return this.states.of(row, 2 * content + copies - 1, () => {
      const workload = this.workload(row);
      const held = this.parameters.of(row, content, () => rankParameters(workload, stages));
      return sumOf(stateBytes(workload, held, copies));
    });
  }

  private gatheredOf(row: Choices, { content, stages }: RankClass): number {
    return this.gathered.of(row, content, () => gatheredBytes(this.workload(row), stages));
  }

  private withReserve(row: Choices, allocated: number): number {
    const { allocator, context } = reserveBytes(this.replicas.of(row), allocated);
    return allocated + allocator + context;
  }

  /**
   * The fullest rank has no less than the mean of all: the training state alone, with what several ranks hold
   * of one table counted once.
   */
  private leastBytes(row: Choices): number {
    const workload = this.workload(row);
    const copies = directionsOf(workload.schedule.name);
    const all = rankParameters(workload, [wholeModel(workload)]);
    const share = copies / workload.parallelism.pipeline;
    const mean = { dense: all.dense * share, routed: all.routed * share };
    return this.withReserve(row, sumOf(stateBytes(workload, mean, copies)));
  }

  private deal(row: Choices, isOrdered: boolean): Dealt {
    const held = this.stagesOf(row);
    const { moments, map, copies } = this.inFlight.of(row);
    const key = isOrdered ? `${map} by layer` : map;
    let ranks = held.ranks.get(key);
    if (ranks === undefined) held.ranks.set(key, (ranks = this.classesOf(held, moments, isOrdered)));
    const { classes, ofRank } = ranks;
    const activations = new Float64Array(classes.length);
    moments.forEach((rank, index) => {
      const at = elementAt(ofRank, index);
      activations[at] = Math.max(elementAt(activations, at), bytesInFlight(rank, held.bytes));
    });
    return { classes, ofRank, activations, copies, costs: held.costs };
  }

  /** Of the pipeline it follows only whether a step has several micro-batches. */
  private shapeOf(row: Choices): LayerShape {
    const accumulates = this.accumulates.of(row) ? 1 : 0;
    return this.shapes.of(row, accumulates, () => layerShape(this.workload(row)));
  }

  private stagesOf(row: Choices): HeldStages {
    const workload = this.workload(row);
    const shape = this.shapeOf(row);
    const stages = stageAssignment(this.cluster, workload, shape);
    let held = this.held.get(stages);
    if (held !== undefined) return held;
    const bytes = stages.map((stage) => stageActivationBytes(workload.model, stage, shape, workload));
    const costs = leastCosts(this.cluster, workload, shape);
    held = { stages, bytes: Float64Array.from(bytes), costs, ranks: new Map(), contents: [] };
    this.held.set(stages, held);
    return held;
  }

  private classesOf(
    { stages, contents: known }: HeldStages,
    moments: readonly FullestMoments[],
    isOrdered: boolean,
  ): RankClasses {
    const contents = (known[isOrdered ? 1 : 0] ??= this.contents.ofStages(stages, isOrdered));
    const classes: RankClass[] = [];
    const places = new Map<number, number>();
    const ofRank = Int32Array.from(moments, (rank) => {
      let content = 0;
      for (const stage of rank.stages) content = this.contents.and(content, elementAt(contents, stage));
      let place = places.get(content);
      if (place === undefined) {
        const own = rank.stages.map((stage) => elementAt(stages, stage));
        const needs = this.offloads ? content : needsOf(own, isOrdered, moments.length);
        place = classes.push({ content, needs, stages: own }) - 1;
        places.set(content, place);
      }
      return place;
    });
    return { classes, ofRank };
  }

  /** When sends leave does not change in which order a rank runs its ops. */
  private inFlightOf(row: Choices): InFlight {
    const request = shortened({ ...scheduleRequest(this.workload(row)), sends: 'eager' });
    const key = Object.values(request).join(' ');
    let inFlight = this.schedules.get(key);
    if (inFlight === undefined) {
      const schedule = generateSchedule(request);
      const moments = fullestMoments(schedule);
      const map = moments.map(({ stages }) => stages.join(' ')).join();
      this.schedules.set(key, (inFlight = { moments, copies: schedule.directions, map }));
    }
    return inFlight;
  }
}

const sumOf = ({ parameters, gradients, optimizer }: StateBytes): number =>
  parameters + gradients + optimizer;

/** All layers as one stage. */
const wholeModel = ({ model }: WorkloadSpec): StageLayers => ({
  stage: 0,
  firstLayer: 0,
  layers: model.layers,
  kinds: layerCounts(model),
  embedding: true,
  head: true,
  mtpModules: model.mtpModules,
});
