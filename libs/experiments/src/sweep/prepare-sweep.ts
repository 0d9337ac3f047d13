/**
 * A sweep document to the experiments or services it stands for: duplicates removed by document hash,
 * infeasible points kept aside with their issues.
 */
import { hashOf, InvalidDocumentError, type Issue, IssueList, isRecord } from '@railyard/base';
import { type Assignment, assign, validateDocument } from '../documents/index.js';
import {
  API_VERSION,
  type ExperimentDocument,
  type PreparedExperiment,
  type PreparedRun,
  type PreparedServing,
} from '../document.js';
import { identityOf, prepareExperiment } from '../engine.js';
import { ENGINE_VERSION } from '../engine-version.js';
import { FLAP_METRIC_NAMES, METRIC_NAMES, MORE_IS_BETTER, REPLAY_METRIC_NAMES } from '../run-metrics.js';
import { MORE_IS_BETTER_OF_SERVICES, SERVING_METRIC_NAMES } from '../serving-metrics.js';
import { prepareServing } from '../serving/index.js';
import { throwIfAny } from '../validation/index.js';
import { type AnySweepDocument, type ServingSweep, type SweepDocument } from '../sweep-document.js';
import { checkSweep, isReplayPath } from './check-sweep.js';
import { LayoutPoints, valueIn } from './layout-points.js';
import { pointCount, type SweepPoint, sweepPoints } from './points.js';
import { type Axis } from './values.js';

export interface SweepRun<P extends PreparedRun = PreparedExperiment> {
  readonly parameters: SweepPoint;
  readonly prepared: P;
  /** Equal for runs of one sweep whose documents are equal. */
  readonly key: string;
  /** Of a layout, without its document. */
  readonly least?: LeastStep;
}

/** A time that no step of a run beats, and what is trained in it. */
export interface LeastStep {
  readonly seconds: number;
  readonly tokens: number;
}

export interface InfeasiblePoint {
  readonly parameters: SweepPoint;
  readonly issues: readonly Issue[];
}

interface PreparedPoints<D extends AnySweepDocument, P extends PreparedRun> {
  readonly id: string;
  readonly document: D;
  /** Points of the sweep, before anything is removed. */
  readonly size: number;
  /** Points whose document equals an earlier one's. */
  readonly duplicates: number;
  readonly infeasible: readonly InfeasiblePoint[];
  /** What there is to run, in the order of the document. */
  readonly runs: readonly SweepRun<P>[];
}

/** Of experiments. */
export interface PreparedSweep extends PreparedPoints<SweepDocument, PreparedExperiment> {
  /** Of a search: the experiment as written, which the layouts found are measured against. */
  readonly reference?: SweepRun | InfeasiblePoint;
}

/** Of services. */
export type PreparedServingSweep = PreparedPoints<ServingSweep, PreparedServing>;

export type AnyPreparedSweep = PreparedSweep | PreparedServingSweep;

export const isServingSweep = (sweep: AnyPreparedSweep): sweep is PreparedServingSweep =>
  sweep.document.serving !== undefined;

/**
 * Validates and expands a sweep, of experiments or of services.
 * @throws InvalidDocumentError when the sweep itself is wrong; a wrong point is only infeasible.
 */
export function prepareAnySweep(input: unknown): AnyPreparedSweep {
  const { document, axes } = checkedSweep(input);
  const written = input as Readonly<Record<string, unknown>>;
  if (document.serving === undefined) return experimentsOf(document, axes, written);
  const base = baseServing(written);
  return {
    id: hashOf({ document, engineVersion: ENGINE_VERSION }),
    document,
    size: pointCount(document, axes),
    ...documentPoints((point) => prepareServing(assign(base, point)), sweepPoints(document, axes)),
  };
}

/** One of experiments. @throws InvalidDocumentError as `prepareAnySweep` does, and for one of services. */
export function prepareSweep(input: unknown): PreparedSweep {
  const sweep = prepareAnySweep(input);
  if (!isServingSweep(sweep)) return sweep;
  const message = 'serving must be absent in a sweep of experiments.';
  const hint = 'Give cluster and workload, or a preset.';
  throw new InvalidDocumentError([{ path: '/serving', code: 'not-allowed', message, hint }]);
}

function experimentsOf(
  document: SweepDocument,
  axes: readonly Axis[],
  written: Readonly<Record<string, unknown>>,
): PreparedSweep {
  const base = baseExperiment(written);
  const layouts = document.method === 'optimize' ? LayoutPoints.of(base, axes) : undefined;
  const points =
    layouts === undefined
      ? documentPoints((point) => prepareExperiment(assign(base, point)), sweepPoints(document, axes))
      : layoutPoints(layouts);
  return {
    id: hashOf({ document, engineVersion: ENGINE_VERSION }),
    document,
    size: pointCount(document, axes),
    ...points,
    ...(document.method === 'optimize' ? { reference: referenceOf(base, axes, layouts) } : {}),
  };
}

type Points<P extends PreparedRun = PreparedExperiment> = Pick<
  PreparedPoints<AnySweepDocument, P>,
  'runs' | 'infeasible' | 'duplicates'
>;

/** A document with the values of a point. @throws InvalidDocumentError */
type Prepare<P> = (point: readonly Assignment[]) => P;

/** A document for each point. */
function documentPoints<P extends PreparedRun>(prepare: Prepare<P>, points: Iterable<SweepPoint>): Points<P> {
  const runs: SweepRun<P>[] = [];
  const infeasible: InfeasiblePoint[] = [];
  const seen = new Set<string>();
  let duplicates = 0;
  for (const parameters of points) {
    const point = preparedPoint(prepare, parameters);
    if ('issues' in point) infeasible.push(point);
    else if (seen.has(point.key)) duplicates += 1;
    else {
      seen.add(point.key);
      runs.push(point);
    }
  }
  return { runs, infeasible, duplicates };
}

/** Rows of a search, each a document only when it is asked for. */
function layoutPoints(layouts: LayoutPoints): Points {
  const runs: SweepRun[] = [];
  const infeasible: InfeasiblePoint[] = [];
  let duplicates = 0;
  layouts.columns.forEach((row, choices) => {
    const verdict = layouts.verdict(choices);
    if (verdict === 'repeats') duplicates += 1;
    else if (verdict === 'runs') runs.push(new LayoutRun(layouts, row));
    else infeasible.push(new InfeasibleLayout(layouts, row));
  });
  return { runs, infeasible, duplicates };
}

/** Issues of a sweep document, its points left aside. */
export function sweepIssues(input: unknown): readonly Issue[] {
  try {
    checkedSweep(input);
    return [];
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
}

function checkedSweep(input: unknown): {
  readonly document: AnySweepDocument;
  readonly axes: readonly Axis[];
} {
  const { document, issues } = validateDocument(withObjective(input), 'Sweep');
  if (document === undefined) throw new InvalidDocumentError(issues);
  const sweep = document as unknown as AnySweepDocument;
  const semantic = new IssueList();
  const axes = checkSweep(sweep, semantic);
  throwIfAny(semantic);
  return { document: sweep, axes };
}

/**
 * What varies faults and recovery alone does not change the step: unless it says otherwise, its best point is
 * the one of the best goodput, which counts no step on a corrupted state. A point must not win by dropping
 * the checkpoints that it would have to roll back to.
 */
function withObjective(input: unknown): unknown {
  if (!isRecord(input)) return input;
  const { parameters, points, objective = {} } = input;
  if (!isRecord(objective)) return input;
  if (objective.metric !== undefined) return withGoal(input, objective);
  if (input.serving !== undefined) return input;
  const varies = (values: unknown): boolean => isRecord(values) && Object.keys(values).some(isReplayPath);
  const allVary = Array.isArray(points) && points.length > 0 && points.every(varies);
  return varies(parameters) || allVary ? { ...input, objective: { ...objective, metric: 'goodput' } } : input;
}

/** Where the document does not say which way is better, the metric does. */
function withGoal(
  input: Readonly<Record<string, unknown>>,
  objective: Readonly<Record<string, unknown>>,
): unknown {
  const isLess = METRICS_OF_LESS.some((name) => name === objective.metric);
  return objective.goal === undefined && isLess
    ? { ...input, objective: { ...objective, goal: 'minimize' } }
    : input;
}

const METRICS_OF_LESS: readonly string[] = [
  ...[...METRIC_NAMES, ...REPLAY_METRIC_NAMES, ...FLAP_METRIC_NAMES].filter(
    (name) => !MORE_IS_BETTER.has(name),
  ),
  ...SERVING_METRIC_NAMES.filter((name) => !MORE_IS_BETTER_OF_SERVICES.has(name)),
];

/**
 * The experiment that every point starts from, as written, so that a point may also change a preset's name.
 */
function baseExperiment(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { preset, cluster, workload, seed, replay } = input;
  const stated = Object.entries({ preset, cluster, workload, seed, replay }).filter(
    ([, value]) => value !== undefined,
  );
  return { apiVersion: API_VERSION, kind: 'Experiment', ...Object.fromEntries(stated) };
}

/** The service that every point starts from. */
function baseServing({
  serving,
  seed,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const body = isRecord(serving) ? serving : {};
  return { apiVersion: API_VERSION, kind: 'Serving', ...body, ...(seed === undefined ? {} : { seed }) };
}

/** The base as a point among the others: what it has at their paths. */
function referenceOf(
  base: Readonly<Record<string, unknown>>,
  axes: readonly Axis[],
  layouts: LayoutPoints | undefined,
): SweepRun | InfeasiblePoint {
  const point = preparedPoint((values) => prepareExperiment(assign(base, values)), {});
  if ('issues' in point) return point;
  const { prepared } = point;
  const row = layouts?.rowOf(prepared.document);
  const values = axes
    .map(({ path }) => [path, valueIn(prepared.document, path)] as const)
    .filter(([, value]) => value !== undefined);
  const key = row === undefined ? point.key : keyOfRow(row);
  return { parameters: Object.fromEntries(values), prepared, key };
}

function preparedPoint<P extends PreparedRun>(
  prepare: Prepare<P>,
  parameters: SweepPoint,
): SweepRun<P> | InfeasiblePoint {
  const assignments = Object.entries(parameters).map(([path, value]) => ({ path, value }));
  try {
    const prepared = prepare(assignments);
    return { parameters, prepared, key: prepared.id };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { parameters, issues: error.issues };
    throw error;
  }
}

const keyOfRow = (row: number): string => `row ${row}`;

/** A row that can run; its document is made when it is asked for. */
class LayoutRun implements SweepRun {
  private made: PreparedExperiment | undefined;

  constructor(
    private readonly layouts: LayoutPoints,
    private readonly row: number,
  ) {}

  get parameters(): SweepPoint {
    return this.layouts.parametersOf(this.row);
  }

  get key(): string {
    return keyOfRow(this.row);
  }

  get least(): LeastStep {
    return { seconds: this.layouts.leastSeconds(this.row), tokens: this.layouts.tokens };
  }

  get prepared(): PreparedExperiment {
    return (this.made ??= withIdentity(this.layouts.documentOf(this.row)));
  }
}

/** Its identity is a hash, made when it is asked for. */
function withIdentity(document: ExperimentDocument): PreparedExperiment {
  let id: string | undefined;
  return {
    document,
    get id() {
      return (id ??= identityOf(document));
    },
  };
}

/** A row that cannot run; what is wrong with it is worked out when it is asked for. */
class InfeasibleLayout implements InfeasiblePoint {
  private found: readonly Issue[] | undefined;

  constructor(
    private readonly layouts: LayoutPoints,
    private readonly row: number,
  ) {}

  get parameters(): SweepPoint {
    return this.layouts.parametersOf(this.row);
  }

  get issues(): readonly Issue[] {
    return (this.found ??= this.layouts.issues(this.row));
  }
}
