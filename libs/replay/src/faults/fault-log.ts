/**
 * Recorded fault logs: CSV (`timeS,component,class,durationS`) or JSON lines with the same keys, in order of
 * time: seconds since the job's start, or clock times where the start is given (log-times.ts). Read in
 * chunks; a log replays in place of a drawn trace, and one is written from any run.
 */
import { type IssueList } from '@railyard/base';
import { componentIndex, componentName, type FleetShape } from './fleet.js';
import { type FaultRecord, type FaultSource } from './fault-source.js';
import { csvCells, LineSplitter, RecordedLogError } from './log-lines.js';
import { readTime } from './log-times.js';
import { type FaultProfileSpec } from './profile-spec.js';

/** Faults that a log may hold: 24 bytes each, so 120 MB. */
export const MOST_RECORDED_FAULTS = 5_000_000;

const COLUMNS = ['timeS', 'component', 'class', 'durationS'] as const;
type Column = (typeof COLUMNS)[number];
const ALIASES: Readonly<Record<string, Column>> = { time: 'timeS', duration: 'durationS' };

/** One fault as a document or a file has it: class and component by their names, seconds. */
export interface RecordedFault {
  readonly timeS: number;
  readonly component: string;
  readonly class: string;
  readonly durationS: number;
}

/** [faults] the columns of a log: what crosses a thread. */
export interface FaultLogColumns {
  readonly times: Float64Array<ArrayBuffer>;
  readonly durations: Float64Array<ArrayBuffer>;
  readonly classes: Int32Array<ArrayBuffer>;
  readonly components: Int32Array<ArrayBuffer>;
}

/** Faults in flat arrays, ordered by time. */
export class FaultLog {
  private times = new Float64Array(64);
  private durations = new Float64Array(64);
  private classes = new Int32Array(64);
  private components = new Int32Array(64);
  length = 0;

  static of({ times, durations, classes, components }: FaultLogColumns): FaultLog {
    const log = new FaultLog();
    log.times = times;
    log.durations = durations;
    log.classes = classes;
    log.components = components;
    log.length = times.length;
    return log;
  }

  /** Copies, so that the log may grow. */
  get columns(): FaultLogColumns {
    const { length } = this;
    return {
      times: this.times.slice(0, length),
      durations: this.durations.slice(0, length),
      classes: this.classes.slice(0, length),
      components: this.components.slice(0, length),
    };
  }

  add(record: FaultRecord): void {
    if (this.length === this.times.length) this.grow();
    this.times[this.length] = record.timeS;
    this.durations[this.length] = record.durationS;
    this.classes[this.length] = record.classIndex;
    this.components[this.length] = record.component;
    this.length += 1;
  }

  at(index: number): FaultRecord {
    return {
      timeS: this.times[index],
      classIndex: this.classes[index],
      component: this.components[index],
      durationS: this.durations[index],
    };
  }

  /** Faults that come before `timeS`. */
  countUntil(timeS: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? Infinity) < timeS) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The faults as a source; the same in every replica. */
  source(): FaultSource {
    return new RecordedTrace(this);
  }

  /** The log with each fault changed, its time kept; undefined leaves the fault out. */
  changed(change: (record: FaultRecord) => FaultRecord | undefined): FaultLog {
    const log = new FaultLog();
    for (let index = 0; index < this.length; index += 1) {
      const record = change(this.at(index));
      if (record !== undefined) log.add(record);
    }
    return log;
  }

  private grow(): void {
    const double = <T extends Float64Array | Int32Array>(from: T, into: T): T => {
      into.set(from);
      return into;
    };
    const size = Math.max(64, this.length * 2);
    this.times = double(this.times, new Float64Array(size));
    this.durations = double(this.durations, new Float64Array(size));
    this.classes = double(this.classes, new Int32Array(size));
    this.components = double(this.components, new Int32Array(size));
  }
}

class RecordedTrace implements FaultSource {
  timeS = Infinity;
  classIndex = -1;
  component = -1;
  durationS = 0;
  private next = 0;

  constructor(private readonly log: FaultLog) {}

  start(): void {
    this.next = 0;
    this.advance();
  }

  advance(): void {
    if (this.next >= this.log.length) {
      this.timeS = Infinity;
      return;
    }
    const record = this.log.at(this.next);
    this.next += 1;
    this.timeS = record.timeS;
    this.classIndex = record.classIndex;
    this.component = record.component;
    this.durationS = record.durationS;
  }
}

/**
 * Reads a log chunk by chunk: `push` each piece of text, then `end`. The first line that is not empty decides
 * between CSV and JSON lines.
 * @throws RecordedLogError naming the line: empty, malformed or truncated text, unknown class or component,
 * time before the start, backward or beyond the end, too many faults.
 */
export interface FaultLogOptions {
  /** Seconds after the start that the job runs at most: a later fault is a mistake. */
  readonly untilS?: number;
  /** Start of the job, in seconds since 1970 UTC: times are then clock times. */
  readonly startS?: number;
  /** The log's own names: of columns (`when` to `timeS`) and of classes (`Xid 79` to `gpu_hard`). */
  readonly columns?: Readonly<Record<string, string>>;
  readonly classes?: Readonly<Record<string, string>>;
  readonly mostFaults?: number;
}

export class FaultLogReader {
  readonly log = new FaultLog();
  private readonly splitter = new LineSplitter((text, line) => this.readLine(text, line));
  private readonly classIndex: ReadonlyMap<string, number>;
  private header: readonly (Column | undefined)[] | undefined;
  private format: 'csv' | 'json-lines' | undefined;
  private lastTimeS = 0;

  constructor(
    private readonly profile: FaultProfileSpec,
    private readonly fleet: FleetShape,
    private readonly options: FaultLogOptions = {},
  ) {
    this.classIndex = new Map(profile.classes.map((spec, index) => [spec.id, index]));
  }

  push(chunk: string): this {
    this.splitter.push(chunk);
    return this;
  }

  /**
   * A log of no faults is a header alone: without one, it cannot be distinguished from a file that was
   * never written, in either format.
   */
  end(): FaultLog {
    this.splitter.end();
    if (this.format === undefined)
      throw new RecordedLogError(
        1,
        'The log must not be empty.',
        `Use the header alone for a log of no faults: ${COLUMNS.join(',')}.`,
      );
    return this.log;
  }

  private readonly columnOf = (name: string): Column | undefined => {
    const { columns = {} } = this.options;
    const own = Object.hasOwn(columns, name) ? columns[name] : name;
    return COLUMNS.find((column) => column === own) ?? ALIASES[own ?? ''];
  };

  private readLine(raw: string, line: number): void {
    const text = line === 1 && raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
    if (text.trim() === '') return;
    this.format ??= text.trimStart().startsWith('{') ? 'json-lines' : 'csv';
    if (this.format === 'json-lines') this.addFault(jsonCells(text, line, this.columnOf), line);
    else if (this.header === undefined) this.header = readHeader(csvCells(text, line), line, this.columnOf);
    else this.addFault(namedCells(this.header, csvCells(text, line), line), line);
  }

  /** Adds one fault; `line` is where it stands. @throws RecordedLogError as for a line of text */
  addFault(cells: Readonly<Partial<Record<Column, string>>>, line: number): void {
    const { mostFaults = MOST_RECORDED_FAULTS, classes = {}, startS, untilS = Infinity } = this.options;
    if (this.log.length >= mostFaults)
      throw new RecordedLogError(
        line,
        `A log must have at most ${mostFaults} faults.`,
        'Split it, or leave out classes that do not matter.',
      );
    const timeS = readTime(cells.timeS ?? '', startS, line);
    if (timeS > untilS)
      throw new RecordedLogError(
        line,
        `timeS must lie within the ${untilS} s that the job runs at most (got ${timeS}).`,
        startS === undefined
          ? 'Use seconds since the start of the job, or give its start with --log-start for clock times.'
          : 'Check the start of the job, or lengthen the horizon.',
      );
    if (timeS < this.lastTimeS)
      throw new RecordedLogError(
        line,
        `timeS must not lie before that of the fault above, ${this.lastTimeS} (got ${timeS}).`,
        'Sort the log by time.',
      );
    const name = cells.class ?? '';
    const classIndex = this.classIndex.get(Object.hasOwn(classes, name) ? (classes[name] ?? name) : name);
    if (classIndex === undefined) {
      throw new RecordedLogError(
        line,
        `class must be one of profile ${this.profile.name} (got "${name}").`,
        `Use one of ${[...this.classIndex.keys()].join(', ')}, or map the log's name with --log-class.`,
      );
    }
    const { component: kind } = this.profile.classes[classIndex];
    const component = componentIndex(this.fleet, kind, cells.component ?? '');
    if (typeof component === 'string')
      throw new RecordedLogError(line, component, `Use for example ${componentName(this.fleet, kind, 0)}.`);
    this.lastTimeS = timeS;
    this.log.add({
      timeS,
      classIndex,
      component,
      durationS: readDuration(cells.durationS ?? '0', line),
    });
  }
}

function readDuration(cell: string, line: number): number {
  const value = cell === '' ? NaN : Number(cell);
  if (!(value >= 0 && value < Infinity))
    throw new RecordedLogError(
      line,
      `durationS must be a number of seconds from 0 (got "${cell}").`,
      'Use 0 where the time is not known.',
    );
  return value;
}

function readHeader(
  cells: readonly string[],
  line: number,
  columnOf: (name: string) => Column | undefined,
): readonly (Column | undefined)[] {
  const header = cells.map(columnOf);
  for (const column of ['timeS', 'component', 'class'] as const) {
    if (!header.includes(column))
      throw new RecordedLogError(
        line,
        `The header must have a column ${column}.`,
        `Use ${COLUMNS.join(',')}, or map the log's name with --log-column.`,
      );
  }
  return header;
}

function namedCells(
  header: readonly (Column | undefined)[],
  cells: readonly string[],
  line: number,
): Partial<Record<Column, string>> {
  if (cells.length !== header.length)
    throw new RecordedLogError(
      line,
      `A line must have the ${header.length} cells of the header (got ${cells.length}).`,
      'Check commas and quotation marks.',
    );
  const named: Partial<Record<Column, string>> = {};
  header.forEach((column, index) => {
    if (column !== undefined) named[column] = cells[index];
  });
  return named;
}

function jsonCells(
  text: string,
  line: number,
  columnOf: (name: string) => Column | undefined,
): Partial<Record<Column, string>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RecordedLogError(
      line,
      'A line must hold one complete JSON object.',
      'Use one object for each fault.',
    );
  const named: Partial<Record<Column, string>> = {};
  for (const [key, cell] of Object.entries(value)) {
    const column = columnOf(key);
    if (column !== undefined) named[column] = String(cell);
  }
  return named;
}

/** The faults by their names, as a document has them. */
export function* recordedFaults(
  log: FaultLog,
  profile: FaultProfileSpec,
  fleet: FleetShape,
): Generator<RecordedFault> {
  for (let index = 0; index < log.length; index += 1) {
    const { timeS, component, classIndex, durationS } = log.at(index);
    const spec = profile.classes[classIndex];
    yield { timeS, component: componentName(fleet, spec.component, component), class: spec.id, durationS };
  }
}

/** The log of recorded faults; each that the machine or the profile cannot have is an issue at its index. */
export function faultLogOf(
  faults: readonly RecordedFault[],
  profile: FaultProfileSpec,
  fleet: FleetShape,
  issues: IssueList,
  untilS = Infinity,
): FaultLog {
  const reader = new FaultLogReader(profile, fleet, { untilS });
  faults.forEach((fault, index) => {
    const cells = { ...fault, timeS: String(fault.timeS), durationS: String(fault.durationS) };
    try {
      reader.addFault(cells, index + 1);
    } catch (error) {
      if (!(error instanceof RecordedLogError)) throw error;
      issues.at(index).add('not-in-machine', error.problem, error.hint);
    }
  });
  return reader.log;
}

/** The log as CSV; numbers keep every bit, so reading it back gives the same faults. */
export function faultLogCsv(log: FaultLog, profile: FaultProfileSpec, fleet: FleetShape): string {
  const lines = [COLUMNS.join(',')];
  for (const fault of recordedFaults(log, profile, fleet))
    lines.push(`${fault.timeS},${fault.component},${fault.class},${fault.durationS}`);
  return `${lines.join('\n')}\n`;
}
