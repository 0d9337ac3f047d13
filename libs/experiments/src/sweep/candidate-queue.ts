/**
 * Points of a search in the order of bounds that none of them can beat. Every point has one in closed form;
 * only where that says too little is the schedule executed for a closer one.
 */
import { EventQueue, elementAt } from '@railyard/base';
import { type ExperimentDocument } from '../document.js';
import { type SweepObjective } from '../sweep-document.js';
import { StepBound } from './lower-bound.js';
import { type SweepRun } from './prepare-sweep.js';

interface Candidate {
  readonly run: SweepRun;
  /** No run of the point costs less: of an objective to maximize, its negative. */
  readonly cost: number;
  /** The closest bound there is. */
  readonly isExact: boolean;
}

/** Points whose bounds are equal leave in the order of the document. */
export class CandidateQueue {
  private readonly queue: EventQueue;
  private readonly closed: Float64Array;
  private readonly executed: Float64Array;
  private readonly bound = new StepBound();

  constructor(
    private readonly runs: readonly SweepRun[],
    private readonly objective: SweepObjective,
  ) {
    this.queue = new EventQueue(Math.max(1, runs.length));
    this.closed = Float64Array.from(runs, ({ prepared }) =>
      costOf(prepared.document, objective, () => this.bound.floor(prepared.document)),
    );
    this.executed = new Float64Array(runs.length).fill(NaN);
    this.closed.forEach((cost, index) => this.queue.push(cost, index, index));
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

  /** Puts the first point where its executed schedule says. */
  refine(): void {
    const index = this.queue.pop();
    const { document } = elementAt(this.runs, index).prepared;
    const cost = costOf(document, this.objective, () => this.bound.seconds(document));
    this.executed[index] = cost;
    this.queue.push(cost, index, index);
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

  private candidate(index: number): Candidate {
    const executed = elementAt(this.executed, index);
    const isExact = !Number.isNaN(executed);
    return {
      run: elementAt(this.runs, index),
      cost: isExact ? executed : elementAt(this.closed, index),
      isExact,
    };
  }
}

const SECONDS_PER_DAY_PER_BILLION = 86_400 / 1e9;

/** Only what follows from the step's time alone has a bound; any other objective is searched in full. */
function costOf(
  { workload: { batch } }: ExperimentDocument,
  { metric, goal }: SweepObjective,
  seconds: () => number,
): number {
  if (metric === 'stepTimeS' && goal === 'minimize') return seconds();
  if (metric === 'tokensPerDayB' && goal === 'maximize')
    return (-batch.globalSequences * batch.sequenceLength * SECONDS_PER_DAY_PER_BILLION) / seconds();
  return -Infinity;
}
