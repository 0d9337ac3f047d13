/** What the network does during a step: the collectives of a layer, the pipeline boundary, the optimizer's traffic, and what every link carries. */
import { type ClusterSpec, type LinkAccount } from '@railyard/cluster';
import { type ExpertCollectiveTime, type StepSimulation, type WorkloadSpec, checkpointTraffic, stepTraffic } from '@railyard/parallelism';
import { type ResultSection } from '../result.js';
import { planeLoads, topLinks } from './link-loads.js';

export function networkSection(cluster: ClusterSpec, workload: WorkloadSpec, step: StepSimulation): ResultSection {
  const { expert, boundary, optimizer } = step;
  const account: LinkAccount = stepTraffic(step, workload);
  return {
    topology: cluster.topology.kind,
    routing: cluster.routing,
    placement: workload.parallelism.placement,
    ...(expert?.dispatch === undefined || expert.combine === undefined ? {} : {
      expertDispatch: collective(expert.dispatch),
      expertCombine: collective(expert.combine),
      expertCopies: expert.copies,
      nodesPerToken: expert.gate.nodesPerToken,
      gpusPerToken: expert.gate.gpusPerToken,
    }),
    pipelineBoundary: {
      seconds: boundary.seconds, bytes: boundary.bytes, togetherSeconds: boundary.togetherSeconds, besideExpertsSeconds: boundary.besideExpertsSeconds, expertSlowdown: boundary.expertSlowdown,
    },
    checkpoint: { ...checkpointTraffic(step, workload) },
    gradientReduceS: optimizer.denseReduceS + optimizer.expertReduceS,
    weightGatherS: optimizer.denseGatherS + optimizer.expertGatherS,
    reducedBytesPerGpu: optimizer.reducedBytesPerGpu,
    gatheredBytesPerGpu: optimizer.gatheredBytesPerGpu,
    planes: planeLoads(account),
    topLinks: topLinks(account, step.parts.total),
  };
}

/** Alone and balanced, for one layer and micro-batch. */
function collective(of: ExpertCollectiveTime): ResultSection {
  return { seconds: of.seconds, rdmaBytesPerGpu: of.rdmaBytesPerGpu, nvlinkBytesPerGpu: of.nvlinkBytesPerGpu, wireGBps: of.wireGBps };
}
