/** Replay: an experiment over days with faults, and what they cost. */
import { type ExperimentResult } from '@railyard/experiments';
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, useEngine } from '../../engine/index.js';
import {
  AnswerState,
  CopyButton,
  DownloadButton,
  number,
  NumberField,
  Page,
  percent,
  range,
  seconds,
  SelectField,
  type StatProps,
  Stats,
} from '../../ui/index.js';
import { Causes } from './causes.js';
import { Days } from './days.js';
import { IntervalCurve } from './interval-curve.js';
import { Ledger } from './ledger.js';

const DEFAULTS = {
  experiment: 'deepseek-v3-mpft',
  faults: 'llama3-h100',
  recovery: 'deepseek',
  days: 20,
  replicas: 10,
  rateMultiple: 1,
  spareNodes: undefined as number | undefined,
};

type Replay = NonNullable<ExperimentResult['replay']>;

export default function ReplayScreen() {
  const [state, change] = useUrlState('replay', DEFAULTS);
  const answer = useEngine('replay', state);
  const { value } = answer;
  const shown = value?.result.replay;
  return (
    <Page
      title="Replay"
      lead="The job over days: faults strike it, it recovers, and the time that they cost has a cause."
      actions={
        <>
          <CopyButton label="Copy link" text={() => location.href} />
          {value !== undefined && (
            <DownloadButton
              label="experiment.json"
              name="experiment.json"
              text={() => JSON.stringify(value.document, null, 2)}
            />
          )}
        </>
      }
    >
      <Choices state={state} onChange={change} />
      <AnswerState answer={answer} waiting="Playing the days" />
      {shown !== undefined && (
        <div class={answer.busy ? 'stale' : ''} aria-busy={answer.busy}>
          <Stats stats={headline(shown)} />
          <div class="cards">
            <Ledger
              lost={value?.lost ?? []}
              productiveS={shown.ledger.productiveS}
              wallS={86_400 * shown.wallDays}
            />
            <Causes causes={shown.byCause} />
            {shown.intervalCurve !== undefined && <IntervalCurve curve={shown.intervalCurve} />}
            <Days timeline={shown.timeline} />
          </div>
        </div>
      )}
    </Page>
  );
}

interface ChoicesProps {
  readonly state: typeof DEFAULTS;
  readonly onChange: (change: Partial<typeof DEFAULTS>) => void;
}

function Choices({ state, onChange }: ChoicesProps) {
  const { value: catalog } = useEngine('catalog', NOTHING);
  return (
    <form class="card row" aria-label="The replay" onSubmit={(event) => event.preventDefault()}>
      {(['experiment', 'faults', 'recovery'] as const).map((key) => (
        <SelectField
          key={key}
          label={key[0]?.toUpperCase() + key.slice(1)}
          value={state[key]}
          options={catalog?.presets[key === 'faults' ? 'fault-profile' : key] ?? [state[key]]}
          onChange={(word) => onChange({ [key]: word })}
        />
      ))}
      <NumberField label="Days" value={state.days} max={365} onChange={(days = 20) => onChange({ days })} />
      <NumberField
        label="Replicas"
        value={state.replicas}
        max={500}
        onChange={(replicas = 10) => onChange({ replicas })}
      />
      <NumberField
        label="Fault rates, times"
        value={state.rateMultiple}
        min={0}
        max={1000}
        step="any"
        onChange={(rateMultiple = 1) => onChange({ rateMultiple })}
      />
      <NumberField
        label="Spare nodes"
        value={state.spareNodes}
        min={0}
        placeholder="as usual"
        onChange={(spareNodes) => onChange({ spareNodes })}
      />
    </form>
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
