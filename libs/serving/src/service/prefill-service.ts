/** The pool that reads prompts, by itself. */
import { type PassTime, PassClock, tokensOf } from '../pass/index.js';
import { type RequestsSpec, type ServingSpec, replicasOf } from '../spec/index.js';
import { expertLoad } from './expert-load.js';
import { incomingOf } from './incoming.js';
import { type PoolMemory, poolMemory } from './memory.js';

export interface PrefillService {
  /** A pass of `prefill.tokens` of each replica. */
  readonly pass: PassTime;
  readonly tokensPerSPerGpu: number;
  /** Of prompts whose cache is kept in part: tokens that need not be computed are counted too. */
  readonly promptTokensPerSPerGpu: number;
  /** Seconds until a prompt is read, nothing waiting before it: to the first token. */
  readonly timeToFirstTokenS: number;
  readonly expertLoad: number;
  readonly memory: PoolMemory;
}

/** Tokens of a prompt whose cache is not kept from before. */
export const computedTokens = ({ promptTokens, cachedShare }: RequestsSpec): number =>
  promptTokens * (1 - cachedShare);

export function prefillService(spec: ServingSpec, seed: number): PrefillService {
  const pool = spec.prefill;
  const { promptTokens, cachedShare } = spec.requests;
  const computed = computedTokens(spec.requests);
  const load = expertLoad(spec, pool, seed);
  const clock = new PassClock(spec, pool, load);
  // Long prompts are read in pieces, short ones several at once.
  const queries = Math.min(computed, pool.tokens);
  const pass = {
    phase: 'prefill',
    sequences: pool.tokens / queries,
    queries,
    context: promptTokens - computed / 2,
    logits: 1,
    // The cached part of every prompt of the pass.
    ...incomingOf(spec, (pool.tokens * cachedShare) / (1 - cachedShare)),
  } as const;
  const time = clock.timeOf(pass);
  const rate = (tokensOf(pass) * replicasOf(pool)) / (time.totalS * pool.gpus);
  return {
    pass: time,
    tokensPerSPerGpu: rate,
    promptTokensPerSPerGpu: rate / (1 - cachedShare),
    timeToFirstTokenS:
      (clock.timeOf({
        ...pass,
        sequences: 1,
        ...incomingOf(spec, (queries * cachedShare) / (1 - cachedShare)),
      }).totalS *
        computed) /
      queries,
    expertLoad: load,
    memory: poolMemory(spec, pool),
  };
}
