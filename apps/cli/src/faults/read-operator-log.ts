/** An operator's log as an answer: how its lines were understood, events by class, and each event. */
import { isoOf, type LogContext, type LogEvent, type LogReading } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { piecesOf } from '../input/read-bytes.js';
import { type Answer, type Table } from '../output/format.js';

/** Text that is held at once. */
const MOST_BYTES = 256 * 2 ** 20;

/** @param anonymise names of nodes and jobs give way to numbers @throws CliError naming file and line. */
export async function readHere(path: string, context: LogContext, anonymise: boolean): Promise<LogReading> {
  const reading = await readingOf(path, context);
  const { anonymised } = await import('@railyard/replay');
  return anonymise ? { ...reading, events: anonymised(reading.events) } : reading;
}

/** @throws CliError naming file and line. */
export async function readingOf(path: string, context: LogContext): Promise<LogReading> {
  const { readOperatorLog, RecordedLogError } = await import('@railyard/replay');
  const text = await textOf(path);
  try {
    return readOperatorLog(text, context);
  } catch (error) {
    if (!(error instanceof RecordedLogError)) throw error;
    throw new CliError(
      ExitCode.usage,
      'invalid-log',
      `${path}, line ${error.line}: ${error.problem}`,
      error.hint,
    );
  }
}

async function textOf(path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of piecesOf(path)) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MOST_BYTES)
      throw new CliError(
        ExitCode.usage,
        'too-large',
        `${path} must have at most ${MOST_BYTES / 2 ** 20} MiB of text.`,
        'Keep the lines of the driver and of links alone, for example with grep -E "Xid|AER|link".',
      );
  }
  return Buffer.concat(pieces).toString('utf8');
}

export function operatorLogAnswer(path: string, { events, ...reading }: LogReading): Answer {
  const shown = events.map(({ timeUs, ...event }) => ({ time: isoOf(timeUs), ...event }));
  return {
    data: { log: path, ...reading, classes: classesOf(events), events: shown },
    tables: [classTable(events), eventTable(events)].filter(({ rows }) => rows.length > 0),
    notes: [
      `${path} is ${reading.format}: ${reading.read} lines or samples read, ${reading.ignored} of them say ` +
        `nothing of a fault, ${events.length} events.`,
      ...reading.notes,
    ],
  };
}

function classesOf(events: readonly LogEvent[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { class: name } of events) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

const classTable = (events: readonly LogEvent[]): Table => ({
  title: 'Events by class',
  columns: ['class', 'events'],
  rows: Object.entries(classesOf(events)),
});

const eventTable = (events: readonly LogEvent[]): Table => ({
  title: 'Events',
  columns: [
    'time',
    'node',
    'component',
    'code',
    'class',
    'effect on a job',
    'action',
    'duration (s)',
    'fault class',
  ],
  rows: events.map((event) => [
    isoOf(event.timeUs),
    event.node,
    event.component,
    event.code,
    event.class,
    event.jobEffect,
    event.action,
    event.durationS,
    event.faultClass,
  ]),
});
