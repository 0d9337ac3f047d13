/**
 * What a sweep's schema cannot say: that its paths exist, its ranges are ranges, and its method has what it
 * needs.
 */
import { type IssueList } from '@railyard/base';
import { fieldOrIssue } from '../documents/index.js';
import { DOCUMENT_SCHEMAS, type JsonSchema } from '../schema/index.js';
import { isFlapMetric, isReplayMetric } from '../run-metrics.js';
import { type AnySweepDocument, type SweepMethod, type SweepParameter } from '../sweep-document.js';
import { layoutAxes } from './layout-axes.js';
import { pointCount } from './points.js';
import { type Axis } from './values.js';

/** The axes of a sweep; what is wrong goes to `issues`. */
export function checkSweep(sweep: AnySweepDocument, issues: IssueList): readonly Axis[] {
  const base = baseOf(sweep);
  const stated = Object.entries(sweep.parameters).flatMap(([path, parameter]) =>
    axisOf(path, parameter, { base, method: sweep.method }, issues.at('parameters').at(path)),
  );
  const axes =
    sweep.method === 'optimize' && sweep.serving === undefined ? layoutAxes(sweep, stated) : stated;
  checkOverlaps(Object.keys(sweep.parameters), issues.at('parameters'));
  checkMethod(sweep, issues);
  checkObjective(sweep, issues.at('objective').at('metric'));
  if (issues.issues.length > 0) return axes;
  const size = pointCount(sweep, axes);
  // A search runs few of its points.
  if (sweep.method === 'optimize') return axes;
  issues
    .at('limits')
    .at('runs')
    .require(
      size <= sweep.limits.runs,
      'too-many-points',
      `The sweep must have at most limits.runs = ${sweep.limits.runs} points (got ${size}).`,
      'Raise limits.runs, or take fewer values.',
    );
  return axes;
}

/** What every point is one of. */
interface SweepBase {
  readonly schema: JsonSchema;
  /** What may be swept of it, in words, and one that may. */
  readonly parts: string;
  readonly path: string;
  readonly values: readonly number[];
}

const baseOf = ({ serving }: AnySweepDocument): SweepBase =>
  serving === undefined
    ? {
        schema: DOCUMENT_SCHEMAS.Experiment,
        parts: 'a path below cluster, workload or replay',
        path: 'workload.parallelism.pipeline',
        values: [8, 16],
      }
    : {
        schema: DOCUMENT_SCHEMAS.Serving,
        parts: 'a path of the service, such as decode.batch',
        path: 'decode.batch',
        values: [32, 64],
      };

function axisOf(
  path: string,
  parameter: SweepParameter,
  { base, method }: { readonly base: SweepBase; readonly method: SweepMethod },
  issues: IssueList,
): readonly Axis[] {
  if (path === 'apiVersion' || path === 'kind' || path.startsWith('name')) {
    issues.add('not-allowed', `\`${path}\` cannot be swept.`, `Sweep ${base.parts}, or the seed.`);
    return [];
  }
  const field = fieldOrIssue(base.schema, path, issues);
  if (field === undefined) return [];
  const axis: Axis = { path, parameter, whole: field.type === 'integer' };
  if (parameter.values === undefined) return checkRange(axis, field, method, issues) ? [axis] : [];
  issues.require(
    parameter.min === undefined && parameter.max === undefined,
    'ambiguous',
    'A parameter must have values or a range (got both).',
    'Keep one of them.',
  );
  return [axis];
}

/** False where there is no range at all. */
function checkRange(
  { path, parameter: { min, max, steps, scale } }: Axis,
  field: JsonSchema,
  method: SweepMethod,
  issues: IssueList,
): boolean {
  if (min === undefined || max === undefined) {
    issues.add(
      'missing-key',
      'A parameter must have values or a range (got neither).',
      'Add for example `values: [8, 16]`, or `min: 1`, `max: 8` and `steps: 4`.',
    );
    return false;
  }
  issues
    .at('max')
    .require(
      min < max,
      'too-small',
      `max must be above min ${min} (got ${max}).`,
      min === max ? `Use \`values: [${min}]\` for one value.` : 'Swap them.',
    );
  issues
    .at('min')
    .require(
      scale !== 'log' || min > 0,
      'too-small',
      `min must be above 0 on a logarithmic scale (got ${min}).`,
      'Start above 0.',
    );
  issues.require(
    field.type === 'integer' || field.type === 'number',
    'wrong-type',
    `\`${path}\` must be a number to have a range.`,
    'List its values.',
  );
  if (method === 'grid' || method === 'optimize')
    issues
      .at('steps')
      .require(
        steps !== undefined,
        'missing-key',
        'steps must be given: a grid divides a range into them.',
        'Add `steps`.',
      );
  return true;
}

/** Of two paths where one holds the other, the later would undo what the earlier set. */
function checkOverlaps(paths: readonly string[], issues: IssueList): void {
  for (const path of paths) {
    const holder = paths.find((other) => path.startsWith(`${other}.`));
    if (holder !== undefined)
      issues
        .at(path)
        .add(
          'overlapping',
          `\`${path}\` lies within \`${holder}\`, which is swept too.`,
          'Keep one of them.',
        );
  }
}

/** A path of the replay section. */
export const isReplayPath = (path: string): boolean => path === 'replay' || path.startsWith('replay.');

/** A metric of a replay needs one, in the base or made by the points; one of flaps needs them at all. */
function checkObjective(sweep: AnySweepDocument, issues: IssueList): void {
  const {
    objective: { metric },
    parameters,
    points = [],
    method,
  } = sweep;
  if (sweep.serving !== undefined) return;
  const varies = (isOne: (path: string) => boolean): boolean =>
    Object.keys(parameters).some(isOne) ||
    (points.length > 0 && points.every((point) => Object.keys(point).some(isOne)));
  if (isFlapMetric(metric)) {
    issues.require(
      varies((path) => path === 'flap'),
      'needs-flap',
      `${metric} is time lost by \`flap\`, and the sweep varies none.`,
      'Add a parameter, of one value or more: `flap: { values: [[node:0/nic:2+3]] }`.',
    );
    issues.require(
      method !== 'optimize',
      'not-allowed',
      `${metric} cannot be searched for: a search varies layouts, and no flaps.`,
      'Use method grid, list, random or latin-hypercube.',
    );
  }
  if (isReplayMetric(metric) && sweep.replay === undefined)
    issues.require(
      varies(isReplayPath),
      'needs-replay',
      `${metric} is a metric of a replay, and the sweep has no replay.`,
      'Add `replay: {}`: the defaults are those of `railyard replay`.',
    );
}

function checkMethod(sweep: AnySweepDocument, issues: IssueList): void {
  const { path, values } = baseOf(sweep);
  const swept = Object.keys(sweep.parameters).length;
  if (sweep.method === 'list') {
    issues
      .at('points')
      .require(
        sweep.points !== undefined,
        'missing-key',
        'points must be given with method list.',
        `Add for example \`points: [{ ${path}: ${values[0]} }]\`.`,
      );
    issues
      .at('parameters')
      .require(
        swept === 0,
        'not-allowed',
        'parameters must be empty with method list.',
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
      `points must be absent with method ${sweep.method}.`,
      'Remove points, or use method list.',
    );
  if (sweep.method !== 'optimize') {
    issues
      .at('parameters')
      .require(
        swept > 0,
        'missing-key',
        'parameters must name what is swept.',
        `Add for example \`parameters: { ${path}: { values: [${values.join(', ')}] } }\`.`,
      );
  }
  const draws = sweep.method === 'random' || sweep.method === 'latin-hypercube';
  issues
    .at('samples')
    .require(
      draws === (sweep.samples !== undefined),
      draws ? 'missing-key' : 'not-allowed',
      draws
        ? `samples must be given with method ${sweep.method}.`
        : `samples must be absent with method ${sweep.method}.`,
      draws ? 'Add `samples`.' : 'Remove `samples`.',
    );
}

/** Every path of every point, each reported once. */
function checkPoints(sweep: AnySweepDocument, issues: IssueList): void {
  const { schema } = baseOf(sweep);
  const seen = new Set<string>();
  (sweep.points ?? []).forEach((point, index) => {
    for (const path of Object.keys(point)) {
      if (seen.has(path)) continue;
      seen.add(path);
      fieldOrIssue(schema, path, issues.at(index).at(path));
    }
  });
}
