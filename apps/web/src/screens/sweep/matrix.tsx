/** Every point of a sweep as a cell that says its state by letter and colour; those in sight are drawn. */
import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';
import { type SweepMember } from '../../service/index.js';
import { useVirtualRows } from '../../ui/index.js';
import { textOf } from './swept.js';

const LETTERS: Readonly<Record<string, string>> = {
  queued: '·',
  running: '▸',
  succeeded: '✓',
  failed: '×',
  cancelled: '–',
};
/** A cell and the gap behind it; the style sheet has the same. */
const CELL_PX = 25;

export function Matrix({ members }: { readonly members: readonly SweepMember[] }) {
  const [width, setWidth] = useState(400);
  const columns = Math.max(1, Math.floor(width / CELL_PX));
  const lines = Math.ceil(members.length / columns);
  const { place, first, last, above, below } = useVirtualRows(lines, CELL_PX);
  useEffect(() => {
    if (place.current === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(place.current?.clientWidth ?? 400));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="matrix" ref={place} tabIndex={0} role="region" aria-label={`${members.length} points`}>
      {members.length === 0 && <p class="muted">The points are being made.</p>}
      <div style={{ height: `${above}px` }} />
      {Array.from({ length: last - first }, (_, line) => (
        <div class="line" key={first + line}>
          {members.slice((first + line) * columns, (first + line + 1) * columns).map((member) => (
            <Cell key={member.position} member={member} />
          ))}
        </div>
      ))}
      <div style={{ height: `${below}px` }} />
    </div>
  );
}

function Cell({ member: { id, position, state, parameters } }: { readonly member: SweepMember }) {
  return (
    <a
      href={addressOf('run', parametersOf({ id }, {}))}
      class={`cell ${state}`}
      title={`${state}: ${Object.entries(parameters)
        .map(([path, value]) => `${path} ${textOf(value)}`)
        .join(', ')}`}
      aria-label={`Point ${position}, ${state}`}
    >
      {LETTERS[state] ?? '?'}
    </a>
  );
}
