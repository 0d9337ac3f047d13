/** Named views: addresses that this browser keeps, each the whole state of a screen. */
import { useState } from 'preact/hooks';

interface View {
  readonly name: string;
  /** Behind `#`. */
  readonly address: string;
}

const KEY = 'railyard-views';

/** None where what is kept cannot be read. */
function keptViews(): readonly View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

const isView = (value: unknown): value is View =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'address' in value &&
  typeof value.address === 'string' &&
  value.address.startsWith('#/');

export function Views() {
  const [views, setViews] = useState(keptViews);
  const [name, setName] = useState('');
  const keep = (next: readonly View[]): void => {
    localStorage.setItem(KEY, JSON.stringify(next));
    setViews(next);
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const view = { name: name.trim(), address: location.hash === '' ? '#/' : location.hash };
    keep([...views.filter((each) => each.name !== view.name), view]);
    setName('');
  };
  return (
    <details class="views">
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
          <button type="submit">Keep this view</button>
        </form>
        {views.length === 0 ? (
          <p class="muted">None yet. A view is a screen with everything that was chosen on it.</p>
        ) : (
          <ul>
            {views.map((view) => (
              <li key={view.name}>
                <a href={view.address}>{view.name}</a>{' '}
                <button
                  type="button"
                  class="quiet"
                  aria-label={`Remove the view ${view.name}`}
                  onClick={() => keep(views.filter((each) => each !== view))}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
