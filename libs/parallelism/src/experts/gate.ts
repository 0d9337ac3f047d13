/**
 * The node-limited gate of DeepSeek-V3 (paper section 4.3; DeepSeek-V3 report section 2.1.2): experts fall
 * into groups, a group's score is the sum of its two best affinities, a token may use the best `topGroups`
 * groups and takes its `topK` experts there. How many different nodes and GPUs a token then reaches decides
 * the deduplicated traffic.
 */
import { RandomStream, exp, invariant } from '@railyard/base';
import { type MoeSpec } from '../model/index.js';

export interface GateStatistics {
  /**
   * Mean number of different nodes of the expert group that a token is sent to, the own node counted when it
   * is one.
   */
  readonly nodesPerToken: number;
  /** Mean number of different GPUs. */
  readonly gpusPerToken: number;
}

/** Tokens drawn; the standard error of `nodesPerToken` is then about 0.1 % for DeepSeek-V3. */
const SAMPLED_TOKENS = 2048;

const cache = new Map<string, GateStatistics>();

/**
 * Monte Carlo over independent logits (balanced routing): a constant of the gate and of how experts lie on
 * GPUs, so it is drawn from a stream of its own and cached. `expertParallel` GPUs hold equal shares of the
 * experts, in order.
 */
export function gateStatistics(moe: MoeSpec, expertParallel: number, gpusPerNode: number): GateStatistics {
  const key = [moe.routedExperts, moe.topK, moe.groups, moe.topGroups, expertParallel, gpusPerNode].join('/');
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const drawn = drawStatistics(moe, expertParallel, gpusPerNode);
  cache.set(key, drawn);
  return drawn;
}

function drawStatistics(moe: MoeSpec, expertParallel: number, gpusPerNode: number): GateStatistics {
  const { routedExperts: experts, topK, groups } = moe;
  invariant(
    experts % groups === 0 && experts % expertParallel === 0,
    'experts must divide among groups and GPUs',
    { experts, groups, expertParallel },
  );
  const stream = new RandomStream(0, 'experts/gate');
  const scores = new Float64Array(experts);
  const chosen = new Int32Array(topK);
  const expertsPerGpu = experts / expertParallel;
  let nodes = 0;
  let gpus = 0;
  for (let token = 0; token < SAMPLED_TOKENS; token += 1) {
    for (let e = 0; e < experts; e += 1) scores[e] = 1 / (1 + exp(-stream.normal()));
    chooseExperts(moe, scores, chosen);
    nodes += countDistinct(chosen, expertsPerGpu * gpusPerNode);
    gpus += countDistinct(chosen, expertsPerGpu);
  }
  return { nodesPerToken: nodes / SAMPLED_TOKENS, gpusPerToken: gpus / SAMPLED_TOKENS };
}

/**
 * The experts of one token, best first, into `chosen` (length topK), from its affinities above 0, one for
 * each expert, which are overwritten.
 */
export function chooseExperts(moe: MoeSpec, scores: Float64Array, chosen: Int32Array): void {
  const { groups, topGroups } = moe;
  if (topGroups < groups) maskGroups(scores, new Float64Array(groups), topGroups);
  takeTop(scores, chosen);
}

/**
 * Sets the scores of all but the best `topGroups` groups to -1; a group's score is the sum of its two best.
 */
function maskGroups(scores: Float64Array, groupScores: Float64Array, topGroups: number): void {
  const groups = groupScores.length;
  const size = scores.length / groups;
  for (let group = 0; group < groups; group += 1) {
    let best = -1;
    let second = -1;
    for (let e = group * size; e < (group + 1) * size; e += 1) {
      const score = scores[e];
      if (score > best) {
        second = best;
        best = score;
      } else if (score > second) second = score;
    }
    groupScores[group] = best + Math.max(second, 0);
  }
  const cut = Float64Array.from(groupScores).sort((a, b) => b - a)[topGroups - 1];
  for (let group = 0; group < groups; group += 1) {
    if (groupScores[group] < cut) scores.fill(-1, group * size, (group + 1) * size);
  }
}

/** Writes the indices of the largest scores into `chosen` (and takes them out of `scores`). */
function takeTop(scores: Float64Array, chosen: Int32Array): void {
  for (let k = 0; k < chosen.length; k += 1) {
    let best = 0;
    for (let e = 1; e < scores.length; e += 1) if (scores[e] > scores[best]) best = e;
    chosen[k] = best;
    scores[best] = -2;
  }
}

/** Different GPUs, or nodes, that hold these experts. */
export function countDistinct(experts: Int32Array, expertsPerPlace: number): number {
  let count = 0;
  for (let k = 0; k < experts.length; k += 1) {
    const place = Math.floor(experts[k] / expertsPerPlace);
    let seen = false;
    for (let j = 0; j < k && !seen; j += 1) seen = Math.floor(experts[j] / expertsPerPlace) === place;
    if (!seen) count += 1;
  }
  return count;
}
