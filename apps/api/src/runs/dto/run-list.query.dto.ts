import { RUN_SORTS, type RunSort, type RunState } from '@railyard/database';
import {
  ChoiceParameter,
  ChoicesParameter,
  type Cursor,
  CursorParameter,
  IntegerParameter,
  QueryInput,
  TextParameter,
} from '../../common/index.js';
import { RUN_STATES } from './run-view.dto.js';

export const MAX_PAGE = 500;

/** Public name of an order by a column. */
const nameOf = (sort: RunSort): string => sort.replace(/AtMs$/, 'At');

const SORT_NAMES = RUN_SORTS.map(nameOf).flatMap((name) => [name, `-${name}`]);
const DEFAULT_SORT = '-createdAt';

/** What an order is by; a dash in front of its name reverses it. */
export function sortOf(name: string): { readonly sort: RunSort; readonly descending: boolean } | undefined {
  const sort = RUN_SORTS.find((candidate) => nameOf(candidate) === name.replace(/^-/, ''));
  return sort && { sort, descending: name.startsWith('-') };
}

const orderOf = (query: Readonly<Record<string, unknown>>): string => String(query.sort ?? DEFAULT_SORT);

/** Filters, order and page of a list of runs. */
export class RunListQuery extends QueryInput {
  @IntegerParameter(1, MAX_PAGE, { default: 50 })
  readonly limit: number = 50;

  // Instants are whole numbers in every database.
  @CursorParameter({
    order: orderOf,
    accepts: (value, query) => !/At$/.test(orderOf(query)) || Number.isSafeInteger(value),
  })
  readonly cursor?: Cursor;

  @ChoicesParameter(RUN_STATES)
  readonly state?: ReadonlySet<RunState>;

  @TextParameter({ description: 'Part of the name, in upper or lower case' })
  readonly name?: string;

  @TextParameter({ maximum: 64 })
  readonly experimentId?: string;

  @ChoiceParameter(SORT_NAMES)
  readonly sort: string = DEFAULT_SORT;
}
