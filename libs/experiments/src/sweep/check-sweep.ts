/**
 * What a sweep's schema cannot say: that its paths exist, its ranges are ranges, and its method has what it
 * needs.
 */
import { type IssueList } from '@railyard/base';
import { fieldOrIssue } from '../documents/index.js';
import { experimentSchema } from '../schema/index.js';
import { isReplayMetric } from '../run-metrics.js';
import { type SweepDocument, type SweepMethod, type SweepParameter } from '../sweep-document.js';
import { layoutAxes } from './layout-axes.js';
import { pointCount } from './points.js';
import { type Axis } from './values.js';

/** The axes of a sweep; what is wrong goes to `issues`. */
export function checkSweep(sweep: SweepDocument, issues: IssueList): readonly Axis[] {
  const stated = Object.entries(sweep.parameters).flatMap(([path, parameter]) =>
    axisOf(path, parameter, sweep.method, issues.at('parameters').at(path)),
  );
  const axes = sweep.method === 'optimize' ? layoutAxes(sweep, stated) : stated;
  checkOverlaps(Object.keys(sweep.parameters), issues.at('parameters'));
  checkMethod(sweep, issues);
  checkObjective(sweep, issues.at('objective').at('metric'));
  if (issues.issues.length > 0) return axes;
  const size = pointCount(sweep, axes);
  issues
    .at('limits')
    .at('runs')
    .require(
      size <= sweep.limits.runs,
      'too-many-points',
      `the sweep has ${size} points, more than limits.runs ${sweep.limits.runs}`,
      'Raise limits.runs, or take fewer values.',
    );
  return axes;
}

function axisOf(
  path: string,
  parameter: SweepParameter,
  method: SweepMethod,
  issues: IssueList,
): readonly Axis[] {
  if (path === 'apiVersion' || path === 'kind' || path.startsWith('name')) {
    issues.add(
      'not-allowed',
      `\`${path}\` cannot be swept`,
      'Sweep a path below cluster, workload or replay, or the seed.',
    );
    return [];
  }
  const field = fieldOrIssue(experimentSchema, path, issues);
  if (field === undefined) return [];
  const axis: Axis = { path, parameter, whole: field.type === 'integer' };
  if (parameter.values !== undefined) {
    issues.require(
      parameter.min === undefined && parameter.max === undefined,
      'ambiguous',
      'both values and a range are given',
      'Keep one of them.',
    );
    return [axis];
  }
  const { min, max, steps, scale } = parameter;
  if (min === undefined || max === undefined) {
    issues.add(
      'missing-key',
      'neither values nor min and max are given',
      'For example `values: [8, 16]` or `min: 1`, `max: 8`, `steps: 4`.',
    );
    return [];
  }
  issues
    .at('max')
    .require(
      min < max,
      'too-small',
      `max ${max} is not above min ${min}`,
      min === max ? `For one value write \`values: [${min}]\`.` : 'Swap them.',
    );
  issues
    .at('min')
    .require(
      scale !== 'log' || min > 0,
      'too-small',
      `a logarithmic range cannot start at ${min}`,
      'Start above 0.',
    );
  issues.require(
    field.type === 'integer' || field.type === 'number',
    'wrong-type',
    `\`${path}\` is not a number, so it has no range`,
    'List its values.',
  );
  if (method === 'grid' || method === 'optimize')
    issues
      .at('steps')
      .require(
        steps !== undefined,
        'missing-key',
        'a grid needs the number of steps of a range',
        'Add `steps`.',
      );
  return [axis];
}

/** Of two paths where one holds the other, the later would undo what the earlier set. */
function checkOverlaps(paths: readonly string[], issues: IssueList): void {
  for (const path of paths) {
    const holder = paths.find((other) => path.startsWith(`${other}.`));
    if (holder !== undefined)
      issues
        .at(path)
        .add('overlapping', `\`${path}\` lies within \`${holder}\`, which is swept too`, 'Keep one of them.');
  }
}

/** A metric of a replay needs one: in the base, or made by the points. */
function checkObjective(
  { objective: { metric }, replay, parameters, points = [] }: SweepDocument,
  issues: IssueList,
): void {
  if (!isReplayMetric(metric) || replay !== undefined) return;
  const isOfReplay = (path: string): boolean => path === 'replay' || path.startsWith('replay.');
  const played =
    Object.keys(parameters).some(isOfReplay) ||
    (points.length > 0 && points.every((point) => Object.keys(point).some(isOfReplay)));
  issues.require(
    played,
    'needs-replay',
    `${metric} is a metric of a replay, and the sweep has none`,
    'Add `replay: {}`: the defaults are those of `railyard replay`.',
  );
}

function checkMethod(sweep: SweepDocument, issues: IssueList): void {
  const swept = Object.keys(sweep.parameters).length;
  if (sweep.method === 'list') {
    issues
      .at('points')
      .require(
        sweep.points !== undefined,
        'missing-key',
        'method list needs points',
        'For example `points: [{ workload.parallelism.pipeline: 8 }]`.',
      );
    issues
      .at('parameters')
      .require(
        swept === 0,
        'not-allowed',
        'method list takes its values from points',
        'Remove parameters, or use method grid.',
      );
    checkPoints(sweep, issues.at('points'));
    return;
  }
  issues
    .at('points')
    .require(
      sweep.points === undefined,
      'not-allowed',
      `method ${sweep.method} has no points`,
      'Remove points, or use method list.',
    );
  if (sweep.method !== 'optimize') {
    issues
      .at('parameters')
      .require(
        swept > 0,
        'missing-key',
        'there is nothing to sweep',
        'For example `parameters: { workload.parallelism.pipeline: { values: [8, 16] } }`.',
      );
  }
  const draws = sweep.method === 'random' || sweep.method === 'latin-hypercube';
  issues
    .at('samples')
    .require(
      draws === (sweep.samples !== undefined),
      draws ? 'missing-key' : 'not-allowed',
      draws
        ? `method ${sweep.method} needs the number of samples`
        : `method ${sweep.method} draws no samples`,
      draws ? 'Add `samples`.' : 'Remove `samples`.',
    );
}

/** Every path of every point, each reported once. */
function checkPoints(sweep: SweepDocument, issues: IssueList): void {
  const seen = new Set<string>();
  (sweep.points ?? []).forEach((point, index) => {
    for (const path of Object.keys(point)) {
      if (seen.has(path)) continue;
      seen.add(path);
      fieldOrIssue(experimentSchema, path, issues.at(index).at(path));
    }
  });
}
