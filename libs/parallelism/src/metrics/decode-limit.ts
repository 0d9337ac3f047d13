/** Upper limit of decoding speed set by expert-parallel communication alone (paper, section 2.3.2). */
import { invariant } from '@railyard/base';
import { type ModelSpec } from '../model/index.js';

export interface DecodeLimitOptions {
  /** Per direction and device. */
  readonly bandwidthGBps: number;
  /** Tokens that each device processes at a time. */
  readonly tokensPerDevice: number;
  readonly dispatchBytes: number;
  readonly combineBytes: number;
  /** Elements per token; the model's hidden size by default. */
  readonly hidden?: number;
}

export interface DecodeLimit {
  /** Dispatch and combine of one layer: every token goes to its routed and shared experts. */
  readonly communicationS: number;
  /** Two micro-batches overlap, computing free: a layer takes two communications. */
  readonly layerS: number;
  /** Time per output token (TPOT). */
  readonly tokenS: number;
  readonly tokensPerSecond: number;
}

export function decodeLimit(model: ModelSpec, options: DecodeLimitOptions): DecodeLimit {
  const { moe } = model;
  invariant(moe !== undefined, 'only a mixture of experts is limited by expert communication', {
    model: model.name,
  });
  const copies = moe.topK + moe.sharedExperts;
  const bytes =
    (options.dispatchBytes + options.combineBytes) *
    options.tokensPerDevice *
    copies *
    (options.hidden ?? model.hidden);
  const communicationS = bytes / (options.bandwidthGBps * 1e9);
  const layerS = 2 * communicationS;
  const tokenS = model.layers * layerS;
  return { communicationS, layerS, tokenS, tokensPerSecond: 1 / tokenS };
}
