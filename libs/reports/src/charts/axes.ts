/** Curves and points between two axes with ticks. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { escapeHtml } from '../escape/index.js';
import { type Chart, hueOf, legend, shown, text } from './svg.js';

interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Points without a line between them; default: a line. */
  readonly isLoose?: boolean;
}

interface Axes {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
}

const WIDTH = 760;
const PLOT = 240;
const LEFT = 64;
const BOTTOM = 40;
const TICKS = 6;

export function axesChart(id: string, title: string, axes: Axes, series: readonly Series[]): Chart {
  const all = series.flatMap(({ points }) => points);
  const key =
    series.length > 1
      ? legend(
          series.map(({ name }) => name),
          LEFT,
          0,
          WIDTH - LEFT,
        )
      : undefined;
  const top = (key?.height ?? 0) + 8;
  const x = scaleOf(
    all.map(([value]) => value),
    axes.logX === true,
    [LEFT, WIDTH - 20],
  );
  const y = scaleOf(
    all.map(([, value]) => value),
    axes.logY === true,
    [top + PLOT, top],
  );
  const ticks = [
    ...x.ticks.map((value) => text(x.at(value), top + PLOT + 16, shown(value), 'middle', 'soft')),
    ...y.ticks.map(
      (value) =>
        `<path class="line" d="M${LEFT} ${y.at(value).toFixed(1)}H${WIDTH - 20}"/>` +
        text(LEFT - 6, y.at(value) + 4, shown(value), 'end', 'soft'),
    ),
  ];
  const drawn = series.map(({ name, points, isLoose = false }, i) => {
    const at = points.map(([px, py]) => [x.at(px).toFixed(1), y.at(py).toFixed(1)] as const);
    const dots = at.map(
      ([cx, cy], place) =>
        `<circle cx="${cx}" cy="${cy}" r="${isLoose ? 3.2 : 2}" fill="${hueOf(i)}"><title>` +
        `${escapeHtml(`${name}: ${shown(points[place]?.[0] ?? 0)}, ${shown(points[place]?.[1] ?? 0)}`)}` +
        '</title></circle>',
    );
    // A curve that hides another would look like the only one.
    const isCovering = series.slice(0, i).some((other) => isSame(other.points, points));
    const dash = isCovering ? ' stroke-dasharray="8 8"' : '';
    const curve =
      isLoose || at.length < 2
        ? ''
        : `<path class="curve" stroke="${hueOf(i)}"${dash} d="M${at.map((p) => p.join(' ')).join('L')}"/>`;
    return curve + (isCovering ? '' : dots.join(''));
  });
  const labels =
    text((LEFT + WIDTH) / 2, top + PLOT + 34, axes.xLabel, 'middle') +
    `<text class="ink" transform="translate(12 ${top + PLOT / 2}) rotate(-90)" text-anchor="middle">` +
    `${escapeHtml(axes.yLabel)}</text>`;
  return {
    id,
    title,
    width: WIDTH,
    height: top + PLOT + BOTTOM,
    body: (key?.body ?? '') + ticks.join('') + drawn.join('') + labels,
  };
}

const CLOSE = 0.005;

const isSame = (one: Series['points'], other: Series['points']): boolean =>
  one.length === other.length &&
  one.every(([px, py], i) => {
    const [ox, oy] = other[i] ?? [NaN, NaN];
    return px === ox && Math.abs(py - oy) <= CLOSE * Math.abs(py);
  });

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

function scaleOf(values: readonly number[], isLog: boolean, range: readonly [number, number]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (isLog && low > 0) {
    const scale = scaleLog([low, high === low ? 2 * low : high], [...range]);
    return { at: (value) => scale(value), ticks: logTicks(low, high) };
  }
  const scale = scaleLinear(
    [low > 0 && low < 0.7 * high ? 0 : low, high === low ? low + 1 : high],
    [...range],
  ).nice();
  return { at: (value) => scale(value), ticks: scale.ticks(TICKS) };
}

/** 1, 2 and 5 of each decade, or its first of every so many decades. */
function logTicks(low: number, high: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = last - first;
  const stride = Math.ceil(decades / (TICKS + 2));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += stride)
    for (const factor of decades <= 3 ? [1, 2, 5] : [1]) ticks.push(Number(`${factor}e${power}`));
  return ticks.filter((value) => value >= low && value <= high);
}
