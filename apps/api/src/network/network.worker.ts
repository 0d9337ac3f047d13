/** One collective, or the parts of one network, in a thread of its own: the event loop goes on serving. */
import { InvalidDocumentError } from '@railyard/base';
import { type NetworkRequest } from '@railyard/cluster';
import {
  type NetworkCostAnswer,
  type NetworkCostRequest,
  type NetworkLimits,
  type NetworkResult,
  runNetwork,
  runNetworkCost,
} from '@railyard/experiments';

/** Issues travel as data: a thread's errors lose their class. */
export type NetworkOutput =
  { readonly answer: NetworkResult } | { readonly issues: InvalidDocumentError['issues'] };

export default function network({
  request,
  limits,
}: {
  readonly request: NetworkRequest;
  readonly limits: NetworkLimits;
}): NetworkOutput {
  try {
    return { answer: runNetwork(request, limits) };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { issues: error.issues };
    throw error;
  }
}

export const cost = (request: NetworkCostRequest): NetworkCostAnswer => runNetworkCost(request);
