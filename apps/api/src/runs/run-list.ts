/** The list of runs: filters and orders by white list, pages by cursor. */
import { RUN_SORTS, type RunEntity, type RunSort, type Storage } from '@railyard/storage';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { type RunPage } from './run-answers.js';
import { RUN_STATES, runView } from './run-view.js';

export { RUN_STATES } from './run-view.js';
export const MAX_PAGE = 500;

/** Public names of the orders; a dash in front turns one round. */
const SORTS: Readonly<Record<string, RunSort>> = Object.fromEntries(
  RUN_SORTS.map((sort) => [sort.replace(/AtMs$/, 'At'), sort]),
);
export const SORT_NAMES: readonly string[] = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]);

/** @throws ProblemError 400 on anything that is not on the lists. */
export async function pageOfRuns(storage: Storage, tenant: string, raw: RawQuery): Promise<RunPage> {
  const query = new QueryReader(raw);
  const limit = query.integer('limit', 1, MAX_PAGE, 50);
  const states = query.choices('state', RUN_STATES);
  const name = query.text('name');
  const experimentId = query.text('experimentId', 64);
  const order = query.choice('sort', SORT_NAMES) ?? '-createdAt';
  const text = query.text('cursor', 500);
  const cursor = text === undefined ? undefined : decodeCursor(text, order);
  const sort = SORTS[order.replace(/^-/, '')];
  // Instants are whole numbers in every database.
  if (
    cursor === null ||
    (sort.endsWith('AtMs') && cursor !== undefined && !Number.isSafeInteger(cursor.value))
  ) {
    query.refuse(
      'cursor',
      'bad-cursor',
      'The cursor is not one of this list and order.',
      'Use `next` of the page before, with the same `sort`.',
    );
  }
  query.done();
  const descending = order.startsWith('-');
  const after =
    cursor === undefined || cursor === null ? undefined : { value: Number(cursor.value), id: cursor.id };
  const rows = await storage.records.runs.page({
    tenant,
    states,
    name,
    experimentId,
    sort,
    descending,
    after,
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  return {
    items: items.map(runView),
    next: rows.length > limit ? cursorAfter(items[items.length - 1], order, sort) : null,
  };
}

function cursorAfter(last: RunEntity, order: string, sort: RunSort): string {
  return encodeCursor({ order, value: last[sort] ?? -1, id: last.id });
}
