/** A collective over message sizes on several clusters, and what a cluster's network is made of. */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import { checkedNetwork, type NetworkRequest, type NetworkResult, runNetwork } from '@railyard/experiments';

export interface CurvesQuestion {
  readonly clusters: readonly string[];
  readonly request: Omit<NetworkRequest, 'cluster'>;
}

export interface Curve {
  readonly cluster: string;
  readonly issues: readonly Issue[];
  readonly result?: NetworkResult;
}

export function curves({ clusters, request }: CurvesQuestion): readonly Curve[] {
  return clusters.map((cluster) => {
    try {
      return { cluster, issues: [], result: runNetwork(checkedNetwork({ ...request, cluster })) };
    } catch (error) {
      if (error instanceof InvalidDocumentError) return { cluster, issues: error.issues };
      throw error;
    }
  });
}
