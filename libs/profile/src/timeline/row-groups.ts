/** Rows of a table that belong together, in typed arrays: a trace may hold millions of them. */
import { elementAt } from '@railyard/base';

/**
 * The rows of each key in their order, the keys in the order in which they first appear; rows without a key
 * (undefined) are left out.
 */
export function rowsByKey<K>(
  rows: ArrayLike<number>,
  keyOf: (row: number) => K | undefined,
): Map<K, Uint32Array> {
  const groupOf = new Map<K, number>();
  const sizes: number[] = [];
  /** [row] its group; -1 for none */
  const groups = new Int32Array(rows.length).fill(-1);
  for (let at = 0; at < rows.length; at += 1) {
    const key = keyOf(elementAt(rows, at));
    if (key === undefined) continue;
    const group = groupOf.get(key) ?? groupOf.size;
    if (group === groupOf.size) groupOf.set(key, group);
    groups[at] = group;
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  const members = sizes.map((size) => new Uint32Array(size));
  const filled = new Uint32Array(sizes.length);
  for (let at = 0; at < rows.length; at += 1) {
    const group = elementAt(groups, at);
    if (group < 0) continue;
    const next = elementAt(filled, group);
    elementAt(members, group)[next] = elementAt(rows, at);
    filled[group] = next + 1;
  }
  return new Map([...groupOf].map(([key, group]) => [key, elementAt(members, group)]));
}
