/** ETTR and goodput of a replay over one of its quantities, as an SVG file. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { type ReplayCurve } from '@railyard/replay';
import { escapeHtml } from '../escape/index.js';

const WIDTH = 720;
const HEIGHT = 440;
const LEFT = 64;
const RIGHT = 24;
const TOP = 40;
const BOTTOM = 64;
/** Colours that differ for readers who see few (Okabe and Ito); the dashes differ too. */
const LINES = [
  { key: 'ettr', name: 'ETTR', colour: '#0072b2', dash: 'none' },
  { key: 'goodput', name: 'goodput (without corrupted steps)', colour: '#d55e00', dash: '6 3' },
] as const;

const AXES: Readonly<Record<ReplayCurve['over'], string>> = {
  interval: 'checkpoint interval (s)',
  spares: 'spare nodes',
  mtbf: 'mean time between failures of the job (h)',
  scale: 'GPUs of the job, the step as configured',
};

/** Each line with its 95 % band; the values stand in the titles of the points. */
export function renderCurve(curve: ReplayCurve, title: string): string {
  const { points, over, configured, optima } = curve;
  const xs = points.map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const x = (over === 'spares' ? scaleLinear() : scaleLog())
    .domain(first === last ? [first * 0.9, first * 1.1 + 1] : [first, last])
    .range([LEFT, WIDTH - RIGHT]);
  const ends = points.flatMap(({ ettr, goodput }) => [...ettr.ci95, ...goodput.ci95]);
  const y = scaleLinear()
    .domain([100 * Math.min(...ends), 100 * Math.max(...ends)])
    .nice(6)
    .range([HEIGHT - BOTTOM, TOP]);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
      'font-family="sans-serif" font-size="12">',
    `<title>${escapeHtml(`${title}: ETTR and goodput over ${AXES[over]}`)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="16" font-weight="bold">${escapeHtml(title)}</text>`,
    ...yAxis(y),
    ...xAxis(x, x.ticks(8), AXES[over]),
    ...LINES.flatMap((line) => drawn(line, curve, x, y)),
    ...markers(configured, optima, x).map((marker) => upright(marker, x)),
    ...LINES.map(legend),
    '</svg>',
  ].join('\n')}\n`;
}

type Scale = (value: number) => number;
type Line = (typeof LINES)[number];

const at = (value: number): string => value.toFixed(1);

function drawn(
  { key, name, colour, dash }: Line,
  { points, unit }: ReplayCurve,
  x: Scale,
  y: Scale,
): readonly string[] {
  const upper = points.map((point) => `${at(x(point.x))} ${at(y(100 * point[key].ci95[1]))}`);
  const lower = points.map((point) => `${at(x(point.x))} ${at(y(100 * point[key].ci95[0]))}`).reverse();
  const line = points.map((point) => `${at(x(point.x))} ${at(y(100 * point[key].mean))}`);
  return [
    `<path d="M${[...upper, ...lower].join('L')}Z" fill="${colour}" fill-opacity="0.15"/>`,
    `<path d="M${line.join('L')}" fill="none" stroke="${colour}" stroke-width="2" ` +
      `stroke-dasharray="${dash}"/>`,
    ...points.map((point) => {
      const { mean, ci95 } = point[key];
      const [low, high] = ci95.map((end) => (100 * end).toFixed(2));
      return (
        `<circle cx="${at(x(point.x))}" cy="${at(y(100 * mean))}" r="3" fill="${colour}"><title>` +
        escapeHtml(`${name} ${(100 * mean).toFixed(2)} % (${low} to ${high}) at ${short(point.x)} ${unit}`) +
        '</title></circle>'
      );
    }),
  ];
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

function yAxis(y: ReturnType<typeof scaleLinear>): readonly string[] {
  return [
    ...y
      .ticks(6)
      .map(
        (tick) =>
          `<path d="M${LEFT} ${at(y(tick) as number)}H${WIDTH - RIGHT}" stroke="#ddd"/>` +
          `<text x="${LEFT - 8}" y="${at((y(tick) as number) + 4)}" text-anchor="end">` +
          `${short(tick)} %</text>`,
      ),
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#444"/>`,
  ];
}

function xAxis(x: Scale, ticks: readonly number[], label: string): readonly string[] {
  const bottom = HEIGHT - BOTTOM;
  let reached = 0;
  const shown = ticks.filter((tick) => {
    const isFree = x(tick) >= reached;
    if (isFree) reached = x(tick) + 48;
    return isFree;
  });
  return [
    ...shown.map(
      (tick) =>
        `<path d="M${at(x(tick))} ${bottom}v5" stroke="#444"/>` +
        `<text x="${at(x(tick))}" y="${bottom + 18}" text-anchor="middle">${short(tick)}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 26}" text-anchor="middle">` +
      `${escapeHtml(label)}</text>`,
  ];
}

interface Marker {
  readonly name: string;
  readonly x: number;
  /** Of those that stand at one place, how many are below. */
  readonly row: number;
}

/** What lies within the axis; names of near ones stand above each other. */
function markers(configured: number, optima: ReplayCurve['optima'], x: Scale): readonly Marker[] {
  const rows: Marker[] = [];
  for (const one of [{ name: 'configured', x: configured }, ...optima].sort((a, b) => a.x - b.x)) {
    if (!(x(one.x) >= LEFT - 1 && x(one.x) <= WIDTH - RIGHT + 1)) continue;
    const before = rows.at(-1);
    const isNear = before !== undefined && x(one.x) - x(before.x) < 90;
    rows.push({ ...one, row: isNear ? before.row + 1 : 0 });
  }
  return rows;
}

function upright({ name, x, row }: Marker, scale: Scale): string {
  const isLate = scale(x) > WIDTH - RIGHT - 110;
  const label = `${name} ${short(x)}`;
  return (
    `<path d="M${at(scale(x))} ${TOP}V${HEIGHT - BOTTOM}" stroke="#666" stroke-dasharray="2 3"/>` +
    `<text x="${at(scale(x) + (isLate ? -4 : 4))}" y="${HEIGHT - BOTTOM - 8 - 14 * row}" ` +
    `text-anchor="${isLate ? 'end' : 'start'}" fill="#444">${escapeHtml(label)}</text>`
  );
}

function legend({ name, colour, dash }: Line, index: number): string {
  const left = LEFT + 110 * index;
  return (
    `<path d="M${left} ${HEIGHT - 8}h24" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>` +
    `<text x="${left + 30}" y="${HEIGHT - 4}">${escapeHtml(name)}</text>`
  );
}
