/** Your job: files and a few choices, and at once what a step of it costs. */
import { useUrlState } from '../../app/url-state.js';
import { type JobAnswer, useEngine } from '../../engine/index.js';
import { AnswerState, Card, CopyButton, DownloadButton, Issues, Page } from '../../ui/index.js';
import { JobForm } from './job-form.js';
import { StepResult } from '../../ui/step-result.js';
import { Keep } from './keep.js';
import { commandOf, DEFAULTS, type JobState, questionOf } from './job-state.js';

export default function JobScreen() {
  const [state, change] = useUrlState('job', DEFAULTS);
  const answer = useEngine('job', questionOf(state));
  const { value } = answer;
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
            <div class={isStale ? 'stale' : ''} aria-busy={answer.busy}>
              <Issues title="Does not run as it stands" issues={value.issues} />
              {value.result !== undefined && (
                <StepResult result={value.result} busy={answer.busy} plan={state} />
              )}
              <Document answer={value} state={state} onChange={change} />
              <Remarks files={value.files} />
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}

interface DocumentProps {
  readonly answer: JobAnswer;
  readonly state: JobState;
  readonly onChange: (change: Partial<JobState>) => void;
}

/** The experiment as text, which may be edited, and the same on a command line. */
function Document({ answer, state, onChange }: DocumentProps) {
  const { yaml, result, files } = answer;
  return (
    <div class="cards" style={{ marginTop: '14px' }}>
      <Card
        title="The experiment"
        note="Edit it: what is written here goes before the choices at the left."
        wide
      >
        <div class="row" style={{ marginBottom: '8px' }}>
          <DownloadButton label="experiment.yaml" name="experiment.yaml" text={() => yaml} />
          {result !== undefined && (
            <DownloadButton
              label="result.json"
              name="result.json"
              text={() => `${JSON.stringify(result, null, 2)}\n`}
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
