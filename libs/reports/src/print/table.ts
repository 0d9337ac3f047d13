/** A table over the width of the page, its heads repeated on every page that it reaches. */
import { CONTENT_WIDTH, LEADING, LINE, PAGE, SOFT, type Sheet } from './sheet.js';

const SIZE = 7.5;
const GAP = 8;
const PADDING = 2.5;

export interface Grid {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function drawTable(sheet: Sheet, { title, columns, rows }: Grid): void {
  const heads = columns.map((name) => sheet.font(SIZE, 'bold').widthOf(name));
  sheet.font(SIZE);
  const widths = fitted(
    heads.map((head, column) => Math.max(head, ...rows.map((row) => sheet.widthOf(row[column] ?? '')))),
  );
  const isRight = columns.map((_, column) => isNumeric(rows.map((row) => row[column] ?? '')));
  // A title is not left alone at the foot of a page.
  sheet.require(4 * SIZE * LEADING + 4 * PADDING);
  sheet.paragraph(title, SIZE + 0.5, { colour: SOFT, after: 2 });
  drawRow(sheet, columns, widths, isRight, 'bold');
  for (const row of rows) {
    sheet.font(SIZE);
    if (sheet.require(heightOf(sheet, row, widths))) drawRow(sheet, columns, widths, isRight, 'bold');
    drawRow(sheet, row, widths, isRight, 'plain');
  }
  sheet.y += 10;
}

/** Every filled cell is a number, with its unit or without. */
const isNumeric = (cells: readonly string[]): boolean => {
  const filled = cells.filter((cell) => cell !== '' && cell !== '-');
  return filled.length > 0 && filled.every((cell) => /^([-+]?\d[\d.,]*(e[-+]?\d+)?( .*|%)?|NaN)$/.test(cell));
};

/** Natural widths where they fit the page; else the widest are cut to one width, and their cells wrap. */
function fitted(natural: readonly number[]): readonly number[] {
  const room = CONTENT_WIDTH - GAP * (natural.length - 1);
  let [left, columns] = [room, natural.length];
  for (const width of natural.toSorted((a, b) => a - b)) {
    if (width * columns >= left) return natural.map((each) => Math.min(each, left / columns));
    left -= width;
    columns -= 1;
  }
  return natural;
}

const linesOf = (
  sheet: Sheet,
  row: readonly string[],
  widths: readonly number[],
): readonly (readonly string[])[] =>
  // A hair more than measured: a cell that sets its column's width is not wrapped by rounding.
  row.map((cell, column) => sheet.lines(cell, (widths[column] ?? 0) + 0.01));

const heightOf = (sheet: Sheet, row: readonly string[], widths: readonly number[]): number =>
  Math.max(1, ...linesOf(sheet, row, widths).map(({ length }) => length)) * SIZE * LEADING + 2 * PADDING;

function drawRow(
  sheet: Sheet,
  row: readonly string[],
  widths: readonly number[],
  isRight: readonly boolean[],
  weight: 'plain' | 'bold',
): void {
  sheet.font(SIZE, weight);
  const height = heightOf(sheet, row, widths);
  let x: number = PAGE.margin;
  for (const [column, lines] of linesOf(sheet, row, widths).entries()) {
    const width = widths[column] ?? 0;
    for (const [i, line] of lines.entries())
      sheet.put(
        line,
        isRight[column] === true ? x + width - sheet.widthOf(line) : x,
        sheet.y + PADDING + i * SIZE * LEADING,
      );
    x += width + GAP;
  }
  sheet.y += height;
  sheet.pdf
    .moveTo(PAGE.margin, sheet.y)
    .lineTo(PAGE.margin + CONTENT_WIDTH, sheet.y)
    .lineWidth(weight === 'bold' ? 0.8 : 0.3)
    .strokeColor(LINE)
    .stroke();
}
