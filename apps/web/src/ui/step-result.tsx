/** What a step does, and what training with it costs. */
import { type Band, type ExperimentResult, type StepSections } from '@railyard/experiments';
import { useMemo, useRef } from 'preact/hooks';
import { ask, useEngine } from '../engine/index.js';
import { Bars } from './bars.js';
import { DownloadButton } from './buttons.js';
import { dollars, number, percent, range, seconds } from './format.js';
import { Card, type StatProps, Stats } from './layout.js';
import { AnswerState } from './notice.js';
import { PerfettoButton } from './perfetto.js';
import { ResultDetails } from './result-details.js';
import { Timeline, unpacked } from './timeline/index.js';
import { Waterfall } from './waterfall.js';
import { useSettled } from './use-settled.js';
import {
  daysBand,
  gpusOf,
  lossesOf,
  memoryRows,
  timeRow,
  tokensPerGpuSecond,
  trainingOf,
} from './step-figures.js';

/** What is to be trained, and at which price. */
interface Plan {
  readonly tokensB: number;
  readonly dollarsPerGpuHour: number;
}

interface ResultProps {
  readonly step: StepSections;
  /** Of the same step, with its band; absent while that is computed. */
  readonly result?: ExperimentResult;
  /** Not for long: its step is not recorded. */
  readonly busy?: boolean;
  readonly plan: Plan;
}

export function StepResult({ step, result, busy = false, plan }: ResultProps) {
  const { deviceGB } = step.memory as { deviceGB: number };
  return (
    <>
      <Stats stats={headline(step, result?.band, plan)} />
      <div class="cards">
        <Card title="From peak to MFU" note="Shares of the step, against the BF16 peak of the device.">
          <Waterfall whole="BF16 peak" losses={lossesOf(step)} rest="MFU (causal)" />
        </Card>
        <Card title="Memory by pipeline rank" note="GB of the fullest GPU of each rank.">
          <Bars
            rows={memoryRows(step)}
            unit="GB"
            limit={{ value: deviceGB, label: `${number(deviceGB)} GB of the device` }}
          />
        </Card>
        <Card title="Where the time goes" note="Mean over pipeline ranks." wide>
          <Bars rows={[timeRow(step)]} unit="s" />
          <Warnings of={step.id} result={result} />
        </Card>
        <Step step={step} busy={busy} />
        {result !== undefined && <ResultDetails result={result} />}
      </div>
    </>
  );
}

/** Longer than from one key to the next. */
const PICTURE_PAUSE_MS = 250;

/** Recorded behind the figures, in a thread of its own: no figure waits for a picture. */
function Step({ step, busy }: { readonly step: StepSections; readonly busy: boolean }) {
  const text = useMemo(() => JSON.stringify(step.document), [step]);
  const isSettled = useSettled(text, PICTURE_PAUSE_MS);
  const answer = useEngine('timeline', busy || !isSettled ? undefined : { kind: 'written', text });
  const data = useMemo(
    () => (answer.value === undefined ? undefined : unpacked(answer.value)),
    [answer.value],
  );
  return (
    <Card title="One step" note="Pipeline ranks of one replica." wide>
      <AnswerState answer={answer} waiting="Recording the step" />
      {data !== undefined && (
        <>
          <div class="row" style={{ marginBottom: '8px' }}>
            <DownloadButton label="trace.json" name="trace.json" text={() => ask('trace', text)} />
            <PerfettoButton title={step.document.name} trace={() => ask('trace', text)} />
          </div>
          <Timeline data={data} label="One step" />
        </>
      )}
    </Card>
  );
}

/** Where a band will stand. */
const FOLLOWS = '…';

function headline(
  step: StepSections,
  band: Band | undefined,
  { tokensB, dollarsPerGpuHour }: Plan,
): readonly StatProps[] {
  const { metrics, memory } = step;
  const { days, dollars: cost } = trainingOf(step, tokensB, dollarsPerGpuHour);
  const { fits, deviceGB } = memory as { fits: boolean; deviceGB: number };
  const within = (of: (given: Band) => readonly [number, number], as: (value: number) => string): string =>
    band === undefined ? FOLLOWS : range(of(band), as);
  return [
    {
      label: 'Memory',
      value: fits ? 'fits' : 'does not fit',
      detail: `${number(metrics.peakMemoryGB)} of ${number(deviceGB)} GB`,
      tone: fits ? 'good' : 'bad',
    },
    {
      label: 'Step time',
      value: seconds(metrics.stepTimeS),
      detail: within(
        ({ stepTimeS }) => stepTimeS,
        (each) => seconds(each, 3),
      ),
    },
    {
      label: 'MFU (causal)',
      value: percent(metrics.mfuCausal),
      detail: within(
        ({ mfuCausal }) => mfuCausal,
        (each) => percent(each),
      ),
    },
    {
      label: 'Tokens/s per GPU',
      value: number(tokensPerGpuSecond(step)),
      detail: `${number(metrics.tokensPerDayB)} B a day`,
    },
    {
      label: `Days for ${number(tokensB)} B`,
      value: number(days, 3),
      detail: within(
        (given) => daysBand(given, tokensB),
        (each) => number(each, 3),
      ),
    },
    {
      label: 'Cost',
      value: dollars(cost),
      detail: `${number(gpusOf(step))} GPUs at $${dollarsPerGpuHour}/h`,
    },
  ];
}

/** Those of the step before stand until its own are there. */
function Warnings({ of, result }: { readonly of: string; readonly result: ExperimentResult | undefined }) {
  const latest = useRef(result);
  latest.current = result ?? latest.current;
  const { id, warnings = [] } = latest.current ?? {};
  if (warnings.length === 0) return null;
  return (
    <div class={id === of ? '' : 'stale'}>
      <h2>Warnings</h2>
      <ul>
        {warnings.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
