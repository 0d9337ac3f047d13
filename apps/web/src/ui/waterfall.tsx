/** From a whole to what is left of it: each loss begins where the one before ended. */
import { percent } from './format.js';

export interface Loss {
  readonly name: string;
  readonly share: number;
  readonly note: string;
}

/** Smaller shares are how numbers are rounded. */
const ROUNDING = 1e-9;

export function Waterfall({
  whole,
  losses,
  rest,
}: {
  readonly whole: string;
  readonly losses: readonly Loss[];
  readonly rest: string;
}) {
  let left = 1;
  const steps = losses.map((loss) => {
    left -= loss.share;
    return { ...loss, left };
  });
  const rows = [
    { name: whole, from: 0, to: 1, text: '100 %', tone: 'whole', note: '' },
    ...steps.map(({ name, share, note, left: from }) => ({
      name,
      from: Math.min(from, from + share),
      to: Math.max(from, from + share),
      text: Math.abs(share) < ROUNDING ? '0 %' : `${share > 0 ? '−' : '+'}${percent(Math.abs(share))}`,
      tone: 'loss',
      note,
    })),
    { name: rest, from: 0, to: left, text: percent(left), tone: 'rest', note: '' },
  ];
  return (
    <div class="bars waterfall">
      {rows.map(({ name, from, to, text, tone, note }) => (
        <div class="bar-row" key={name} title={note}>
          <span class="bar-label">{name}</span>
          <span class="bar-track" role="img" aria-label={`${name}: ${text}`}>
            <span
              class={`bar-part ${tone}`}
              style={{ marginLeft: `${100 * from}%`, width: `${100 * (to - from)}%` }}
            />
          </span>
          <span class="bar-value">{text}</span>
        </div>
      ))}
    </div>
  );
}
