/** Parallel coordinates: an axis for each parameter and for the objective; a line for each run. */
import { useState } from 'preact/hooks';
import { type SweepMember } from '../../service/index.js';
import { Card, number } from '../../ui/index.js';
import { metricOf, parametersIn, ranked, shortName, type SweptProps, textOf, valuesOf } from './swept.js';

const WIDTH = 1000;
const HEIGHT = 260;
const [LEFT, TOP, BOTTOM] = [70, 26, 236];

interface Axis {
  readonly name: string;
  readonly x: number;
  readonly y: (member: SweepMember) => number;
  readonly ticks: readonly { readonly text: string; readonly y: number }[];
}

/** Runs that are drawn out, from the best on. */
const SHARES = [
  ['1', 'all runs'],
  ['0.5', 'the best half'],
  ['0.1', 'the best tenth'],
] as const;

export function ParallelCoordinates(swept: SweptProps) {
  const [share, setShare] = useState('1');
  const { members } = swept;
  if (members.length === 0) return null;
  const order = ranked(swept);
  const shown = new Set(order.slice(0, Math.max(1, Math.ceil(Number(share) * order.length))));
  const axes = axesOf(swept);
  return (
    <Card title="Parallel coordinates" note="One line for each run; the best is drawn thickest." wide>
      <label>
        Draw out{' '}
        <select
          style={{ width: 'auto' }}
          value={share}
          onChange={({ currentTarget }) => setShare(currentTarget.value)}
        >
          {SHARES.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <svg class="parallel" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Parallel coordinates">
        {order.toReversed().map((member) => (
          <polyline
            key={member.position}
            points={axes.map(({ x, y }) => `${x},${y(member)}`).join(' ')}
            class={shown.has(member) ? (member === order[0] ? 'best' : 'shown') : ''}
          />
        ))}
        {axes.map(({ name, x, ticks }) => (
          <g key={name}>
            <line x1={x} x2={x} y1={TOP} y2={BOTTOM} />
            <text x={x} y={14} text-anchor="middle">
              {shortName(name)}
            </text>
            {ticks.map(({ text, y }) => (
              <text key={text} x={x + 5} y={y + 3}>
                {text}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </Card>
  );
}

function axesOf({ members, objective: { metric } }: SweptProps): readonly Axis[] {
  const paths = parametersIn(members);
  const step = (WIDTH - 2 * LEFT) / paths.length;
  const height = (share: number): number => BOTTOM - share * (BOTTOM - TOP);
  const parameters = paths.map((path, place): Axis => {
    const values = valuesOf(members, path);
    const at = (value: unknown): number =>
      height(values.length < 2 ? 0.5 : values.indexOf(value) / (values.length - 1));
    return {
      name: path,
      x: LEFT + place * step,
      y: (member) => at(member.parameters[path]),
      ticks: values.map((value) => ({ text: textOf(value), y: at(value) })),
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
