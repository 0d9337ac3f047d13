/** The objective against what it costs, and the points that nothing beats in both. */
import { Card, Chart } from '../../ui/index.js';
import { costOf, metricOf, type SweptProps } from './swept.js';

/** More lie on top of each other, and cost time at every look. */
const MOST_POINTS = 1500;

export function TradeOff({ members, objective }: SweptProps) {
  if (members.length === 0) return null;
  const { metric, goal } = objective;
  const cost = costOf({ members, objective });
  const isCheap = cost !== 'tokensPerSecondPerGpu';
  const sorted = members.toSorted((a, b) => (isCheap ? 1 : -1) * (metricOf(a, cost) - metricOf(b, cost)));
  const costs = sorted.map((member) => metricOf(member, cost));
  const values = sorted.map((member) => metricOf(member, metric));
  const sign = goal === 'maximize' ? 1 : -1;
  let best = -Infinity;
  const front = values.map((value) => {
    if (sign * value <= best) return null;
    best = sign * value;
    return value;
  });
  const every = Math.ceil(sorted.length / MOST_POINTS);
  const drawn = sorted.map((_, at) => at).filter((at) => at % every === 0 || front[at] !== null);
  const thinned = every === 1 ? '' : ` Of the others one in ${every} is drawn.`;
  return (
    <Card
      title="Trade-off"
      note={`The line joins the points that nothing beats in both (the Pareto front).${thinned}`}
    >
      <Chart
        label={`${metric} over ${cost}`}
        x={drawn.map((at) => costs[at] ?? NaN)}
        xLabel={cost}
        yLabel={metric}
        series={[
          { name: 'points', values: drawn.map((at) => values[at] ?? null), points: true },
          { name: 'Pareto front', values: drawn.map((at) => front[at] ?? null), hue: 6 },
        ]}
      />
    </Card>
  );
}
