/** A table of data: sorted by a click on a head, with virtual rows where there are many. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DownloadButton } from './buttons.js';
import { type Column, tableCsv } from './columns.js';
import { useVirtualRows } from './virtual-rows.js';

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** At most half a screen high. */
  readonly short?: boolean;
  /** Of rows that the caller orders. */
  readonly ordered?: {
    readonly head: string;
    readonly descending: boolean;
    readonly onOrder: (head: string) => void;
  };
  /** What its rows are saved as, without the ending; absent: they are not. */
  readonly file?: string;
  /** The last rows come into sight. */
  readonly onEnd?: () => void;
}

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

export function DataTable<Row>(props: TableProps<Row>) {
  const { caption, columns, keyOf, short = false, file, onEnd } = props;
  const { sorted, order, sortBy } = useOrder(props);
  const { place, first, last, above, below, isLong } = useVirtualRows(sorted.length);
  useEffect(() => {
    if (last >= sorted.length) onEnd?.();
  }, [last, sorted.length]);
  return (
    <>
      <div
        class={`table-place${isLong ? ' long' : ''}${short ? ' short' : ''}`}
        ref={place}
        tabIndex={0}
        role="region"
        aria-label={caption}
      >
        <table aria-rowcount={sorted.length + 1}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ head, isNumber, order: by }, column) => (
                <th key={head} scope="col" class={isNumber ? 'number' : ''} aria-sort={sortOf(order, column)}>
                  {by === undefined ? (
                    head
                  ) : (
                    <button type="button" onClick={() => sortBy(column)}>
                      {head} {order?.column === column ? (order.descending ? '↓' : '↑') : ''}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Space height={above} columns={columns.length} />
            {sorted.slice(first, last).map((row, i) => (
              <tr key={keyOf(row)} aria-rowindex={first + i + 2}>
                {columns.map(({ head, cell, isNumber }) => (
                  <td key={head} class={isNumber ? 'number' : ''}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
            <Space height={below} columns={columns.length} />
          </tbody>
        </table>
      </div>
      {file !== undefined && (
        <div class="row">
          <DownloadButton label={`${file}.csv`} name={`${file}.csv`} text={() => tableCsv(columns, sorted)} />
        </div>
      )}
    </>
  );
}

/** Here, or by the one who gives the rows. */
function useOrder<Row>({ rows, columns, ordered }: TableProps<Row>) {
  const [own, setOwn] = useState<Order>();
  const order =
    ordered === undefined
      ? own
      : { column: columns.findIndex(({ head }) => head === ordered.head), descending: ordered.descending };
  const sorted = useMemo(
    () => (ordered === undefined ? inOrder(rows, columns, own) : rows),
    [rows, own, ordered === undefined],
  );
  const sortBy = (column: number): void => {
    if (ordered !== undefined) ordered.onOrder(columns[column]?.head ?? '');
    else setOwn({ column, descending: own?.column === column ? !own.descending : false });
  };
  return { sorted, order, sortBy };
}

const sortOf = (order: Order | undefined, column: number): 'ascending' | 'descending' | undefined =>
  order?.column !== column ? undefined : order.descending ? 'descending' : 'ascending';

/** In place of rows that are scrolled away. */
function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: `${height}px`, padding: 0, border: 0 }} />
    </tr>
  );
}

function inOrder<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order?: Order): readonly Row[] {
  const by = order === undefined ? undefined : columns[order.column]?.order;
  if (by === undefined || order === undefined) return rows;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compared(by(a), by(b)));
}

const compared = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
