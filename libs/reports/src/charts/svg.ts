/**
 * What charts share: an SVG file that stands alone, and takes the colours of a page that it is put into.
 * Hues stay apart for colour-blind readers (Okabe and Ito, 2008); figures are next to them in words.
 */
import { escapeHtml } from '../escape/index.js';

export interface Chart {
  /** Letters and dashes. */
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** What is inside the `svg` element. */
  readonly body: string;
}

const HUES = ['#56b4e9', '#e69f00', '#3cc49b', '#d893b8', '#9aa1ab', '#f0e442', '#ef8a4c', '#8fa3b8'];

export const hueOf = (index: number): string => HUES[index % HUES.length] ?? '#9aa1ab';

const STYLE =
  '.ink{fill:var(--ink,#1a1d21)}.soft{fill:var(--soft,#5a6472)}' +
  '.line{stroke:var(--line,#c9ced6);fill:none}.curve{fill:none;stroke-width:1.8}' +
  'text{font:11px system-ui,sans-serif}';

export const text = (
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  tone: 'ink' | 'soft' = 'ink',
): string =>
  `<text class="${tone}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">` +
  `${escapeHtml(words)}</text>`;

export const rect = (x: number, y: number, width: number, height: number, fill: string, title = ''): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" ` +
  `height="${height.toFixed(1)}" fill="${fill}"` +
  (title === '' ? '/>' : `><title>${escapeHtml(title)}</title></rect>`);

/** Names of series alongside their hues, in as many lines as they take. */
export function legend(names: readonly string[], x: number, y: number, width: number): Legend {
  let [left, line] = [0, 0];
  const marks = names.map((name, i) => {
    const wide = 20 + 6.6 * name.length;
    if (left > 0 && left + wide > width) {
      left = 0;
      line += 1;
    }
    const mark =
      rect(x + left, y + line * LEGEND_LINE, 9, 9, hueOf(i)) +
      text(x + left + 13, y + 9 + line * LEGEND_LINE, name, 'start', 'soft');
    left += wide;
    return mark;
  });
  return { body: marks.join(''), height: (line + 1) * LEGEND_LINE };
}

interface Legend {
  readonly body: string;
  readonly height: number;
}

const LEGEND_LINE = 16;

/** As an element of a page. */
export const chartElement = ({ id, title, width, height, body }: Chart): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${height}" ` +
  `role="img" aria-labelledby="${id}"><title id="${id}">${escapeHtml(title)}</title>` +
  `<style>${STYLE}</style>${body}</svg>`;

const GAP = 40;

/** Charts one below the other, in a file. */
export function chartsFile(charts: readonly Chart[]): string {
  const width = Math.max(0, ...charts.map((chart) => chart.width)) + 2 * GAP;
  let top = GAP;
  const placed = charts.map((chart) => {
    const at = top;
    top += chart.height + GAP + 10;
    return (
      `<text class="ink" x="${GAP}" y="${at - 10}" style="font-weight:600;font-size:14px">` +
      `${escapeHtml(chart.title)}</text><g transform="translate(${GAP} ${at})">${chart.body}</g>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" ` +
    `viewBox="0 0 ${width} ${top}"><style>${STYLE}</style>` +
    `<rect width="${width}" height="${top}" fill="#ffffff"/>${placed.join('\n')}</svg>\n`
  );
}

/** Numbers on axes and alongside bars: four digits that count. */
export function shown(value: number): string {
  if (value === 0 || Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
