import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordedLogError } from '../faults/index.js';
import { anonymised, isoOf, type LogContext, type LogReading, readOperatorLog } from './index.js';

/** Published data: test/data/failures/README.md names source and licence. */
const file = (name: string): string =>
  readFileSync(join(__dirname, '../../../../test/data/failures', name), 'utf8');
const read = (text: string, context: LogContext = {}): LogReading => readOperatorLog(text, context);
const rows = ({ events }: LogReading) =>
  events.map((event) => [isoOf(event.timeUs), event.node, event.faultClass, event.durationS]);

describe('published failure data', () => {
  const context = { node: 'n1', zone: 'UTC', bootTime: '2025-01-01T00:00:00Z' };

  it.each([
    // file, format, lines read, without a fault, events
    ['fabricmanager.log', 'fabric-manager', 77, 76, 1],
    ['kmsg-1.log', 'kmsg', 47, 47, 0],
    ['oom-dmesg.log', 'dmesg-iso', 24, 7, 1],
    ['xid-119-dmesg.log', 'dmesg-local', 43, 38, 5],
    ['xid-lines.tsv', 'tsv of kernel lines', 28, 0, 0],
    ['titan-gpu-events-by-quarter.csv', 'csv', 120, 0, 120],
    ['acme-cluster-summary.csv', 'job-summary', 5, 1, 0],
    ['acme-utilization-cdf.json', 'distribution', 10, 0, 0],
  ])('%s', (name, format, lines, ignored, events) => {
    const reading = read(file(name), context);
    expect([reading.format, reading.read, reading.ignored, reading.events.length]).toEqual([
      format,
      lines,
      ignored,
      events,
    ]);
  });

  it('Titan: counts by quarter and cage', () => {
    const { events } = read(file('titan-gpu-events-by-quarter.csv'));
    const count = (faultClass: string, group?: string) =>
      events
        .filter((event) => event.faultClass === faultClass && (group ?? event.group) === event.group)
        .reduce((sum, { count: of = 1 }) => sum + of, 0);
    expect([count('gpu_hbm_uce'), count('gpu_hard')]).toEqual([4826, 1541]);
    expect(['0', '1', '2'].map((cage) => count('gpu_hard', cage))).toEqual([299, 517, 725]);
    expect(isoOf(events[0]!.timeUs)).toBe('2014-02-15T00:00:00Z');
    expect(events[0]!.timeErrorS).toBeCloseTo(365.25 * 10_800, 6);
  });

  it('lines without a time are decoded, and are no events', () => {
    const { notes } = read(file('xid-lines.tsv'));
    expect(notes[0]).toContain('The lines have no time, so they are no events.');
    expect(notes[0]).toContain('sxid 12028 (nvswitch): 3');
  });
});

describe('tables with any column names', () => {
  it('columns by their usual names, classes by code, by our name and by words', () => {
    const reading = read(
      [
        'Timestamp,Hostname,Xid,Downtime_h',
        '2026-03-01T06:00:00Z,n1,79,2',
        '2026-03-01T07:00:00+01:00,n2,Xid 119,0.5',
        '1772348400,n3,gpu_sram,',
        '1772348400000,n4,link flapped on port 3,1',
        '1772348400000000,n5,"NCCL watchdog timeout",1',
      ].join('\n'),
    );
    expect(rows(reading)).toEqual([
      ['2026-03-01T06:00:00Z', 'n1', 'gpu_hard', 7200],
      ['2026-03-01T06:00:00Z', 'n2', 'gpu_gsp', 1800],
      ['2026-03-01T07:00:00Z', 'n3', 'gpu_sram', undefined],
      ['2026-03-01T07:00:00Z', 'n4', 'link_flap', 3600],
      ['2026-03-01T07:00:00Z', 'n5', 'nccl_hang', 3600],
    ]);
    expect(reading.notes[0]).toBe(
      'Columns: time is Timestamp, duration is Downtime_h, node is Hostname, class is Xid.',
    );
  });

  it('columns and classes as the caller names them', () => {
    const reading = read('Went down;Came back;What\n2022-03-21_13:34:34;2022-03-21 15:34:34;kaputt\n', {
      zone: 'Europe/Berlin',
      map: { time: 'Went down', end: 'Came back', class: 'What' },
      classes: { kaputt: 'gpu_hard' },
    });
    expect(rows(reading)).toEqual([['2022-03-21T12:34:34Z', '', 'gpu_hard', 7200]]);
  });

  it('JSON lines, and a list of objects', () => {
    const event = { time: '2026-03-01T06:00:00Z', host: 'n1', reason: 'GPU has fallen off the bus' };
    for (const text of [`${JSON.stringify(event)}\n${JSON.stringify(event)}`, JSON.stringify([event, event])])
      expect(rows(read(text))).toEqual(
        [1, 2].map(() => ['2026-03-01T06:00:00Z', 'n1', 'gpu_hard', undefined]),
      );
  });

  it("the replay's own logs, whose times count from a start", () => {
    const text = 'timeS,component,class,durationS\n3600,gpu/17/3,gpu_hard,7200\n7200,job,nccl_hang,60\n';
    expect(rows(read(text, { from: '2026-03-01T00:00:00Z' }))).toEqual([
      ['2026-03-01T01:00:00Z', '17', 'gpu_hard', 7200],
      ['2026-03-01T02:00:00Z', '', 'nccl_hang', 60],
    ]);
  });

  it('rows that are no fault are counted, words that say nothing are named', () => {
    const reading = read('time,event\n1e9,COMPLETED\n1e9,zzz\n');
    expect([reading.read, reading.ignored, reading.events.length]).toEqual([2, 1, 1]);
    expect(reading.events[0]).toMatchObject({ class: 'unknown', faultClass: '' });
    expect(reading.notes[1]).toBe('No class is known for "zzz" (1): name one with --class.');
  });

  it.each([
    ['no time', 'a,b\n1,2', 'line 1: A table must have a column for time (got a, b).'],
    ['no class', 'time,b\n1,2', 'line 1: A table must have a column for class (got time, b).'],
    [
      'a bad time',
      'time,xid\nsoon,79',
      'line 2: A time must be an ISO time, a number or a quarter (got "soon").',
    ],
    ['no zone', 'time,xid\n2026-01-01T00:00:00,79', 'line 1: zone is required'],
    ['a negative time', 'time,xid\n-1,79', 'line 2: A time must be at least 0 (got -1).'],
    ['a bad duration', 'time,xid,duration\n1e9,79,long', 'line 2: A duration must be a number'],
    ['a bad count', 'time,xid,count\n1e9,79,1.5', 'line 2: A count must be a whole number (got "1.5").'],
    ['an end before', 'time,end,xid\n2e9,1e9,79', 'line 2: An event must not end before it begins'],
    ['a row cut off', 'time,xid\n1e9', 'line 2: A row must have the 2 cells of the header (got 1).'],
    ['a line cut off', '{"time":1e9,"xid":79}\n{"time":', 'line 2: A row must be one complete JSON value.'],
  ])('%s is refused', (_name, text, message) => {
    const failure = (() => {
      try {
        read(text);
      } catch (error) {
        return error as RecordedLogError;
      }
      return undefined;
    })();
    expect(failure).toBeInstanceOf(RecordedLogError);
    expect(`line ${failure!.line}: ${failure!.problem}`).toContain(message);
  });

  it('a column that is not there, and one that is not ours', () => {
    expect(() => read('a,b\n1,2', { map: { time: 'c' } })).toThrow('must be one of the table (got c)');
    expect(() => read('a,b\n1,2', { map: { tiem: 'a' } })).toThrow('named as one of ours (got tiem)');
  });
});

describe('events without names', () => {
  it('keep what belongs together, and nothing of the site', () => {
    const { events } = read(
      'time,host,gpu,xid,rack\n1e9,secret1,gpu0,79,r1\n1e9,secret2,gpu0,79,r1\n1e9,secret1,gpu3,79,r2\n',
    );
    const shown = anonymised(events);
    expect(shown.map(({ node, component, group }) => [node, component, group])).toEqual([
      ['node1', 'gpu0', 'group1'],
      ['node2', 'gpu0', 'group1'],
      ['node1', 'gpu3', 'group2'],
    ]);
    expect(JSON.stringify(shown)).not.toContain('secret');
  });
});
