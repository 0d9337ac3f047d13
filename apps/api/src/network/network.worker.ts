/** One collective, in a thread of its own: the event loop goes on serving. */
import { InvalidDocumentError } from '@railyard/base';
import { type NetworkAnswer, type NetworkRequest } from '@railyard/cluster';
import { runNetwork } from '@railyard/experiments';

/** Issues travel as data: a thread's errors lose their class. */
export type NetworkOutput = { readonly answer: NetworkAnswer } | { readonly issues: InvalidDocumentError['issues'] };

export default function network(request: NetworkRequest): NetworkOutput {
  try {
    return { answer: runNetwork(request) };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { issues: error.issues };
    throw error;
  }
}
