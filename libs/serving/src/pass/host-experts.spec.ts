import { CLUSTERS, DEVICES } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import { serve } from '../service/index.js';
import { type PoolSpec, type ServingSpec } from '../spec/index.js';

const one: PoolSpec = { gpus: 1, tensor: 1, expert: 1, redundantExperts: 0, overlap: false };
const pc: ServingSpec = {
  cluster: { ...CLUSTERS['l40s-8']!, device: DEVICES['rtx-4090']! },
  model: MODELS['deepseek-v3']!,
  precision: 'bf16',
  weights: { bits: 4, of: 'experts', otherBits: 4 },
  cachePrecision: 'bf16',
  prefill: { ...one, tokens: 512 },
  decode: { ...one, batch: 1, graphs: true },
  requests: { promptTokens: 512, outputTokens: 128, cachedShare: 0 },
  speculation: { depth: 0, acceptance: 0.85 },
  routing: { expertLoadCv: 0, balancer: true },
  communication: { dispatchPrecision: 'fp8', combinePrecision: 'bf16', sms: 20 },
};
const decodeWith = (hostExperts: ServingSpec['hostExperts']) =>
  serve(hostExperts === undefined ? pc : { ...pc, hostExperts }).decode;

/** Eight experts of 58 layers, three matrices of 7,168 x 2,048 in half a byte. */
const CHOSEN_BYTES = 58 * 8 * 3 * 7168 * 2048 * 0.5;

describe('experts in the memory of the host', () => {
  it('take what reading those that are chosen takes there', () => {
    const { pass } = decodeWith({ by: 'processor', bandwidthGBps: 600 });
    expect(pass.expertS).toBeCloseTo(CHOSEN_BYTES / (0.48 * 600e9), 6);
    const half = decodeWith({ by: 'processor', bandwidthGBps: 300 }).pass;
    expect(half.expertS).toBeCloseTo(2 * pass.expertS, 9);
    // Everything else is as before.
    const onGpu = decodeWith(undefined).pass;
    expect(pass.totalS - pass.expertS).toBeCloseTo(onGpu.totalS - onGpu.expertS, 9);
  });

  it('wait for the host link where the GPU computes them, or for a slower memory', () => {
    const copied = decodeWith({ by: 'gpu', bandwidthGBps: 600 }).pass.expertS;
    expect(copied).toBeGreaterThan(CHOSEN_BYTES / (0.85 * 32e9));
    expect(copied).toBeLessThan(1.1 * (CHOSEN_BYTES / (0.85 * 32e9)));
    expect(decodeWith({ by: 'gpu', bandwidthGBps: 10 }).pass.expertS).toBeGreaterThan(CHOSEN_BYTES / 10e9);
  });

  it('leave the memory of the GPU to all else', () => {
    const [here, there] = [undefined, { by: 'processor', bandwidthGBps: 600 } as const].map(
      (host) => decodeWith(host).memory,
    );
    expect(here!.mostSequences).toBe(0);
    // 671 B parameters less the 654 B of routed experts, in half a byte.
    expect(there!.weightsGB).toBeCloseTo(8.5, 0);
    expect(there!.mostSequences).toBeGreaterThan(0);
  });

  it('draw no power of the GPU where processors compute them', () => {
    const [here, there] = [decodeWith(undefined), decodeWith({ by: 'processor', bandwidthGBps: 600 })];
    expect(here.pass.memoryS - there.pass.memoryS).toBeCloseTo(CHOSEN_BYTES / 1008e9, 3);
  });
});
