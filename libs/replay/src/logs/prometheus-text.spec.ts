/** Scrapes of DCGM's exporter kept in a file. */
import { isoOf, readOperatorLog } from './index.js';

describe('the text format of Prometheus', () => {
  const sample = (gpu: number, value: number, stamp = ''): string =>
    `DCGM_FI_DEV_XID_ERRORS{gpu="${gpu}",UUID="GPU-${gpu}",Hostname="n017"} ${value} ${stamp}`;

  it.each([1000, 1])('is read as the range query of the same samples: %d units a second', (units) => {
    const times = [0, 60, 120].map((seconds) => String((1_772_359_200 + seconds) * units));
    const log = [
      '# HELP DCGM_FI_DEV_XID_ERRORS Value of the last XID error encountered.',
      '# TYPE DCGM_FI_DEV_XID_ERRORS gauge',
      ...times.flatMap((stamp, index) => [sample(0, index < 2 ? 0 : 79, stamp), sample(1, 31, stamp)]),
      '# EOF',
    ];
    const { format, events, read, notes } = readOperatorLog(log.join('\n'), {});
    expect([format, read, notes]).toEqual(['prometheus-text', 6, []]);
    expect(events.map(({ timeUs, node, component, code }) => [isoOf(timeUs), node, component, code])).toEqual(
      [['2026-03-01T10:02:00Z', 'n017', 'gpu0', 79]],
    );
  });

  it('needs times, and says of a single scrape that nothing changes in it', () => {
    expect(() => readOperatorLog(sample(0, 79), {})).toThrow('A sample must have a time');
    const { events, notes } = readOperatorLog(sample(0, 79, '1772359200000'), {});
    expect([events, notes]).toEqual([[], ['One scrape shows no change: a code in it may be old.']]);
    expect(() => readOperatorLog(`${sample(0, 79, '1772359200000')}\nnonsense`, {})).toThrow(
      'A sample must be a name, labels, a value and a time (got nonsense).',
    );
  });
});
