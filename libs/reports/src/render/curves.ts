/** Curves over a logarithmic axis in SVG: bandwidths over message sizes. */
import { GIBI, KIBI, MEBI, pow } from '@railyard/base';
import { scaleLinear, scaleLog } from 'd3-scale';
import { escapeHtml } from '../escape/index.js';

interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly dashed?: boolean;
}

interface CurveChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly curves: readonly Curve[];
}

const WIDTH = 640;
const HEIGHT = 420;
const MARGIN = 56;
const LEGEND_WIDTH = 420;
/** Colours that differ for readers who see few (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#999999'];

/** Curves whose names differ in their last part alone (`, measured`, `, computed`) share a colour. */
export function renderCurves({ title, xLabel, yLabel, curves }: CurveChart): string {
  const xs = curves.flatMap(({ points }) => points.map(({ x }) => x));
  const ys = curves.flatMap(({ points }) => points.map(({ y }) => y));
  const x = scaleLog([least(xs, 1), Math.max(least(xs, 1) * 2, ...xs)], [MARGIN, WIDTH - 16]);
  const y = scaleLinear([0, Math.max(1e-9, ...ys) * 1.05], [HEIGHT - MARGIN, 16]);
  const families = [...new Set(curves.map(({ name }) => familyOf(name)))];
  const colourOf = (name: string): string => COLOURS[families.indexOf(familyOf(name)) % COLOURS.length] ?? '';
  const path = ({ points }: Curve): string =>
    points
      .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`)
      .join('');
  const height = Math.max(HEIGHT, 40 + 18 * curves.length);
  const bottom = HEIGHT - MARGIN;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + LEGEND_WIDTH} ${height}" role="img" ` +
      `font-family="sans-serif" font-size="11">`,
    `<title>${escapeHtml(title)}</title>`,
    `<rect width="${WIDTH + LEGEND_WIDTH}" height="${height}" fill="#fff"/>`,
    `<path d="M${MARGIN} 16V${bottom}H${WIDTH - 16}" fill="none" stroke="#444"/>`,
    ...powersOfTwo(x.domain()).map((size) => label(x(size), bottom + 16, 'middle', sizeName(size))),
    ...y.ticks(6).map((tick) => label(MARGIN - 6, y(tick) + 4, 'end', `${tick}`)),
    label(WIDTH / 2, HEIGHT - 16, 'middle', xLabel),
    `<g transform="translate(14 ${HEIGHT / 2}) rotate(-90)">${label(0, 0, 'middle', yLabel)}</g>`,
    ...curves.map((curve, i) => {
      const dashes = curve.dashed === true ? ' stroke-dasharray="5 3"' : '';
      const stroke = `stroke="${colourOf(curve.name)}"${dashes}`;
      const at = 28 + 18 * i;
      return (
        `<path d="${path(curve)}" fill="none" stroke-width="1.6" ${stroke}/>` +
        `<path d="M${WIDTH} ${at - 4}h24" fill="none" stroke-width="1.6" ${stroke}/>` +
        `<text x="${WIDTH + 30}" y="${at}">${escapeHtml(curve.name)}</text>`
      );
    }),
    '</svg>',
  ].join('\n')}\n`;
}

const label = (x: number, y: number, anchor: string, text: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;

const least = (values: readonly number[], none: number): number =>
  values.length === 0 ? none : Math.min(...values);

const familyOf = (name: string): string => name.replace(/, [^,]*$/, '');

/** At most ten of them. */
function powersOfTwo(domain: readonly number[]): readonly number[] {
  const [low = 1, high = 2] = domain;
  const powers = Array.from({ length: 64 }, (_, i) => pow(2, i)).filter(
    (size) => size >= low && size <= high,
  );
  const step = Math.ceil(powers.length / 10);
  return powers.filter((_, i) => i % step === 0);
}

function sizeName(size: number): string {
  const unit = UNITS.findLast(([, bytes]) => bytes <= size) ?? UNITS[0];
  return `${size / unit[1]} ${unit[0]}`;
}

const UNITS = [
  ['B', 1],
  ['KiB', KIBI],
  ['MiB', MEBI],
  ['GiB', GIBI],
  ['TiB', KIBI * GIBI],
] as const;
