/** A log of a cluster, read in a thread of its own. */
import { gunzipSync } from 'node:zlib';
import { InvalidDocumentError } from '@railyard/base';
import { API_VERSION, presetNames, getPreset } from '@railyard/experiments';
import {
  type FaultProfileSpec,
  type LogContext,
  type LogReading,
  RecordedLogError,
  anonymised,
  checkAgainstLog,
  fitFaults,
  fittedProfile,
  isoSeconds,
  observedLog,
  readOperatorLog,
  readingNotes,
  windowNotes,
} from '@railyard/replay';
import { type ThreadOutput, outputOf } from '../threads/thread-output.js';
import { type CheckedLogQuery, type FittedLogQuery, type LogQuery } from './dto/log.query.dto.js';

export type FaultsTask = {
  readonly bytes: Uint8Array;
  readonly isPacked: boolean;
} & (
  | { readonly of: 'read'; readonly query: LogQuery }
  | { readonly of: 'fit'; readonly query: FittedLogQuery }
  | { readonly of: 'check'; readonly query: CheckedLogQuery }
);

/** Of a log, packed and unpacked. */
export const MOST_LOG_BYTES = 64 * 2 ** 20;

export default (task: FaultsTask): Promise<ThreadOutput<object>> =>
  outputOf(() => {
    const text = textOf(task);
    switch (task.of) {
      case 'read': {
        const reading = readingOf(text, task.query);
        const { events } = reading;
        return { ...reading, events: task.query.anonymise === true ? anonymised(events) : events };
      }
      case 'fit': {
        const { log, notes } = observed(text, task.query);
        const fit = fitFaults(log);
        const profile = {
          apiVersion: API_VERSION,
          kind: 'FaultProfile',
          ...fittedProfile(fit, 'fitted', nameOf(task.query)),
        };
        return { ...fit, profile, notes };
      }
      case 'check': {
        const { log, notes } = observed(text, task.query);
        const check = checkAgainstLog(profileOf(task.query.profile), log);
        return { ...check, exposure: log.exposure, notes };
      }
    }
  });

function textOf({ bytes, isPacked }: FaultsTask): string {
  if (!isPacked) return Buffer.from(bytes).toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_LOG_BYTES }).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw mistake(
      'unreadable',
      'The log must be a gzip file where Content-Encoding is gzip.',
      'Send it again.',
    );
  }
}

const nameOf = ({ name = 'log' }: LogQuery): string => name;

function readingOf(text: string, query: LogQuery & { readonly from?: string }): LogReading {
  try {
    return readOperatorLog(text, contextOf(query));
  } catch (error) {
    if (!(error instanceof RecordedLogError)) throw error;
    throw mistake('invalid-log', `Line ${error.line}: ${error.problem}`, error.hint);
  }
}

function contextOf(query: LogQuery & { readonly from?: string }): LogContext {
  const { bootTime, node, zone, year, job, gpusPerNode, step: stepS, map, classes, from } = query;
  const stated = { bootTime, node, zone, year, job, gpusPerNode, stepS, from };
  return {
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    map: Object.fromEntries(pairsOf('map', map).map(([theirs, ours]) => [ours, theirs])),
    classes: Object.fromEntries(pairsOf('classes', classes)),
  };
}

/** `theirs=ours`, separated by commas. */
function pairsOf(name: string, text = ''): readonly (readonly [theirs: string, ours: string])[] {
  if (text === '') return [];
  return text.split(',').map((pair) => {
    const at = pair.lastIndexOf('=');
    if (at <= 0 || at === pair.length - 1)
      throw mistake(
        'bad-pair',
        `${name} must be a list of theirs=ours (got ${pair}).`,
        'Write for example Reason=class.',
        name,
      );
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
}

function observed(text: string, query: FittedLogQuery) {
  const { gpus, gpusPerNode = 8, links = gpus, from, until } = query;
  if (gpus % gpusPerNode !== 0)
    throw mistake(
      'not-a-multiple',
      `gpus must be a multiple of the ${gpusPerNode} GPUs of a node (got ${gpus}).`,
      'Give the GPUs of a node with gpusPerNode.',
      'gpus',
    );
  const reading = readingOf(text, query);
  const window = { ...momentOf('from', 'fromUs', from), ...momentOf('until', 'untilUs', until) };
  const log = observedLog(reading.events, { gpus, nodes: gpus / gpusPerNode, links }, window);
  if (log.exposure.days <= 0)
    throw mistake(
      'empty-window',
      'The window of the log must be longer than 0 s (got events of one moment, or none).',
      'Give it with from and until.',
      'from',
    );
  return { log, notes: [...readingNotes(nameOf(query), reading), ...windowNotes(log)] };
}

function momentOf(name: string, key: 'fromUs' | 'untilUs', text: string | undefined): object {
  if (text === undefined) return {};
  const seconds = isoSeconds(text);
  if (typeof seconds === 'number') return { [key]: seconds * 1e6 };
  throw mistake(
    'bad-time',
    `${name} must be an ISO time with a zone (got ${text}).`,
    'Use for example 2026-03-01T06:00:00Z.',
    name,
  );
}

function profileOf(name: string): FaultProfileSpec {
  const names = presetNames('fault-profile');
  if (names.includes(name)) return getPreset('fault-profile', name) as FaultProfileSpec;
  throw mistake(
    'unknown-preset',
    `profile must be a fault profile (got ${name}).`,
    `Use one of ${names.join(', ')}.`,
    'profile',
  );
}

export const tooLarge = (): InvalidDocumentError =>
  mistake(
    'too-large',
    `A log must have at most ${MOST_LOG_BYTES / 2 ** 20} MiB of text.`,
    'Keep the lines of the driver and of links alone, or read it without a service.',
  );

const mistake = (code: string, message: string, hint: string, path = ''): InvalidDocumentError =>
  new InvalidDocumentError([{ path, code, message, hint }]);
