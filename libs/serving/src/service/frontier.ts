/**
 * Tokens/s of a GPU against the time per token: batches from one sequence to what fits. A larger one reads
 * weights less often for each token, and every user waits longer.
 */
import { type ServingSpec } from '../spec/index.js';
import { decodeService } from './decode-service.js';
import { sharedService } from './shared-service.js';

export interface FrontierPoint {
  /** Sequences of a replica. */
  readonly batch: number;
  readonly timePerTokenS: number;
  readonly tokensPerSPerUser: number;
  /** Of the GPUs that write answers. */
  readonly tokensPerSPerGpu: number;
}

/** Batches beyond this say nothing new: what is not attention is bound by computation long before. */
const LARGEST = 4096;

/** No point is beaten by another in both; the quickest for a user first. Of a pool for both, its steps. */
export function servingFrontier(spec: ServingSpec, seed: number): readonly FrontierPoint[] {
  let best = 0;
  return batchesUpTo(decodeService(spec, seed).memory.mostSequences)
    .map((batch) => pointOf({ ...spec, decode: { ...spec.decode, batch } }, seed))
    .toSorted((a, b) => a.timePerTokenS - b.timePerTokenS || b.tokensPerSPerGpu - a.tokensPerSPerGpu)
    .filter(({ tokensPerSPerGpu }) => {
      const isBetter = tokensPerSPerGpu > best;
      best = Math.max(best, tokensPerSPerGpu);
      return isBetter;
    });
}

function batchesUpTo(most: number): readonly number[] {
  const last = Math.min(most, LARGEST);
  const batches: number[] = [];
  for (let batch = 1; batch < last; batch *= 2) batches.push(batch);
  return last === 0 ? [] : [...batches, last];
}

function pointOf(spec: ServingSpec, seed: number): FrontierPoint {
  const decode = decodeService(spec, seed);
  const { batch } = spec.decode;
  if (spec.prefill.chunk === undefined) {
    const { timePerTokenS, tokensPerSPerUser, tokensPerSPerGpu } = decode;
    return { batch, timePerTokenS, tokensPerSPerUser, tokensPerSPerGpu };
  }
  const { timePerTokenS, tokensPerSPerUser, outputTokensPerSPerGpu } = sharedService(spec, decode, seed);
  return { batch, timePerTokenS, tokensPerSPerUser, tokensPerSPerGpu: outputTokensPerSPerGpu };
}
