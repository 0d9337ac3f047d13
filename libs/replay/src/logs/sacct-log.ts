/**
 * `sacct --parsable2 --duplicates`: rows of one job are its restarts. Only NODE_FAIL and BOOT_FAIL name the
 * hardware; stamps are the controller's local time.
 */
import { RecordedLogError } from '../faults/index.js';
import {
  isoUs,
  type LogContext,
  type LogEvent,
  type LogReading,
  required,
  US,
  zonedUs,
} from './log-event.js';

const NEEDED = ['JobID', 'State', 'ExitCode', 'Start', 'End', 'NodeList'] as const;
type Row = Readonly<Record<string, string>>;
const NO_TIME = new Set(['Unknown', 'None', '']);
/** States that are faults; the others are the user's, the scheduler's, or no end. */
const NODE_STATES = new Set(['NODE_FAIL', 'BOOT_FAIL']);
const PROGRAM_STATES = new Set(['FAILED', 'OUT_OF_MEMORY']);

export function readSacct(text: string, { zone, job }: LogContext): LogReading {
  const inZone = required(zone, 'zone', 'Give the time zone of the controller: sacct prints local times.');
  const rows = rowsOf(text);
  const ofJob = rows.filter(({ JobID = '' }) => !JobID.includes('.') && (job === undefined || JobID === job));
  const events = ofJob.flatMap((row, index) => {
    const next = ofJob.slice(index + 1).find(({ JobID }) => JobID === row.JobID);
    return eventOf(row, next, inZone);
  });
  return {
    format: 'sacct-parsable2',
    events,
    read: rows.length,
    ignored: rows.length - events.length,
    notes: [],
  };
}

function rowsOf(text: string): readonly Row[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = head.split('|');
  const missing = NEEDED.find((column) => !columns.includes(column));
  if (missing !== undefined)
    throw new RecordedLogError(
      1,
      `The header must have a column ${missing}.`,
      'Use sacct -P --format with it.',
    );
  return lines.map((line, index) => {
    const cells = line.split('|');
    if (cells.length !== columns.length)
      throw new RecordedLogError(
        index + 2,
        `A row must have the ${columns.length} cells of the header (got ${cells.length}).`,
        'Leave SubmitLine and Comment out: they may hold bars.',
      );
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}

function eventOf(row: Row, next: Row | undefined, zone: string): readonly LogEvent[] {
  const { JobID: id = '', ExitCode = '', NodeList: nodes = '' } = row;
  const [state = ''] = (row.State ?? '').split(' ');
  const ofNode = NODE_STATES.has(state);
  const endUs = timeOf(row.End, zone);
  if (endUs === undefined || (!ofNode && !PROGRAM_STATES.has(state))) return [];
  const startUs = timeOf(next?.Start, zone);
  const suspects = next === undefined ? [] : leaversOf(nodes, next.NodeList ?? '');
  return [
    {
      timeUs: endUs,
      node: nodes,
      component: `job ${id}`,
      code: ofNode ? state : `${state} ${ExitCode}`,
      class: ofNode ? 'node-lost' : 'application',
      jobEffect: 'kills',
      action: ofNode ? 'replace-node' : 'restart-app',
      faultClass: ofNode ? 'gpu_hard' : 'software',
      ...(startUs === undefined ? {} : { downS: (startUs - endUs) / US }),
      ...(suspects.length === 0 ? {} : { suspect: suspects.join(', ') }),
    },
  ];
}

function timeOf(stamp: string | undefined, zone: string): number | undefined {
  return stamp === undefined || NO_TIME.has(stamp) ? undefined : zonedUs(isoUs(`${stamp}Z`, 1), zone);
}

/** Nodes of the first list that are not in the second. */
function leaversOf(before: string, after: string): readonly string[] {
  const stayed = new Set(hosts(after));
  return hosts(before).filter((node) => !stayed.has(node));
}

/** Slurm's list of hosts written out: `n[001-003,007]`. */
export function hosts(list: string): readonly string[] {
  return [...list.matchAll(/([^,[]+)(?:\[([^\]]*)\])?/g)].flatMap(([, prefix = '', ranges]) => {
    if (ranges === undefined) return [prefix];
    return ranges.split(',').flatMap((range) => {
      const [from = '', to = from] = range.split('-');
      const count = Number(to) - Number(from) + 1;
      return Array.from(
        { length: Math.max(0, count) },
        (_, index) => `${prefix}${String(Number(from) + index).padStart(from.length, '0')}`,
      );
    });
  });
}
