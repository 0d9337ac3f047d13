/**
 * Layouts of one job without a document each: the values of a point put into the job in full form, checked by
 * the rules of the plan and by memory. A document is made of those that are run. What a document of the same
 * point says is the same, but for the advice on memory: what would fit is among the other points.
 */
import { canonicalJson, type Issue, IssueList } from '@railyard/base';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';
import { assign, checkLayoutBody, completeLayout, resolvedExperiment } from '../documents/index.js';
import { experimentSchema, fieldAt } from '../schema/index.js';
import { presentable } from '../validation/index.js';
import { type SweepPoint } from './points.js';
import { type Axis, gridValues } from './values.js';

type Plain = Readonly<Record<string, unknown>>;

/** Paths that a layout consists of, each with a value that any job can have. */
const NEUTRAL: Readonly<Record<string, unknown>> = {
  'workload.parallelism.tensor': 1,
  'workload.parallelism.context': 1,
  'workload.parallelism.pipeline': 1,
  'workload.parallelism.expert': 1,
  'workload.parallelism.expertTensor': 1,
  'workload.parallelism.zeroStage': 1,
  'workload.batch.microBatchSequences': 1,
  'workload.recompute': 'none',
  'workload.schedule.name': '1f1b',
  'workload.schedule.chunksPerDevice': 1,
};

/** A layout that can be run, as its document would be, or what is wrong with it. */
export type CheckedLayout = { readonly document: ExperimentDocument } | { readonly issues: readonly Issue[] };

export class LayoutPoints {
  private constructor(
    private readonly frame: ExperimentDocument,
    /** The document as written, for what it says of replicas and stages. */
    private readonly written: Plain,
  ) {}

  /** Undefined where points are more than layouts of one job: then each needs a document of its own. */
  static of(base: Plain, axes: readonly Axis[]): LayoutPoints | undefined {
    const { replay, anchor, fail } = base;
    if (replay !== undefined || anchor !== undefined || fail !== undefined) return undefined;
    if (!axes.every(isOfLayout)) return undefined;
    const written = assign(
      base,
      axes.filter(({ only }) => only === undefined).map(({ path }) => ({ path, value: NEUTRAL[path] })),
    ) as Plain;
    const frame = resolvedExperiment(written);
    return frame === undefined || frame.ignoreMemory === true ? undefined : new LayoutPoints(frame, written);
  }

  check(parameters: SweepPoint): CheckedLayout {
    const issues = new IssueList();
    const assignments = Object.entries(parameters).map(([path, value]) => ({ path, value }));
    const { workload, ...rest } = assign(this.frame, assignments) as ExperimentDocument;
    const { data: _, ...parallelism } = workload.parallelism;
    const document = completeLayout(
      { ...rest, workload: { ...workload, parallelism } },
      this.written,
      issues,
    ) as unknown as ExperimentDocument;
    if (issues.issues.length === 0) checkLayoutBody(document.cluster, document.workload, issues);
    return issues.issues.length > 0 ? { issues: presentable(issues.issues) } : { document };
  }
}

/** What tells layouts of one job apart. */
export function layoutKey({ parallelism, batch, schedule, recompute }: WorkloadSpec): string {
  return canonicalJson({ parallelism, batch, schedule, recompute });
}

/** A key of a layout, with values that the schema lets through. */
function isOfLayout(axis: Axis): boolean {
  if (!(axis.path in NEUTRAL)) return false;
  const found = fieldAt(experimentSchema, axis.path.split('.'));
  if (!found.found) return false;
  const { enum: names, minimum = -Infinity, maximum = Infinity } = found.schema;
  return gridValues(axis).every((value) =>
    names === undefined
      ? typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum
      : names.some((name) => name === value),
  );
}
