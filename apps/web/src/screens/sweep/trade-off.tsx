/** The objective against memory, and the points that nothing beats in both. */
import { Card, Chart } from '../../ui/index.js';
import { metricOf, type SweptProps } from './swept.js';

export function TradeOff({ members, objective: { metric, goal } }: SweptProps) {
  if (members.length === 0) return null;
  const cost = metric === 'peakMemoryGB' ? 'stepTimeS' : 'peakMemoryGB';
  const sorted = members.toSorted((a, b) => metricOf(a, cost) - metricOf(b, cost));
  const values = sorted.map((member) => metricOf(member, metric));
  const sign = goal === 'maximize' ? 1 : -1;
  let best = -Infinity;
  const front = values.map((value) => {
    if (sign * value <= best) return null;
    best = sign * value;
    return value;
  });
  return (
    <Card title="Trade-off" note="The line joins the points that nothing beats in both (the Pareto front).">
      <Chart
        label={`${metric} over ${cost}`}
        x={sorted.map((member) => metricOf(member, cost))}
        xLabel={cost}
        yLabel={metric}
        series={[
          { name: 'points', values, points: true },
          { name: 'Pareto front', values: front, hue: 6 },
        ]}
      />
    </Card>
  );
}
