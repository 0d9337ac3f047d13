/** What keys do, on `?` or a click. */
import { useEffect, useRef } from 'preact/hooks';
import { KEYS } from '../ui/timeline/keys.js';

const EVERYWHERE: readonly (readonly [keys: string, meaning: string])[] = [
  ['?', 'this list'],
  ['Tab, Shift+Tab', 'next and previous part of a screen'],
  ['Enter, Space', 'press a button, fail or repair a part of a network, sort by a column'],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if (event.key !== '?' || isWriting(event.target)) return;
      event.preventDefault();
      dialog.current?.showModal();
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog ref={dialog} class="help" aria-label="Keys">
        <Keys title="Everywhere" keys={EVERYWHERE} />
        <Keys title="In a timeline" keys={KEYS} />
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}

/** In a field a question mark is a question mark. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select');

function Keys({ title, keys }: { readonly title: string; readonly keys: typeof EVERYWHERE }) {
  return (
    <>
      <h2>{title}</h2>
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
