/** The text of one element of a trace as a value. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** A mistake in a recorded trace, at a byte counted from 0. */
export class TraceError extends Error {
  constructor(
    readonly offset: number,
    problem: string,
    readonly hint = '',
  ) {
    super(`byte ${offset}: ${problem}${hint === '' ? '' : ` (${hint})`}`);
    this.name = 'TraceError';
  }
}

/** @throws TraceError when the text is not JSON */
export function parsedElement(text: string, offset: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parsedWithoutBareNumbers(text, offset);
  }
}

/**
 * Older profilers print numbers as C++ does: `inf`, `-inf`, `nan`. They stand for values that nobody needs
 * (the bandwidth of a copy of no duration), so they are read as null.
 */
function parsedWithoutBareNumbers(text: string, offset: number): unknown {
  const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:inf(?:inity)?|nan)\b/gi, (token) =>
    token.startsWith('"') ? token : 'null',
  );
  try {
    return JSON.parse(mended);
  } catch {
    throw new TraceError(offset, `an element must be JSON (got ${text.slice(0, 60)})`);
  }
}
