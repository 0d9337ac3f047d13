/** Answers that a reader can take in: long lists end early and say so. */

const ITEMS = 10;
const DEPTH = 5;
const CHARACTERS = 400;

export function brief(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return value.length > CHARACTERS && depth > 1 ? `${value.slice(0, CHARACTERS)}...` : value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(6));
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH) return Array.isArray(value) ? `${value.length} items` : '...';
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS).map((item) => brief(item, depth + 1));
    return value.length > ITEMS ? [...items, `... ${value.length - ITEMS} more`] : items;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, brief(item, depth + 1)]));
}
