/** Colour on a terminal, unless NO_COLOR says otherwise (https://no-color.org). */
const CODES = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

export function paint(
  style: keyof typeof CODES,
  words: string,
  stream: { readonly isTTY?: boolean } = process.stderr,
): string {
  const plain = stream.isTTY !== true || (process.env.NO_COLOR ?? '') !== '';
  return plain ? words : `\u001b[${CODES[style]}m${words}\u001b[0m`;
}
