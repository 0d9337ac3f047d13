/** Values by dotted path, onto the document of a job. */
export type Changes = Readonly<Record<string, unknown>>;
