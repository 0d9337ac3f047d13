/**
 * A checkpoint as flows: every GPU writes its shard of the training state over its host to the storage plane,
 * all at once, and reads it back after a failure. Training traffic does not share that plane (paper, section
 * 5.1), but on the way to it a shard crosses the PCIe link of its GPU, where it contends with expert traffic.
 */
import { LinkAccount, Traffic, simulateFlows } from '@railyard/cluster';
import { shardParameters, stateRecipe } from '../memory/index.js';
import { type WorkloadSpec } from '../plan/index.js';
import { expertContention } from './expert-contention.js';
import { parametersByRank } from './optimizer-phase.js';
import { type StepSimulation } from './simulate-step.js';

export interface CheckpointTraffic {
  /**
   * Of all shards: master weights and moments of every parameter; the weights that kernels read follow from
   * them.
   */
  readonly bytes: number;
  readonly writeSeconds: number;
  readonly readSeconds: number;
  /** A write while expert collectives run. */
  readonly contendedSeconds: number;
  /** How many times longer an expert collective takes while a checkpoint is written. */
  readonly expertSlowdown: number;
  /** What one write puts on every link. */
  readonly links: LinkAccount;
}

export function checkpointTraffic(step: StepSimulation, workload: WorkloadSpec): CheckpointTraffic {
  const { fabric, expert } = step;
  const shards = shardBytes(step, workload);
  const traffic = new Traffic(fabric);
  const links = new LinkAccount(fabric, 1);
  for (let gpu = 0; gpu < shards.length; gpu += 1) {
    if (shards[gpu] === 0) continue;
    const route = fabric.router.toStorage(gpu);
    traffic.sendBy(route, shards[gpu]);
    links.sendBy(route, shards[gpu]);
  }
  const { flows, linkOf } = traffic.build();
  const writeSeconds = traffic.latency + simulateFlows(flows).makespan;
  // Reads take the same ways back, and as long where links are as quick that way.
  const back = { ...flows, capacity: Float64Array.from(linkOf, (link) => fabric.capacity[link ^ 1]) };
  const readSeconds = back.capacity.every((rate, link) => rate === flows.capacity[link])
    ? writeSeconds
    : traffic.latency + simulateFlows(back).makespan;
  const contention =
    expert?.requests === undefined
      ? { seconds: writeSeconds, expertSlowdown: 1 }
      : expertContention(expert, links.settle());
  return {
    bytes: shards.reduce((sum, bytes) => sum + bytes, 0),
    writeSeconds,
    readSeconds,
    contendedSeconds: Math.max(writeSeconds, contention.seconds),
    expertSlowdown: contention.expertSlowdown,
    links,
  };
}

/** Master weights and moments; the weights themselves where there are no others. */
function checkpointBytes(workload: WorkloadSpec): number {
  const { optimizer, master, weight } = stateRecipe(workload);
  return optimizer.value + (master === 0 ? weight.value : 0);
}

/** [GPUs] each state once, divided over the GPUs that hold it, whether or not the optimizer is sharded. */
function shardBytes(
  { fabric, placement, schedule, plan }: StepSimulation,
  workload: WorkloadSpec,
): Float64Array {
  const held = parametersByRank(workload, schedule, plan.assignment).map(
    (of) => checkpointBytes(workload) * shardParameters(workload, of, schedule.directions),
  );
  const shards = new Float64Array(fabric.graph.gpuCount);
  const { members, size, count } = placement.pipelines;
  for (let pipeline = 0; pipeline < count; pipeline += 1)
    for (let rank = 0; rank < size; rank += 1) shards[members[pipeline * size + rank]] = held[rank];
  return shards;
}
