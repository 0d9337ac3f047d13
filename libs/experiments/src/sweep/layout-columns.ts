/**
 * The layouts of a search as rows of whole numbers: of each column (tensor, pipeline, schedule...) which of
 * its values a row has. What depends on a few columns only is worked out once for each of their combinations,
 * and found by a number that they make.
 */
import { canonicalJson, elementAt, entryOf } from '@railyard/base';
import { type LayoutKey } from '@railyard/parallelism';
import { type SweepPoint } from './points.js';
import { type Axis, gridValues } from './values.js';

/** [columns] which of its values a row has. */
export type Choices = Int32Array;

export interface Column {
  readonly path: string;
  readonly key: LayoutKey;
  readonly values: readonly unknown[];
  /** [values] the first that equals it. */
  readonly first: Int32Array;
  /** The column is there for some choices of another: for others a row has its first value. */
  readonly only?: { readonly column: number; readonly choices: Uint8Array };
}

/** Paths of a layout, by what they are called where they are read. */
export const LAYOUT_PATHS: Readonly<Record<string, LayoutKey>> = {
  'workload.parallelism.tensor': 'tensor',
  'workload.parallelism.context': 'context',
  'workload.parallelism.pipeline': 'pipeline',
  'workload.parallelism.expert': 'expert',
  'workload.parallelism.expertTensor': 'expertTensor',
  'workload.parallelism.zeroStage': 'zeroStage',
  'workload.batch.microBatchSequences': 'microBatchSequences',
  'workload.recompute': 'recompute',
  'workload.recomputeModules': 'recomputeModules',
  'workload.schedule.name': 'schedule',
  'workload.schedule.chunksPerDevice': 'chunksPerDevice',
};

export class LayoutColumns {
  readonly columns: readonly Column[];
  /** Combinations of all values, those that repeat a row among them. */
  private readonly combinations: number;

  /** @param axes of paths of a layout; the last varies fastest */
  constructor(axes: readonly Axis[]) {
    this.columns = axes.map((axis) => columnOf(axis, axes));
    this.combinations = this.columns.reduce((product, { values }) => product * values.length, 1);
  }

  /** Calls `visit` with each row; `choices` is only there during the call. */
  forEach(visit: (row: number, choices: Choices) => void): void {
    const { columns } = this;
    const choices = new Int32Array(columns.length);
    for (let row = 0; row < this.combinations; row += 1) {
      if (this.isRow(choices)) visit(row, choices);
      for (let column = columns.length - 1; column >= 0; column -= 1) {
        const next = elementAt(choices, column) + 1;
        choices[column] = next < elementAt(columns, column).values.length ? next : 0;
        if (choices[column] !== 0) break;
      }
    }
  }

  choicesOf(row: number): Choices {
    const choices = new Int32Array(this.columns.length);
    let rest = row;
    for (let column = choices.length - 1; column >= 0; column -= 1) {
      const { length } = elementAt(this.columns, column).values;
      choices[column] = rest % length;
      rest = Math.floor(rest / length);
    }
    return choices;
  }

  /** The first row with these values; undefined where there is none. */
  rowWith(valueAt: (path: string) => unknown): number | undefined {
    const choices = new Int32Array(this.columns.length);
    let row = 0;
    for (const [index, column] of this.columns.entries()) {
      const wanted = canonicalJson(valueAt(column.path) ?? null);
      const found = column.values.findIndex((value) => canonicalJson(value) === wanted);
      choices[index] = this.isThere(column, choices) ? found : 0;
      if (elementAt(choices, index) < 0) return undefined;
      row = row * column.values.length + elementAt(choices, index);
    }
    return row;
  }

  /** Path to value, of the columns that are there. */
  parametersOf(choices: Choices): SweepPoint {
    const point: Record<string, unknown> = {};
    for (const [index, column] of this.columns.entries())
      if (this.isThere(column, choices)) point[column.path] = column.values[elementAt(choices, index)];
    return point;
  }

  /** An earlier row has the same values, which a list of the document repeats. */
  repeats(choices: Choices): boolean {
    return this.columns.some(({ first }, index) => first[elementAt(choices, index)] !== choices[index]);
  }

  /** Whether a row has the column: an axis may be there for some values of another. */
  isThere({ only }: Column, choices: Choices): boolean {
    return only === undefined || only.choices[elementAt(choices, only.column)] === 1;
  }

  private isRow(choices: Choices): boolean {
    for (let index = 0; index < choices.length; index += 1) {
      const column = elementAt(this.columns, index);
      if (column.only !== undefined && choices[index] !== 0 && !this.isThere(column, choices)) return false;
    }
    return true;
  }
}

function columnOf(axis: Axis, axes: readonly Axis[]): Column {
  const { path, only } = axis;
  const values = gridValues(axis);
  const texts = values.map((value) => canonicalJson(value));
  const key = entryOf(LAYOUT_PATHS, path);
  const column = { path, key, values, first: Int32Array.from(texts, (text) => texts.indexOf(text)) };
  if (only === undefined) return column;
  const other = axes.findIndex((candidate) => candidate.path === only.path);
  const having = gridValues(elementAt(axes, other)).map((value) => (value === only.value ? 1 : 0));
  return { ...column, only: { column: other, choices: Uint8Array.from(having) } };
}

/** Numbers the combinations of a few columns. */
export class ColumnCode {
  /** Columns that count, and by how much. */
  private readonly places: Int32Array;
  private readonly strides: Int32Array;
  readonly size: number;

  /** @param keys of the columns; those whose presence these decide or follow count with them */
  constructor({ columns }: LayoutColumns, keys: readonly LayoutKey[]) {
    const reads = columns.map(({ key }) => keys.includes(key));
    columns.forEach(({ only }, index) => {
      if (only !== undefined && reads[index] === true) reads[only.column] = true;
    });
    this.places = Int32Array.from(reads.flatMap((isRead, index) => (isRead ? [index] : [])));
    this.strides = new Int32Array(this.places.length);
    let size = 1;
    this.places.forEach((column, place) => {
      this.strides[place] = size;
      size *= elementAt(columns, column).values.length;
    });
    this.size = size;
  }

  of(choices: Choices): number {
    const { places, strides } = this;
    let code = 0;
    for (let place = 0; place < places.length; place += 1)
      code += elementAt(strides, place) * elementAt(choices, elementAt(places, place));
    return code;
  }
}

/** What follows from a few columns, worked out when a row first asks for it. */
export class ColumnTable<V> {
  private readonly code: ColumnCode;
  private readonly known = new Map<number, V>();

  constructor(
    columns: LayoutColumns,
    keys: readonly LayoutKey[],
    private readonly make: (choices: Choices) => V,
  ) {
    this.code = new ColumnCode(columns, keys);
  }

  of(choices: Choices): V {
    const code = this.code.of(choices);
    let value = this.known.get(code);
    if (value === undefined) this.known.set(code, (value = this.make(choices)));
    return value;
  }
}
