/**
 * Flows of 2,048 GPUs that the solver is timed on: those of SimGrid (`referenceCase`), and EP64 without
 * deduplication on the real graph, NVLink to the rail, NIC, leaf, NIC: all 129,024 pairs.
 */
import {
  CLUSTERS,
  expertTraffic,
  type ExpertAllToAllRequest,
  Fabric,
  type FlowSet,
  referenceCase,
  tokenCopies,
} from '@railyard/cluster';
import { RandomStream, entryOf } from '@railyard/base';

/** The largest that keeps the last end within 0.3 % here. */
export const BATCHING = 1.8e-3;

export const range = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

export function expertRequest(gpus: number): ExpertAllToAllRequest {
  const { nodesPerToken, gpusPerToken } = tokenCopies(64, 8);
  return {
    direction: 'dispatch',
    groups: range(0, gpus / 64).map((g) => range(64 * g, 64)),
    tokensPerGpu: 4096,
    bytesPerToken: 7392,
    remoteNodesPerToken: (nodesPerToken * 7) / 8,
    gpusPerToken,
  };
}

export const directRequest = (): ExpertAllToAllRequest => ({
  ...expertRequest(2048),
  lowLatency: { copiesPerToken: 8 },
});

export function withSkew(set: FlowSet): FlowSet {
  const draw = new RandomStream(1, 'bench/network/skew');
  return { ...set, bytes: set.bytes.map((bytes) => bytes * (0.8 + 0.4 * draw.uniform())) };
}

function nvlinkFlows(): FlowSet {
  const request = directRequest();
  const fabric = new Fabric(entryOf(CLUSTERS, 'h800-2048-mpft'));
  return expertTraffic(fabric, request, request.groups).build().flows;
}

export const FLOW_CASES: Readonly<Record<string, () => FlowSet>> = {
  'EP64 all-to-all, NVLink hop included, equal': nvlinkFlows,
  'EP64 all-to-all, NVLink hop included, +-20 %': () => withSkew(nvlinkFlows()),
  '8 planes, equal': () => referenceCase('plane8', 2048, 64, 1e6),
  '8 planes, +-20 %': () => referenceCase('plane8', 2048, 64, 1e6, 0.2),
  'one plane, equal': () => referenceCase('full', 2048, 64, 1e6),
};
