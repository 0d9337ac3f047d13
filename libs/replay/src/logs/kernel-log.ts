/** Kernel logs: dmesg, kern.log (RFC 3164), syslog with ISO times, and journald's JSON lines. */
import { RecordedLogError } from '../faults/index.js';
import { coalesced } from './coalesce.js';
import { type KernelMessage, kernelMessage } from './kernel-message.js';
import {
  isoUs,
  type LogContext,
  type LogEvent,
  type LogReading,
  required,
  US,
  zonedUs,
} from './log-event.js';

interface KernelLine {
  readonly timeUs: number;
  readonly node: string;
  readonly text: string;
  readonly repeats: number;
  /** The kernel's own clock, where the line has it. */
  readonly clockS?: number;
}

type ReadLine = (text: string, line: number) => KernelLine | undefined;

const DMESG = /^\[\s*(\d+\.\d+)\] (.*)$/;
const MONTH_DAY = String.raw`(?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d)`;
const CLOCK = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;
/** `dmesg -T`, and the log of the Fabric Manager: the machine's local time. */
const DMESG_T = new RegExp(
  String.raw`^\[[A-Z][a-z]{2} ${MONTH_DAY} ${CLOCK} (?<year>\d{4})\] (?<message>.*)$`,
);
const FABRIC_MANAGER = new RegExp(
  String.raw`^\[${MONTH_DAY} (?<year>\d{4}) ${CLOCK}\] \[[A-Z]+\] \[tid \d+\] (?<message>.*)$`,
);
/** `dmesg -x --time-format iso`: facility and level before the time. */
const DMESG_ISO = /^\w+\s*:\w+\s*: (\d{4}-\d\d-\d\dT\S+) (.*)$/;
/** /dev/kmsg: priority, number, microseconds since boot. */
const KMSG = /^\d+,\d+,(\d+),[^;]*;(.*)$/;
const RFC3164 = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\S+) kernel: (.*)$/;
const ISO_LINE = /^(\d{4}-\d\d-\d\dT[\d:.,]+(?:Z|[+-]\d\d:?\d\d)?) (\S+) kernel: (.*)$/;
const REPEATED = /^message repeated (\d+) times: \[ ?(.*)\]$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const BOOT_HINT = 'Give the time at which the kernel started: its clock counts from there.';

function dmesg({ node, bootTime }: LogContext): ReadLine {
  const bootUs = isoUs(required(bootTime, 'bootTime', BOOT_HINT), 1);
  return (text) => {
    const [, seconds, message] = DMESG.exec(text) ?? [];
    if (seconds === undefined || message === undefined) return undefined;
    return { timeUs: bootUs + Math.round(Number(seconds) * US), node: node ?? '', text: message, repeats: 1 };
  };
}

function kmsg({ node = '', bootTime }: LogContext): ReadLine {
  const bootUs = isoUs(required(bootTime, 'bootTime', BOOT_HINT), 1);
  return (text) => {
    const [, sinceUs, message] = KMSG.exec(text) ?? [];
    if (sinceUs === undefined || message === undefined) return undefined;
    return { timeUs: bootUs + Number(sinceUs), node, text: message, repeats: 1 };
  };
}

/** A local stamp with a year: the text's groups are month, day, hour, minute, second, year, message. */
function localStamps(pattern: RegExp, { node = '', zone }: LogContext): ReadLine {
  const inZone = required(zone, 'zone', 'Give the time zone of the stamps, for example Asia/Shanghai.');
  return (text) => {
    const { month = '', day, hour, minute, second, year, message } = pattern.exec(text)?.groups ?? {};
    if (message === undefined) return undefined;
    const [y = 0, d = 0, h = 0, m = 0, s = 0] = [year, day, hour, minute, second].map(Number);
    const timeUs = zonedUs(Date.UTC(y, MONTHS.indexOf(month), d, h, m, s) * 1000, inZone);
    return { timeUs, node, text: message, repeats: 1 };
  };
}

const dmesgIso =
  ({ node = '' }: LogContext): ReadLine =>
  (text, line) => {
    const [, time, message] = DMESG_ISO.exec(text) ?? [];
    if (time === undefined || message === undefined) return undefined;
    return { timeUs: isoUs(time, line), node, text: message, repeats: 1 };
  };

/** The stamp has no year and no zone: a month that falls begins a new year. */
function rfc3164({ zone, year }: LogContext): ReadLine {
  const inZone = required(zone, 'zone', 'Give the time zone of the stamps, for example Asia/Shanghai.');
  let inYear = required(year, 'year', 'Give the year of the first line: the stamps have none.');
  let lastMonth = 0;
  return (text) => {
    const [, name, day, hour, minute, second, node = '', message = ''] = RFC3164.exec(text) ?? [];
    if (name === undefined) return undefined;
    const month = MONTHS.indexOf(name);
    if (month < lastMonth) inYear += 1;
    lastMonth = month;
    const wall = Date.UTC(inYear, month, Number(day), Number(hour), Number(minute), Number(second)) * 1000;
    const [, repeats = '1', repeated = message] = REPEATED.exec(message) ?? [];
    const [, clock, rest = repeated] = DMESG.exec(repeated) ?? [];
    return {
      timeUs: zonedUs(wall, inZone),
      node,
      text: rest,
      repeats: Number(repeats),
      ...(clock === undefined ? {} : { clockS: Number(clock) }),
    };
  };
}

const isoSyslog = (): ReadLine => (text, line) => {
  const [, time, node, message] = ISO_LINE.exec(text) ?? [];
  if (time === undefined || node === undefined || message === undefined) return undefined;
  return { timeUs: isoUs(time, line), node, text: message, repeats: 1 };
};

const journald = (): ReadLine => (text, line) => {
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    entry = undefined;
  }
  if (typeof entry !== 'object' || entry === null)
    throw new RecordedLogError(line, 'A line must hold one complete JSON object.', 'Use journalctl -o json.');
  const {
    __REALTIME_TIMESTAMP: timeUs,
    _HOSTNAME: node,
    MESSAGE: message,
  } = entry as Record<string, unknown>;
  if (typeof timeUs !== 'string' || typeof node !== 'string') return undefined;
  // Text that is not UTF-8 is an array of bytes.
  const said = Array.isArray(message) ? String.fromCharCode(...(message as number[])) : String(message);
  return { timeUs: Number(timeUs), node, text: said, repeats: 1 };
};

const READERS = {
  kmsg,
  'dmesg-local': (context: LogContext) => localStamps(DMESG_T, context),
  'fabric-manager': (context: LogContext) => localStamps(FABRIC_MANAGER, context),
  'dmesg-iso': dmesgIso,
  dmesg,
  'syslog-rfc3164': rfc3164,
  'syslog-iso': isoSyslog,
  'journald-json': journald,
} as const;
export type KernelFormat = keyof typeof READERS;

/** Undefined where the line is of none of these formats. */
export function kernelFormatOf(line: string): KernelFormat | undefined {
  if (DMESG.test(line)) return 'dmesg';
  if (DMESG_T.test(line)) return 'dmesg-local';
  if (FABRIC_MANAGER.test(line)) return 'fabric-manager';
  if (DMESG_ISO.test(line)) return 'dmesg-iso';
  if (KMSG.test(line)) return 'kmsg';
  if (RFC3164.test(line)) return 'syslog-rfc3164';
  if (ISO_LINE.test(line)) return 'syslog-iso';
  return line.startsWith('{') && line.includes('__REALTIME_TIMESTAMP') ? 'journald-json' : undefined;
}

export function readKernelLog(text: string, format: KernelFormat, context: LogContext): LogReading {
  const readLine = READERS[format](context);
  const messages: KernelMessage[] = [];
  const reboots: { readonly node: string; readonly timeUs: number }[] = [];
  const clocks = new Map<string, number>();
  let read = 0;
  let used = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === '') continue;
    read += 1;
    const line = readLine(raw, index + 1);
    if (line === undefined) continue;
    const { timeUs, node, clockS } = line;
    const rebooted = clockS !== undefined && clockS < (clocks.get(node) ?? 0);
    if (clockS !== undefined) clocks.set(node, clockS);
    if (rebooted) reboots.push({ node, timeUs });
    const said = kernelMessage(line.text, line.repeats);
    if (said !== undefined) messages.push({ ...said, timeUs, node });
    if (said !== undefined || rebooted) used += 1;
  }
  messages.sort((a, b) => a.timeUs - b.timeUs);
  const events = coalesced(messages).map((event) => endedBy(reboots, event));
  return { format, events, read, ignored: read - used, notes: [] };
}

/** An outage that needs a reboot ends when the kernel's clock starts again. */
function endedBy(
  reboots: readonly { readonly node: string; readonly timeUs: number }[],
  event: LogEvent,
): LogEvent {
  if (event.action !== 'reboot') return event;
  const end = reboots.find(({ node, timeUs }) => node === event.node && timeUs > event.timeUs);
  return end === undefined ? event : { ...event, durationS: (end.timeUs - event.timeUs) / US };
}
