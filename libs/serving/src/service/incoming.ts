import { keyValueBytes } from '@railyard/parallelism';
import { type Pass } from '../pass/index.js';
import { type ServingSpec, cacheBytes } from '../spec/index.js';

/** Cache of so many tokens on one GPU, where the document says how it shares the link. */
export function incomingOf(spec: ServingSpec, tokens: number): Pick<Pass, 'incomingBytes'> {
  if (spec.transfer === undefined) return {};
  return { incomingBytes: tokens * keyValueBytes(spec.model, 1, cacheBytes(spec)) };
}
