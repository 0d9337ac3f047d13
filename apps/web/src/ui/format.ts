/** Numbers as text: the only place that turns one into the other. */

const TOO_SMALL = 1e-3;
const MOST_DECIMALS = 6;

/** By decimals. Made once: `toLocaleString` makes one with every call, which is most of a screen's time. */
const WRITTEN = Array.from(
  { length: MOST_DECIMALS + 1 },
  (_, maximumFractionDigits) => new Intl.NumberFormat('en-US', { maximumFractionDigits }),
);
const DOLLARS = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
});

/** Four significant digits, thousands grouped. */
export function number(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < TOO_SMALL) return value.toExponential(2);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return WRITTEN[Math.min(decimals, MOST_DECIMALS)]?.format(value) ?? '';
}

export const percent = (share: number, digits = 3): string => `${number(100 * share, digits)} %`;

const DAY = 86_400;
const HOUR = 3600;
/** Shorter times are written in seconds. */
const SHOWN_FROM = 2;

const SECONDS: readonly (readonly [least: number, unit: string])[] = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [0, 'ns'],
];

export function seconds(value: number, digits = 4): string {
  if (Math.abs(value) >= SHOWN_FROM * DAY) return `${number(value / DAY, digits)} days`;
  if (Math.abs(value) >= SHOWN_FROM * HOUR) return `${number(value / HOUR, digits)} h`;
  const [least, unit] = SECONDS.find(([each]) => Math.abs(value) >= each && each > 0) ?? [1e-9, 'ns'];
  return value === 0 ? '0 s' : `${number(value / least, digits)} ${unit}`;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function bytes(value: number, digits = 4): string {
  const step = value < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(value) / 3));
  return `${number(value / 10 ** (3 * step), digits)} ${BYTES[step]}`;
}

/** Sizes that are powers of two: `16 KiB`. */
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function binaryBytes(value: number): string {
  const step = value < 1 ? 0 : Math.min(BINARY.length - 1, Math.floor(Math.log2(value) / 10));
  return `${number(value / 2 ** (10 * step))} ${BINARY[step]}`;
}

export const dollars = (value: number): string => DOLLARS.format(value);

export const signed = (value: number, digits = 3): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${number(Math.abs(value), digits)}`;

/** A band alongside its value: `18.9 to 21.4`. */
export const range = ([low, high]: readonly [number, number], as: (value: number) => string): string =>
  `${as(low)} to ${as(high)}`;
