/** Typed arrays that grow: columns of numbers without an object for each row. */

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** The same numbers in an array of at least `length`; twice as long when it has to grow. */
export function grown<T extends Column>(column: T, length: number): T {
  if (length <= column.length) return column;
  const wider = column instanceof Float64Array ? new Float64Array(2 * length) : new Int32Array(2 * length);
  wider.set(column);
  return wider as T;
}

/** The rows of a column in another order. */
export function inOrder<T extends Column>(column: T, order: Uint32Array): T {
  const moved =
    column instanceof Float64Array ? new Float64Array(order.length) : new Int32Array(order.length);
  for (let row = 0; row < order.length; row += 1) moved[row] = column[order[row] ?? 0] ?? 0;
  return moved as T;
}
