/**
 * A state x = f(x), by repetition. Each round takes f's own answer while its steps shrink; once a step is no
 * smaller than the one before, the answer is mixed with what it was made from, with half the weight each time
 * (under-relaxation: Kelley, Iterative Methods for Linear and Nonlinear Equations, SIAM 1995, section 1.4),
 * so that a state that swings settles between its turns.
 */

/** What a state leads to. */
export interface Advance {
  /** What is asked for, at this state. */
  readonly values: readonly number[];
  /** [of the state's shape] f of the state */
  readonly next: readonly Float64Array[];
}

export interface FixedPoint {
  readonly values: readonly number[];
  readonly converged: boolean;
  readonly rounds: number;
  /** Largest relative change of a value in the last round, as if that had not been mixed. */
  readonly change: number;
}

/** Below this a mixed step says little of the whole one. */
const LEAST_WEIGHT = 1 / 64;

/**
 * @param before values that a first round is compared with
 * @param settled relative change of every value below which a state is taken for the fixed point
 */
export function fixedPoint(
  first: readonly Float64Array[],
  before: readonly number[],
  advance: (state: readonly Float64Array[]) => Advance,
  { settled, rounds: most }: { readonly settled: number; readonly rounds: number },
): FixedPoint {
  let state = first;
  let values = before;
  let weight = 1;
  let change = Infinity;
  for (let round = 1; round <= most; round += 1) {
    const reached = advance(state);
    const step = largestChange(values, reached.values) / weight;
    values = reached.values;
    if (step < settled) return { values, converged: true, rounds: round, change: step };
    if (step >= change) weight = Math.max(LEAST_WEIGHT, weight / 2);
    change = step;
    state = weight === 1 ? reached.next : mixed(state, reached.next, weight);
  }
  return { values, converged: false, rounds: most, change };
}

const largestChange = (before: readonly number[], after: readonly number[]): number =>
  Math.max(...after.map((value, at) => Math.abs(value / (before[at] ?? value) - 1)));

const mixed = (
  from: readonly Float64Array[],
  to: readonly Float64Array[],
  weight: number,
): readonly Float64Array[] =>
  to.map((row, at) => row.map((value, link) => (1 - weight) * (from[at]?.[link] ?? value) + weight * value));
