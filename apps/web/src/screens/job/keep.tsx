/** An experiment that is kept, to be compared with the next. */
import { useState } from 'preact/hooks';
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';

const KEY = 'railyard-kept';

export function Keep({ yaml }: { readonly yaml: string }) {
  const [kept, setKept] = useState(() => sessionStorage.getItem(KEY));
  const keep = (): void => {
    sessionStorage.setItem(KEY, yaml);
    setKept(yaml);
  };
  return (
    <>
      <button type="button" onClick={keep} disabled={kept === yaml}>
        {kept === yaml ? 'Kept: change something' : 'Keep to compare'}
      </button>
      {kept !== null && kept !== yaml && (
        <a
          class="button"
          href={addressOf('compare', parametersOf({ experiments: [kept, yaml], baseline: 0 }, {}))}
        >
          Compare with the kept one
        </a>
      )}
    </>
  );
}
