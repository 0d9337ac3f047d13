/** What a step does, and what training with it costs. */
import { type ExperimentResult } from '@railyard/experiments';
import { useMemo } from 'preact/hooks';
import { ask, useEngine } from '../engine/index.js';
import { Bars } from './bars.js';
import { DownloadButton } from './buttons.js';
import { dollars, number, percent, range, seconds } from './format.js';
import { Card, type StatProps, Stats } from './layout.js';
import { AnswerState } from './notice.js';
import { Timeline, unpacked } from './timeline/index.js';
import { Waterfall } from './waterfall.js';
import { useSettled } from './use-settled.js';
import { gpusOf, lossesOf, memoryRows, timeRow, tokensPerGpuSecond, trainingOf } from './step-figures.js';

/** What is to be trained, and at which price. */
interface Plan {
  readonly tokensB: number;
  readonly dollarsPerGpuHour: number;
}

interface ResultProps {
  readonly result: ExperimentResult;
  /** Not for long: its step is not recorded. */
  readonly busy?: boolean;
  readonly plan: Plan;
}

export function StepResult({ result, busy = false, plan }: ResultProps) {
  const { deviceGB } = result.memory as { deviceGB: number };
  return (
    <>
      <Stats stats={headline(result, plan)} />
      <div class="cards">
        <Card title="From peak to MFU" note="Shares of the step, against the BF16 peak of the device.">
          <Waterfall whole="BF16 peak" losses={lossesOf(result)} rest="MFU (causal)" />
        </Card>
        <Card title="Memory by pipeline rank" note="GB of the fullest GPU of each rank.">
          <Bars
            rows={memoryRows(result)}
            unit="GB"
            limit={{ value: deviceGB, label: `${number(deviceGB)} GB of the device` }}
          />
        </Card>
        <Card title="Where the time goes" note="Mean over pipeline ranks.">
          <Bars rows={[timeRow(result)]} unit="s" />
          <Warnings result={result} />
        </Card>
        <Step result={result} busy={busy} />
      </div>
    </>
  );
}

/** Longer than from one key to the next. */
const PICTURE_PAUSE_MS = 250;

/** Recorded behind the figures, in a thread of its own: no figure waits for a picture. */
function Step({ result, busy }: { readonly result: ExperimentResult; readonly busy: boolean }) {
  const text = useMemo(() => JSON.stringify(result.document), [result]);
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
            <a class="button" href="https://ui.perfetto.dev" target="_blank" rel="noreferrer">
              Open Perfetto, then drop the trace
            </a>
          </div>
          <Timeline data={data} label="One step" />
        </>
      )}
    </Card>
  );
}

function headline(result: ExperimentResult, { tokensB, dollarsPerGpuHour }: Plan): readonly StatProps[] {
  const { metrics, band, memory } = result;
  const training = trainingOf(result, tokensB, dollarsPerGpuHour);
  const { fits, deviceGB } = memory as { fits: boolean; deviceGB: number };
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
      detail: range(band.stepTimeS, (each) => seconds(each, 3)),
    },
    {
      label: 'MFU (causal)',
      value: percent(metrics.mfuCausal),
      detail: range(band.mfuCausal, (each) => percent(each)),
    },
    {
      label: 'Tokens/s per GPU',
      value: number(tokensPerGpuSecond(result)),
      detail: `${number(metrics.tokensPerDayB)} B a day`,
    },
    {
      label: `Days for ${number(tokensB)} B`,
      value: number(training.days, 3),
      detail: range(training.daysBand, (each) => number(each, 3)),
    },
    {
      label: 'Cost',
      value: dollars(training.dollars),
      detail: `${number(gpusOf(result))} GPUs at $${dollarsPerGpuHour}/h`,
    },
  ];
}

function Warnings({ result }: { readonly result: ExperimentResult }) {
  if (result.warnings.length === 0) return null;
  return (
    <>
      <h2>Warnings</h2>
      <ul>
        {result.warnings.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
      </ul>
    </>
  );
}
