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
}

/** @param onSubmit the address to go to */
export function SubmitForm({ label, example = '', onSubmit }: SubmitProps) {
  const [text, setText] = useState(example);
  const [issues, setIssues] = useState<Parameters<typeof Issues>[0]['issues']>([]);
  const [busy, setBusy] = useState(false);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const read = await outcome(() => ask('read', text));
    const sent = read.value === undefined ? read : await outcome(() => onSubmit(read.value));
    setBusy(false);
    setIssues(sent.problem === undefined ? sent.issues : [REFUSED]);
    if (typeof sent.value === 'string') location.hash = sent.value;
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
      </div>
      <details open={text !== ''} style={{ marginTop: '8px' }}>
        <summary>The document</summary>
        <textarea
          aria-label="Document to submit"
          style={{ minHeight: '160px' }}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </details>
      <Issues title="Not taken" issues={issues} />
    </form>
  );
}

const presetText = (name: string): string =>
  `apiVersion: railyard/v1\nkind: Experiment\nname: ${name}\npreset: ${name}\n`;

const REFUSED = {
  path: '',
  code: 'away',
  message: 'The service did not take it.',
  hint: 'Check that it runs, and its key.',
};
