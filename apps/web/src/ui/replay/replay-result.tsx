/** What a job does over days: the headline, what faults cost, and the first replica. */
import { type ExperimentResult } from '@railyard/experiments';
import { useEngine } from '../../engine/index.js';
import { number, percent, range, seconds, type StatProps, Stats } from '../index.js';
import { Causes } from './causes.js';
import { Days } from './days.js';
import { IntervalCurve } from './interval-curve.js';
import { Ledger } from './ledger.js';

type Replay = NonNullable<ExperimentResult['replay']>;

const DAY_S = 86_400;

export function ReplayResult({ replay }: { readonly replay: Replay }) {
  const { value: lost = [] } = useEngine('lost', replay.ledger);
  return (
    <>
      <Stats stats={headline(replay)} />
      <div class="cards">
        <Ledger lost={lost} productiveS={replay.ledger.productiveS} wallS={DAY_S * replay.wallDays} />
        {replay.intervalCurve !== undefined && <IntervalCurve curve={replay.intervalCurve} />}
        <Causes causes={replay.byCause} />
        <Days timeline={replay.timeline} />
      </div>
    </>
  );
}

const headline = ({
  ettr,
  goodput,
  effectiveTime,
  interruptions,
  mtbfH,
  ci95,
}: Replay): readonly StatProps[] => [
  { label: 'ETTR', value: percent(ettr), detail: range(ci95.ettr, (each) => percent(each, 4)) },
  { label: 'Goodput', value: percent(goodput), detail: range(ci95.goodput, (each) => percent(each, 4)) },
  { label: 'Effective training time', value: percent(effectiveTime) },
  {
    label: 'Interruptions',
    value: number(interruptions, 3),
    detail: range(ci95.interruptions, (each) => number(each, 3)),
  },
  { label: 'Time between them', value: mtbfH == null ? '–' : seconds(3600 * mtbfH, 3) },
];
