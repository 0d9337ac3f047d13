/** The text of one element of a trace as a value. */
import { InvalidDocumentError } from '@railyard/base';

/** What helps against a file that was damaged on its way. */
export const COPY_AGAIN = 'Copy or export the trace again.';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A mistake in a recorded trace, at a byte counted from 0: what is wrong, and how to correct it. */
export class TraceError extends InvalidDocumentError {
  constructor(
    readonly offset: number,
    problem: string,
    hint: string,
  ) {
    super([{ path: '', code: 'invalid-trace', message: `Byte ${offset}: ${problem}`, hint }]);
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
 * Older profilers print numbers as C++ does: `inf`, `-inf`, `nan`. They stand for values that are not
 * used (the bandwidth of a copy of no duration), so they are read as null.
 */
function parsedWithoutBareNumbers(text: string, offset: number): unknown {
  const json = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:inf(?:inity)?|nan)\b/gi, (token) =>
    token.startsWith('"') ? token : 'null',
  );
  try {
    return JSON.parse(json);
  } catch {
    throw new TraceError(offset, `An element must be JSON (got ${text.slice(0, 60)}).`, COPY_AGAIN);
  }
}
