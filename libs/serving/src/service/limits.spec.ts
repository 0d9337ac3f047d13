import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import { type ServingSpec } from '../spec/index.js';
import { serve } from './serve.js';

const pool = { gpus: 8, tensor: 8, expert: 1, redundantExperts: 0, overlap: false };
const dense: ServingSpec = {
  cluster: CLUSTERS['h200-8']!,
  model: MODELS['llama3-70b']!,
  precision: 'bf16',
  cachePrecision: 'bf16',
  prefill: { ...pool, gpus: 1, tensor: 1, tokens: 8192 },
  decode: { ...pool, gpus: 1, tensor: 1, batch: 1, graphs: true },
  requests: { promptTokens: 4096, outputTokens: 512, cachedShare: 0 },
  speculation: { depth: 0, acceptance: 0.85 },
  routing: { expertLoadCv: 0, balancer: true },
  communication: { dispatchPrecision: 'fp8', combinePrecision: 'bf16', sms: 20 },
};

describe('what a pass is bound by', () => {
  it('is memory where one sequence is written, and computing where prompts are read', () => {
    const { prefill, decode } = serve(dense);
    expect(decode.limits.boundBy).toBe('memory bandwidth');
    // 141 GB of weights at 4.8 TB/s, and little else.
    expect(decode.limits.memoryBandwidthS).toBeGreaterThan(140e9 / 4.8e12);
    expect(decode.limits.memoryBandwidthS).toBeLessThan(decode.pass.totalS);
    expect(prefill.limits.boundBy).toBe('compute');
    expect(decode.limits.networkS).toBe(0);
  });

  it('is latency where a small model is split over a node', () => {
    const small = {
      ...dense,
      model: MODELS['llama3.2-1b']!,
      decode: { ...dense.decode, gpus: 8, tensor: 8 },
    };
    const { decode } = serve(small);
    expect(decode.limits.boundBy).toBe('latency');
    expect(decode.limits.latencyS).toBeLessThan(decode.pass.totalS);
  });

  it('is the fabric where tokens go to experts of many nodes', () => {
    const wide = { gpus: 64, tensor: 1, expert: 64, redundantExperts: 0, overlap: false };
    const { decode } = serve({
      ...dense,
      cluster: CLUSTERS['h800-2048-mpft']!,
      model: MODELS['deepseek-v3']!,
      precision: 'fp8',
      prefill: { ...wide, tokens: 8192 },
      decode: { ...wide, batch: 256, graphs: true },
      requests: { promptTokens: 64, outputTokens: 64, cachedShare: 0 },
    });
    expect(decode.limits.boundBy).toBe('dispatch, combine and all-reduce');
    // Whatever the peaks say: kernels take less than the exchange.
    expect(decode.pass.attentionS + decode.pass.denseS + decode.pass.expertS).toBeLessThan(
      decode.limits.networkS,
    );
    expect(decode.limits.networkS).toBeLessThan(decode.pass.dispatchS + decode.pass.combineS);
  });
});
