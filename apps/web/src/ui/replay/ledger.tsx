/** Where the wall time went. */
import { type LostTime } from '@railyard/replay';
import { Bars, Card, percent, seconds } from '../index.js';

interface LedgerProps {
  readonly lost: readonly LostTime[];
  readonly productiveS: number;
  readonly wallS: number;
}

/** All but the productive time: alongside it nothing else could be seen. */
export function Ledger({ lost, productiveS, wallS }: LedgerProps) {
  return (
    <Card
      title="Where the lost time goes"
      note={`Productive: ${percent(productiveS / wallS, 4)} of ${seconds(wallS, 3)}. In per cent of it:`}
    >
      <Bars
        unit="s"
        rows={lost.map(({ words, seconds: value, share }) => ({
          label: words,
          parts: [{ name: 'lost time', value }],
          text: percent(share),
        }))}
      />
    </Card>
  );
}
