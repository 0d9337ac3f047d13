/** Lists are read one row further than they are shown: the row says whether there is another page. */
import { BAD_CURSOR, type Cursor, encodeCursor } from './cursor.js';
import { type ProblemError, badRequest } from './problem.js';
import { shown } from './shown.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/**
 * @param rows as they were read, with a limit of `limit + 1`.
 * @param cursorAfter cursor of the page that begins after a row.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  cursorAfter: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? cursorAfter(last) : null,
  };
}

/**
 * A cursor whose list is known only when the path has been read: that of another list is no position in this.
 */
export function foreignCursor({ order, value, id }: Cursor): ProblemError {
  const message = `cursor must be ${BAD_CURSOR.mustBe} (got ${shown(encodeCursor(order, value, id))}).`;
  return badRequest([{ path: '/query/cursor', code: BAD_CURSOR.code, message, hint: BAD_CURSOR.hint }]);
}
