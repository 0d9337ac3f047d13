/** A model served on a cluster. */
import { prepareServing, runServing, type ServingResult } from '@railyard/experiments';

/** @throws InvalidDocumentError with every issue at once. */
export const serving = (document: unknown): ServingResult => runServing(prepareServing(document));
