/** Where a list goes on: opaque to clients, checked when it comes back. */

interface Position {
  /** Order that the cursor belongs to. */
  readonly order: string;
  readonly id: string;
}

/** The value by which the list is ordered, and the id that decides between equal values. */
export type Cursor = Position &
  ({ readonly type: 'number'; readonly value: number } | { readonly type: 'string'; readonly value: string });

/** Ids and names of definitions: nothing that a database could not read. */
const ID = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** Of a cursor that does not belong to the list which it was sent for. */
export const BAD_CURSOR = {
  code: 'bad-cursor',
  mustBe: 'the `next` of a page of this list and order',
  hint: 'Use `next` of the previous page with the same filters and order.',
} as const;

export function encodeCursor(order: string, value: number | string, id: string): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url');
}

/** Null when it is not one of ours or belongs to another order, whose values are of the named type. */
export function decodeCursor(text: string, order: string, type: Cursor['type'] = 'number'): Cursor | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== order) return null;
  const [, value, id] = parts as unknown[];
  if (typeof id !== 'string' || !ID.test(id)) return null;
  if (type === 'number' && typeof value === 'number' && Number.isFinite(value))
    return { order, id, type, value };
  return type === 'string' && typeof value === 'string' ? { order, id, type, value } : null;
}
