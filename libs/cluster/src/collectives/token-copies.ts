/**
 * How many nodes and GPUs a token of DeepEP's own test visits: 256 experts with independent random scores,
 * groups are nodes, the (at most) four nodes with the highest best score, then the top 8 experts on them
 * (DeepEP tests/legacy/test_internode.py). Drawn from a named stream, so every run sees the same tokens.
 *
 * Where GPUs do not divide 256 every GPU holds as many experts as the fullest would, and redundant copies
 * fill the places that are left, as in DeepSeek-V3's own deployments (EP144, EP320: technical report, section
 * 3.4): loads stay even, and a token picks among all places.
 */
import { RandomStream } from '@railyard/base';

const EXPERTS = 256;
const TOP_K = 8;
const TOP_NODES = 4;
const TOKENS = 2048;

export interface TokenCopies {
  /** Expected distinct nodes and GPUs with an expert of a token, its own included where it is one. */
  readonly nodesPerToken: number;
  readonly gpusPerToken: number;
}

/** Largest group: beyond, most places would be copies. */
export const MOST_EXPERT_GPUS = 2 * EXPERTS;

/** `gpus` and `nodes` of the expert-parallel group: whole nodes, at most `MOST_EXPERT_GPUS`. */
export function tokenCopies(gpus: number, nodes: number): TokenCopies {
  const draw = new RandomStream(0, `collectives/token-copies/${gpus}/${nodes}`);
  const places = Math.ceil(EXPERTS / gpus) * gpus;
  const scores = new Float64Array(places);
  let nodeCount = 0;
  let gpuCount = 0;
  for (let token = 0; token < TOKENS; token += 1) {
    for (let expert = 0; expert < places; expert += 1) scores[expert] = draw.uniform();
    const allowed = bestNodes(scores, nodes);
    const chosen = Array.from(scores.keys())
      .filter((expert) => allowed.has(Math.floor((expert * nodes) / places)))
      .sort((a, b) => scores[b] - scores[a])
      .slice(0, TOP_K);
    nodeCount += new Set(chosen.map((expert) => Math.floor((expert * nodes) / places))).size;
    gpuCount += new Set(chosen.map((expert) => Math.floor((expert * gpus) / places))).size;
  }
  return { nodesPerToken: nodeCount / TOKENS, gpusPerToken: gpuCount / TOKENS };
}

function bestNodes(scores: Float64Array, nodes: number): ReadonlySet<number> {
  const perNode = scores.length / nodes;
  const best = Array.from({ length: nodes }, (_, node) =>
    scores.subarray(node * perNode, (node + 1) * perNode).reduce((most, score) => Math.max(most, score), 0),
  );
  return new Set([...best.keys()].sort((a, b) => best[b] - best[a]).slice(0, TOP_NODES));
}
