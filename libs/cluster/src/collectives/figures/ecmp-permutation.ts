/** What per-flow ECMP costs a permutation: GPU i sends to the one half the cluster away, on its rail, so every flow crosses spines and shares them as the hash will have it. */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../../definition/cluster-spec.js';
import { simulateFlows } from '../../flows/index.js';
import { buildFabric } from '../../topology/index.js';
import { addSends } from '../all-to-all.js';
import { Fabric } from '../fabric.js';
import { Traffic } from '../traffic.js';

/** Completion times over those of an empty network. */
export interface PermutationSlowdown {
  /** Of the mean flow, mean over the seeds. */
  readonly mean: number;
  /** Of the last flow: median, least and most of the seeds. */
  readonly lastMedian: number;
  readonly lastLeast: number;
  readonly lastMost: number;
  /** Share of its link that the mean flow has while all flows run. */
  readonly initialShare: number;
  readonly seeds: number;
}

/** Large enough that latency does not count. */
const BYTES = 2e6;

/** `seeds` hash seeds, from 0. */
export function ecmpPermutation(spec: ClusterSpec, seeds: number): PermutationSlowdown {
  invariant(seeds >= 1, 'at least one hash', { seeds });
  const gpus = spec.nodes * spec.gpusPerNode;
  const pairs = Array.from({ length: gpus }, (_, gpu) => [gpu, (gpu + gpus / 2) % gpus] as const);
  const graph = buildFabric(spec);
  let mean = 0;
  let initialShare = 0;
  const last: number[] = [];
  for (let seed = 0; seed < seeds; seed += 1) {
    const fabric = new Fabric(spec, { graph, routing: 'ecmp', seed });
    const { flows } = addSends(new Traffic(fabric), { pairs, bytes: BYTES }).build();
    const empty = BYTES / fabric.nicRate;
    const { finish, makespan } = simulateFlows(flows);
    for (const end of finish) mean += end / empty / gpus / seeds;
    last.push(makespan / empty);
    // Nobody is done before an empty network would be: until then every flow keeps its first rate.
    const { left } = simulateFlows(flows, { until: empty / 2 });
    for (const bytes of left) initialShare += (BYTES - bytes) / (BYTES / 2) / gpus / seeds;
  }
  last.sort((a, b) => a - b);
  return { mean, lastMedian: last[Math.floor(seeds / 2)]!, lastLeast: last[0]!, lastMost: last[seeds - 1]!, initialShare, seeds };
}
