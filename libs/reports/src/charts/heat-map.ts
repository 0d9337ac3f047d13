/** A metric over two parameters; the figure stands in its cell. */
import { type Chart, rect, shown, text } from './svg.js';

interface HeatCell {
  readonly column: string;
  readonly row: string;
  readonly value: number;
}

const CELL = 74;
const ROW = 26;
const LABELS = 120;

export function heatMap(
  id: string,
  title: string,
  axes: { readonly column: string; readonly row: string },
  cells: readonly HeatCell[],
): Chart {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  const values = cells.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const drawn = cells.map(({ column, row, value }) => {
    const [left, top] = [LABELS + CELL * columns.indexOf(column), ROW * (1 + rows.indexOf(row))];
    const share = high === low ? 1 : (value - low) / (high - low);
    return (
      `<g fill-opacity="${(0.1 + 0.8 * share).toFixed(2)}">` +
      `${rect(left, top, CELL - 2, ROW - 2, '#56b4e9')}</g>` +
      text(left + CELL / 2, top + 16, shown(value), 'middle')
    );
  });
  const heads = [
    ...columns.map((name, i) => text(LABELS + CELL * (i + 0.5), 14, name, 'middle', 'soft')),
    ...rows.map((name, i) => text(LABELS - 8, ROW * (1 + i) + 16, name, 'end', 'soft')),
    text(LABELS, ROW * (1 + rows.length) + 14, `columns: ${axes.column}; rows: ${axes.row}`),
  ];
  return {
    id,
    title,
    width: LABELS + CELL * columns.length + 20,
    height: ROW * (1 + rows.length) + 24,
    body: heads.join('') + drawn.join(''),
  };
}
