/** The one element of a list. @throws when there are none or several. */
export function only<Element>(list: readonly Element[]): Element {
  const [element] = list;
  if (element === undefined || list.length > 1) throw new Error(`one element expected (got ${list.length})`);
  return element;
}
