/** Parallel coordinates: an axis for each parameter and for the objective; a line for each run. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type SweepMember } from '../../service/index.js';
import { Card, hue, number, SelectField, variable } from '../../ui/index.js';
import { metricOf, parametersIn, shortName, type SweptProps, textOf, valuesOf } from './swept.js';

const WIDTH = 1000;
const HEIGHT = 260;
const [LEFT, TOP, BOTTOM] = [70, 26, 236];
/** Values that an axis names; others have a place on it and no name. */
const MOST_TICKS = 24;

interface Axis {
  readonly name: string;
  readonly x: number;
  readonly y: (member: SweepMember) => number;
  readonly ticks: readonly { readonly value?: unknown; readonly text: string; readonly y: number }[];
}

/** What is looked at, of all runs: the best, and those with the chosen values. */
export interface Brush {
  /** Of the runs, from the best on. */
  readonly share: number;
  /** Paths of parameters to the text of the value that they must have. */
  readonly only: Readonly<Record<string, string>>;
}

const SHARES = [
  ['1', 'all runs'],
  ['0.5', 'the best half'],
  ['0.1', 'the best tenth'],
] as const;

/** @param members the best first */
export function brushed(members: readonly SweepMember[], { share, only }: Brush): readonly SweepMember[] {
  const wanted = Object.entries(only);
  const found = members.filter(({ parameters }) =>
    wanted.every(([path, text]) => textOf(parameters[path]) === text),
  );
  return found.slice(0, Math.max(1, Math.ceil(share * found.length)));
}

interface ParallelProps {
  readonly swept: SweptProps;
  readonly shown: readonly SweepMember[];
  readonly brush: Brush;
  readonly onBrush: (brush: Partial<Brush>) => void;
}

export function ParallelCoordinates({ swept, shown, brush, onBrush }: ParallelProps) {
  const axes = useMemo(() => axesOf(swept), [swept]);
  if (swept.members.length === 0) return null;
  const choose = (path: string, text: string): void => {
    const { [path]: before, ...others } = brush.only;
    onBrush({ only: before === text ? others : { ...others, [path]: text } });
  };
  return (
    <Card
      title="Parallel coordinates"
      note="One line for each run, the best thickest. A click on a value keeps the runs that have it."
      wide
    >
      <div class="row">
        <SelectField
          label="Draw out"
          value={String(brush.share)}
          options={SHARES}
          onChange={(share) => onBrush({ share: Number(share) })}
        />
        <button
          type="button"
          disabled={Object.keys(brush.only).length === 0 && brush.share === 1}
          onClick={() => onBrush({ share: 1, only: {} })}
        >
          All runs
        </button>
      </div>
      <div class="drawing-place">
        <div class="parallel">
          <Lines axes={axes} members={swept.members} shown={shown} />
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={`Axes of ${shown.length} runs`}>
            {axes.map((axis) => (
              <AxisOf key={axis.name} axis={axis} only={brush.only[axis.name]} onChoose={choose} />
            ))}
          </svg>
        </div>
      </div>
    </Card>
  );
}

interface AxisProps {
  readonly axis: Axis;
  readonly only: string | undefined;
  readonly onChoose: (path: string, text: string) => void;
}

function AxisOf({ axis: { name, x, ticks }, only, onChoose }: AxisProps) {
  return (
    <g>
      <line x1={x} x2={x} y1={TOP} y2={BOTTOM} />
      <text x={x} y={14} text-anchor="middle">
        {shortName(name)}
      </text>
      {ticks.map(({ value, text, y }) =>
        value === undefined ? (
          <text key={text} x={x + 5} y={y + 3}>
            {text}
          </text>
        ) : (
          <g
            key={text}
            role="button"
            tabindex={0}
            class={only === text ? 'tick chosen' : 'tick'}
            aria-pressed={only === text}
            aria-label={`Only ${shortName(name)} ${text}`}
            onClick={() => onChoose(name, text)}
            onKeyDown={({ key }) => (key === 'Enter' ? onChoose(name, text) : undefined)}
          >
            <circle cx={x} cy={y} r={only === text ? 5 : 3} />
            <text x={x + 7} y={y + 3}>
              {text}
            </text>
          </g>
        ),
      )}
    </g>
  );
}

interface LinesProps {
  readonly axes: readonly Axis[];
  readonly members: readonly SweepMember[];
  readonly shown: readonly SweepMember[];
}

/** Ten thousand lines are too many for elements of a page. */
function Lines({ axes, members, shown }: LinesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null) return;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    const draw = (runs: readonly SweepMember[], colour: string, width: number, opacity: number): void => {
      context.beginPath();
      for (const run of runs) axes.forEach(({ x, y }, at) => lineTo(context, at, x, y(run)));
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.globalAlpha = opacity;
      context.stroke();
    };
    const isAll = shown.length === members.length;
    draw(isAll ? [] : members, variable('--muted'), 1, 0.15);
    draw(shown, hue(0), 1.4, 0.8);
    draw(shown.slice(0, 1), hue(6), 3, 1);
  }, [axes, members, shown]);
  return <canvas ref={canvas} width={WIDTH} height={HEIGHT} aria-hidden="true" />;
}

function lineTo(context: CanvasRenderingContext2D, at: number, x: number, y: number): void {
  if (at === 0) context.moveTo(x, y);
  else context.lineTo(x, y);
}

function axesOf({ members, objective: { metric } }: SweptProps): readonly Axis[] {
  const paths = parametersIn(members);
  const step = (WIDTH - 2 * LEFT) / paths.length;
  const height = (share: number): number => BOTTOM - share * (BOTTOM - TOP);
  const parameters = paths.map((path, place): Axis => {
    const values = valuesOf(members, path);
    const places = new Map(values.map((value, at) => [value, at]));
    const at = (value: unknown): number =>
      height(values.length < 2 ? 0.5 : (places.get(value) ?? 0) / (values.length - 1));
    const every = Math.ceil(values.length / MOST_TICKS);
    return {
      name: path,
      x: LEFT + place * step,
      y: (member) => at(member.parameters[path]),
      ticks: values
        .filter((_, value) => value % every === 0)
        .map((value) => ({ value, text: textOf(value), y: at(value) })),
    };
  });
  const all = members.map((member) => metricOf(member, metric));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const at = (value: number): number => height(high === low ? 0.5 : (value - low) / (high - low));
  return [
    ...parameters,
    {
      name: metric,
      x: WIDTH - LEFT,
      y: (member) => at(metricOf(member, metric)),
      ticks: [low, high].map((value) => ({ text: number(value), y: at(value) })),
    },
  ];
}
