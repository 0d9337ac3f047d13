/**
 * Polled counters of InfiniBand ports: only differences count. A fall is a reset, and the new value is the
 * increase since; `link_downed` has 8 bits and `symbol_error` 16, and both stop at the top.
 */
import { csvCells, RecordedLogError } from '../faults/index.js';
import { isoOf, isoUs, type LogEvent, type LogReading, US } from './log-event.js';

const COLUMNS = ['time', 'node', 'port', 'link_downed'] as const;
const TOPS = { link_downed: 255, symbol_error: 65_535 } as const;

export const isPortCounters = (head: string): boolean =>
  COLUMNS.every((column) => head.split(',').includes(column));

interface Sample {
  readonly timeUs: number;
  readonly node: string;
  readonly component: string;
  readonly counters: ReadonlyMap<string, number>;
}

export function readPortCounters(text: string): LogReading {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = csvCells(head, 1);
  const samples = lines.map((line, index) => sampleOf(columns, line, index + 2));
  const last = new Map<string, Sample>();
  const events: LogEvent[] = [];
  const notes: string[] = [];
  for (const sample of samples) {
    const before = last.get(sample.component);
    last.set(sample.component, sample);
    notes.push(...notesOf(sample, before));
    const increase = before === undefined ? 0 : increaseOf(sample, before);
    if (before !== undefined && increase > 0) events.push(flapsOf(sample, before, increase));
  }
  return { format: 'ib-port-counters', events, read: samples.length, ignored: 0, notes };
}

function sampleOf(columns: readonly string[], line: string, number: number): Sample {
  const cells = csvCells(line, number);
  const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
  const counters = columns.slice(columns.indexOf('port') + 1).map((name): [string, number] => {
    const value = Number(cell(name));
    if (cell(name) === '' || !(value >= 0))
      throw new RecordedLogError(
        number,
        `${name} must be a count (got "${cell(name)}").`,
        'Use a whole number, or leave the row out.',
      );
    return [name, value];
  });
  const node = cell('node');
  return {
    timeUs: isoUs(cell('time'), number),
    node,
    component: `${node}/${cell('port')}`,
    counters: new Map(counters),
  };
}

const countOf = ({ counters }: Sample, name: string): number => counters.get(name) ?? 0;

function increaseOf(sample: Sample, before: Sample): number {
  const [now, then] = [countOf(sample, 'link_downed'), countOf(before, 'link_downed')];
  return now < then ? now : now - then;
}

/** How often, never for how long: the duration must come from elsewhere. */
function flapsOf({ timeUs, node, component }: Sample, before: Sample, count: number): LogEvent {
  return {
    timeUs,
    node,
    component,
    code: `link_downed +${count}`,
    class: 'link-flap',
    jobEffect: 'window',
    action: 'ignore',
    faultClass: 'link_flap',
    timeErrorS: (timeUs - before.timeUs) / US,
    count,
  };
}

function notesOf(sample: Sample, before: Sample | undefined): readonly string[] {
  const { component, timeUs, counters } = sample;
  const fell =
    before !== undefined && [...counters].some(([name, value]) => value < countOf(before, name))
      ? [`The counters of ${component} were reset before ${isoOf(timeUs)}.`]
      : [];
  const full = Object.entries(TOPS)
    .filter(
      ([name, top]) => countOf(sample, name) === top && (before === undefined || countOf(before, name) < top),
    )
    .map(([name, top]) => `${name} of ${component} stands at its top, ${top}, and counts no more.`);
  return [...fell, ...full];
}
