/** One pool that reads prompts and writes answers. */
import { type Pass, PassClock } from '../pass/index.js';
import { type ServingSpec, computedTokens, prefillContext, replicasOf } from '../spec/index.js';
import { type DecodeService, grownPass } from './decode-service.js';
import { prefillService } from './prefill-service.js';

/** An instance of the decode pool that reads prompts as well: between its steps, or a chunk in each. */
export interface SharedService {
  /** Seconds between a user's tokens: a step, and the prompts of others that are read meanwhile. */
  readonly timePerTokenS: number;
  readonly tokensPerSPerUser: number;
  readonly outputTokensPerSPerGpu: number;
  readonly timeToFirstTokenS: number;
  /** With chunks: a step that takes one along, and the share of steps that do. */
  readonly mixedStepS?: number;
  readonly mixedShare?: number;
}

export function sharedService(spec: ServingSpec, decode: DecodeService, seed: number): SharedService {
  const { chunk } = spec.prefill;
  return chunk === undefined ? readingApart(spec, decode, seed) : readingAlong(spec, decode, chunk);
}

/** Prompts in passes of their own, all others waiting. */
function readingApart(spec: ServingSpec, decode: DecodeService, seed: number): SharedService {
  const { decode: pool, prefill, requests } = spec;
  const reads = prefillService({ ...spec, prefill: { ...pool, tokens: prefill.tokens } }, seed);
  // For every answer one prompt of each sequence is read, all others waiting.
  const computed = computedTokens(requests);
  const readingS = (pool.batch * computed) / (reads.tokensPerSPerGpu * (pool.gpus / replicasOf(pool)));
  const timePerTokenS = decode.timePerTokenS + readingS / requests.outputTokens;
  return {
    timePerTokenS,
    tokensPerSPerUser: 1 / timePerTokenS,
    outputTokensPerSPerGpu: (pool.batch * replicasOf(pool)) / (timePerTokenS * pool.gpus),
    timeToFirstTokenS: reads.timeToFirstTokenS + decode.stepS / 2,
  };
}

/**
 * Chunks of prompts inside the steps. Where fewer prompt tokens fall due than a chunk holds, other steps
 * are decode alone; where more do, every step takes a chunk and fewer sequences are being answered.
 */
function readingAlong(spec: ServingSpec, decode: DecodeService, chunk: number): SharedService {
  const { decode: pool, requests } = spec;
  const computed = computedTokens(requests);
  const steps = requests.outputTokens / decode.tokensPerStep;
  const due = (pool.batch * computed) / steps;
  const mixedShare = Math.min(1, due / chunk);
  // At most as many sequences as chunks keep up with.
  const batch = Math.max(1, Math.round(Math.min(pool.batch, (chunk * steps) / computed)));
  const clock = new PassClock(spec, pool, decode.expertLoad);
  const grown = { ...grownPass(spec), sequences: batch };
  const part: Pass = {
    phase: 'prefill',
    sequences: 1,
    queries: Math.min(chunk, computed),
    context: prefillContext(requests),
    logits: 1,
  };
  const taken = { ...part, sequences: chunk / part.queries };
  const mixedStepS = clock.mixedTimeOf(grown, taken).totalS + decode.draftS;
  const stepS = mixedShare * mixedStepS + (1 - mixedShare) * decode.stepS;
  const timePerTokenS = stepS / decode.tokensPerStep;
  const ownS = clock.mixedTimeOf(grown, part).totalS;
  return {
    timePerTokenS,
    tokensPerSPerUser: 1 / timePerTokenS,
    outputTokensPerSPerGpu: (batch * replicasOf(pool)) / (timePerTokenS * pool.gpus),
    timeToFirstTokenS: Math.ceil(computed / chunk) * ownS + stepS / 2,
    mixedStepS,
    mixedShare,
  };
}
