/** Horizontal bars of parts, one for each row, on one scale. */
import { colourOf } from './colours.js';
import { number } from './format.js';

export interface BarRow {
  readonly label: string;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  /** Behind the bar; default: the sum. */
  readonly text?: string;
}

/** Smaller values are how numbers are rounded. */
const ROUNDING = 1e-9;

interface BarsProps {
  readonly rows: readonly BarRow[];
  readonly unit: string;
  /** A line that bars are measured against. */
  readonly limit?: { readonly value: number; readonly label: string };
}

export function Bars({ rows, unit, limit }: BarsProps) {
  const names = [
    ...new Set(
      rows.flatMap(({ parts }) => parts.filter(({ value }) => value > ROUNDING).map(({ name }) => name)),
    ),
  ];
  const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const scale = 100 / Math.max(...sums, limit?.value ?? 0, Number.MIN_VALUE);
  return (
    <div class="bars">
      <ul class="legend">
        {names.map((name) => (
          <li key={name}>
            <i class={`hue-${colourOf(names, name)}`} /> {name}
          </li>
        ))}
      </ul>
      {rows.map(({ label, parts, text }, row) => (
        <div class="bar-row" key={label}>
          <span class="bar-label">{label}</span>
          <span class="bar-track" role="img" aria-label={described(label, parts, unit)}>
            {parts
              .filter(({ value }) => value > ROUNDING)
              .map(({ name, value }) => (
                <span
                  key={name}
                  class={`bar-part hue-${colourOf(names, name)}`}
                  style={{ width: `${value * scale}%` }}
                  title={`${name}: ${number(value)} ${unit}`}
                />
              ))}
            {limit !== undefined && (
              <span class="bar-limit" style={{ left: `${limit.value * scale}%` }} title={limit.label} />
            )}
          </span>
          <span class="bar-value">{text ?? `${number(sums[row] ?? 0)} ${unit}`}</span>
        </div>
      ))}
      {limit !== undefined && <p class="note">Line: {limit.label}</p>}
    </div>
  );
}

const described = (label: string, parts: BarRow['parts'], unit: string): string =>
  `${label}: ${parts.map(({ name, value }) => `${name} ${number(value)} ${unit}`).join(', ')}`;
