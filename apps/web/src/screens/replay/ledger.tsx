/** Where the wall time went. */
import { type ExperimentResult } from '@railyard/experiments';
import { Bars, Card, percent, seconds } from '../../ui/index.js';

type Parts = NonNullable<ExperimentResult['replay']>['ledger'];

const NAMES: Readonly<Record<string, string>> = {
  lostWorkS: 'lost work',
  restartS: 'restart',
  reloadS: 'reload',
  detectionS: 'detection',
  checkpointStallS: 'checkpoints',
  checksS: 'checks',
  degradedS: 'degraded',
  drainS: 'draining',
  idleNoSpareS: 'no spare node',
};

/** All but the productive time: beside it nothing else could be seen. */
export function Ledger({ ledger }: { readonly ledger: Parts }) {
  const entries = Object.entries(ledger) as readonly (readonly [string, number])[];
  const wall = entries.reduce((sum, [, value]) => sum + value, 0);
  const lost = entries
    .filter(([key, value]) => key !== 'productiveS' && value > 0)
    .toSorted(([, a], [, b]) => b - a);
  return (
    <Card
      title="Where the lost time goes"
      note={`Productive: ${percent(ledger.productiveS / wall, 4)} of ${seconds(wall, 3)}. In per cent of it:`}
    >
      <Bars
        unit="s"
        rows={lost.map(([key, value]) => ({
          label: NAMES[key] ?? key.replace(/S$/, ''),
          parts: [{ name: 'lost time', value }],
          text: percent(value / wall),
        }))}
      />
    </Card>
  );
}
