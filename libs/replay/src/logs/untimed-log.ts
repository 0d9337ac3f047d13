/**
 * Files about failures that hold no events: kernel lines without a time, shares of failed jobs by cluster,
 * distributions. They are read and counted, and say that no rate follows from them.
 */
import { type LogReading } from './log-event.js';
import { kernelMessage } from './kernel-message.js';

type Cells = Readonly<Record<string, string>>;

/** Undefined where the rows are none of these. */
export function readUntimed(rows: readonly Cells[], format: string): LogReading | undefined {
  return readLines(rows, format) ?? readSummary(rows);
}

/** Rows that hold a message of the driver in some column. */
function readLines(rows: readonly Cells[], format: string): LogReading | undefined {
  const said = rows.flatMap((cells) => {
    for (const cell of Object.values(cells)) {
      const message = kernelMessage(cell, 1);
      if (message !== undefined) return [message];
    }
    return [];
  });
  if (said.length === 0) return undefined;
  const codes = new Map<string, number>();
  for (const { kind, code, meaning } of said) {
    const key = `${kind} ${code} (${meaning.class})`;
    codes.set(key, (codes.get(key) ?? 0) + 1);
  }
  const counted = [...codes].map(([code, lines]) => `${code}: ${lines}`);
  return {
    format: `${format} of kernel lines`,
    events: [],
    read: rows.length,
    ignored: rows.length - said.length,
    notes: [`The lines have no time, so they are no events. Codes: ${counted.join(', ')}.`],
  };
}

/** One row for each cluster, with the share of jobs that failed. */
function readSummary(rows: readonly Cells[]): LogReading | undefined {
  const [first = {}] = rows;
  const shares = Object.keys(first).filter((name) => /fail.*rate|rate.*fail/i.test(name));
  const [name] = Object.keys(first);
  if (shares.length === 0 || name === undefined) return undefined;
  const stated = rows.flatMap((cells) => {
    const said = shares.filter((share) => Number(cells[share] || NaN) >= 0);
    const list = said.map((share) => `${share} ${cells[share]}`).join(', ');
    return list === '' ? [] : [`${cells[name]}: ${list}`];
  });
  return {
    format: 'job-summary',
    events: [],
    read: rows.length,
    ignored: rows.length - stated.length,
    notes: [`Shares of failed jobs are no events: no rate follows from them. ${stated.join('; ')}.`],
  };
}

/** Named curves, each of pairs of values and shares; undefined where the document holds none. */
export function readDistribution(document: unknown): LogReading | undefined {
  const { cdf } = document as { readonly cdf?: unknown };
  if (typeof cdf !== 'object' || cdf === null) return undefined;
  const curves = Object.entries(cdf).map(([name, arrays]) => {
    const points = Array.isArray(arrays) && Array.isArray(arrays[0]) ? arrays[0].length : 0;
    return `${name} (${points} points)`;
  });
  return {
    format: 'distribution',
    events: [],
    read: curves.length,
    ignored: 0,
    notes: [`Distributions are no events: no rate follows from them. ${curves.join(', ')}.`],
  };
}
