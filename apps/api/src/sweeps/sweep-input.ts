/** What the service itself reads of a sweep document, once that is known to be sound. */

export interface SweepInput {
  readonly name?: string;
  readonly method?: string;
  readonly limits?: { readonly runs?: number; readonly minutes?: number };
}

/** Of the schema: limits that the document does not state. */
export const DEFAULT_LIMITS = { runs: 10_000, minutes: 60 };
