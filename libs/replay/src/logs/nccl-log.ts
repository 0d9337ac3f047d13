/**
 * NCCL's watchdog as PyTorch prints it: one hang of a job, however many ranks report it. It began the stated
 * milliseconds before the stamp; the rank that stands behind the others is the suspect.
 */
import { type LogContext, type LogReading, required, US, zonedUs } from './log-event.js';

const TIMEOUT = new RegExp(
  String.raw`\[rank(\d+)\]:\[E(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9}) .*Watchdog caught collective ` +
    String.raw`operation timeout: WorkNCCL\(SeqNum=(\d+),.*Timeout\(ms\)=(\d+)\) ran for (\d+) milliseconds`,
);

export const isWatchdog = (text: string): boolean => text.includes('ProcessGroupNCCL');

interface Report {
  readonly rank: number;
  readonly beganUs: number;
  readonly sequence: number;
  readonly timeoutS: number;
}

/** Reports of ranks that began within a timeout of one another are of one hang. */
export function readWatchdog(text: string, context: LogContext): LogReading {
  const zone = required(context.zone, 'zone', 'Give the time zone of the stamps, for example UTC.');
  const year = required(context.year, 'year', 'Give the year: the stamps have none.');
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const reports = lines.flatMap((line) => reportOf(line, year, zone)).sort((a, b) => a.beganUs - b.beganUs);
  const hangs: Report[][] = [];
  for (const report of reports) {
    const hang = hangs.at(-1);
    if (hang?.[0] !== undefined && report.beganUs - hang[0].beganUs < report.timeoutS * US) hang.push(report);
    else hangs.push([report]);
  }
  const { gpusPerNode = 8 } = context;
  return {
    format: 'nccl-watchdog',
    events: hangs.map((hang) => {
      const suspect = hang.reduce((a, b) => (b.sequence < a.sequence ? b : a));
      const alone = hang.every(({ sequence }) => sequence === suspect.sequence);
      return {
        timeUs: Math.min(...hang.map(({ beganUs }) => beganUs)),
        node: alone ? '' : `rank ${suspect.rank} (node ${Math.floor(suspect.rank / gpusPerNode)})`,
        component: 'job',
        code: 'NCCL timeout',
        class: 'nccl-hang',
        jobEffect: 'kills',
        action: 'restart-app',
        faultClass: 'nccl_hang',
        detectS: suspect.timeoutS,
        ...(alone ? {} : { suspect: `rank ${suspect.rank}` }),
      };
    }),
    read: lines.length,
    ignored: lines.length - reports.length,
    notes: [],
  };
}

function reportOf(line: string, year: number, zone: string): readonly Report[] {
  const found = TIMEOUT.exec(line);
  if (found === null) return [];
  const [rank = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const [sequence = 0, timeoutMs = 0, ranMs = 0] = found.slice(8).map(Number);
  const fraction = Math.round(Number(`0.${found[7] ?? '0'}`) * US);
  const wallUs = Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + fraction;
  return [{ rank, beganUs: zonedUs(wallUs, zone) - ranMs * 1000, sequence, timeoutS: timeoutMs / 1000 }];
}
