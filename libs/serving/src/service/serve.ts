/** How fast a model answers: each pool by itself, both in proportion, and one pool that does both. */
import { type Pass, type PassTime, PassClock, tokensOf } from '../pass/index.js';
import { type PoolSpec, type ServingSpec, cacheBytes, replicasOf } from '../spec/index.js';
import { keyValueBytes } from '@railyard/parallelism';
import { expertLoad } from './expert-load.js';
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

export interface DecodeService {
  /** A step of the whole batch in the middle of its answers. */
  readonly pass: PassTime;
  /** The draft of speculated tokens; part of the step. */
  readonly draftS: number;
  readonly stepS: number;
  readonly tokensPerStep: number;
  /** Seconds between the tokens that one user sees. */
  readonly timePerTokenS: number;
  readonly tokensPerSPerUser: number;
  readonly tokensPerSPerGpu: number;
  /** What the step would take least: the larger of reading memory and of exchanging tokens. */
  readonly boundBy: string;
  readonly expertLoad: number;
  readonly memory: PoolMemory;
}

/** One instance of the decode pool that reads prompts as well, between its steps. */
interface SharedService {
  /** Seconds between a user's tokens: a step, and the prompts of others that are read meanwhile. */
  readonly timePerTokenS: number;
  readonly tokensPerSPerUser: number;
  readonly outputTokensPerSPerGpu: number;
  readonly timeToFirstTokenS: number;
}

export interface Service {
  readonly prefill: PrefillService;
  readonly decode: DecodeService;
  /** Cache of one prompt, and the seconds that its way to the decode pool takes on its GPUs' NICs. */
  readonly transfer: { readonly bytes: number; readonly seconds: number };
  /** GPUs of prefill for each GPU of decode, so that neither waits. */
  readonly prefillGpusPerDecodeGpu: number;
  /** Answered tokens of both pools together, in that proportion. */
  readonly outputTokensPerSPerGpu: number;
  readonly shared: SharedService;
  /** Of pools whose sizes are given. */
  readonly deployment?: Deployment;
}

/** So many instances of each pool. */
interface Deployment {
  readonly gpus: number;
  readonly requestsPerS: number;
  readonly outputTokensPerS: number;
  readonly outputTokensPerSPerGpu: number;
  /** The pool that the other waits for. */
  readonly bound: 'prefill' | 'decode';
}

export function serve(spec: ServingSpec, seed = 1): Service {
  const prefill = prefillService(spec, seed);
  const decode = decodeService(spec, seed);
  const { promptTokens, outputTokens, cachedShare } = spec.requests;
  const computed = promptTokens * (1 - cachedShare);
  // Of one request, GPU seconds of each pool.
  const prefillS = computed / prefill.tokensPerSPerGpu;
  const decodeS = outputTokens / decode.tokensPerSPerGpu;
  return {
    prefill,
    decode,
    transfer: transferOf(spec),
    prefillGpusPerDecodeGpu: prefillS / decodeS,
    outputTokensPerSPerGpu: outputTokens / (prefillS + decodeS),
    shared: sharedService(spec, decode, seed),
    ...deploymentOf(spec, prefillS, decodeS),
  };
}

/** @param prefillS GPU seconds of one request in each pool */
function deploymentOf(
  { prefill, decode, requests }: ServingSpec,
  prefillS: number,
  decodeS: number,
): Pick<Service, 'deployment'> {
  if (prefill.instances === undefined || decode.instances === undefined) return {};
  const [reading, writing] = [prefill.instances * prefill.gpus, decode.instances * decode.gpus];
  const requestsPerS = Math.min(reading / prefillS, writing / decodeS);
  const outputTokensPerS = requestsPerS * requests.outputTokens;
  const gpus = reading + writing;
  return {
    deployment: {
      gpus,
      requestsPerS,
      outputTokensPerS,
      outputTokensPerSPerGpu: outputTokensPerS / gpus,
      bound: reading / prefillS < writing / decodeS ? 'prefill' : 'decode',
    },
  };
}

function prefillService(spec: ServingSpec, seed: number): PrefillService {
  const pool = spec.prefill;
  const { promptTokens, cachedShare } = spec.requests;
  const computed = promptTokens * (1 - cachedShare);
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

function decodeService(spec: ServingSpec, seed: number): DecodeService {
  const pool = spec.decode;
  const { depth, acceptance } = spec.speculation;
  const { promptTokens, outputTokens } = spec.requests;
  const load = expertLoad(spec, pool, seed);
  const clock = new PassClock(spec, pool, load);
  const grown = { phase: 'decode', sequences: pool.batch, context: promptTokens + outputTokens / 2 } as const;
  // A drafted token counts when all before it were right.
  let [tokensPerStep, kept] = [1, 1];
  for (let i = 0; i < depth; i += 1) tokensPerStep += kept *= acceptance;
  // As many prompts come in as answers end.
  const incoming = incomingOf(spec, (pool.batch * tokensPerStep * promptTokens) / outputTokens);
  const pass = clock.timeOf({ ...grown, queries: 1 + depth, logits: 1 + depth, ...incoming });
  const draftS = depth === 0 ? 0 : depth * clock.draftSeconds({ ...grown, queries: 1, logits: 1 });
  const stepS = pass.totalS + draftS;
  const timePerTokenS = stepS / tokensPerStep;
  return {
    pass,
    draftS,
    stepS,
    tokensPerStep,
    timePerTokenS,
    tokensPerSPerUser: 1 / timePerTokenS,
    tokensPerSPerGpu: (pool.batch * replicasOf(pool)) / (timePerTokenS * pool.gpus),
    boundBy: longestOf(pass, pool),
    expertLoad: load,
    memory: poolMemory(spec, pool),
  };
}

function sharedService(spec: ServingSpec, decode: DecodeService, seed: number): SharedService {
  const { decode: pool, prefill, requests } = spec;
  const reads = prefillService({ ...spec, prefill: { ...pool, tokens: prefill.tokens } }, seed);
  // For every answer one prompt of each sequence is read, all others waiting.
  const computed = requests.promptTokens * (1 - requests.cachedShare);
  const readingS = (pool.batch * computed) / (reads.tokensPerSPerGpu * (pool.gpus / replicasOf(pool)));
  const timePerTokenS = decode.timePerTokenS + readingS / requests.outputTokens;
  return {
    timePerTokenS,
    tokensPerSPerUser: 1 / timePerTokenS,
    outputTokensPerSPerGpu: (pool.batch * replicasOf(pool)) / (timePerTokenS * pool.gpus),
    timeToFirstTokenS: reads.timeToFirstTokenS + decode.stepS / 2,
  };
}

/** Cache of so many tokens on one GPU, where the document says how it shares the link. */
function incomingOf(spec: ServingSpec, tokens: number): Pick<Pass, 'incomingBytes'> {
  if (spec.transfer === undefined) return {};
  return { incomingBytes: tokens * keyValueBytes(spec.model, 1, cacheBytes(spec)) };
}

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

/** Every GPU of a replica sends its part of the cache, layer by layer, over its own NIC. */
function transferOf(spec: ServingSpec): Service['transfer'] {
  const { cluster, model, prefill, requests } = spec;
  const bytes = keyValueBytes(model, requests.promptTokens, cacheBytes(spec));
  const { bandwidthGBps, efficiency } = cluster.nic;
  return { bytes, seconds: bytes / prefill.tensor / (bandwidthGBps * efficiency * 1e9) };
}
