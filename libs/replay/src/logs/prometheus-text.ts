/**
 * DCGM's metrics in the text format of Prometheus, as scrapes are kept in a file: `NAME{label="value",...}
 * value [time]`, the time in milliseconds (in OpenMetrics: seconds) since 1970.
 */
import { RecordedLogError } from '../faults/index.js';
import { type LogContext, type LogReading } from './log-event.js';
import { readSeries, type Series } from './prometheus-log.js';

const SAMPLE =
  /^([a-z_:][\w:]*)\{((?:\s*[a-z_]\w*="(?:[^"\\]|\\.)*",?)*)\s*\}\s+(\S+)(?:\s+(\d+(?:\.\d+)?))?\s*$/i;
const LABEL = /([a-z_]\w*)="((?:[^"\\]|\\.)*)"/gi;
/** No date of this century is so small in milliseconds, nor so large in seconds. */
const LEAST_MILLISECONDS = 1e11;

export const isExposition = (first: string): boolean => SAMPLE.test(first);

export function readExposition(text: string, context: LogContext): LogReading {
  const known = new Map<string, Series & { readonly values: [number, string][] }>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name = '', labels = '', value = '', stamp] = SAMPLE.exec(line) ?? [];
    if (name === '')
      throw new RecordedLogError(
        index + 1,
        `A sample must be a name, labels, a value and a time (got ${line.slice(0, 60)}).`,
        'Use the text format of Prometheus, for example NAME{gpu="0"} 79 1772359200000.',
      );
    if (stamp === undefined)
      throw new RecordedLogError(
        index + 1,
        `A sample must have a time (got ${line.slice(0, 60)}).`,
        'Keep scrapes with their times, or ask Prometheus for them: /api/v1/query_range.',
      );
    const key = `${name}{${labels}}`;
    const series = known.get(key) ?? { metric: { __name__: name, ...labelsOf(labels) }, values: [] };
    known.set(key, series);
    const time = Number(stamp);
    series.values.push([time < LEAST_MILLISECONDS ? time : time / 1000, value]);
  }
  const series = [...known.values()];
  for (const { values } of series) values.sort((a, b) => a[0] - b[0]);
  const reading = readSeries(series, 'prometheus-text', context);
  const isOnce = series.every(({ values }) => values.length === 1);
  return isOnce
    ? { ...reading, notes: [...reading.notes, 'One scrape shows no change: a code in it may be old.'] }
    : reading;
}

const labelsOf = (labels: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...labels.matchAll(LABEL)].map(([, name = '', value = '']) => [name, value]));
