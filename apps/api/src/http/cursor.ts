/** Where a list goes on: opaque to clients, checked when it comes back. */

export interface Cursor {
  /** Order that the cursor belongs to. */
  readonly order: string;
  readonly value: number | string;
  readonly id: string;
}

/** Ids and names of definitions: nothing that a database could not read. */
const ID = /^[a-z0-9][a-z0-9._-]{0,99}$/;

export function encodeCursor({ order, value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url');
}

/** Null when it is not one of ours or belongs to another order, whose values are of the named type. */
export function decodeCursor(
  text: string,
  order: string,
  type: 'number' | 'string' = 'number',
): Cursor | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== order) return null;
  const [, value, id] = parts as unknown[];
  const sound =
    typeof id === 'string' &&
    ID.test(id) &&
    typeof value === type &&
    (type === 'string' || Number.isFinite(value));
  return sound ? { order, value: value as Cursor['value'], id } : null;
}
