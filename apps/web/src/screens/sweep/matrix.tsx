/** Every point of a sweep as a cell that says its state by letter and colour. */
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';
import { type SweepMember } from '../../service/index.js';
import { textOf } from './swept.js';

const LETTERS: Readonly<Record<string, string>> = {
  queued: '·',
  running: '▸',
  succeeded: '✓',
  failed: '×',
  cancelled: '–',
};

export function Matrix({ members }: { readonly members: readonly SweepMember[] }) {
  if (members.length === 0) return <p class="muted">The points are being made.</p>;
  return (
    <div class="matrix">
      {members.map(({ id, position, state, parameters }) => (
        <a
          key={position}
          href={addressOf('run', parametersOf({ id }, {}))}
          class={`cell ${state}`}
          title={`${state}: ${Object.entries(parameters)
            .map(([path, value]) => `${path} ${textOf(value)}`)
            .join(', ')}`}
          aria-label={`Point ${position}, ${state}`}
        >
          {LETTERS[state] ?? '?'}
        </a>
      ))}
    </div>
  );
}
