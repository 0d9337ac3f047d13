/** Pools of given sizes, and requests that follow each other in them. */
import { type ServingSpec, computedTokens, replicasOf } from '../spec/index.js';
import { type DecodeService, decodeService } from './decode-service.js';
import { type PrefillService } from './prefill-service.js';

/** So many instances of each pool. */
export interface Deployment {
  readonly gpus: number;
  readonly requestsPerS: number;
  readonly outputTokensPerS: number;
  readonly outputTokensPerSPerGpu: number;
  /** The pool that the other waits for; with a concurrency that neither pool is full of, the requests. */
  readonly bound: 'prefill' | 'decode' | 'requests';
  /** With a concurrency: of a replica of attention, on average. */
  readonly sequences?: number;
  readonly timePerTokenS?: number;
  /** With a concurrency: waiting for prefill included. */
  readonly timeToFirstTokenS?: number;
}

interface Pools {
  readonly prefill: PrefillService;
  readonly decode: DecodeService;
  readonly transferS: number;
  readonly seed: number;
}

export function deploymentOf(spec: ServingSpec, pools: Pools): { readonly deployment?: Deployment } {
  const { prefill, decode, requests } = spec;
  if (prefill.instances === undefined || decode.instances === undefined) return {};
  const [reading, writing] = [prefill.instances * prefill.gpus, decode.instances * decode.gpus];
  const gpus = reading + writing;
  const readS = computedTokens(requests) / pools.prefill.tokensPerSPerGpu;
  const mostRead = reading / readS;
  if (requests.concurrency !== undefined)
    return { deployment: closedLoop(spec, pools, requests.concurrency, { gpus, mostRead }) };
  const mostWritten = writing / (requests.outputTokens / pools.decode.tokensPerSPerGpu);
  const requestsPerS = Math.min(mostRead, mostWritten);
  return {
    deployment: {
      ...ratesOf(requestsPerS, requests.outputTokens, gpus),
      bound: mostRead < mostWritten ? 'prefill' : 'decode',
    },
  };
}

const ratesOf = (requestsPerS: number, outputTokens: number, gpus: number) => ({
  gpus,
  requestsPerS,
  outputTokensPerS: requestsPerS * outputTokens,
  outputTokensPerSPerGpu: (requestsPerS * outputTokens) / gpus,
});

/** Halvings that find the mean number of sequences within half of a per cent. */
const STEPS = 12;

/**
 * Little's law: requests under way are those that wait and are read, and those that are answered. What
 * decode holds follows from its time per token, which follows from what it holds.
 */
function closedLoop(
  spec: ServingSpec,
  pools: Pools,
  concurrency: number,
  { gpus, mostRead }: { readonly gpus: number; readonly mostRead: number },
): Deployment {
  const { decode, requests } = spec;
  const replicas = replicasOf(decode) * (decode.instances ?? 1);
  const firstS = pools.prefill.timeToFirstTokenS + pools.transferS;
  const most = Math.max(1, Math.min(concurrency / replicas, pools.decode.memory.mostAtMeanLength));
  const timeAt = (sequences: number): number =>
    decodeService({ ...spec, decode: { ...decode, batch: Math.max(1, Math.round(sequences)) } }, pools.seed)
      .timePerTokenS;
  const rateAt = (timePerTokenS: number): number =>
    Math.min(mostRead, concurrency / (firstS + requests.outputTokens * timePerTokenS));
  let [low, high] = [0, most];
  for (let step = 0; step < STEPS && high - low > 0.005 * most; step += 1) {
    const middle = (low + high) / 2;
    const time = timeAt(middle);
    const held = (rateAt(time) * requests.outputTokens * time) / replicas;
    if (held > middle) low = middle;
    else high = middle;
  }
  const sequences = high;
  const timePerTokenS = timeAt(sequences);
  const answered = (sequences * replicas) / (requests.outputTokens * timePerTokenS);
  const requestsPerS = Math.min(rateAt(timePerTokenS), answered);
  return {
    ...ratesOf(requestsPerS, requests.outputTokens, gpus),
    bound: requestsPerS >= 0.99 * mostRead ? 'prefill' : sequences >= 0.995 * most ? 'decode' : 'requests',
    sequences,
    timePerTokenS,
    timeToFirstTokenS: concurrency / requestsPerS - requests.outputTokens * timePerTokenS,
  };
}
