/** What is to be said where the service does not answer as it should. */
import { useState } from 'preact/hooks';
import { Issues, Notice } from '../ui/index.js';
import { storedKey, storeKey } from './service.js';
import { type Heard } from './use-service.js';

interface StateProps {
  readonly heard: Heard<unknown>;
  readonly onReload: () => void;
}

export function ServiceState({ heard: { problem, issues, busy, value }, onReload }: StateProps) {
  if (problem === 'key') return <AskKey onReload={onReload} />;
  if (problem === 'missing') return <Notice kind="empty" title="There is none of that name" />;
  if (problem === 'away')
    return (
      <Notice
        kind="empty"
        title="No service answers here"
        text="Start one with `railyard serve` and open its address. All other screens work without."
        action={{ label: 'Your job', href: '#/job' }}
      />
    );
  if (issues.length > 0) return <Issues title="The service refuses" issues={issues} />;
  return busy && value === undefined ? <Notice kind="busy" title="Asking the service" /> : null;
}

function AskKey({ onReload }: { readonly onReload: () => void }) {
  const [key, setKey] = useState(storedKey());
  return (
    <form
      class="notice"
      onSubmit={(event) => {
        event.preventDefault();
        storeKey(key);
        onReload();
      }}
    >
      <strong>The service asks for a key</strong>
      <p>Create one with `railyard keys create`. It is kept in this tab, and nowhere else.</p>
      <div class="row">
        <label>
          Key{' '}
          <input type="password" value={key} onInput={({ currentTarget }) => setKey(currentTarget.value)} />
        </label>
        <button type="submit">Use it</button>
      </div>
    </form>
  );
}
