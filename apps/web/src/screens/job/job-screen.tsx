/** Your job: files and a few choices, and at once what a step of it costs. */
import { type ExperimentResult } from '@railyard/experiments';
import { useUrlState } from '../../app/url-state.js';
import { type Answer, ask, type JobAnswer, type JobQuestion, useEngine } from '../../engine/index.js';
import { AnswerState, Card, CopyButton, DownloadButton, Issues, Page } from '../../ui/index.js';
import { JobForm } from './job-form.js';
import { StepResult } from '../../ui/step-result.js';
import { useSettled } from '../../ui/use-settled.js';
import { Keep } from './keep.js';
import { commandOf, DEFAULTS, type JobState, questionOf } from './job-state.js';

export default function JobScreen() {
  const [state, change] = useUrlState('job', DEFAULTS);
  const question = questionOf(state);
  const answer = useEngine('job', question);
  const { value } = answer;
  const whole = useResult(question, answer);
  const isStale = answer.issues.length > 0 || answer.failure !== undefined;
  return (
    <Page
      title="Your job"
      lead="Drop a config.json or a launch script, choose GPUs: time, memory and cost follow every change."
      actions={
        <>
          {value !== undefined && <Keep yaml={value.yaml} />}
          <CopyButton label="Copy link" text={() => location.href} />
        </>
      }
    >
      <div class="columns">
        <div class="card">
          <JobForm state={state} onChange={change} />
        </div>
        <div>
          <AnswerState answer={answer} waiting="Loading the engine" />
          {value !== undefined && (
            <div class={isStale ? 'stale' : ''} aria-busy={answer.busy || whole.busy}>
              <Issues title="Does not run as it stands" issues={value.issues} />
              {value.step !== undefined && (
                <StepResult step={value.step} result={whole.value} busy={answer.busy} plan={state} />
              )}
              <AnswerState answer={{ ...whole, busy: false }} waiting="" />
              <Document answer={value} question={question} state={state} onChange={change} />
              <Remarks files={value.files} />
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}

/** Longer than from one key to the next of a fast hand. */
const RESULT_PAUSE_MS = 120;

/** The whole result with its band, once keys pause; shown only next to its own step. */
function useResult(question: JobQuestion, { busy, value }: Answer<JobAnswer>): Answer<ExperimentResult> {
  const id = busy ? undefined : value?.step?.id;
  const isSettled = useSettled(id, RESULT_PAUSE_MS);
  const answer = useEngine('result', id === undefined || !isSettled ? undefined : question);
  if (value?.step === undefined) return { issues: [], busy: false };
  if (answer.value?.id === value.step.id) return answer;
  const { issues, failure } = answer;
  return { issues, failure, busy: failure === undefined && issues.length === 0 };
}

interface DocumentProps {
  readonly answer: JobAnswer;
  readonly question: JobQuestion;
  readonly state: JobState;
  readonly onChange: (change: Partial<JobState>) => void;
}

/** The experiment as text, which may be edited, and the same on a command line. */
function Document({ answer, question, state, onChange }: DocumentProps) {
  const { yaml, step, files } = answer;
  return (
    <div class="cards" style={{ marginTop: '14px' }}>
      <Card
        title="The experiment"
        note="Edit it: what is written here goes before the choices at the left."
        wide
      >
        <div class="row" style={{ marginBottom: '8px' }}>
          <DownloadButton label="experiment.yaml" name="experiment.yaml" text={() => yaml} />
          {step !== undefined && (
            <DownloadButton
              label="result.json"
              name="result.json"
              text={async () => `${JSON.stringify(await ask('result', question), null, 2)}\n`}
            />
          )}
          {state.yaml !== '' && (
            <button type="button" onClick={() => onChange({ yaml: '' })}>
              Back to the choices
            </button>
          )}
        </div>
        <textarea
          aria-label="Experiment as YAML"
          spellcheck={false}
          value={state.yaml === '' ? yaml : state.yaml}
          onInput={({ currentTarget }) => onChange({ yaml: currentTarget.value })}
        />
        <h2>On the command line</h2>
        <pre tabIndex={0}>
          {commandOf(
            state,
            files.map(({ kind }) => kind),
          )}
        </pre>
      </Card>
    </div>
  );
}

/** What became of keys that a document cannot state. */
function Remarks({ files }: { readonly files: JobAnswer['files'] }) {
  if (files.length === 0) return null;
  return (
    <Card title="What became of the files">
      {files.map(({ source, kind, unstated, defaults, unknown }) => (
        <details key={source}>
          <summary>
            <code>{source}</code> ({kind}): {unstated.length} not stated, {defaults.length} by default,{' '}
            {unknown.length} not known
          </summary>
          <ul>
            {[...unstated, ...defaults].map(({ key, text }) => (
              <li key={key}>
                <code>{key}</code>: {text}
              </li>
            ))}
            {unknown.map((key) => (
              <li key={key}>
                <code>{key}</code> is not known, and not used.
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Card>
  );
}
