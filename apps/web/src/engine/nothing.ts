/** The input of an operation that takes none. */
export const NOTHING = null;
