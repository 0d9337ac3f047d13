/**
 * Layouts of one job without a document each: rows of whole numbers, checked by the rules of the plan and by
 * memory through tables. A document is made of those that are run. What a document of the same row says is
 * the same, but for the advice on memory: what would fit is among the other rows.
 */
import { canonicalJson, elementAt, entryOf, type Issue, IssueList } from '@railyard/base';
import { type LayoutKey, tokensPerStep, type WorkloadSpec } from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';
import { assign, checkLayoutBody, completeLayout, resolvedExperiment } from '../documents/index.js';
import { experimentSchema, fieldAt, type JsonSchema } from '../schema/index.js';
import { presentable } from '../validation/index.js';
import { type Choices, LAYOUT_PATHS, LayoutColumns } from './layout-columns.js';
import { LayoutMemory } from './layout-memory.js';
import { LayoutRules } from './layout-rules.js';
import { LayoutWork } from './layout-work.js';
import { type SweepPoint } from './points.js';
import { type Axis, gridValues } from './values.js';

type Plain = Readonly<Record<string, unknown>>;

/** Of each column a value that any job can have. */
const NEUTRAL: Readonly<Record<LayoutKey, unknown>> = {
  tensor: 1,
  context: 1,
  pipeline: 1,
  expert: 1,
  expertTensor: 1,
  zeroStage: 1,
  microBatchSequences: 1,
  recompute: 'none',
  recomputeModules: null,
  schedule: '1f1b',
  chunksPerDevice: 1,
};

/** Whether a row can run, and whether an earlier one says the same. */
export type RowVerdict = 'runs' | 'repeats' | 'cannot-run';

export class LayoutPoints {
  readonly columns: LayoutColumns;
  private readonly gpus: number;
  /** Where the document does not say it, what is left of the GPUs. */
  private readonly data: number | undefined;
  private readonly rules: LayoutRules;
  private readonly memory: LayoutMemory;
  private readonly work: LayoutWork;

  private constructor(
    private readonly frame: ExperimentDocument,
    /** The document as written, for what it says of replicas and stages. */
    private readonly written: Plain,
    axes: readonly Axis[],
  ) {
    const { cluster } = frame;
    this.columns = new LayoutColumns(axes);
    this.gpus = cluster.nodes * cluster.gpusPerNode;
    const { workload } = written as { readonly workload?: { readonly parallelism?: { data?: number } } };
    this.data = workload?.parallelism?.data;
    const workloadOf = (choices: Choices): WorkloadSpec => this.workloadOf(choices);
    this.rules = new LayoutRules(this.columns, cluster, workloadOf);
    this.memory = new LayoutMemory(this.columns, cluster, workloadOf, frame.workload);
    this.work = new LayoutWork(this.columns, this.memory, workloadOf);
  }

  /** Undefined where points are more than layouts of one job: then each needs a document of its own. */
  static of(base: Plain, axes: readonly Axis[]): LayoutPoints | undefined {
    const { replay, anchor, fail } = base;
    if (replay !== undefined || anchor !== undefined || fail !== undefined) return undefined;
    if (!axes.every(isOfLayout)) return undefined;
    const written = assign(
      base,
      axes
        .filter(({ only }) => only === undefined)
        .map(({ path }) => ({ path, value: NEUTRAL[keyOf(path)] })),
    ) as Plain;
    const frame = resolvedExperiment(written);
    return frame === undefined || frame.ignoreMemory === true
      ? undefined
      : new LayoutPoints(frame, written, axes);
  }

  verdict(choices: Choices): RowVerdict {
    if (!this.rules.keptBy(choices) || !this.memory.fits(choices)) return 'cannot-run';
    return this.columns.repeats(choices) ? 'repeats' : 'runs';
  }

  /** Bytes of the fullest rank of a row that breaks no rule. */
  peakBytes(row: number): number {
    return this.memory.peakBytes(this.columns.choicesOf(row));
  }

  /** Seconds that no step of a row which can run beats. */
  leastSeconds(row: number): number {
    return this.work.leastSeconds(this.columns.choicesOf(row));
  }

  /** Tokens of a step, which no layout changes. */
  get tokens(): number {
    return tokensPerStep(this.frame.workload);
  }

  /** As its document would be, of a row that can run. */
  documentOf(row: number): ExperimentDocument {
    return { ...this.frame, workload: this.workloadOf(this.columns.choicesOf(row)) };
  }

  parametersOf(row: number): SweepPoint {
    return this.columns.parametersOf(this.columns.choicesOf(row));
  }

  /** What is wrong with a row that cannot be run. */
  issues(row: number): readonly Issue[] {
    const issues = new IssueList();
    const stated = this.workloadOf(this.columns.choicesOf(row));
    const { data: _, ...parallelism } = stated.parallelism;
    const document = completeLayout(
      { ...this.frame, workload: { ...stated, parallelism } },
      this.written,
      issues,
    );
    if (issues.issues.length === 0) {
      const { cluster, workload } = document as unknown as ExperimentDocument;
      checkLayoutBody(cluster, workload, issues);
    }
    return presentable(issues.issues);
  }

  /** The row that says what a document says; undefined where there is none. */
  rowOf(document: ExperimentDocument): number | undefined {
    const row = this.columns.rowWith((path) => valueIn(document, path));
    if (row === undefined) return undefined;
    const own = this.workloadOf(this.columns.choicesOf(row));
    return layoutKey(own) === layoutKey(document.workload) ? row : undefined;
  }

  /** The row's values in the sections that hold them. */
  private workloadOf(choices: Choices): WorkloadSpec {
    const { workload } = this.frame;
    const sections: Sections = {
      workload: { ...workload },
      parallelism: { ...workload.parallelism },
      batch: { ...workload.batch },
      schedule: { ...workload.schedule },
    };
    const { columns } = this.columns;
    for (let index = 0; index < columns.length; index += 1) {
      const column = elementAt(columns, index);
      if (!this.columns.isThere(column, choices)) continue;
      const [section, key] = PLACES[column.key];
      const value = column.values[elementAt(choices, index)];
      if (value === null) Reflect.deleteProperty(sections[section], key);
      else sections[section][key] = value;
    }
    const { workload: whole, ...parts } = sections;
    const row = Object.assign(whole, parts) as unknown as WorkloadSpec;
    parts.parallelism['data'] = this.data ?? this.gpus / ranksOfReplica(row);
    return row;
  }
}

const keyOf = (path: string): LayoutKey => entryOf(LAYOUT_PATHS, path);

/** GPUs of one replica of the model. */
const ranksOfReplica = ({ parallelism }: WorkloadSpec): number =>
  parallelism.pipeline * parallelism.tensor * (parallelism.context ?? 1);

type Section = 'workload' | 'parallelism' | 'batch' | 'schedule';
type Sections = Readonly<Record<Section, Record<string, unknown>>>;

/** The section of a workload that holds a column's value, and its key there. */
const PLACES = Object.fromEntries(
  Object.entries(LAYOUT_PATHS).map(([path, column]): [LayoutKey, readonly [Section, string]] => {
    const [, section, key] = path.split('.') as [string, string, string?];
    return [column, key === undefined ? ['workload', section] : [section as Section, key]];
  }),
) as Readonly<Record<LayoutKey, readonly [Section, string]>>;

/** Undefined where the full form has no such path: a preset's name. */
export function valueIn(document: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((at: unknown, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], document);
}

/** What tells layouts of one job apart. */
const layoutKey = ({ parallelism, batch, schedule, recompute, recomputeModules }: WorkloadSpec): string =>
  canonicalJson({ parallelism, batch, schedule, recompute, recomputeModules });

/** A key of a layout, with values that the schema lets through. */
function isOfLayout(axis: Axis): boolean {
  if (!(axis.path in LAYOUT_PATHS)) return false;
  const found = fieldAt(experimentSchema, axis.path.split('.'));
  if (!found.found) return false;
  return gridValues(axis).every((value) => isValueOf(found.schema, value));
}

function isValueOf(schema: JsonSchema, value: unknown): boolean {
  const { enum: names, minimum = -Infinity, maximum = Infinity, items } = schema;
  if (items !== undefined)
    return value === null || (Array.isArray(value) && value.length > 0 && areParts(items, value));
  if (names !== undefined) return names.some((name) => name === value);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum;
}

const areParts = (schema: JsonSchema, list: readonly unknown[]): boolean =>
  list.every((item) => isValueOf(schema, item));
