/** Measured and computed step times of published runs as points on two logarithmic axes, in SVG. */
import { scaleLog } from 'd3-scale';
import { type RunAccuracy } from '@railyard/experiments';
import { escapeHtml } from '../escape/index.js';

const SIZE = 560;
const MARGIN = 56;
const LEGEND_WIDTH = 420;
/** Colours that differ for readers who see few (Okabe and Ito), then shapes. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#999999'];
/** Relative errors that have a line. */
const LINES = [0, 0.25, -0.25];

/** @param isPage a whole HTML page, else an SVG file */
export function renderScatter({ rows, sources }: RunAccuracy, isPage: boolean): string {
  const points = rows.flatMap(({ id, source, measured, twin }) =>
    measured === null || twin === null ? [] : [{ id, source, measured, twin }],
  );
  const times = points.flatMap(({ measured, twin }) => [measured, twin]);
  const domain = [Math.min(...times, 1) / 1.2, Math.max(...times, 1) * 1.2];
  const [low = 1, high = 10] = domain;
  const x = scaleLog([low, high], [MARGIN, SIZE - 16]);
  const y = scaleLog([low, high], [SIZE - MARGIN, 16]);
  const colours = new Map(sources.map(({ source }, i) => [source, COLOURS[i % COLOURS.length] ?? '']));
  const circle = ({ id, source, measured, twin }: (typeof points)[number]): string =>
    `<circle cx="${x(measured).toFixed(1)}" cy="${y(twin).toFixed(1)}" r="2.4" ` +
    `fill="${colours.get(source)}" fill-opacity="0.6">` +
    `<title>${escapeHtml(`${id}: ${measured} s, twin ${twin.toPrecision(4)} s`)}</title></circle>`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE + LEGEND_WIDTH} ${SIZE}" role="img" ` +
      `font-family="sans-serif" font-size="11">`,
    '<title>Measured and computed step times of published training runs</title>',
    `<rect width="${SIZE + LEGEND_WIDTH}" height="${SIZE}" fill="#fff"/>`,
    ...LINES.map((error) => diagonal(x, y, low, high, error)),
    ...ticks(x, y, low, high),
    ...points.map(circle),
    ...sources.map(({ source, medianPct, rows: count }, i) =>
      legend(i, colours.get(source) ?? '', `${source}: ${count} rows${median(medianPct)}`),
    ),
    '</svg>',
  ].join('\n');
  if (!isPage) return `${svg}\n`;
  return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Accuracy</title>\n${svg}\n</html>\n`;
}

type Scale = (value: number) => number;

const median = (value: number | null): string => (value === null ? '' : `, median ${value.toFixed(1)} %`);

/** Points of one relative error. */
function diagonal(x: Scale, y: Scale, low: number, high: number, error: number): string {
  const factor = 1 + error;
  const from = Math.max(low, low / factor);
  const to = Math.min(high, high / factor);
  const ends = [x(from), y(from * factor), x(to), y(to * factor)].map((value) => value.toFixed(1));
  return (
    `<line x1="${ends[0]}" y1="${ends[1]}" x2="${ends[2]}" y2="${ends[3]}" stroke="#888" ` +
    `stroke-dasharray="${error === 0 ? 'none' : '4 4'}"/>`
  );
}

/** Values that have a tick. */
const POWERS = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4];

function ticks(x: Scale, y: Scale, low: number, high: number): readonly string[] {
  const powers = POWERS.filter((value) => value >= low && value <= high);
  const bottom = SIZE - MARGIN;
  return [
    `<path d="M${MARGIN} 16V${bottom}H${SIZE - 16}" fill="none" stroke="#444"/>`,
    ...powers.flatMap((value) => [
      `<text x="${x(value).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${value}</text>`,
      `<text x="${MARGIN - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`,
    ]),
    `<text x="${SIZE / 2}" y="${SIZE - 16}" text-anchor="middle">measured step time (s)</text>`,
    `<text transform="translate(14 ${SIZE / 2}) rotate(-90)" text-anchor="middle">computed (s)</text>`,
  ];
}

const legend = (index: number, colour: string, text: string): string =>
  `<g transform="translate(${SIZE} ${28 + 18 * index})"><circle r="4" cx="4" cy="-4" fill="${colour}"/>` +
  `<text x="14">${escapeHtml(text)}</text></g>`;
