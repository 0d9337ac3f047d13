/**
 * What a replay section leaves open and the cluster and the layout decide: spare nodes, and how many replicas
 * an elastic job consists of.
 */
import { type IssueList, isRecord } from '@railyard/base';
import { type ClusterSpec, buildFabric } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import {
  type FleetShape,
  type ReplaySpec,
  checkReplaySpec,
  defaultSpares,
  fatTreeFleet,
  faultLogOf,
  limitsOf,
} from '@railyard/replay';

import { fleetOf } from './fleet-of.js';

type Plain = Readonly<Record<string, unknown>>;

/** Replicas that a job consists of: expert groups of a stage stay whole, and each replica is whole nodes. */
function largestDataReplicas(nodes: number, layout: WorkloadSpec['parallelism']): number {
  const { data } = layout;
  const groups = expertGroupsOfStage(layout);
  for (let replicas = Math.min(groups, data); replicas > 1; replicas -= 1) {
    if (groups % replicas === 0 && data % replicas === 0 && nodes % replicas === 0) return replicas;
  }
  return 1;
}

const expertGroupsOfStage = (layout: WorkloadSpec['parallelism']): number => {
  const { tensor, context = 1, data, expert, expertTensor = 1 } = layout;
  return (data * context * tensor) / (expert * expertTensor);
};

/**
 * Fills `replay.spareNodes` and `replay.dataReplicas` in; a document without a replay section, or too broken
 * to say, stays as it is.
 */
export function completeReplay(document: Plain): Plain {
  const { replay, cluster, workload } = document;
  if (
    !isRecord(replay) ||
    !isRecord(cluster) ||
    !isRecord(workload) ||
    !isRecord(workload.parallelism) ||
    typeof cluster.nodes !== 'number'
  )
    return document;
  const layout = workload.parallelism as unknown as WorkloadSpec['parallelism'];
  const counts = [cluster.nodes, layout.tensor, layout.data, layout.expert];
  if (!counts.every((value) => Number.isSafeInteger(value) && value > 0 && value < 1e7)) return document;
  const shrinks =
    isRecord(replay.recovery) &&
    (replay.recovery.whenNoSpare === 'shrink' || replay.recovery.replicaLoss !== undefined);
  return {
    ...document,
    replay: {
      ...replay,
      spareNodes: replay.spareNodes ?? defaultSpares(cluster.nodes),
      dataReplicas: replay.dataReplicas ?? (shrinks ? largestDataReplicas(cluster.nodes, layout) : 1),
    },
  };
}

/** The machine as far as it can be counted without its graph: what bounds the faults of a replay. */
function countedFleet({ nodes, gpusPerNode, nic, topology }: ClusterSpec): FleetShape {
  const planes = 'planes' in topology ? topology.planes : 1;
  const ports = topology.kind === 'multi-port-mpft' ? planes : 1;
  return {
    ...fatTreeFleet({ nodes, gpusPerNode, planes, switchPorts: topology.switchPorts }),
    nicsPerNode: nic.perNode * ports,
  };
}

/** Issues of the section that only the domain can see. */
export function checkReplayBody(
  replay: ReplaySpec,
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  issues: IssueList,
): void {
  const before = issues.issues.length;
  checkReplaySpec(replay, countedFleet(cluster), issues);
  if (issues.issues.length > before) return;
  // Components are counted on the graph, which only a cluster without issues has.
  if (replay.faultLog !== undefined && issues.issues.length === 0)
    faultLogOf(
      replay.faultLog,
      replay.faults,
      fleetOf(buildFabric(cluster), replay),
      issues.at('faultLog'),
      limitsOf(replay.horizon, replay.recovery).wallS,
    );
  const { dataReplicas } = replay;
  const { data } = workload.parallelism;
  const groups = expertGroupsOfStage(workload.parallelism);
  issues
    .at('dataReplicas')
    .require(
      groups % dataReplicas === 0 && data % dataReplicas === 0,
      'replicas-divide-layout',
      `dataReplicas must divide the ${groups} expert groups and the ${data} data-parallel ranks of a ` +
        `stage (got ${dataReplicas}).`,
      `Use at most ${largestDataReplicas(cluster.nodes, workload.parallelism)} replicas.`,
    );
}
