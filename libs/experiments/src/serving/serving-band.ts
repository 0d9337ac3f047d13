/**
 * The 90 % interval of a service: what published services took over what was computed of them, by what was
 * measured (`railyard accuracy serving`; its spec holds these values to the rows).
 */
import { type Service } from '@railyard/serving';

type Interval = readonly [low: number, high: number];

/** 5th and 95th percentile of measured over computed time. */
export const MEASURED_OVER_COMPUTED: Readonly<Record<'decode' | 'mixed' | 'prefill', Interval>> = {
  decode: [0.8, 1.6],
  mixed: [0.77, 1.59],
  prefill: [0.95, 1.69],
};

export interface ServingBand {
  /** Of decode by itself, and of one pool for both, seconds. */
  readonly timePerTokenS: Interval;
  readonly sharedTimePerTokenS: Interval;
  /** Rates of a GPU. */
  readonly decodeTokensPerSPerGpu: Interval;
  readonly prefillTokensPerSPerGpu: Interval;
}

export function servingBand({ prefill, decode, shared }: Service): ServingBand {
  return {
    timePerTokenS: timesOf(decode.timePerTokenS, MEASURED_OVER_COMPUTED.decode),
    sharedTimePerTokenS: timesOf(shared.timePerTokenS, MEASURED_OVER_COMPUTED.mixed),
    decodeTokensPerSPerGpu: ratesOf(decode.tokensPerSPerGpu, MEASURED_OVER_COMPUTED.decode),
    prefillTokensPerSPerGpu: ratesOf(prefill.tokensPerSPerGpu, MEASURED_OVER_COMPUTED.prefill),
  };
}

const timesOf = (seconds: number, [low, high]: Interval): Interval => [low * seconds, high * seconds];
const ratesOf = (rate: number, [low, high]: Interval): Interval => [rate / high, rate / low];
