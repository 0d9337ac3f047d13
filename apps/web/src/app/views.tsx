/** Named views: addresses that the service or this browser keeps, each the whole state of a screen. */
import { useState } from 'preact/hooks';
import { type View, type ViewStore, viewStore } from './view-store.js';

export function Views() {
  const [store, setStore] = useState<ViewStore>();
  const [views, setViews] = useState<readonly View[]>([]);
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<string>();
  const show = async (isOpen: boolean): Promise<void> => {
    if (!isOpen) return;
    const found = store ?? (await viewStore());
    setStore(found);
    setViews(await found.list());
  };
  const change = async (what: (store: ViewStore) => Promise<void>): Promise<void> => {
    if (store === undefined) return;
    try {
      await what(store);
      setFailure(undefined);
      setViews(await store.list());
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const view = { name: name.trim(), address: location.hash === '' ? '#/' : location.hash };
    void change((kept) => kept.keep(view)).then(() => setName(''));
  };
  return (
    <details class="views" onToggle={({ currentTarget }) => void show(currentTarget.open)}>
      <summary>Views</summary>
      <div>
        <form class="row" aria-label="Keep this view" onSubmit={save}>
          <label>
            Name{' '}
            <input
              required
              maxLength={80}
              value={name}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          </label>
          <button type="submit" disabled={store === undefined}>
            Keep this view
          </button>
        </form>
        {failure !== undefined && <p role="alert">{failure}</p>}
        <List views={views} onRemove={(view) => void change((kept) => kept.remove(view))} />
        {store !== undefined && <p class="muted">Kept by {store.place}.</p>}
      </div>
    </details>
  );
}

interface ListProps {
  readonly views: readonly View[];
  readonly onRemove: (view: View) => void;
}

function List({ views, onRemove }: ListProps) {
  if (views.length === 0)
    return <p class="muted">None yet. A view is a screen with everything that was chosen on it.</p>;
  return (
    <ul>
      {views.map((view) => (
        <li key={view.name}>
          <a href={view.address}>{view.name}</a>{' '}
          <button
            type="button"
            class="quiet"
            aria-label={`Remove the view ${view.name}`}
            onClick={() => onRemove(view)}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
