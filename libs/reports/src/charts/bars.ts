/** Rows of stacked bars on one scale, and what is lost step by step from a whole. */
import { scaleLinear } from 'd3-scale';
import { type Chart, hueOf, legend, rect, shown, text } from './svg.js';

export interface BarRow {
  readonly label: string;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
}

interface Limit {
  readonly value: number;
  readonly label: string;
}

const WIDTH = 760;
const ROW = 22;
const VALUE = 110;

export function barChart(
  id: string,
  title: string,
  rows: readonly BarRow[],
  unit: string,
  limit?: Limit,
): Chart {
  const names = [...new Set(rows.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const labels = 14 + 6.6 * Math.max(4, ...rows.map(({ label }) => label.length));
  const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const scale = scaleLinear([0, Math.max(...sums, limit?.value ?? 0, 1e-12)], [0, WIDTH - labels - VALUE]);
  const key = names.length > 1 ? legend(names, labels, 0, WIDTH - labels) : { body: '', height: 0 };
  const top = key.height + (limit === undefined ? 0 : 14);
  const drawn = rows.map(({ label, parts }, row) => {
    let at = 0;
    const y = top + row * ROW;
    const bars = parts.map(({ name, value }) => {
      const left = labels + scale(at);
      at += value;
      return rect(
        left,
        y,
        scale(value),
        ROW - 6,
        hueOf(names.indexOf(name)),
        `${name}: ${shown(value)} ${unit}`,
      );
    });
    return (
      text(labels - 8, y + 12, label, 'end') +
      bars.join('') +
      text(labels + scale(at) + 6, y + 12, `${shown(sums[row] ?? 0)} ${unit}`, 'start', 'soft')
    );
  });
  const height = top + rows.length * ROW + 4;
  const mark =
    limit === undefined
      ? ''
      : `<path class="line" stroke-dasharray="4 3" ` +
        `d="M${(labels + scale(limit.value)).toFixed(1)} ${top - 2}V${height}"/>` +
        text(labels + scale(limit.value), top - 4, limit.label, 'middle', 'soft');
  return { id, title, width: WIDTH, height, body: key.body + drawn.join('') + mark };
}

interface Loss {
  readonly name: string;
  readonly share: number;
}

/** From the whole to what is left, each loss where it is taken off. */
export function waterfallChart(
  id: string,
  title: string,
  whole: string,
  losses: readonly Loss[],
  rest: string,
): Chart {
  const labels = 190;
  const scale = scaleLinear([0, 1], [0, WIDTH - labels - 70]);
  let left = 1;
  const rows = [
    { name: whole, from: 0, to: 1, hue: 7 },
    ...losses.map(({ name, share }) => {
      const to = left;
      left -= share;
      return { name, from: Math.max(0, left), to, hue: 6 };
    }),
    { name: rest, from: 0, to: left, hue: 2 },
  ];
  const drawn = rows.map(({ name, from, to, hue }, row) => {
    const y = row * ROW;
    const percent = `${(100 * (to - from)).toFixed(1)} %`;
    return (
      text(labels - 8, y + 12, name, 'end') +
      rect(labels + scale(from), y, scale(to - from), ROW - 6, hueOf(hue), `${name}: ${percent}`) +
      text(labels + scale(to) + 6, y + 12, percent, 'start', 'soft')
    );
  });
  return { id, title, width: WIDTH, height: rows.length * ROW, body: drawn.join('') };
}
