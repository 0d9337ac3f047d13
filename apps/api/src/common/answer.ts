/** What a handler answers beyond a 200 with JSON. */

export class Answer {
  constructor(
    readonly status: number,
    /** Sent as JSON; a string or a Buffer is sent as it is. */
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Strong comparison, as If-Match asks for: a weak tag never matches, `*` does where there is anything. */
export function matchesStrongly(header: string, tag: string): boolean {
  return header.split(',').some((candidate) => candidate.trim() === '*' || candidate.trim() === tag);
}

/** Weak comparison, as If-None-Match asks for. */
export function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return header.split(',').some((candidate) => candidate.trim() === '*' || bare(candidate) === bare(tag));
}
