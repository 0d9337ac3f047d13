import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import { type PoolSpec, type ServingSpec } from '../spec/index.js';
import { servingFrontier } from './frontier.js';
import { serve } from './serve.js';

const one: PoolSpec = { gpus: 1, tensor: 1, expert: 1, redundantExperts: 0, overlap: false };
const llama: ServingSpec = {
  cluster: CLUSTERS['h200-8']!,
  model: MODELS['llama3-8b']!,
  precision: 'bf16',
  cachePrecision: 'bf16',
  prefill: { ...one, tokens: 4096 },
  decode: { ...one, batch: 8, graphs: true },
  requests: { promptTokens: 2048, outputTokens: 512, cachedShare: 0 },
  speculation: { depth: 0, acceptance: 0.85 },
  routing: { expertLoadCv: 0, balancer: true },
  communication: { dispatchPrecision: 'fp8', combinePrecision: 'bf16', sms: 20 },
};

describe('servingFrontier', () => {
  it('goes from one sequence to what fits, each slower for a user and better for the GPU', () => {
    const front = servingFrontier(llama, 1);
    const { decode } = serve(llama);
    expect(front[0]!.batch).toBe(1);
    expect(front.at(-1)!.batch).toBe(decode.memory.mostSequences);
    front.slice(1).forEach((point, i) => {
      expect(point.timePerTokenS).toBeGreaterThan(front[i]!.timePerTokenS);
      expect(point.tokensPerSPerGpu).toBeGreaterThan(front[i]!.tokensPerSPerGpu);
    });
    // The document's own batch is one of them.
    expect(front.find(({ batch }) => batch === 8)).toEqual({
      batch: 8,
      timePerTokenS: decode.timePerTokenS,
      tokensPerSPerUser: decode.tokensPerSPerUser,
      tokensPerSPerGpu: decode.tokensPerSPerGpu,
    });
  });

  it('is that of one pool for both where steps take chunks of prompts along', () => {
    const chunked = { ...llama, prefill: { ...llama.prefill, chunk: 512 } };
    const { shared } = serve(chunked);
    expect(servingFrontier(chunked, 1).find(({ batch }) => batch === 8)).toMatchObject({
      timePerTokenS: shared.timePerTokenS,
      tokensPerSPerGpu: shared.outputTokensPerSPerGpu,
    });
  });

  it('is empty where the weights alone do not fit', () => {
    expect(servingFrontier({ ...llama, model: MODELS['llama3.1-405b']! }, 1)).toEqual([]);
  });
});
