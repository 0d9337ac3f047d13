/** The points of a sweep, one at a time: every combination, the listed ones, or drawn ones. */
import { assertUnreachable, RandomStream, elementAt } from '@railyard/base';
import { type AnySweepDocument } from '../sweep-document.js';
import { type Axis, gridValues, permutation, valueAt } from './values.js';

/** Dotted path to value. */
export type SweepPoint = Readonly<Record<string, unknown>>;

/** Points that the method will make, duplicates included. */
export function pointCount(sweep: AnySweepDocument, axes: readonly Axis[]): number {
  switch (sweep.method) {
    case 'grid':
    case 'optimize':
      return gridSize(axes);
    case 'list':
      return sweep.points?.length ?? 0;
    case 'random':
    case 'latin-hypercube':
      return sweep.samples ?? 0;
    default:
      return assertUnreachable(sweep.method);
  }
}

/** Points in the order of the document: of a grid, the first parameter changes slowest. */
export function* sweepPoints(sweep: AnySweepDocument, axes: readonly Axis[]): Generator<SweepPoint> {
  switch (sweep.method) {
    case 'grid':
    case 'optimize':
      return yield* combinations(axes);
    case 'list':
      return yield* sweep.points ?? [];
    case 'random':
      return yield* drawn(sweep, axes);
    case 'latin-hypercube':
      return yield* latinHypercube(sweep, axes);
    default:
      return assertUnreachable(sweep.method);
  }
}

/** Points of a grid: an axis that is there for some values of another counts once for the others. */
function gridSize(axes: readonly Axis[]): number {
  return axes.reduce((size, axis) => {
    const { length } = gridValues(axis);
    if (axis.only === undefined) return size * length;
    const { path, value } = axis.only;
    const values = axes.filter((other) => other.path === path).flatMap(gridValues);
    const having = values.filter((other) => other === value).length;
    return (size / values.length) * (values.length - having + having * length);
  }, 1);
}

function* combinations(axes: readonly Axis[]): Generator<SweepPoint> {
  const values = axes.map(gridValues);
  const size = values.reduce((product, axis) => product * axis.length, 1);
  for (let index = 0; index < size; index += 1) {
    let rest = index;
    const choice = new Array<number>(axes.length);
    for (let axis = axes.length - 1; axis >= 0; axis -= 1) {
      const { length } = elementAt(values, axis);
      choice[axis] = rest % length;
      rest = Math.floor(rest / length);
    }
    const point = chosen(axes, values, choice);
    if (point !== undefined) yield point;
  }
}

/** The point of a choice for each axis; undefined where it repeats another, of an axis that is not there. */
function chosen(
  axes: readonly Axis[],
  values: readonly (readonly unknown[])[],
  choice: readonly number[],
): SweepPoint | undefined {
  const point: Record<string, unknown> = {};
  for (const [i, { path, only }] of axes.entries()) {
    const at = elementAt(choice, i);
    if (only === undefined || point[only.path] === only.value) point[path] = elementAt(values, i)[at];
    else if (at > 0) return undefined;
  }
  return point;
}

/** Every axis has a stream of its own: another axis more does not change the draws of the others. */
const streamOf = (sweep: AnySweepDocument, axis: Axis): RandomStream =>
  new RandomStream(sweep.seed, `sweep/${sweep.method}/${axis.path}`);

function* drawn(sweep: AnySweepDocument, axes: readonly Axis[]): Generator<SweepPoint> {
  const streams = axes.map((axis) => streamOf(sweep, axis));
  for (let sample = 0; sample < (sweep.samples ?? 0); sample += 1) {
    yield Object.fromEntries(
      axes.map((axis, i) => [axis.path, valueAt(axis, elementAt(streams, i).uniform())]),
    );
  }
}

/**
 * Each axis is cut into as many strata as there are samples, and every stratum is met once (McKay, Beckman,
 * Conover 1979).
 */
function* latinHypercube(sweep: AnySweepDocument, axes: readonly Axis[]): Generator<SweepPoint> {
  const samples = sweep.samples ?? 0;
  const streams = axes.map((axis) => streamOf(sweep, axis));
  const strata = streams.map((stream) => permutation(samples, stream));
  for (let sample = 0; sample < samples; sample += 1) {
    yield Object.fromEntries(
      axes.map((axis, i) => [
        axis.path,
        valueAt(axis, (elementAt(elementAt(strata, i), sample) + elementAt(streams, i).uniform()) / samples),
      ]),
    );
  }
}
