/**
 * The node-limited gate of DeepSeek-V3 (paper section 4.3; DeepSeek-V3 report section 2.1.2): experts fall
 * into groups, a group's score is the sum of its two best affinities, a token may use the best `topGroups`
 * groups and takes its `topK` experts there. How many different nodes and GPUs a token then reaches decides
 * the deduplicated traffic.
 *
 * With independent affinities (balanced routing) which experts of a group are its best is as good as drawn
 * from an urn. So only how many experts a token takes of each group is random in earnest: without a limit
 * the statistics have a closed form, with one the counts are drawn and the rest is averaged in closed form.
 */
import { RandomStream, exp, invariant, normalQuantile } from '@railyard/base';
import { type MoeSpec } from '../model/index.js';
import { GATE_TABLE } from './gate-table.js';

export type GateSpec = Pick<MoeSpec, 'routedExperts' | 'topK' | 'groups' | 'topGroups'>;

export interface GateStatistics {
  /**
   * Mean number of different nodes of the expert group that a token is sent to, the own node counted when it
   * is one.
   */
  readonly nodesPerToken: number;
  /** Mean number of different GPUs. */
  readonly gpusPerToken: number;
}

/**
 * Tokens drawn: the standard error of `nodesPerToken` is then 0.05 % for DeepSeek-V3, on 64 GPUs and on 32.
 */
const SAMPLED_TOKENS = 8192;

/** Experts that a token takes of each group, row by row of `groups`. */
type GroupCounts = Uint8Array;

const counts = new Map<string, GroupCounts>();
const reaches = new Map<string, number>();
const statistics = new Map<string, GateStatistics>();

/**
 * Constants of the gate and of how experts lie on GPUs, so they are kept. `expertParallel` GPUs hold equal
 * shares of the experts, in order.
 */
export function gateStatistics(moe: MoeSpec, expertParallel: number, gpusPerNode: number): GateStatistics {
  const key = [gateOf(moe), expertParallel, gpusPerNode].join('/');
  const known = statistics.get(key);
  if (known !== undefined) return known;
  const { routedExperts: experts, groups } = moe;
  invariant(
    experts % groups === 0 && experts % expertParallel === 0,
    'experts must divide among groups and GPUs',
    { experts, groups, expertParallel },
  );
  const perGpu = experts / expertParallel;
  const reached = (perPlace: number): number =>
    GATE_TABLE[gateOf(moe)]?.[Math.min(perPlace, experts)] ?? reachedPlaces(moe, perPlace);
  const made = { nodesPerToken: reached(perGpu * gpusPerNode), gpusPerToken: reached(perGpu) };
  statistics.set(key, made);
  return made;
}

const gateOf = ({ routedExperts, topK, groups, topGroups }: GateSpec): string =>
  [routedExperts, topK, groups, topGroups].join('/');

/** Mean number of places that a token's experts are on, of places with `perPlace` experts each. */
export function reachedPlaces(moe: GateSpec, perPlace: number): number {
  if (moe.topGroups === moe.groups) return reachedFromUrn(moe, perPlace);
  const gate = gateOf(moe);
  const key = `${gate}/${perPlace}`;
  const known = reaches.get(key);
  if (known !== undefined) return known;
  const drawn = counts.get(gate) ?? drawCounts(moe);
  counts.set(gate, drawn);
  const made = reachedFromGroups(moe, perPlace, drawn);
  reaches.set(key, made);
  return made;
}

/** Probability that none of `taken` different ones out of `all` is among `held`. */
function missProbability(all: number, held: number, taken: number): number {
  let missed = 1;
  for (let i = 0; i < taken && missed > 0; i += 1) missed *= Math.max(0, all - held - i) / (all - i);
  return missed;
}

/** Mean number of places that a token's experts are on; `perPlace` are on each, on the last the rest. */
function reachedFromUrn({ routedExperts, topK }: GateSpec, perPlace: number): number {
  let places = 0;
  for (let first = 0; first < routedExperts; first += perPlace) {
    const held = Math.min(perPlace, routedExperts - first);
    places += 1 - missProbability(routedExperts, held, topK);
  }
  return places;
}

/** The same where so many experts are taken of each group. */
function reachedFromGroups(moe: GateSpec, perPlace: number, drawn: GroupCounts): number {
  const { routedExperts, groups } = moe;
  const size = routedExperts / groups;
  if (perPlace % size === 0 && routedExperts % perPlace === 0)
    return reachedByWholeGroups(groups, perPlace / size, drawn);
  let places = 0;
  for (let first = 0; first < routedExperts; first += perPlace)
    places += 1 - missedPlace(moe, first, Math.min(first + perPlace, routedExperts), drawn);
  return places;
}

/** Any groups may be together in a place: they are alike, so that only how many are used matters. */
function reachedByWholeGroups(groups: number, perPlace: number, drawn: GroupCounts): number {
  const missed = Float64Array.from({ length: groups + 1 }, (_, used) =>
    missProbability(groups, used, perPlace),
  );
  let sum = 0;
  for (let row = 0; row < drawn.length; row += groups) {
    let used = 0;
    for (let group = 0; group < groups; group += 1) if (drawn[row + group] > 0) used += 1;
    sum += 1 - missed[used];
  }
  return (groups / perPlace) * (sum / SAMPLED_TOKENS);
}

/** Share of tokens without an expert among those from `first` to before `end`. */
function missedPlace(
  { routedExperts, topK, groups }: GateSpec,
  first: number,
  end: number,
  drawn: GroupCounts,
) {
  const size = routedExperts / groups;
  const overlaps: { readonly group: number; readonly missing: Float64Array }[] = [];
  for (let group = Math.floor(first / size); group * size < end; group += 1) {
    const held = Math.min(end, (group + 1) * size) - Math.max(first, group * size);
    const missing = Float64Array.from({ length: topK + 1 }, (_, taken) => missProbability(size, held, taken));
    overlaps.push({ group, missing });
  }
  let missed = 0;
  for (let row = 0; row < drawn.length; row += groups) {
    let product = 1;
    for (const { group, missing } of overlaps) product *= missing[drawn[row + group]];
    missed += product;
  }
  return missed / SAMPLED_TOKENS;
}

/**
 * Ranks of affinities count from the top: the best of n uniforms lies an exponential of mean 1/n below, in
 * logarithms, the next one of mean 1/(n - 1) below that, and so on. Only those that are looked at are drawn.
 */
function drawCounts(moe: GateSpec): GroupCounts {
  const { routedExperts, topK, groups, topGroups } = moe;
  const size = routedExperts / groups;
  const stream = new RandomStream(0, 'experts/gate');
  const drawn = new Uint8Array(SAMPLED_TOKENS * groups);
  /** Minus the logarithm of the best and the second of each group, then of the best not yet taken. */
  const best = new Float64Array(groups);
  const second = new Float64Array(groups);
  const scores = new Float64Array(groups);
  for (let row = 0; row < drawn.length; row += groups) {
    for (let group = 0; group < groups; group += 1) {
      best[group] = stream.exponential(1 / size);
      second[group] = size === 1 ? Infinity : best[group] + stream.exponential(1 / (size - 1));
      scores[group] = affinity(best[group]) + (size === 1 ? 0 : affinity(second[group]));
    }
    const cut = Float64Array.from(scores).sort((a, b) => b - a)[topGroups - 1];
    for (let group = 0; group < groups; group += 1) if (scores[group] < cut) best[group] = Infinity;
    for (let k = 0; k < topK; k += 1) {
      let from = 0;
      for (let group = 1; group < groups; group += 1) if (best[group] < best[from]) from = group;
      const taken = ++drawn[row + from];
      best[from] =
        taken === 1
          ? second[from]
          : taken === size
            ? Infinity
            : best[from] + stream.exponential(1 / (size - taken));
    }
  }
  return drawn;
}

/** Sigmoid of the standard normal logit whose probability is exp(-depth). */
const affinity = (depth: number): number => 1 / (1 + exp(-normalQuantile(exp(-depth))));
