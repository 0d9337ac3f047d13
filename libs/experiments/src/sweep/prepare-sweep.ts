/**
 * A sweep document to the experiments it stands for: duplicates removed by document hash, infeasible points
 * kept aside with their issues.
 */
import { hashOf, InvalidDocumentError, type Issue, IssueList, isRecord } from '@railyard/base';
import { assign, validateDocument } from '../documents/index.js';
import { API_VERSION, type ExperimentDocument, type PreparedExperiment } from '../document.js';
import { identityOf, prepareExperiment } from '../engine.js';
import { ENGINE_VERSION } from '../engine-version.js';
import { throwIfAny } from '../validation/index.js';
import { type SweepDocument } from '../sweep-document.js';
import { checkSweep, isReplayPath } from './check-sweep.js';
import { LayoutPoints, valueIn } from './layout-points.js';
import { pointCount, type SweepPoint, sweepPoints } from './points.js';
import { type Axis } from './values.js';

export interface SweepRun {
  readonly parameters: SweepPoint;
  readonly prepared: PreparedExperiment;
  /** Equal for runs of one sweep whose documents are equal. */
  readonly key: string;
}

export interface InfeasiblePoint {
  readonly parameters: SweepPoint;
  readonly issues: readonly Issue[];
}

export interface PreparedSweep {
  readonly id: string;
  readonly document: SweepDocument;
  /** Points of the sweep, before anything is removed. */
  readonly size: number;
  /** Points whose document equals an earlier one's. */
  readonly duplicates: number;
  readonly infeasible: readonly InfeasiblePoint[];
  /** What there is to run, in the order of the document. */
  readonly runs: readonly SweepRun[];
  /** Of a search: the experiment as written, which the layouts found are measured against. */
  readonly reference?: SweepRun | InfeasiblePoint;
}

/**
 * Validates and expands a sweep.
 * @throws InvalidDocumentError when the sweep itself is wrong; a wrong point is only infeasible.
 */
export function prepareSweep(input: unknown): PreparedSweep {
  const { document, axes } = checkedSweep(input);
  const base = baseExperiment(input as Readonly<Record<string, unknown>>);
  const layouts = document.method === 'optimize' ? LayoutPoints.of(base, axes) : undefined;
  const points =
    layouts === undefined ? documentPoints(base, sweepPoints(document, axes)) : layoutPoints(layouts);
  return {
    id: hashOf({ document, engineVersion: ENGINE_VERSION }),
    document,
    size: pointCount(document, axes),
    ...points,
    ...(document.method === 'optimize' ? { reference: referenceOf(base, axes, layouts) } : {}),
  };
}

type Points = Pick<PreparedSweep, 'runs' | 'infeasible' | 'duplicates'>;

/** A document for each point. */
function documentPoints(base: Readonly<Record<string, unknown>>, points: Iterable<SweepPoint>): Points {
  const runs: SweepRun[] = [];
  const infeasible: InfeasiblePoint[] = [];
  const seen = new Set<string>();
  let duplicates = 0;
  for (const parameters of points) {
    const point = preparedPoint(base, parameters);
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
    else infeasible.push(infeasibleLayout(layouts, row));
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

function checkedSweep(input: unknown): { readonly document: SweepDocument; readonly axes: readonly Axis[] } {
  const { document, issues } = validateDocument(withObjective(input), 'Sweep');
  if (document === undefined) throw new InvalidDocumentError(issues);
  const sweep = document as unknown as SweepDocument;
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
  if (!isRecord(objective) || objective.metric !== undefined) return input;
  const varies = (values: unknown): boolean => isRecord(values) && Object.keys(values).some(isReplayPath);
  const allVary = Array.isArray(points) && points.length > 0 && points.every(varies);
  return varies(parameters) || allVary ? { ...input, objective: { ...objective, metric: 'goodput' } } : input;
}

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

/** The base as a point among the others: what it has at their paths. */
function referenceOf(
  base: Readonly<Record<string, unknown>>,
  axes: readonly Axis[],
  layouts: LayoutPoints | undefined,
): SweepRun | InfeasiblePoint {
  const point = preparedPoint(base, {});
  if ('issues' in point) return point;
  const { prepared } = point;
  const row = layouts?.rowOf(prepared.document);
  const values = axes
    .map(({ path }) => [path, valueIn(prepared.document, path)] as const)
    .filter(([, value]) => value !== undefined);
  const key = row === undefined ? point.key : keyOfRow(row);
  return { parameters: Object.fromEntries(values), prepared, key };
}

function preparedPoint(
  base: Readonly<Record<string, unknown>>,
  parameters: SweepPoint,
): SweepRun | InfeasiblePoint {
  const assignments = Object.entries(parameters).map(([path, value]) => ({ path, value }));
  try {
    const prepared = prepareExperiment(assign(base, assignments));
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
function infeasibleLayout(layouts: LayoutPoints, row: number): InfeasiblePoint {
  let issues: readonly Issue[] | undefined;
  return {
    get parameters() {
      return layouts.parametersOf(row);
    },
    get issues() {
      return (issues ??= layouts.issues(row));
    },
  };
}
