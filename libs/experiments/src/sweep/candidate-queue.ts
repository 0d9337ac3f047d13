/**
 * Points of a search in the order of bounds that none of them can beat. Every point has one in closed form,
 * of layouts from tables; only where these say too little is the schedule executed for a closer one.
 */
import { EventQueue, elementAt } from '@railyard/base';
import { tokensPerStep } from '@railyard/parallelism';
import { type SweepObjective } from '../sweep-document.js';
import { StepBound } from './lower-bound.js';
import { type LosingBound } from './losing-bound.js';
import { type LeastStep, type SweepRun } from './prepare-sweep.js';

interface Candidate {
  readonly run: SweepRun;
  /** No run of the point costs less: of an objective to maximize, its negative. */
  readonly cost: number;
  /** The closest bound there is. */
  readonly isExact: boolean;
  /** The bound that the cost is of. */
  readonly by: LosingBound;
}

/** Bounds of a point, each no lower than the one before it and dearer to work out. */
const BOUNDS: readonly {
  readonly by: LosingBound;
  readonly of: (bound: StepBound, run: SweepRun) => LeastStep | undefined;
}[] = [
  { by: 'work', of: (bound, run) => run.least ?? bounded(run, bound.wire(run.prepared.document)) },
  { by: 'work', of: (bound, run) => bounded(run, bound.wire(run.prepared.document)) },
  { by: 'work', of: (bound, run) => bounded(run, bound.floor(run.prepared.document)) },
  { by: 'schedule', of: (bound, run) => bounded(run, bound.seconds(run.prepared.document)) },
  { by: 'routing', of: (bound, run) => bounded(run, bound.drawnPath(run.prepared.document)) },
  { by: 'routing', of: (bound, run) => bounded(run, bound.drawnPathAndOptimizer(run.prepared.document)) },
  { by: 'routing', of: (bound, run) => bounded(run, bound.firstGroup(run.prepared.document)) },
];

const bounded = ({ prepared }: SweepRun, seconds: number | undefined): LeastStep | undefined =>
  seconds === undefined ? undefined : { seconds, tokens: tokensPerStep(prepared.document.workload) };

/** Points whose bounds are equal leave in the order of the document. */
export class CandidateQueue {
  private readonly queue: EventQueue;
  private readonly costs: Float64Array;
  /** [points] bounds that were worked out. */
  private readonly depth: Uint8Array;
  private readonly bound = new StepBound();

  constructor(
    private readonly runs: readonly SweepRun[],
    private readonly objective: SweepObjective,
  ) {
    this.queue = new EventQueue(Math.max(1, runs.length));
    this.depth = new Uint8Array(runs.length);
    this.costs = new Float64Array(runs.length).fill(-Infinity);
    const isBound = hasBound(objective);
    runs.forEach((_, index) => {
      if (isBound) this.bind(index);
      else this.depth[index] = BOUNDS.length;
      this.queue.push(elementAt(this.costs, index), index, index);
    });
  }

  /** Points that were taken out. */
  get settled(): number {
    return this.runs.length - this.queue.size;
  }

  /** The point with the least bound; undefined when none is left. */
  first(): Candidate | undefined {
    const index = this.queue.peek();
    return index === -1 ? undefined : this.candidate(index);
  }

  /** Puts the first point where its next bound says. */
  refine(): void {
    const index = this.queue.pop();
    this.bind(index);
    this.queue.push(elementAt(this.costs, index), index, index);
  }

  /** Takes the first point out. */
  take(): void {
    this.queue.pop();
  }

  /** What is left, in the order of its bounds. */
  rest(): readonly Candidate[] {
    const rest: Candidate[] = [];
    while (this.queue.size > 0) rest.push(this.candidate(this.queue.pop()));
    return rest;
  }

  private bind(index: number): void {
    const depth = elementAt(this.depth, index);
    const least = elementAt(BOUNDS, depth).of(this.bound, elementAt(this.runs, index));
    if (least !== undefined)
      this.costs[index] = Math.max(elementAt(this.costs, index), costOf(this.objective, least));
    this.depth[index] = least === undefined ? BOUNDS.length : depth + 1;
  }

  private candidate(index: number): Candidate {
    const depth = elementAt(this.depth, index);
    return {
      run: elementAt(this.runs, index),
      cost: elementAt(this.costs, index),
      isExact: depth === BOUNDS.length,
      by: elementAt(BOUNDS, Math.max(0, depth - 1)).by,
    };
  }
}

const SECONDS_PER_DAY_PER_BILLION = 86_400 / 1e9;

/** Only what follows from the step's time alone has a bound; any other objective is searched in full. */
const hasBound = ({ metric, goal }: SweepObjective): boolean =>
  goal === 'minimize' ? metric === 'stepTimeS' : metric === 'tokensPerDayB';

const costOf = ({ goal }: SweepObjective, { seconds, tokens }: LeastStep): number =>
  goal === 'minimize' ? seconds : (-tokens * SECONDS_PER_DAY_PER_BILLION) / seconds;
