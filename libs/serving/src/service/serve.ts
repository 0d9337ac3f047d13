/** How fast a model answers: each pool by itself, both in proportion, and one pool that does both. */
import { keyValueBytes } from '@railyard/parallelism';
import { type ServingSpec, cacheBytes, computedTokens } from '../spec/index.js';
import { type DecodeService, decodeService } from './decode-service.js';
import { type Deployment, deploymentOf } from './deployment.js';
import { type ServiceEnergy, serviceEnergy } from './energy.js';
import { type PrefillService, prefillService } from './prefill-service.js';
import { type SharedService, sharedService } from './shared-service.js';

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
  /** Of a token that is answered; absent where the board's rating is not known. */
  readonly energy?: ServiceEnergy;
}

export function serve(spec: ServingSpec, seed = 1): Service {
  const prefill = prefillService(spec, seed);
  const decode = decodeService(spec, seed);
  const { outputTokens } = spec.requests;
  // Of one request, GPU seconds of each pool.
  const prefillS = computedTokens(spec.requests) / prefill.tokensPerSPerGpu;
  const decodeS = outputTokens / decode.tokensPerSPerGpu;
  const transfer = transferOf(spec);
  const outputTokensPerSPerGpu = outputTokens / (prefillS + decodeS);
  const shared = sharedService(spec, decode, seed);
  const { deployment } = deploymentOf(spec, { prefill, decode, transferS: transfer.seconds, seed });
  const rate =
    deployment?.outputTokensPerSPerGpu ??
    (spec.prefill.chunk === undefined ? outputTokensPerSPerGpu : shared.outputTokensPerSPerGpu);
  const energy = serviceEnergy(spec, { prefill, decode: held(spec, decode, deployment, seed) }, 1 / rate);
  return {
    prefill,
    decode,
    transfer,
    prefillGpusPerDecodeGpu: prefillS / decodeS,
    outputTokensPerSPerGpu,
    shared,
    ...(deployment === undefined ? {} : { deployment }),
    ...(energy === undefined ? {} : { energy }),
  };
}

/** Decode with the sequences that are under way, where the document says how many requests are. */
function held(
  spec: ServingSpec,
  decode: DecodeService,
  deployment: Deployment | undefined,
  seed: number,
): DecodeService {
  if (deployment?.sequences === undefined) return decode;
  const batch = Math.max(1, Math.round(deployment.sequences));
  return decodeService({ ...spec, decode: { ...spec.decode, batch } }, seed);
}

/** Every GPU of a replica sends its part of the cache, layer by layer, over its own NIC. */
function transferOf(spec: ServingSpec): Service['transfer'] {
  const { cluster, model, prefill, requests } = spec;
  const bytes = keyValueBytes(model, requests.promptTokens, cacheBytes(spec));
  const { bandwidthGBps, efficiency } = cluster.nic;
  return { bytes, seconds: bytes / prefill.tensor / (bandwidthGBps * efficiency * 1e9) };
}
