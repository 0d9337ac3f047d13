/** What became of a published run on its way to a document. */

export class MappingNotes {
  /** What the run leaves open and a default fills. */
  readonly defaults: string[] = [];
  /** What the run says and the document says otherwise. */
  readonly substitutes: string[] = [];
}

/** A run that no document states. */
export class Inexpressible extends Error {
  override readonly name = 'Inexpressible';
}
