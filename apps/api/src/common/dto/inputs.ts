/**
 * What a handler takes besides documents: an instance of a class that extends one of these. The class of an
 * input decides which answer a mistake in it gets, and a handler without one takes no such input.
 */

/** Query parameters; a mistake is a 400. */
export abstract class QueryInput {}

/** Parts of the path; a mistake names nothing that exists, and is a 404. */
export abstract class PathInput {}

/** A body that is not a document; a mistake is a 422. */
export abstract class BodyInput {}
