/** Run: followed live to its end; then what it says, and whether this page computes the same. */
import { followRun, type RunEvent } from '@railyard/client';
import { type ExperimentResult, type ServingResult } from '@railyard/experiments';
import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../../app/router.js';
import { parametersOf, useUrlState } from '../../app/url-state.js';
import { useEngine } from '../../engine/index.js';
import {
  cancelRun,
  readRun,
  retryRun,
  runResult,
  type RunView,
  service,
  ServiceState,
  useService,
} from '../../service/index.js';
import { AnswerState, Card, DownloadButton, number, Page, percent, seconds, Stats } from '../../ui/index.js';
import { ReplayResult } from '../../ui/replay/replay-result.js';
import { StepResult } from '../../ui/step-result.js';

const DEFAULTS = { id: '' };
const PLAN = { tokensB: 15_000, dollarsPerGpuHour: 2 };

export default function RunScreen() {
  const [{ id }] = useUrlState('run', DEFAULTS);
  const [heard, reload] = useService(() => readRun(id), id);
  const run = heard.value;
  return (
    <Page
      title={run?.name ?? 'Run'}
      lead={id}
      actions={run === undefined ? undefined : <Actions run={run} onChange={reload} />}
    >
      <ServiceState heard={heard} onReload={reload} />
      {run !== undefined && run.finishedAt === null && <Progress key={id} run={run} onEnd={reload} />}
      {run !== undefined && run.finishedAt !== null && <Ended run={run} />}
    </Page>
  );
}

function Actions({ run, onChange }: { readonly run: RunView; readonly onChange: () => void }) {
  const retry = async (): Promise<void> => {
    const next = await retryRun(run.id);
    location.hash = addressOf('run', parametersOf({ id: next.id }, {}));
    onChange();
  };
  return (
    <>
      {run.links.cancel !== undefined && (
        <button type="button" onClick={() => void cancelRun(run.id).then(onChange)}>
          Cancel
        </button>
      )}
      {run.links.retry !== undefined && (
        <button type="button" onClick={() => void retry()}>
          Retry
        </button>
      )}
      <a class="button" href="#/runs">
        All runs
      </a>
    </>
  );
}

/** Events as they come, resumed where a connection broke. */
function Progress({ run, onEnd }: { readonly run: RunView; readonly onEnd: () => void }) {
  const [event, setEvent] = useState<RunEvent>();
  useEffect(() => {
    const control = new AbortController();
    followRun(service(), run.id, { onEvent: setEvent, signal: control.signal }).then(onEnd, () => undefined);
    return () => control.abort();
  }, []);
  const share = event?.share ?? run.share;
  return (
    <Card title="Under way">
      <progress value={share} max={1} aria-label="Share done" style={{ width: '100%' }} />
      <p role="status">
        {event?.type ?? run.state}
        {event?.phase === undefined ? '' : `, ${event.phase}`}: {percent(share, 3)}
      </p>
    </Card>
  );
}

function Ended({ run }: { readonly run: RunView }) {
  const [heard, reload] = useService<unknown>(
    () => (run.state === 'succeeded' ? runResult(run.id) : Promise.resolve(null)),
    run.id + run.state,
  );
  if (run.state !== 'succeeded')
    return (
      <Card title={run.state === 'cancelled' ? 'Cancelled' : 'Failed'}>
        <p>{run.failure?.message ?? 'It was ended before it was done.'}</p>
      </Card>
    );
  return (
    <>
      <ServiceState heard={heard} onReload={reload} />
      {isService(heard.value) && <ServiceResult service={heard.value} />}
      {heard.value != null && !isService(heard.value) && <Result result={heard.value as ExperimentResult} />}
    </>
  );
}

const isService = (result: unknown): result is ServingResult =>
  result != null && Object.hasOwn(result, 'tpotMs');

/** A point of a sweep of services. */
function ServiceResult({ service: result }: { readonly service: ServingResult }) {
  const { ttftMs, tpotMs, tokensPerSecondPerGpu, tokensPerSecondPerUser, maxBatch, boundBy } = result;
  return (
    <Card title={`${result.document.model.name} on ${result.document.cluster.name}`}>
      <Stats
        stats={[
          { label: 'time to the first token', value: seconds(ttftMs / 1e3) },
          { label: 'time per token', value: seconds(tpotMs / 1e3) },
          { label: 'tokens/s of a GPU', value: number(tokensPerSecondPerGpu) },
          { label: 'tokens/s of a user', value: number(tokensPerSecondPerUser) },
          { label: 'sequences that fit', value: number(maxBatch) },
          { label: 'decode waits most for', value: boundBy },
        ]}
      />
      <DownloadButton
        label="result.json"
        name="result.json"
        text={() => `${JSON.stringify(result, null, 2)}\n`}
      />
    </Card>
  );
}

/** Of a run with a replay: what faults cost goes before the step. */
function OverDays({ replay }: { readonly replay: NonNullable<ExperimentResult['replay']> }) {
  return (
    <>
      <h2>Over days, with faults</h2>
      <ReplayResult replay={replay} />
      <h2 style={{ marginTop: '18px' }}>The step</h2>
    </>
  );
}

/** The timeline is made here, of the same document: so is a result, which must be the same. */
function Result({ result }: { readonly result: ExperimentResult }) {
  const text = JSON.stringify(result.document);
  const answer = useEngine('result', { files: [], choices: {}, yaml: text });
  const here = answer.value;
  return (
    <>
      <div class="row" style={{ marginBottom: '14px' }}>
        <DownloadButton
          label="result.json"
          name="result.json"
          text={() => `${JSON.stringify(result, null, 2)}\n`}
        />
        <a class="button" href={addressOf('job', parametersOf({ yaml: text }, {}))}>
          Clone as your job
        </a>
        {here !== undefined && (
          <span role="status">
            {JSON.stringify(here) === JSON.stringify(result)
              ? 'Computed again in this page: the same bytes.'
              : 'Computed again in this page: another result, of another engine version.'}
          </span>
        )}
      </div>
      <AnswerState answer={answer} waiting="Computing it again" />
      {result.replay !== undefined && <OverDays replay={result.replay} />}
      <StepResult step={result} result={result} busy={answer.busy} plan={PLAN} />
    </>
  );
}
