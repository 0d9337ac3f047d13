/** A document that is handed to the service: a preset, a file, or text. */
import { useState } from 'preact/hooks';
import { ask, NOTHING, useEngine } from '../engine/index.js';
import { FileField, Issues, SelectField } from '../ui/index.js';
import { outcome } from './use-service.js';

interface SubmitProps {
  readonly label: string;
  /** Text to begin with; presets are offered where there is none. */
  readonly example?: string;
  readonly onSubmit: (document: unknown) => Promise<string>;
  /** What it would be, in words, before it is submitted. */
  readonly onPreview?: (document: unknown) => Promise<string>;
}

/** @param onSubmit the address to go to */
export function SubmitForm({ label, example = '', onSubmit, onPreview }: SubmitProps) {
  const [text, setText] = useState(example);
  const [preview, setPreview] = useState('');
  const { said, issues, busy } = useSaid(text);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const address = await said(onSubmit);
    if (address !== undefined) location.hash = address;
  };
  return (
    <form
      class="card"
      aria-label={label}
      style={{ marginBottom: '14px' }}
      onSubmit={(event) => void submit(event)}
    >
      <div class="row">
        {example === '' && (
          <SelectField
            label="Preset"
            value=""
            options={[['', 'choose'], ...(catalog?.presets.experiment ?? [])]}
            onChange={(name) => (name === '' ? undefined : setText(presetText(name)))}
          />
        )}
        <FileField
          label="File"
          accept=".yaml,.yml,.json"
          onFile={(file) => void file?.text().then((read) => setText(read))}
        />
        <button type="submit" class="primary" disabled={busy || text.trim() === ''}>
          {label}
        </button>
        {onPreview !== undefined && (
          <button
            type="button"
            disabled={busy || text.trim() === ''}
            onClick={() => void said(onPreview).then((words = '') => setPreview(words))}
          >
            Preview
          </button>
        )}
        {preview !== '' && <span role="status">{preview}</span>}
      </div>
      <details open={text !== ''} style={{ marginTop: '8px' }}>
        <summary>The document</summary>
        <textarea
          aria-label="Document to submit"
          style={{ minHeight: '210px' }}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </details>
      <Issues title="Not taken" issues={issues} />
    </form>
  );
}

/** What the service says of a document, and its issues. */
function useSaid(text: string) {
  const [issues, setIssues] = useState<Parameters<typeof Issues>[0]['issues']>([]);
  const [busy, setBusy] = useState(false);
  const said = async (say: (document: unknown) => Promise<string>): Promise<string | undefined> => {
    setBusy(true);
    const read = await outcome(() => ask('read', text));
    const sent = read.value === undefined ? read : await outcome(() => say(read.value));
    setBusy(false);
    setIssues(sent.problem === undefined ? sent.issues : [REFUSED]);
    return typeof sent.value === 'string' ? sent.value : undefined;
  };
  return { said, issues, busy };
}

const presetText = (name: string): string =>
  `apiVersion: railyard/v1\nkind: Experiment\nname: ${name}\npreset: ${name}\n`;

const REFUSED = {
  path: '',
  code: 'away',
  message: 'The service did not take it.',
  hint: 'Check that it runs, and its key.',
};
