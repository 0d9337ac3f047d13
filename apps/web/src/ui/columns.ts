/** What a table has for columns, and a table as CSV: what is shown, in its order, numbers in full. */
import { type ComponentChildren, type FunctionComponent, isValidElement } from 'preact';

export interface Column<Row> {
  readonly head: string;
  /** What is shown, and sorted by where `order` is not given. */
  readonly cell: (row: Row) => ComponentChildren;
  readonly order?: (row: Row) => number | string;
  readonly isNumber?: boolean;
  /** It holds something to click on, and no data. */
  readonly isControl?: boolean;
  /** In a file, where what is shown is cut short. */
  readonly full?: (row: Row) => string;
}

export async function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Promise<string> {
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  const kept = columns.filter(({ isControl }) => isControl !== true);
  return stringify([
    kept.map(({ head }) => harmless(head)),
    ...rows.map((row) => kept.map((column) => valueIn(column, row))),
  ]);
}

function valueIn<Row>({ cell, order, isNumber, full }: Column<Row>, row: Row): string | number {
  if (full !== undefined) return harmless(full(row));
  const shown = textIn(cell(row));
  if (isNumber !== true) return harmless(shown);
  const value = order?.(row) ?? Number(shown.replaceAll(',', ''));
  return typeof value === 'number' && Number.isFinite(value) ? value : harmless(shown);
}

/** The words of a cell. Components of cells keep no state, so they can be asked here. */
function textIn(children: ComponentChildren): string {
  if (Array.isArray(children)) return children.map(textIn).join('');
  if (typeof children === 'string' || typeof children === 'number') return String(children);
  if (!isValidElement(children)) return '';
  const { type, props } = children;
  if (typeof type === 'string') return textIn((props as { children?: ComponentChildren }).children);
  return textIn((type as FunctionComponent<unknown>)(props, {}) as ComponentChildren);
}

/** A spreadsheet would run it as a formula. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
