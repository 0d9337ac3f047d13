/**
 * What hashed paths cost a permutation: GPU i sends to the one half the cluster away, on its rail, so every
 * flow crosses spines and shares them as the hash will have it. With several header values each flow is
 * sprayed over the paths that they hash to.
 */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { type FlowSet, simulateFlows } from '../flows/index.js';
import { buildFabric } from '../topology/index.js';
import { addSends } from '../collectives/index.js';
import { Fabric, Traffic } from '../traffic/index.js';

/** One hash; times are over those of an empty network. */
export interface PermutationDraw {
  /** Of the last flow. */
  readonly last: number;
  /** Of the mean flow. */
  readonly mean: number;
  /** Share of its link that the mean flow has while all flows run. */
  readonly initialShare: number;
  /** Flows on the fullest link, a sprayed one counted by its share. */
  readonly meeting: number;
}

/** Large enough that latency does not count. */
const BYTES = 2e6;

/** `seeds` hash seeds, from 0; `headerValues` a flow. */
export function ecmpPermutation(
  spec: ClusterSpec,
  seeds: number,
  headerValues = 1,
): readonly PermutationDraw[] {
  invariant(seeds >= 1, 'at least one hash', { seeds });
  const graph = buildFabric(spec);
  return Array.from({ length: seeds }, (_, seed) =>
    drawOf(new Fabric(spec, { graph, routing: 'ecmp', entropies: headerValues, seed })),
  );
}

function drawOf(fabric: Fabric): PermutationDraw {
  const gpus = fabric.spec.nodes * fabric.gpusPerNode;
  const pairs = Array.from({ length: gpus }, (_, gpu) => [gpu, (gpu + gpus / 2) % gpus] as const);
  const { flows } = addSends(new Traffic(fabric), { pairs, bytes: BYTES }).build();
  const empty = BYTES / fabric.nicRate;
  const { finish, makespan } = simulateFlows(flows);
  // No flow ends before it would in an empty network: until then every flow keeps its first rate.
  const { left } = simulateFlows(flows, { until: empty / 2 });
  return {
    last: makespan / empty,
    mean: meanOf(finish) / empty,
    initialShare: 1 - (meanOf(left) - BYTES / 2) / (BYTES / 2),
    meeting: fullestLink(flows),
  };
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function fullestLink({ capacity, pathLink, pathShare }: FlowSet): number {
  const flows = new Float64Array(capacity.length);
  pathLink.forEach((link, hop) => (flows[link] += pathShare[hop]));
  return flows.reduce((most, count) => Math.max(most, count), 0);
}
