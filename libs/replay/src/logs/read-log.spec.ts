/** Samples of operators' logs with their right reading, made by hand for this project. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordedLogError } from '../faults/index.js';
import { isoOf, type LogContext, type LogEvent, readOperatorLog } from './index.js';
import { hosts } from './sacct-log.js';

const FOLDER = join(__dirname, '../../../../test/data/logs');
const EXPECTED = '.expected.json';
const text = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const names = readdirSync(FOLDER).filter((name) => name.endsWith(EXPECTED));

interface Sample {
  readonly format: string;
  readonly given: LogContext & { readonly firstYear?: number };
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly ignored: unknown;
}

const sampleOf = (name: string): { readonly sample: Sample; readonly log: string } => {
  const stem = name.slice(0, -EXPECTED.length);
  const file = readdirSync(FOLDER).find((other) => other.startsWith(stem) && !other.endsWith(EXPECTED))!;
  return { sample: JSON.parse(text(name)) as Sample, log: text(file) };
};
const contextOf = ({ given: { firstYear, ...given } }: Sample): LogContext => ({
  ...given,
  ...(firstYear === undefined ? {} : { year: firstYear }),
});

/** What the samples word freely, and what stands there by another name. */
const FREE = new Set([
  'followUp',
  'durationFrom',
  'downFrom',
  'noticed',
  'openAtEnd',
  'suspect',
  'twinClass',
]);
const shown = (event: LogEvent, keys: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    keys.map((key) => [
      key,
      key === 'time' ? isoOf(event.timeUs) : (event as unknown as Record<string, unknown>)[key],
    ]),
  );
const ownWord = (value: unknown): string => /^[a-z_]*/.exec(String(value))?.[0] ?? '';

describe('logs as operators have them', () => {
  it.each(names)('%s', (name) => {
    const { sample, log } = sampleOf(name);
    const reading = readOperatorLog(log, contextOf(sample));
    expect(reading.format).toBe(sample.format);
    if (typeof sample.ignored === 'number') expect(reading.ignored).toBe(sample.ignored);
    expect(reading.events).toHaveLength(sample.events.length);
    sample.events.forEach((expected, index) => {
      const event = reading.events[index]!;
      const stated = Object.entries(expected).filter(([key]) => !FREE.has(key));
      expect(
        shown(
          event,
          stated.map(([key]) => key),
        ),
      ).toEqual(Object.fromEntries(stated));
      expect(event.faultClass).toBe(ownWord(expected.twinClass));
      // The sample names who it is first.
      if (typeof expected.suspect === 'string')
        expect(expected.suspect.startsWith(event.suspect!)).toBe(true);
    });
  });
});

const syslog = (time: string, message: string, node = 'a'): string => `${time} ${node} kernel: ${message}`;
const at = (seconds: number): string => `2026-05-04T07:15:${seconds.toFixed(3).padStart(6, '0')}Z`;
const xid = (gpu: string, code: number): string =>
  `NVRM: Xid (PCI:0000:${gpu}:00): ${code}, pid=1, name=python3`;
const eventsOf = (...lines: readonly string[]): readonly LogEvent[] =>
  readOperatorLog(lines.join('\n'), {}).events;
const codes = (events: readonly LogEvent[]) => events.map(({ code, merged }) => [code, merged?.length ?? 1]);

describe('lines coalesced into events', () => {
  it('are one event of a GPU up to a gap of 5 s, however many there are', () => {
    const lines = [0, 5, 10, 15, 20.001].map((seconds) => syslog(at(seconds), xid('1a', 95)));
    expect(codes(eventsOf(...lines))).toEqual([
      [95, 4],
      [95, 1],
    ]);
  });

  it('of two GPUs or two nodes are two, but what a code pulls along on its node is not', () => {
    const first = syslog(at(0), xid('1a', 79));
    expect(codes(eventsOf(first, syslog(at(1), xid('1b', 79))))).toHaveLength(2);
    expect(codes(eventsOf(first, syslog(at(1), xid('1a', 79), 'b')))).toHaveLength(2);
    expect(codes(eventsOf(first, syslog(at(1), xid('1b', 45))))).toEqual([[79, 2]]);
    expect(codes(eventsOf(first, syslog(at(1), xid('1b', 45), 'b')))).toHaveLength(2);
  });

  it('are contained where 94 is next to 48, and not where 95 does', () => {
    const [contained] = eventsOf(syslog(at(0), xid('1a', 48)), syslog(at(1), xid('1a', 94)));
    expect(contained).toMatchObject({
      class: 'ecc-contained',
      action: 'restart-app',
      faultClass: 'gpu_hbm_uce',
    });
    const [spread] = eventsOf(syslog(at(0), xid('1a', 48)), syslog(at(1), xid('1a', 95)));
    expect(spread).toMatchObject({ class: 'ecc-uncorrectable', action: 'reset-gpu' });
  });

  it('take the recovery action that is stated within a minute', () => {
    const stated = 'GPU recovery action changed from 0x0 (None) to 0x2 (Node Reboot Required)';
    const later = (seconds: number) =>
      eventsOf(
        syslog(at(0), xid('1a', 119)),
        syslog(at(seconds), `NVRM: Xid (PCI:0000:1a:00): 154, ${stated}`),
      );
    expect(later(59).map(({ code, action }) => [code, action])).toEqual([[119, 'reboot']]);
  });

  it('keep a code that nobody knows', () => {
    expect(eventsOf(syslog(at(0), xid('1a', 999)))).toMatchObject([
      { code: 999, class: 'unknown', faultClass: '' },
    ]);
  });
});

describe('what a log does not say', () => {
  it.each([
    ['bootTime', '[86400.25] NVRM: Xid (PCI:0000:3b:00): 48, pid=1', {}],
    ['zone', 'Dec 31 23:58:41 n103 kernel: NVRM: started', { year: 2025 }],
    ['year', 'Dec 31 23:58:41 n103 kernel: NVRM: started', { zone: 'UTC' }],
    ['zone', 'JobID|State|ExitCode|Start|End|NodeList', {}],
  ])('%s is asked for', (name, log, context) => {
    expect(() => readOperatorLog(log, context)).toThrow(`${name} is required by this kind of log.`);
  });

  it.each(['', ' \n', 'hello', '{"a": 1}', '{"status": "success"}', '{"status"', 'JobID|State\n1|FAILED'])(
    'is an error with a line where the log is none: %j',
    (log) => {
      expect(() => readOperatorLog(log, { zone: 'UTC' })).toThrow(RecordedLogError);
    },
  );

  it('is no zone that does not exist', () => {
    const log = 'Dec 31 23:58:41 n103 kernel: NVRM: started';
    expect(() => readOperatorLog(log, { zone: 'Mars/Olympus', year: 2025 })).toThrow('name of a time zone');
  });

  it('summer time of a zone is known', () => {
    const line = (month: string) => `${month}  1 12:00:00 a kernel: ${xid('1a', 79)}`;
    const times = (log: string) =>
      readOperatorLog(log, { zone: 'Europe/Berlin', year: 2026 }).events.map(({ timeUs }) => isoOf(timeUs));
    expect(times([line('Jan'), line('Jul')].join('\n'))).toEqual([
      '2026-01-01T11:00:00Z',
      '2026-07-01T10:00:00Z',
    ]);
  });
});

describe('clocks and counters', () => {
  it('a time just before the clock is put forward is of winter time', () => {
    const log = `Mar 29 01:30:00 a kernel: ${xid('1a', 79)}`;
    const [event] = readOperatorLog(log, { zone: 'Europe/Berlin', year: 2026 }).events;
    expect(isoOf(event!.timeUs)).toBe('2026-03-29T00:30:00Z');
  });

  it('a counter that fell has risen from 0 since', () => {
    const head = 'time,node,guid,port,link_downed';
    const rows = [5, 2, 2].map((count, index) => `2026-08-01T00:0${index}:00Z,n1,0x1,1,${count}`);
    const { events, notes } = readOperatorLog([head, ...rows].join('\n'), {});
    expect(events.map(({ count, timeErrorS }) => [count, timeErrorS])).toEqual([[2, 60]]);
    expect(notes).toEqual(['The counters of n1/1 were reset before 2026-08-01T00:01:00Z.']);
  });

  it('a gauge that shows a code from the start tells of no event', () => {
    const metric = { __name__: 'DCGM_FI_DEV_XID_ERRORS', Hostname: 'n1', gpu: '0' };
    const values = ['63', '63', '79', '79'].map((value, index) => [1000 + 60 * index, value]);
    const answer = { status: 'success', data: { resultType: 'matrix', result: [{ metric, values }] } };
    expect(codes(readOperatorLog(JSON.stringify(answer), {}).events)).toEqual([[79, 1]]);
  });
});

describe('other shapes of the kernel log', () => {
  const context = { node: 'n1', zone: 'Europe/Berlin', bootTime: '2025-02-23T00:00:00Z' };

  it.each([
    ['kmsg', `3,3964,1500000,-;${xid('9b', 119)}`, '2025-02-23T00:00:01.500Z', 'gpu@0000:9b:00', 119],
    [
      'dmesg-iso',
      `kern  :warn  : 2025-01-21T04:41:44,283302+00:00 ${xid('38', 13)}`,
      '2025-01-21T04:41:44.283302Z',
      'gpu@0000:38:00',
      13,
    ],
    [
      'dmesg-local',
      `[Sun Feb 23 16:24:18 2025] ${xid('9b', 119)}`,
      '2025-02-23T15:24:18Z',
      'gpu@0000:9b:00',
      119,
    ],
    [
      'fabric-manager',
      '[Feb 27 2025 15:10:02] [ERROR] [tid 12727] detected NVSwitch non-fatal error 12028 on fid 0 on ' +
        'NVSwitch pci bus id 00000000:86:00.0 physical id 3 port 61',
      '2025-02-27T14:10:02Z',
      'nvswitch3',
      12_028,
    ],
  ])('%s', (format, line, time, component, code) => {
    const reading = readOperatorLog(`${line}\n  a line that continues it\n`, context);
    expect([reading.format, reading.read, reading.ignored]).toEqual([format, 2, 1]);
    expect(
      reading.events.map((event) => [isoOf(event.timeUs), event.node, event.component, event.code]),
    ).toEqual([[time, 'n1', component, code]]);
  });

  it('a switch error is fatal where its line says so', () => {
    const stamp = '[Feb 27 2025 15:10:02] [ERROR] [tid 1]';
    const line = (severity: string) =>
      `${stamp} detected NVSwitch ${severity} error 12028 on physical id 3 port 6`;
    const effects = ['fatal', 'non-fatal'].map((severity) => readOperatorLog(line(severity), context).events);
    expect(effects.map(([event]) => event!.jobEffect)).toEqual(['kills', 'maybe']);
  });
});

describe('hosts of Slurm', () => {
  it.each([
    ['n[001-003,007]', ['n001', 'n002', 'n003', 'n007']],
    ['a1,b[9-11],c', ['a1', 'b9', 'b10', 'b11', 'c']],
    ['', []],
  ])('%s', (list, expected) => {
    expect(hosts(list)).toEqual(expected);
  });
});
