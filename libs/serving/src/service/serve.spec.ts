import { CLUSTERS } from '@railyard/cluster';
import { MODELS, type ModelSpec } from '@railyard/parallelism';
import { type LengthsSpec, type PoolSpec, type ServingSpec } from '../spec/index.js';
import { PassClock } from '../pass/index.js';
import { poolMemory } from './memory.js';
import { serve } from './serve.js';

const model = (name: string): ModelSpec => MODELS[name]!;
const one: PoolSpec = { gpus: 1, tensor: 1, expert: 1, redundantExperts: 0, overlap: false };

const llama: ServingSpec = {
  cluster: CLUSTERS['h200-8']!,
  model: model('llama3-8b'),
  precision: 'bf16',
  cachePrecision: 'bf16',
  prefill: { ...one, tokens: 4096 },
  decode: { ...one, batch: 8, graphs: true },
  requests: { promptTokens: 2048, outputTokens: 512, cachedShare: 0 },
  speculation: { depth: 0, acceptance: 0.85 },
  routing: { expertLoadCv: 0, balancer: true },
  communication: { dispatchPrecision: 'fp8', combinePrecision: 'bf16', sms: 20 },
};
const decode = (change: Partial<ServingSpec['decode']>): ServingSpec => ({
  ...llama,
  decode: { ...llama.decode, ...change },
});
const v3: ServingSpec = {
  ...llama,
  cluster: CLUSTERS['h800-2048-mpft']!,
  model: model('deepseek-v3'),
  precision: 'fp8',
  prefill: { ...one, gpus: 32, expert: 32, redundantExperts: 32, overlap: true, tokens: 8192 },
  decode: { ...one, gpus: 144, expert: 144, redundantExperts: 32, overlap: true, batch: 64, graphs: true },
};

describe('memory of a pool', () => {
  it('holds the weights in their format, and the cache of whole sequences', () => {
    const memory = poolMemory(llama, llama.decode);
    // 8.03 B parameters in BF16; 32 layers, 8 KV heads of 128, key and value, 2 bytes, 2,560 tokens.
    expect(memory.weightsGB).toBeCloseTo(16.06, 2);
    expect(memory.cachePerSequenceGB).toBeCloseTo((32 * 8 * 128 * 2 * 2 * 2560) / 1e9, 9);
    const left = 0.9 * memory.deviceGB - memory.weightsGB;
    expect(memory.mostSequences).toBe(Math.floor(left / memory.cachePerSequenceGB));
  });

  it('splits KV heads over tensor ranks, a latent not', () => {
    const four = { ...one, gpus: 4, tensor: 4 };
    const of = (spec: ServingSpec, pool: PoolSpec) => poolMemory(spec, pool).cachePerSequenceGB;
    expect(of(llama, one) / of(llama, four)).toBeCloseTo(4, 12);
    expect(of(v3, { ...one, gpus: 8, tensor: 8, expert: 8 })).toBe(of(v3, { ...one, gpus: 8, expert: 8 }));
  });

  it('fits nothing where the weights alone do not', () => {
    expect(poolMemory({ ...llama, model: model('llama3.1-405b') }, one).mostSequences).toBe(0);
  });
});

describe('lengths of requests', () => {
  const served = (requests: Partial<ServingSpec['requests']>) =>
    serve({ ...llama, requests: { ...llama.requests, ...requests } });
  const NO_SPREAD: readonly LengthsSpec[] = [
    { kind: 'log-normal', cv: 0 },
    { kind: 'list', tokens: [2048] },
    { kind: 'list', tokens: [2048, 2048, 2048], weights: [1, 2, 5] },
    { kind: 'quantiles', tokens: [2048, 2048] },
  ];

  it.each(NO_SPREAD)('without spread are one length: %j', (promptLengths) => {
    const { prefill, ...same } = served({ promptLengths });
    const { prefill: fixed, ...all } = serve(llama);
    const { timeToFirstTokenQuantilesS: quantiles, ...reading } = prefill;
    expect(JSON.parse(JSON.stringify(same), rounded)).toEqual(JSON.parse(JSON.stringify(all), rounded));
    expect(JSON.parse(JSON.stringify(reading), rounded)).toEqual(JSON.parse(JSON.stringify(fixed), rounded));
    for (const seconds of Object.values(quantiles!)) expect(seconds).toBeCloseTo(fixed.timeToFirstTokenS, 9);
  });

  it('that differ make first tokens later in the mean, and latest for the longest', () => {
    const { timeToFirstTokenS, timeToFirstTokenQuantilesS: of } = served({
      promptLengths: { kind: 'log-normal', cv: 1 },
    }).prefill;
    // Long prompts meet their own keys, and are read in several passes.
    expect(timeToFirstTokenS).toBeGreaterThan(serve(llama).prefill.timeToFirstTokenS);
    expect(of!.p50).toBeLessThan(timeToFirstTokenS);
    expect(of!.p90).toBeGreaterThan(timeToFirstTokenS);
    expect(of!.p99).toBeGreaterThan(2 * of!.p90);
  });

  it('leave room for fewer sequences, whose caches are longer and uneven', () => {
    const outputLengths = { kind: 'log-normal', cv: 1 } as const;
    const [fixed, spread] = [serve(llama).decode, served({ outputLengths }).decode];
    // E[O (P + O)] / E[O] = P + 2 O.
    const longer = (2048 + 2 * 512) / (2048 + 512);
    expect(spread.memory.cachePerSequenceGB / fixed.memory.cachePerSequenceGB).toBeCloseTo(longer, 6);
    const atMean = fixed.memory.mostSequences / longer;
    expect(spread.memory.mostSequences).toBeLessThan(atMean);
    expect(spread.memory.mostSequences).toBeGreaterThan(0.9 * atMean);
    expect(spread.timePerTokenS).toBeGreaterThan(fixed.timePerTokenS);
  });
});

/** Twelve digits: shares of one length add up to one but for the last bits. */
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(12)) : value;

describe('decoding', () => {
  it('reads the weights once for the whole batch', () => {
    const [few, many] = [serve(decode({ batch: 1 })).decode, serve(decode({ batch: 16 })).decode];
    expect(many.stepS / few.stepS).toBeLessThan(1.5);
    expect(many.tokensPerSPerGpu / few.tokensPerSPerGpu).toBeGreaterThan(10);
    // 16.06 GB at 4.8 TB/s are 3.35 ms.
    expect(few.stepS).toBeGreaterThan(16.06 / 4800);
    expect(few.stepS).toBeLessThan(2 * (16.06 / 4800));
  });

  it('slows with the context by what is read of the cache', () => {
    const at = (promptTokens: number) =>
      serve({ ...decode({ batch: 64 }), requests: { ...llama.requests, promptTokens } }).decode;
    const [near, far] = [at(8192), at(16_384)];
    const cacheS = (64 * 8192 * 32 * 8 * 128 * 2 * 2) / 4.8e12;
    expect((far.stepS - near.stepS) / cacheS).toBeGreaterThan(1);
    expect((far.stepS - near.stepS) / cacheS).toBeLessThan(1.4);
  });

  it('drafts tokens and keeps those whose predecessors were right', () => {
    const drafted = serve({ ...v3, speculation: { depth: 2, acceptance: 0.5 } }).decode;
    const plain = serve(v3).decode;
    expect(drafted.tokensPerStep).toBe(1.75);
    expect(drafted.draftS).toBeGreaterThan(0);
    expect(drafted.stepS).toBeGreaterThan(plain.stepS);
    expect(drafted.timePerTokenS).toBe(drafted.stepS / 1.75);
    expect(serve({ ...v3, speculation: { depth: 2, acceptance: 0 } }).decode.tokensPerStep).toBe(1);
  });

  it('computes alongside communication with two micro-batches, else after it', () => {
    const apart = serve({ ...v3, decode: { ...v3.decode, overlap: false } }).decode.pass;
    const sum = ({ attentionS, denseS, expertS }: typeof apart) => attentionS + denseS + expertS;
    expect(apart.totalS).toBeCloseTo(
      sum(apart) + apart.dispatchS + apart.combineS + apart.allReduceS + apart.headS,
      12,
    );
    const { pass } = serve(v3).decode;
    expect(pass.totalS).toBeCloseTo(
      Math.max(sum(pass), pass.dispatchS + pass.combineS) + pass.allReduceS + pass.headS,
      12,
    );
    // Every weight is read for each micro-batch.
    expect(sum(pass)).toBeGreaterThan(sum(apart));
  });

  it('exchanges tokens between replicas alone', () => {
    const replicas = serve(v3).decode.pass;
    expect(replicas.dispatchS).toBeGreaterThan(0);
    expect(replicas.allReduceS).toBe(0);
    const split = serve({ ...v3, decode: { ...one, gpus: 8, tensor: 8, batch: 8, graphs: true } }).decode
      .pass;
    expect([split.dispatchS, split.combineS]).toEqual([0, 0]);
    expect(split.allReduceS).toBeGreaterThan(0);
  });

  it('adds up over PCIe what more GPUs hold than NVLink joins', () => {
    const sumsOf = (tensor: number, nvlinkGpus: number) => {
      const { device } = llama.cluster;
      const cluster = { ...llama.cluster, device: { ...device, nvlinkGpus } };
      return serve({ ...decode({ gpus: tensor, tensor }), cluster }).decode.pass.allReduceS;
    };
    expect(sumsOf(2, 2)).toBe(sumsOf(2, 8));
    expect(sumsOf(4, 4)).toBe(sumsOf(4, 8));
    expect(sumsOf(4, 2)).toBeGreaterThan(1.5 * sumsOf(4, 8));
  });

  it('is slower where experts are uneven, less so with a balancer', () => {
    const at = (balancer: boolean, expertLoadCv: number) =>
      serve({ ...v3, routing: { expertLoadCv, balancer } }).decode;
    expect(at(true, 0).expertLoad).toBe(1);
    expect(at(true, 0.6).expertLoad).toBeLessThan(at(false, 0.6).expertLoad);
    expect(at(false, 0.6).stepS).toBeGreaterThan(at(true, 0).stepS);
  });
});

describe('reading prompts', () => {
  it('spares what is cached, and sees it all the same', () => {
    const cached = serve({ ...llama, requests: { ...llama.requests, cachedShare: 0.5 } }).prefill;
    const fresh = serve(llama).prefill;
    expect(cached.timeToFirstTokenS).toBeLessThan(fresh.timeToFirstTokenS);
    expect(cached.promptTokensPerSPerGpu / cached.tokensPerSPerGpu).toBeCloseTo(2, 12);
    expect(cached.tokensPerSPerGpu).toBeLessThan(fresh.tokensPerSPerGpu);
  });

  it('takes long prompts in pieces', () => {
    const long = { ...llama, requests: { ...llama.requests, promptTokens: 40_960 } };
    const { pass, timeToFirstTokenS } = serve(long).prefill;
    expect(timeToFirstTokenS / pass.totalS).toBeCloseTo(10, 9);
  });
});

describe('pools together', () => {
  it('are in the proportion in which neither waits', () => {
    const { prefill, decode: writes, prefillGpusPerDecodeGpu, outputTokensPerSPerGpu } = serve(llama);
    const prompts = (prefillGpusPerDecodeGpu * prefill.tokensPerSPerGpu) / 2048;
    expect(prompts).toBeCloseTo(writes.tokensPerSPerGpu / 512, 9);
    expect(outputTokensPerSPerGpu).toBeCloseTo(writes.tokensPerSPerGpu / (1 + prefillGpusPerDecodeGpu), 9);
  });

  it('as one, read the prompts of all between the tokens of each', () => {
    const { shared, prefill, decode: writes } = serve(llama);
    const readingS = (8 * 2048) / prefill.tokensPerSPerGpu;
    expect(shared.timePerTokenS).toBeCloseTo(writes.timePerTokenS + readingS / 512, 12);
    expect(shared.outputTokensPerSPerGpu).toBeLessThan(writes.tokensPerSPerGpu);
  });
});

describe('a slice of every expert', () => {
  it('is read by each of the GPUs that share them', () => {
    const pool = (expert: number) => ({ ...one, gpus: 8, tensor: 8, expert });
    const time = (expert: number) =>
      new PassClock(v3, pool(expert), 1).timeOf({
        phase: 'decode',
        sequences: 64,
        queries: 1,
        context: 1024,
        logits: 1,
      }).expertS;
    // Sliced or spread, a GPU reads an eighth of the experts' weights.
    expect(time(1) / time(8)).toBeGreaterThan(0.8);
    expect(time(1) / time(8)).toBeLessThan(1.6);
  });
});

describe('weights in fewer bits', () => {
  const narrow: ServingSpec = { ...llama, weights: { bits: 4.16, of: 'linear' } };

  it('take less memory, and less time where few tokens meet them', () => {
    const linear = 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14_336);
    const saved = poolMemory(llama, one).weightsGB - poolMemory(narrow, one).weightsGB;
    expect(saved).toBeCloseTo((linear * (2 - 4.16 / 8)) / 1e9, 2);
    const [full, few] = [serve(llama).decode.pass, serve(narrow).decode.pass];
    expect(full.denseS - few.denseS).toBeGreaterThan((0.7 * saved * 1e9) / 4.8e12);
    expect(few.attentionS).toBe(full.attentionS);
    expect(few.headS).toBe(full.headS);
  });

  it('of the experts alone leave dense layers as they are; those of the head are all others', () => {
    const weights = { bits: 4.25, of: 'experts' } as const;
    const experts = serve({ ...v3, weights }).decode.pass;
    const { pass } = serve(v3).decode;
    expect(experts.expertS).toBeLessThan(pass.expertS);
    expect(experts.denseS).toBe(pass.denseS);
    const all = serve({ ...v3, weights: { ...weights, otherBits: 8.5 } }).decode.pass;
    expect(all.headS).toBeLessThan(experts.headS);
  });

  it("of attention's projections may be wider than the others", () => {
    const wide = serve({ ...v3, attentionPrecision: 'bf16' }).decode.pass;
    const { pass } = serve(v3).decode;
    expect(wide.denseS).toBeGreaterThan(pass.denseS);
    expect(wide.expertS).toBe(pass.expertS);
  });
});

describe('exchanges of decode', () => {
  const at = (change: Partial<ServingSpec['communication']>) =>
    serve({ ...v3, communication: { ...v3.communication, ...change } }).decode.pass;

  it('take their start and the rate that the document states, each by itself', () => {
    const usual = at({});
    const [none, some] = [at({ startUs: 0 }), at({ startUs: 10 })];
    // 58 layers, two micro-batches.
    expect(some.dispatchS - none.dispatchS).toBeCloseTo(58 * 2 * 10e-6, 12);
    expect(none.combineS).toBeLessThan(usual.combineS);
    const [full, half] = [at({ startUs: 0, lineShare: 1 }), at({ startUs: 0, lineShare: 0.5 })];
    expect(half.combineS / full.combineS).toBeCloseTo(2, 9);
    expect(full.combineS).toBeLessThan(none.combineS);
    expect(full.denseS).toBe(usual.denseS);
  });
});

describe('the host', () => {
  it('stands between kernels unless a step is replayed as a graph', () => {
    const [graph, eager] = [serve(llama).decode, serve(decode({ graphs: false })).decode];
    expect(eager.pass.denseS).toBeGreaterThan(graph.pass.denseS);
    expect(serve(decode({ graphs: false })).prefill).toEqual(serve(llama).prefill);
  });

  it('adds its time to every pass of prefill and of decode', () => {
    const slow = serve({ ...llama, prefill: { ...llama.prefill, hostMs: 3 } });
    const usual = serve(llama);
    expect(slow.prefill.pass.totalS - usual.prefill.pass.totalS).toBeCloseTo(3e-3, 12);
    expect(slow.prefill.timeToFirstTokenS - usual.prefill.timeToFirstTokenS).toBeCloseTo(3e-3, 12);
    expect(slow.decode).toEqual(usual.decode);
  });
});

describe('chunks of prompts inside steps', () => {
  const chunked = (chunk: number): ServingSpec => ({ ...llama, prefill: { ...llama.prefill, chunk } });

  it('read the weights once for both, and take longer to the first token', () => {
    const [apart, along] = [serve(llama).shared, serve(chunked(512)).shared];
    expect(along.timePerTokenS).toBeLessThan(apart.timePerTokenS);
    expect(along.timeToFirstTokenS).toBeGreaterThan(apart.timeToFirstTokenS);
    // 8 sequences of 2,048 tokens for 512 steps: 32 tokens a step.
    expect(along.mixedShare).toBeCloseTo(32 / 512, 12);
    expect(along.mixedStepS).toBeGreaterThan(serve(llama).decode.stepS);
  });

  it('that are too small hold the sequences back', () => {
    const { shared } = serve(chunked(16));
    expect(shared.mixedShare).toBe(1);
    const four = serve({ ...chunked(16), decode: { ...llama.decode, batch: 4 } }).shared;
    expect(shared.outputTokensPerSPerGpu).toBeCloseTo(four.outputTokensPerSPerGpu, 6);
  });

  it('shorten the wait for a token when they are smaller', () => {
    expect(serve(chunked(256)).shared.mixedStepS).toBeLessThan(serve(chunked(2048)).shared.mixedStepS!);
  });
});

describe('pools of given sizes', () => {
  const sized = (prefills: number, decodes: number, concurrency?: number): ServingSpec => ({
    ...llama,
    prefill: { ...llama.prefill, instances: prefills },
    decode: { ...llama.decode, instances: decodes },
    requests: { ...llama.requests, ...(concurrency === undefined ? {} : { concurrency }) },
  });

  it('answer as many requests as the slower of them', () => {
    const { prefill, decode: writes, deployment } = serve(sized(1, 1));
    expect(deployment).toMatchObject({ gpus: 2, bound: 'decode' });
    expect(deployment!.requestsPerS).toBeCloseTo(writes.tokensPerSPerGpu / 512, 9);
    const many = serve(sized(1, 50)).deployment!;
    expect(many.bound).toBe('prefill');
    expect(many.requestsPerS).toBeCloseTo(prefill.tokensPerSPerGpu / 2048, 9);
    expect(many.outputTokensPerSPerGpu).toBeCloseTo((many.requestsPerS * 512) / 51, 9);
  });

  it('hold by the law of Little what follows each other', () => {
    const { deployment } = serve(sized(1, 1, 16));
    const { requestsPerS, timePerTokenS = 0, timeToFirstTokenS = 0, sequences = 0 } = deployment!;
    expect(deployment!.bound).toBe('requests');
    expect(requestsPerS * (timeToFirstTokenS + 512 * timePerTokenS)).toBeCloseTo(16, 6);
    expect(sequences).toBeLessThanOrEqual(16);
    expect(sequences).toBeGreaterThan(14);
  });

  it('wait before prefill where more requests are under way than it can read', () => {
    const most = serve(sized(1, 8, 20_000)).deployment!;
    expect(most.bound).toBe('prefill');
    expect(most.timeToFirstTokenS).toBeGreaterThan(10);
    const fewer = serve(sized(1, 8, 10_000)).deployment!;
    expect(most.timePerTokenS).toBeCloseTo(fewer.timePerTokenS!, 9);
  });
});
