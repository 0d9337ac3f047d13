/** What the network does during a step: the collectives of a layer, the pipeline boundary, the optimizer's traffic. */
import { type ClusterSpec } from '@railyard/cluster';
import { type StepSimulation } from '@railyard/parallelism';
import { type ResultSection } from '../result.js';

export function networkSection(cluster: ClusterSpec, step: StepSimulation): ResultSection {
  const { expert, boundary, optimizer } = step;
  return {
    topology: cluster.topology.kind,
    routing: cluster.routing,
    ...(expert?.dispatch === undefined || expert.combine === undefined ? {} : {
      expertDispatch: collective(expert.dispatch),
      expertCombine: collective(expert.combine),
      nodesPerToken: expert.gate.nodesPerToken,
      gpusPerToken: expert.gate.gpusPerToken,
    }),
    pipelineBoundary: { seconds: boundary.seconds, bytes: boundary.bytes },
    gradientReduceS: optimizer.denseReduceS + optimizer.expertReduceS,
    weightGatherS: optimizer.denseGatherS + optimizer.expertGatherS,
    reducedBytesPerGpu: optimizer.reducedBytesPerGpu,
    gatheredBytesPerGpu: optimizer.gatheredBytesPerGpu,
  };
}

/** Alone and balanced, for one layer and micro-batch. */
function collective(of: NonNullable<NonNullable<StepSimulation['expert']>['dispatch']>): ResultSection {
  return { seconds: of.seconds, rdmaBytesPerGpu: of.rdmaBytesPerGpu, nvlinkBytesPerGpu: of.nvlinkBytesPerGpu, wireGBps: of.wireGBps };
}
