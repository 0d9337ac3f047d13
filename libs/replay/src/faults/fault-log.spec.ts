import { SECONDS_PER_DAY } from '@railyard/base';
import fc from 'fast-check';
import { DrawnTrace } from './drawn-trace.js';
import { FaultLog, FaultLogReader, faultLogCsv } from './fault-log.js';
import { COMPONENT_KINDS, componentIndex, componentName, fatTreeFleet, population } from './fleet.js';
import { LONGEST_LINE, RecordedLogError } from './log-lines.js';
import { isoSeconds } from './log-times.js';
import { FAULT_PROFILES } from './presets.js';

const fleet = fatTreeFleet({ nodes: 16, spareNodes: 1, planes: 8 });
const profile = FAULT_PROFILES['llama3-h100-physical'];

function drawnLog(): FaultLog {
  const log = new FaultLog();
  const trace = new DrawnTrace(profile, fleet, 1);
  for (trace.start(0); trace.timeS < 2000 * SECONDS_PER_DAY; trace.advance()) {
    log.add({
      timeS: trace.timeS,
      classIndex: trace.classIndex,
      component: trace.component,
      durationS: trace.durationS,
    });
  }
  return log;
}

const records = (log: FaultLog) => Array.from({ length: log.length }, (_, index) => log.at(index));
const read = (text: string, mostFaults?: number) =>
  new FaultLogReader(profile, fleet, mostFaults === undefined ? {} : { mostFaults }).push(text).end();

describe('recorded fault logs', () => {
  it('names every component and finds it again', () => {
    for (const kind of COMPONENT_KINDS) {
      for (let component = 0; component < population(fleet, kind); component += 1) {
        expect(componentIndex(fleet, kind, componentName(fleet, kind, component))).toBe(component);
      }
    }
  });

  it('reads back what it wrote, however the text is cut into chunks', () => {
    const log = drawnLog();
    expect(log.length).toBeGreaterThan(100);
    const text = faultLogCsv(log, profile, fleet);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (size) => {
        const reader = new FaultLogReader(profile, fleet);
        for (let from = 0; from < text.length; from += size) reader.push(text.slice(from, from + size));
        expect(records(reader.end())).toEqual(records(log));
      }),
      { numRuns: 20 },
    );
    const again = read(text);
    expect(faultLogCsv(again, profile, fleet)).toBe(text);
  });

  it('reads JSON lines, other column orders, quotes, blank lines, and leaves out a missing duration', () => {
    expect(
      records(
        read(
          '' +
            '' +
            '{"timeS":1.5,"component":"gpu/3/2","class":"gpu_hard","durationS":60}\r\n\n' +
            '{"time":2,"component":"job","class":"software"}',
        ),
      ),
    ).toEqual([
      { timeS: 1.5, classIndex: 0, component: 26, durationS: 60 },
      {
        timeS: 2,
        classIndex: profile.classes.findIndex(({ id }) => id === 'software'),
        component: 0,
        durationS: 0,
      },
    ]);
    expect(records(read('\uFEFFclass,note,component,time\n"gpu_hard","a, ""b""",gpu/0/0,7\n'))).toEqual([
      { timeS: 7, classIndex: 0, component: 0, durationS: 0 },
    ]);
  });

  it('reads a header alone as a log of no faults, as it writes one', () => {
    const text = faultLogCsv(new FaultLog(), profile, fleet);
    expect(records(read(text))).toEqual([]);
    expect(records(read(text.trimEnd()))).toEqual([]);
  });

  it.each([
    [
      '',
      1,
      'must not be empty. Use the header alone for a log of no faults: timeS,component,class,durationS.',
    ],
    ['\uFEFF\n \r\n', 1, 'The log must not be empty.'],
    ['timeS,component\n', 1, 'must have a column class'],
    ['timeS,component,class\n1,gpu/0/0,gpu_hard\n2,gpu/0/0,meteor\n', 3, '(got "meteor")'],
    ['timeS,component,class\n1,gpu/99/0,gpu_hard\n', 2, "machine's 136 of kind gpu"],
    ['timeS,component,class\n1,gpu/0/8,gpu_hard\n', 2, "machine's 136 of kind gpu"],
    ['timeS,component,class\n1,gpu/0,gpu_hard\n', 2, 'gpu/0/0'],
    ['timeS,component,class\n1,switch/0,gpu_hard\n', 2, 'must be a gpu, which the class strikes'],
    ['timeS,component,class\n1,job/1,software\n', 2, 'must be job'],
    ['timeS,component,class\n-1,job,software\n', 2, 'timeS must be at least 0 (got -1).'],
    [
      'timeS,component,class,durationS\n1,job,software,-4\n',
      2,
      'durationS must be a number of seconds from 0 (got "-4").',
    ],
    [
      'timeS,component,class\n5,job,software\n4,job,software\n',
      3,
      'must not lie before that of the fault above, 5 (got 4).',
    ],
    ['timeS,component,class\nsoon,job,software\n', 2, 'timeS must be a number of seconds or an ISO time'],
    ['timeS,component,class\n1,job\n', 2, '3 cells of the header (got 2)'],
    ['timeS,component,class\n1,"job,software\n', 2, 'must be closed'],
    ['{"timeS":1,"component":"job","class":"software"}\n{"timeS":2,"compo', 2, 'one complete JSON object'],
    ['{"timeS":1,"component":"job","class":"software"}\n[1]', 2, 'one complete JSON object'],
  ])('names the line of the mistake %#', (text, line, problem) => {
    let error: unknown;
    try {
      read(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RecordedLogError);
    expect((error as RecordedLogError).line).toBe(line);
    expect((error as RecordedLogError).message).toContain(problem);
  });

  it('reads clock times from the start of the job: ISO with a zone, seconds or less since 1970', () => {
    const startS = isoSeconds('2022-04-20T07:30:00Z') as number;
    expect(startS).toBe(1_650_439_800);
    const at = (time: string): number =>
      new FaultLogReader(profile, fleet, { startS })
        .push(`timeS,component,class\n${time},job,software\n`)
        .end()
        .at(0).timeS;
    for (const time of [
      '2022-04-20T10:00:00+02:00',
      '2022-04-20T08:00:00Z',
      '2022-04-20 03:00:00.000-0500',
      '1650441600',
      '1650441600000',
      '1650441600000000',
      '1650441600000000000',
    ])
      expect(at(time)).toBe(1800);
    expect(at('2022-04-20T08:00:00.25Z')).toBeCloseTo(1800.25, 6);
    expect(isoSeconds('2024-02-29T00:00:00Z')).toBe(1_709_164_800);
    expect(isoSeconds('2023-02-29T00:00:00Z')).toBeUndefined();
  });

  it.each([
    ['1650412800', {}, 'or the start be known (got clock time 1650412800).'],
    [
      '2022-04-20T10:00:00+02:00',
      {},
      'start be known (got clock time 2022-04-20T10:00:00+02:00). Give it with --log-start',
    ],
    ['2022-04-20T10:00:00', { startS: 1.6e9 }, 'timeS must have a zone'],
    ['2022-13-20T10:00:00Z', { startS: 1.6e9 }, 'ISO time with a zone'],
    ['90000', { startS: 1.6e9 }, 'must be a clock time, as the start of the job is one'],
    ['1599999000', { startS: 1.6e9 }, 'must not lie before the start of the job (got 1000 s before it)'],
    ['90000', { untilS: 86_400 }, 'must lie within the 86400 s that the job runs at most (got 90000)'],
    ['1600090000', { startS: 1.6e9, untilS: 86_400 }, 'lengthen the horizon'],
  ])('refuses %s with %j', (time, options, problem) => {
    expect(() =>
      new FaultLogReader(profile, fleet, options).push(`timeS,component,class\n${time},job,software\n`),
    ).toThrow(problem);
  });

  it("reads columns and classes by the log's own names", () => {
    const options = {
      columns: { when: 'timeS', part: 'component', code: 'class' },
      classes: { 'Xid 79': 'gpu_hard' },
    };
    const readIt = (text: string) => records(new FaultLogReader(profile, fleet, options).push(text).end());
    const expected = [{ timeS: 7, classIndex: 0, component: 0, durationS: 0 }];
    expect(readIt('when,part,code\n7,gpu/0/0,Xid 79\n')).toEqual(expected);
    expect(readIt('{"when":7,"part":"gpu/0/0","code":"Xid 79"}')).toEqual(expected);
  });

  it('crosses a thread as columns, which are a copy', () => {
    const log = drawnLog();
    const copied = FaultLog.of(log.columns);
    expect(records(copied)).toEqual(records(log));
    log.add({ timeS: 1e9, classIndex: 0, component: 0, durationS: 0 });
    expect(copied.length).toBe(log.length - 1);
  });

  it('is played from the beginning in every replica, each fault once', () => {
    const log = drawnLog();
    const source = log.source();
    for (const replica of [0, 1]) {
      const played = [];
      for (source.start(replica); source.timeS < Infinity; source.advance()) {
        const { timeS, classIndex, component, durationS } = source;
        played.push({ timeS, classIndex, component, durationS });
      }
      expect(played).toEqual(records(log));
    }
  });

  it('changes fault by fault, and leaves some out', () => {
    const log = drawnLog();
    const longer = log.changed((record) =>
      record.component % 2 === 0 ? { ...record, durationS: record.durationS + 1 } : undefined,
    );
    expect(records(longer)).toEqual(
      records(log)
        .filter(({ component }) => component % 2 === 0)
        .map((record) => ({ ...record, durationS: record.durationS + 1 })),
    );
  });

  it('counts the faults before a time', () => {
    const log = read(
      'timeS,component,class\n1,job,software\n2,job,software\n2,job,software\n5,job,software\n',
    );
    expect([0, 1, 2, 3, 6].map((timeS) => log.countUntil(timeS))).toEqual([0, 0, 1, 3, 4]);
  });

  it('bounds memory: a line without an end and a log without an end are refused', () => {
    const endless = new FaultLogReader(profile, fleet);
    expect(() => {
      for (let chunk = 0; chunk < 1e6; chunk += 1) endless.push('x'.repeat(1024));
    }).toThrow(`at most ${LONGEST_LINE} characters`);
    expect(() => read('timeS,component,class\n1,job,software\n2,job,software\n3,job,software\n', 2)).toThrow(
      'Line 4: A log must have at most 2 faults.',
    );
  });
});
