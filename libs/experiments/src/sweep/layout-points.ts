/**
 * Layouts of one job without a document each: the values of a point put into the job in full form, checked by
 * the rules of the plan and by memory. A document is made of those that are run. What a document of the same
 * point says is the same, but for the advice on memory: what would fit is among the other points.
 */
import { canonicalJson, invariant, type Issue, IssueList } from '@railyard/base';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';
import { assign, canRun, checkLayoutBody, completeLayout, resolvedExperiment } from '../documents/index.js';
import { experimentSchema, fieldAt } from '../schema/index.js';
import { presentable } from '../validation/index.js';
import { breaksRule, ranksOfReplica } from './layout-rules.js';
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

/** A layout that can be run, as its document would be; undefined: `issues` says why not. */
export type CheckedLayout = ExperimentDocument | undefined;

export class LayoutPoints {
  private readonly gpus: number;
  /** Where the document does not say it, what is left of the GPUs. */
  private readonly data: number | undefined;

  private constructor(
    private readonly frame: ExperimentDocument,
    /** The document as written, for what it says of replicas and stages. */
    private readonly written: Plain,
  ) {
    const { nodes, gpusPerNode } = frame.cluster;
    this.gpus = nodes * gpusPerNode;
    const { workload } = written as { readonly workload?: { readonly parallelism?: { data?: number } } };
    this.data = workload?.parallelism?.data;
  }

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

  /** By arithmetic, then by the rules of the plan and by memory. */
  check(parameters: SweepPoint): CheckedLayout {
    const workload = this.workloadOf(parameters);
    if (breaksRule(workload, this.gpus)) return undefined;
    return canRun(this.frame.cluster, workload) ? { ...this.frame, workload } : undefined;
  }

  /** What is wrong with a layout that cannot be run. */
  issues(parameters: SweepPoint): readonly Issue[] {
    const issues = new IssueList();
    const { data: _, ...parallelism } = this.workloadOf(parameters).parallelism;
    const workload = { ...this.workloadOf(parameters), parallelism };
    const document = completeLayout({ ...this.frame, workload }, this.written, issues);
    if (issues.issues.length === 0) {
      const { cluster, workload: complete } = document as unknown as ExperimentDocument;
      checkLayoutBody(cluster, complete, issues);
    }
    return presentable(issues.issues);
  }

  /** The row's values in the sections that hold them. */
  private workloadOf(parameters: SweepPoint): WorkloadSpec {
    const { workload } = this.frame;
    const sections: Sections = {
      workload: { ...workload },
      parallelism: { ...workload.parallelism },
      batch: { ...workload.batch },
      schedule: { ...workload.schedule },
    };
    for (const path in parameters) {
      const [section, key] = placeOf(path);
      sections[section][key] = parameters[path];
    }
    const { workload: whole, ...parts } = sections;
    const row = Object.assign(whole, parts) as unknown as WorkloadSpec;
    parts.parallelism['data'] = this.data ?? this.gpus / ranksOfReplica(row);
    return row;
  }
}

type Section = 'workload' | 'parallelism' | 'batch' | 'schedule';
type Sections = Readonly<Record<Section, Record<string, unknown>>>;

/** Of each path that a layout consists of. */
const PLACES = new Map<string, readonly [Section, string]>(
  Object.keys(NEUTRAL).map((path) => {
    const [, section, key] = path.split('.') as [string, string, string?];
    return [path, key === undefined ? ['workload', section] : [section as Section, key]];
  }),
);

const placeOf = (path: string): readonly [Section, string] => {
  const place = PLACES.get(path);
  invariant(place !== undefined, 'a row consists of paths of a layout', { path });
  return place;
};

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
