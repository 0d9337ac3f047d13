import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import { type PoolSpec, type ServingSpec } from '../spec/index.js';
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
const energyOf = (change: Partial<ServingSpec>) => serve({ ...llama, ...change }).energy!;

describe('energy of an answered token', () => {
  it('is the power of both pools over what they answer', () => {
    const { prefill, decode, prefillGpusPerDecodeGpu, energy } = serve(llama);
    const watts = prefillGpusPerDecodeGpu * energy!.prefillW + energy!.decodeW;
    expect(energy!.joulesPerToken).toBeCloseTo(watts / decode.tokensPerSPerGpu, 9);
    // A step of few sequences reads weights and cache once; a pass of a prompt is at the limit.
    expect(decode.pass.memoryS / decode.pass.totalS).toBeGreaterThan(0.5);
    const gb = decode.memory.weightsGB + 8 * 2304 * ((2 * 8 * 128 * 2 * 32) / 1e9);
    expect(decode.pass.memoryS).toBeCloseTo(gb / 4800, 3);
    expect(prefill.pass.tensorS).toBeGreaterThan(0.5 * prefill.pass.totalS);
    expect(energy!.prefillW).toBe(700);
    expect(energy!.decodeW).toBeLessThan(700);
  });

  it('falls with the batch: weights are read for more tokens', () => {
    const of = (batch: number) => energyOf({ decode: { ...llama.decode, batch } }).joulesPerToken;
    expect(of(1)).toBeGreaterThan(4 * of(8));
    expect(of(8)).toBeGreaterThan(of(64));
  });

  it('counts GPUs that wait at their idle power', () => {
    const pools = { prefill: { ...llama.prefill, instances: 8 }, decode: { ...llama.decode, instances: 1 } };
    const [busy, waiting] = [energyOf({}), energyOf(pools)];
    const { deployment, decode, prefillGpusPerDecodeGpu } = serve({ ...llama, ...pools });
    expect(deployment?.bound).toBe('decode');
    const idle = (8 - prefillGpusPerDecodeGpu) * 0.172 * 700;
    expect(waiting.joulesPerToken - busy.joulesPerToken).toBeCloseTo(idle / decode.tokensPerSPerGpu, 6);
  });

  it('has the network in it, and the doubt about boards that were not measured', () => {
    const wide = energyOf({ cluster: CLUSTERS['h800-2048-mpft']! });
    expect(wide.network?.wattsPerGpu).toBeGreaterThan(50);
    const b200 = energyOf({ cluster: { ...llama.cluster, device: CLUSTERS['b200-8']!.device } });
    expect(b200.isMeasured).toBe(false);
    const [low, high] = b200.joulesPerTokenRange;
    expect(high / low).toBeCloseTo(1 / 0.172, 6);
    const own = { ...llama.cluster.device, name: 'own' };
    expect(serve({ ...llama, cluster: { ...llama.cluster, device: own } }).energy).toBeUndefined();
  });
});
