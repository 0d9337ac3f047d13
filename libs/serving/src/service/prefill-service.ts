/** The pool that reads prompts, by itself. */
import { type PassTime, PassClock, tokensOf } from '../pass/index.js';
import {
  type ServingSpec,
  computedTokens,
  lengthAt,
  prefillContext,
  promptPoints,
  replicasOf,
} from '../spec/index.js';
import { expertLoad } from './expert-load.js';
import { incomingOf } from './incoming.js';
import { type PassLimits, limitsOf } from './limits.js';
import { type PoolMemory, poolMemory } from './memory.js';

export interface PrefillService {
  /** A pass of `prefill.tokens` of each replica. */
  readonly pass: PassTime;
  readonly tokensPerSPerGpu: number;
  /** Of prompts whose cache is kept in part: tokens that need not be computed are counted too. */
  readonly promptTokensPerSPerGpu: number;
  /** Seconds until a prompt is read, nothing waiting before it: to the first token, mean over lengths. */
  readonly timeToFirstTokenS: number;
  /** Of prompts whose lengths differ: so many are read within it. */
  readonly timeToFirstTokenQuantilesS?: { readonly p50: number; readonly p90: number; readonly p99: number };
  readonly limits: PassLimits;
  readonly expertLoad: number;
  readonly memory: PoolMemory;
}

export function prefillService(spec: ServingSpec, seed: number): PrefillService {
  const pool = spec.prefill;
  const { cachedShare } = spec.requests;
  const computed = computedTokens(spec.requests);
  const load = expertLoad(spec, pool, seed);
  const clock = new PassClock(spec, pool, load);
  // Long prompts are read in pieces, short ones several at once.
  const queries = Math.min(computed, pool.tokens);
  const pass = {
    phase: 'prefill',
    sequences: pool.tokens / queries,
    queries,
    context: prefillContext(spec.requests),
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
    ...timesToFirstToken(spec, clock),
    limits: limitsOf(time),
    expertLoad: load,
    memory: poolMemory(spec, pool),
  };
}

type TimesToFirstToken = Pick<PrefillService, 'timeToFirstTokenS' | 'timeToFirstTokenQuantilesS'>;

/** Longer prompts take longer, so that a quantile of lengths is one of times. */
function timesToFirstToken({ requests, ...spec }: ServingSpec, clock: PassClock): TimesToFirstToken {
  const { promptTokens, promptLengths } = requests;
  const of = (tokens: number): number =>
    secondsToRead({ ...spec, requests: { ...requests, promptTokens: tokens } }, clock);
  if (promptLengths === undefined) return { timeToFirstTokenS: of(promptTokens) };
  const at = (share: number): number => of(lengthAt(promptTokens, promptLengths, share));
  return {
    timeToFirstTokenS: promptPoints(requests).reduce((sum, { tokens, share }) => sum + share * of(tokens), 0),
    timeToFirstTokenQuantilesS: { p50: at(0.5), p90: at(0.9), p99: at(0.99) },
  };
}

/** One prompt by itself, in passes of at most `prefill.tokens`. */
function secondsToRead(spec: ServingSpec, clock: PassClock): number {
  const { promptTokens, cachedShare } = spec.requests;
  const computed = computedTokens(spec.requests);
  const queries = Math.min(computed, spec.prefill.tokens);
  const pass = {
    phase: 'prefill',
    sequences: 1,
    queries,
    context: promptTokens - computed / 2,
    logits: 1,
    ...incomingOf(spec, (queries * cachedShare) / (1 - cachedShare)),
  } as const;
  return (clock.timeOf(pass).totalS * computed) / queries;
}
