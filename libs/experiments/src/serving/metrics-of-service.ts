/** The headline of a service: what stands for it in a sweep and at the top of its result. */
import { type Service } from '@railyard/serving';
import { type ServingDocument } from '../document.js';
import { type ServingMetrics } from '../serving-metrics.js';

type Speeds = Omit<ServingMetrics, 'maxBatch' | 'joulesPerToken'>;

export function metricsOfService(document: ServingDocument, service: Service): ServingMetrics {
  const { energy, decode } = service;
  return {
    ...speedsOf(document, service),
    maxBatch: decode.memory.mostSequences,
    ...(energy === undefined ? {} : { joulesPerToken: energy.joulesPerToken }),
  };
}

/**
 * Of pools with requests under way, of one pool that takes chunks of prompts along, else of both pools apart.
 */
function speedsOf(document: ServingDocument, { prefill, decode, shared, ...service }: Service): Speeds {
  const { batch } = document.decode;
  const { deployment } = service;
  if (deployment?.timePerTokenS !== undefined && deployment.timeToFirstTokenS !== undefined) {
    const { sequences = batch, outputTokensPerS, outputTokensPerSPerGpu } = deployment;
    const { gpus, instances = 1 } = document.decode;
    return {
      ttftMs: 1e3 * deployment.timeToFirstTokenS,
      tpotMs: 1e3 * deployment.timePerTokenS,
      tokensPerSecondPerGpu: outputTokensPerS / (gpus * instances),
      tokensPerSecondPerUser: 1 / deployment.timePerTokenS,
      outputTokensPerSecondPerGpu: outputTokensPerSPerGpu,
      batch: sequences,
    };
  }
  if (document.prefill.chunk !== undefined)
    return {
      ttftMs: 1e3 * shared.timeToFirstTokenS,
      tpotMs: 1e3 * shared.timePerTokenS,
      tokensPerSecondPerGpu: shared.outputTokensPerSPerGpu,
      tokensPerSecondPerUser: shared.tokensPerSPerUser,
      outputTokensPerSecondPerGpu: shared.outputTokensPerSPerGpu,
      batch,
    };
  return {
    ttftMs: 1e3 * prefill.timeToFirstTokenS,
    tpotMs: 1e3 * decode.timePerTokenS,
    tokensPerSecondPerGpu: decode.tokensPerSPerGpu,
    tokensPerSecondPerUser: decode.tokensPerSPerUser,
    outputTokensPerSecondPerGpu: deployment?.outputTokensPerSPerGpu ?? service.outputTokensPerSPerGpu,
    batch,
  };
}
