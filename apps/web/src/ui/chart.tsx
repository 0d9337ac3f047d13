/** Curves over one quantity: uPlot in the colours of the page. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { hue, variable } from './colours.js';
import { number } from './format.js';

interface Series {
  readonly name: string;
  /** One value for each of `x`; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Points without a line. */
  readonly points?: boolean;
  readonly hue?: number;
  /** A line below it shows between the dashes. */
  readonly dash?: boolean;
}

export interface ChartProps {
  readonly label: string;
  readonly x: readonly number[];
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly formatX?: (value: number) => string;
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Of a logarithmic x; sizes are powers of 2. */
  readonly base?: 2 | 10;
  readonly height?: number;
}

const LOG = 3;

export function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const at = place.current;
    if (at === null) return undefined;
    const data = [[...props.x], ...props.series.map(({ values }) => [...values])] as uPlot.AlignedData;
    const plot = new uPlot(optionsOf(props, at.clientWidth), data, at);
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: at.clientWidth, height: props.height ?? 280 }),
    );
    observer.observe(at);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  });
  return <div class="chart" ref={place} role="img" aria-label={props.label} />;
}

function optionsOf(props: ChartProps, width: number): uPlot.Options {
  const { series, xLabel, yLabel, formatX, logX = false, logY = false, base = 2, height = 280 } = props;
  const axis = {
    stroke: variable('--muted'),
    grid: { stroke: variable('--line'), width: 1 },
    ticks: { stroke: variable('--line') },
  };
  const texts =
    formatX === undefined
      ? {}
      : {
          values: (_: uPlot, values: number[]) =>
            values.map((value) => (value === null ? '' : formatX(value))),
        };
  return {
    width,
    height,
    scales: { x: { time: false, ...(logX ? { distr: LOG, log: base } : {}) }, y: logY ? { distr: LOG } : {} },
    axes: [
      { ...axis, label: xLabel, labelSize: 16, ...texts },
      { ...axis, label: yLabel, labelSize: 16, size: 60 },
    ],
    series: [
      {
        label: xLabel,
        value: (_: uPlot, value: number | null) => (value == null ? '' : (formatX ?? number)(value)),
      },
      ...series.map((each, place) => lineOf(each, place)),
    ],
  };
}

function lineOf({ name, points = false, hue: colour, dash = false }: Series, place: number): uPlot.Series {
  const stroke = hue(colour ?? place);
  return {
    label: name,
    stroke,
    width: 2,
    spanGaps: true,
    value: (_: uPlot, value: number | null) => (value == null ? '' : number(value)),
    ...(dash ? { dash: [7, 7] } : {}),
    points: { show: true, size: points ? 6 : 4, fill: stroke },
    ...(points ? { paths: () => null } : {}),
  };
}
