/**
 * A checkpoint as flows: every GPU writes its shard of the training state over its host to the storage plane,
 * all at once, and reads it back after a failure. Training traffic does not share that plane (paper, section
 * 5.1), but on the way to it a shard crosses the PCIe link of its GPU, where it contends with expert traffic.
 */
import { type Fabric, LinkAccount, Traffic, simulateFlows } from '@railyard/cluster';
import { shardParameters, stateRecipe } from '../memory/index.js';
import { type WorkloadSpec, weightReplicas } from '../plan/index.js';
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
  const links = new LinkAccount(fabric, 1);
  for (let gpu = 0; gpu < shards.length; gpu += 1) links.store(gpu, shards[gpu]);
  const { writeSeconds, readSeconds } = storageSeconds(fabric, shards);
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

interface StorageSeconds {
  readonly writeSeconds: number;
  readonly readSeconds: number;
}

/**
 * Nodes whose GPUs write as much end together. Where nothing is at fault, one of every 2^k alike stands for
 * all, with as much less of what storage takes: a power of two, so that every rate is the same to the last
 * bit.
 */
function storageSeconds(fabric: Fabric, shards: Float64Array): StorageSeconds {
  const { gpusPerNode } = fabric;
  const { storageTrunk } = fabric.graph.tables;
  const alike = new Map<string, number[]>();
  for (let first = 0; first < shards.length; first += gpusPerNode) {
    const key = shards.subarray(first, first + gpusPerNode).join();
    const nodes = alike.get(key);
    if (nodes === undefined) alike.set(key, [first]);
    else nodes.push(first);
  }
  const all = [...alike.values()];
  const fewer = fabric.healthy ? powerOfTwoIn(all.map((nodes) => nodes.length)) : 1;
  const firstGpus = all.flatMap((nodes) => nodes.slice(0, nodes.length / fewer)).sort((a, b) => a - b);
  const capacity = fabric.capacity.slice();
  capacity[storageTrunk] /= fewer;
  capacity[storageTrunk ^ 1] /= fewer;
  return simulatedSeconds(new Traffic(fabric, { capacity }), capacity, shards, firstGpus);
}

/** The largest that divides all of them. */
function powerOfTwoIn(counts: readonly number[]): number {
  const bits = counts.reduce((all, count) => all | count, 0);
  return bits & -bits;
}

/** Of the nodes that have these first GPUs. */
function simulatedSeconds(
  traffic: Traffic,
  capacity: Float64Array,
  shards: Float64Array,
  firstGpus: readonly number[],
): StorageSeconds {
  const { router, gpusPerNode } = traffic.fabric;
  for (const first of firstGpus)
    for (let gpu = first; gpu < first + gpusPerNode; gpu += 1)
      if (shards[gpu] > 0) traffic.sendBy(router.toStorage(gpu), shards[gpu]);
  const { flows, linkOf } = traffic.build();
  const writeSeconds = traffic.latency + simulateFlows(flows).makespan;
  // Reads take the same ways back, and as long where links are as quick that way.
  const back = { ...flows, capacity: Float64Array.from(linkOf, (link) => capacity[link ^ 1]) };
  const readSeconds = back.capacity.every((rate, link) => rate === flows.capacity[link])
    ? writeSeconds
    : traffic.latency + simulateFlows(back).makespan;
  return { writeSeconds, readSeconds };
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
    (of) =>
      checkpointBytes(workload) * shardParameters(workload, of, schedule.directions) +
      (stateRecipe(workload).tableMoments * (of.tables ?? 0)) /
        (weightReplicas(workload) * schedule.directions),
  );
  const shards = new Float64Array(fabric.graph.gpuCount);
  const { members, size, count } = placement.pipelines;
  for (let pipeline = 0; pipeline < count; pipeline += 1)
    for (let rank = 0; rank < size; rank += 1) shards[members[pipeline * size + rank]] = held[rank];
  return shards;
}
