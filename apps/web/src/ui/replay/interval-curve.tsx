/** ETTR over the interval between checkpoints. */
import { type ExperimentResult } from '@railyard/experiments';
import { Card, Chart, percent, seconds } from '../index.js';

type Curve = NonNullable<NonNullable<ExperimentResult['replay']>['intervalCurve']>;

export function IntervalCurve({ curve: { points, configuredS, dalyS } }: { readonly curve: Curve }) {
  const percents = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : 100 * value));
  return (
    <Card
      title="Checkpoint interval"
      note={`Configured: every ${seconds(configuredS, 3)}; by Daly's formula: ${seconds(dalyS, 3)}.`}
    >
      <Chart
        label="ETTR over the checkpoint interval"
        x={points.map(({ intervalS }) => intervalS)}
        xLabel="interval"
        yLabel="ETTR (%)"
        formatX={(value) => seconds(value, 3)}
        logX
        series={[
          { name: 'simulated', values: percents(points.map(({ ettr }) => ettr.mean)) },
          { name: 'closed form', values: percents(points.map(({ exactA }) => exactA)), dash: true },
        ]}
      />
      <p class="note">Highest simulated: {percent(Math.max(...points.map(({ ettr }) => ettr.mean)), 4)}.</p>
    </Card>
  );
}
