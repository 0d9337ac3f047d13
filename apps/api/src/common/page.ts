/** Lists are read one row further than they are shown: the row says whether there is another page. */

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
