/**
 * What the network does during a step: the collectives of a layer, the pipeline boundary, the optimizer's
 * traffic, and what every link carries.
 */
import { elementAt } from '@railyard/base';
import { type LinkAccount, tierNotes, tierPorts, type TierPorts } from '@railyard/cluster';
import { type ExpertCollectiveTime, type StepSimulation } from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';
import { type JobOnMachine } from '../job/index.js';
import { type ResultSection } from '../result.js';
import { type CheckedInvariant, checkInvariants } from './invariants.js';
import {
  type BusiestOfClass,
  type CheckpointWrite,
  type LinkLoads,
  type LoadedLink,
  type PlaneLoad,
  busiestByClass,
  checkpointHops,
  checkpointLoads,
  planeLoads,
  stepLoads,
  topLinks,
} from './link-loads.js';

/** Of the storage plane, which carries nothing in a step and all of a checkpoint. */
export interface StoragePlaneLoad {
  readonly per: 'checkpoint';
  readonly bytesByClass: { readonly checkpoint: number };
  /** Mean share of what storage takes, while the checkpoint is written. */
  readonly utilisation: number;
}

/** What a result says of its links; the rest of the section is a plain record. */
export interface NetworkLoads {
  readonly checkpoint: CheckpointLoads;
  readonly planes: readonly PlaneLoad[];
  readonly storagePlane: StoragePlaneLoad;
  readonly topLinks: readonly LoadedLink[];
  readonly busiestByClass: readonly BusiestOfClass[];
  readonly invariants: readonly CheckedInvariant[];
}

/** What one write puts on the links of its way. */
export interface CheckpointLoads {
  readonly bytes: number;
  readonly writeSeconds: number;
  /** Steps from one to the next, where the document has a policy. */
  readonly stepsBetween?: number;
  readonly links: readonly LoadedLink[];
}

export type NetworkSection = NetworkLoads & ResultSection;

export function networkSection(
  { cluster, workload, replay }: ExperimentDocument,
  job: JobOnMachine,
): NetworkSection {
  const { step } = job;
  const { expert, boundary, optimizer, parts } = step;
  const { links, contendedSeconds, expertSlowdown, ...write } = job.checkpoint;
  const checkpoint = { ...write, besideExpertsSeconds: contendedSeconds, expertSlowdown };
  const { contention } = job;
  const written = checkpointLoads(links, checkpoint.writeSeconds);
  return {
    topology: cluster.topology.kind,
    routing: cluster.routing,
    placement: workload.parallelism.placement,
    ...(expert?.dispatch === undefined || expert.combine === undefined
      ? {}
      : {
          expertDispatch: collective(expert.dispatch),
          expertCombine: collective(expert.combine),
          expertCopies: expert.copies,
          nodesPerToken: expert.gate.nodesPerToken,
          gpusPerToken: expert.gate.gpusPerToken,
        }),
    pipelineBoundary: {
      seconds: boundary.seconds,
      bytes: boundary.bytes,
      togetherSeconds: boundary.togetherSeconds,
      besideExpertsSeconds: contention.contendedSeconds,
      expertSlowdown: contention.expertSlowdown,
    },
    // Only a policy says how often one is written.
    checkpoint: {
      ...checkpoint,
      ...(replay === undefined ? {} : { stepsBetween: replay.recovery.checkpointIntervalS / parts.total }),
      links: checkpointHops(written),
    },
    gradientReduceS: optimizer.denseReduceS + optimizer.expertReduceS,
    weightGatherS: optimizer.denseGatherS + optimizer.expertGatherS,
    reducedBytesPerGpu: optimizer.reducedBytesPerGpu,
    gatheredBytesPerGpu: optimizer.gatheredBytesPerGpu,
    ...networkLoads(step, job.traffic, written),
    ...unevenTiers(cluster),
  };
}

/** Of a network whose tiers are not what its definition lets a reader expect. */
function unevenTiers(cluster: ExperimentDocument['cluster']): { readonly tiers?: readonly TierPorts[] } {
  const tiers = tierPorts(cluster);
  return tierNotes(cluster, tiers).length === 0 ? {} : { tiers };
}

/** Everything that is read off the two accounts: of a step, and of a checkpoint. */
function networkLoads(
  step: StepSimulation,
  account: LinkAccount,
  checkpoint: CheckpointWrite,
): Omit<NetworkLoads, 'checkpoint'> {
  const loads = stepLoads(account, step.parts.total);
  return {
    planes: planeLoads(account),
    storagePlane: storagePlane(checkpoint),
    topLinks: topLinks(loads),
    busiestByClass: busiestByClass(loads, checkpoint),
    invariants: checkInvariants(step, loads, checkpoint),
  };
}

function storagePlane({ account, total, seconds }: LinkLoads): StoragePlaneLoad {
  const { graph, capacity } = account.fabric;
  const trunk = graph.tables.storageTrunk;
  return {
    per: 'checkpoint',
    bytesByClass: { checkpoint: elementAt(total, trunk) },
    utilisation: elementAt(total, trunk) / (elementAt(capacity, trunk) * seconds),
  };
}

/** Alone and balanced, for one layer and micro-batch. */
function collective(of: ExpertCollectiveTime): ResultSection {
  return {
    seconds: of.seconds,
    rdmaBytesPerGpu: of.rdmaBytesPerGpu,
    nvlinkBytesPerGpu: of.nvlinkBytesPerGpu,
    wireGBps: of.wireGBps,
  };
}
