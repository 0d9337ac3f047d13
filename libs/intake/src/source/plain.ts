/** Plain values of parsed files. */

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The shortest list that gives `whole` when it is repeated from the start. */
export function shortestPeriod<T>(whole: readonly T[]): readonly T[] {
  for (let length = 1; length < whole.length; length += 1)
    if (whole.every((item, index) => item === whole[index % length])) return whole.slice(0, length);
  return whole;
}

/** Whether a key is one of the words; a * stands for any letters. */
export function keysLike(words: string): (key: string) => boolean {
  const patterns = words
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('.', '\\.').replaceAll('*', '.*'));
  const all = new RegExp(`^(?:${patterns.join('|')})$`);
  return (key) => all.test(key);
}
