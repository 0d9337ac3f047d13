/** The pool that writes answers, by itself. */
import { type Activity, IDLE, times } from '@railyard/parallelism';
import { type Pass, type PassTime, PassClock } from '../pass/index.js';
import { type PoolSpec, type ServingSpec, decodeContext, replicasOf } from '../spec/index.js';
import { expertLoad } from './expert-load.js';
import { incomingOf } from './incoming.js';
import { type PassLimits, limitsOf } from './limits.js';
import { type PoolMemory, poolMemory } from './memory.js';

export interface DecodeService {
  /** A step of the whole batch in the middle of its answers. */
  readonly pass: PassTime;
  /** The draft of speculated tokens; part of the step. */
  readonly draftS: number;
  /** At their peaks, what tensor cores and memory would take of it. */
  readonly draft: Activity;
  readonly stepS: number;
  readonly tokensPerStep: number;
  /** Seconds between the tokens that one user sees. */
  readonly timePerTokenS: number;
  readonly tokensPerSPerUser: number;
  readonly tokensPerSPerGpu: number;
  /** What the step would take least: the larger of reading memory and of exchanging tokens. */
  readonly boundBy: string;
  /** Of the step without its draft. */
  readonly limits: PassLimits;
  readonly expertLoad: number;
  readonly memory: PoolMemory;
}

/** A step of the batch in the middle of its answers. */
export function grownPass({ decode, requests, speculation }: ServingSpec): Pass {
  const queries = 1 + speculation.depth;
  return {
    phase: 'decode',
    sequences: decode.batch,
    context: decodeContext(requests),
    queries,
    logits: queries,
    replayed: decode.graphs,
  };
}

export function decodeService(spec: ServingSpec, seed: number): DecodeService {
  const pool = spec.decode;
  const { depth, acceptance } = spec.speculation;
  const { promptTokens, outputTokens } = spec.requests;
  const load = expertLoad(spec, pool, seed);
  const clock = new PassClock(spec, pool, load);
  const grown = grownPass(spec);
  // A drafted token counts when all before it were right.
  let [tokensPerStep, kept] = [1, 1];
  for (let i = 0; i < depth; i += 1) tokensPerStep += kept *= acceptance;
  // As many prompts come in as answers end.
  const incoming = incomingOf(spec, (pool.batch * tokensPerStep * promptTokens) / outputTokens);
  const pass = clock.timeOf({ ...grown, ...incoming });
  const { seconds: oneS, ...one } =
    depth === 0 ? NO_DRAFT : clock.draftTime({ ...grown, queries: 1, logits: 1 });
  const draftS = depth * oneS;
  const stepS = pass.totalS + draftS;
  const timePerTokenS = stepS / tokensPerStep;
  return {
    pass,
    draftS,
    draft: times(one, depth),
    stepS,
    tokensPerStep,
    timePerTokenS,
    tokensPerSPerUser: 1 / timePerTokenS,
    tokensPerSPerGpu: (pool.batch * replicasOf(pool)) / (timePerTokenS * pool.gpus),
    boundBy: longestOf(pass, pool),
    limits: limitsOf(pass),
    expertLoad: load,
    memory: poolMemory(spec, pool),
  };
}

const NO_DRAFT = { seconds: 0, ...IDLE };

/** What the step waits for most. */
function longestOf(pass: PassTime, { overlap }: PoolSpec): string {
  const parts = {
    attention: pass.attentionS,
    'dense layers': pass.denseS,
    experts: pass.expertS,
    'dispatch and combine': pass.dispatchS + pass.combineS,
    'all-reduce': pass.allReduceS,
    head: pass.headS,
  };
  const [longest] = Object.entries(parts).sort((a, b) => b[1] - a[1]);
  const computeS = pass.attentionS + pass.denseS + pass.expertS;
  return overlap && pass.dispatchS + pass.combineS > computeS ? 'dispatch and combine' : longest[0];
}
