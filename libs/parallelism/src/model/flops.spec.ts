import {
  MODELS,
  balancedLayerShape,
  flopsPerToken,
  type ModelSpec,
  isRouted,
  keyValueBytes,
  keyValueBytesPerToken,
  layerCounts,
  layerKinds,
  operationFlops,
  operationsOfPass,
  palmFlopsPerToken,
  headOperations,
} from './index.js';

/** Kernels of recurrences work in chunks and do more than the recurrence that is counted. */
const isAttentionOnly = (name: string): boolean =>
  layerKinds(MODELS[name]!).every(({ mixer }) => !['mamba2', 'delta-net', 'linear'].includes(mixer.kind));

/** FLOPs per token of one pass of the operation list; 4,096 tokens in sequences of 2,048. */
function listedFlops(model: ModelSpec, pass: 'forward' | 'backward-input' | 'backward-weight'): number {
  const shape = balancedLayerShape(model, {
    tokens: 4096,
    sequence: 2048,
    tensorParallel: 1,
    expertParallel: 1,
    precision: 'bf16',
    recompute: 'none',
  });
  const counts = layerCounts(model);
  let total = headOperations(model, shape, pass).reduce((sum, one) => sum + operationFlops(one), 0);
  for (const kind of layerKinds(model)) {
    for (const operation of operationsOfPass(model, kind, shape, pass)) {
      // Flash attention's backward repeats QK; the model's FLOPs count twice the forward.
      const depth =
        operation.kind === 'attention' && pass === 'backward-input'
          ? (2 * (operation.queryKeyDim + operation.valueDim)) /
            (3 * operation.queryKeyDim + 2 * operation.valueDim)
          : 1;
      total += counts[kind.index]! * operationFlops(operation) * depth;
    }
  }
  return total / 4096;
}

describe('flopsPerToken', () => {
  it.each([
    ['deepseek-v3', 250.45, 281.15],
    ['deepseek-v2', 155.3, 185.5],
    ['qwen2.5-72b', 444.86, 460.96],
    ['llama3.1-405b', 2473.22, 2523.96],
  ])('%s: %d GFLOP causal, %d non-causal at 4,096', (name, causal, whole) => {
    expect(flopsPerToken(MODELS[name], 4096, true).total / 1e9).toBeCloseTo(causal, 2);
    expect(flopsPerToken(MODELS[name], 4096, false).total / 1e9).toBeCloseTo(whole, 2);
  });

  it('gives the whole backward of attention to the input gradient', () => {
    const flops = flopsPerToken(MODELS['deepseek-v3'], 4096, true);
    expect(flops.forward + flops.inputGradient + flops.weightGradient).toBe(flops.total);
    expect(flops.inputGradient - flops.weightGradient).toBeCloseTo((2 / 3) * flops.attention, 0);
  });

  it.each(Object.keys(MODELS).filter(isAttentionOnly))(
    'of %s equals the matrices and cores of its operation list, pass by pass',
    (name) => {
      const model = MODELS[name]!;
      const flops = flopsPerToken(model, 2048, true);
      // The router's weight gradient runs with its input gradient.
      const routed = layerKinds(model).filter(isRouted);
      const layers = routed.reduce((sum, kind) => sum + layerCounts(model)[kind.index]!, 0);
      const router = layers * 2 * model.hidden * (model.moe?.routedExperts ?? 0);
      expect(listedFlops(model, 'forward') / flops.forward).toBeCloseTo(1, 12);
      expect(listedFlops(model, 'backward-input') / (flops.inputGradient + router)).toBeCloseTo(1, 12);
      expect(listedFlops(model, 'backward-weight') / (flops.weightGradient - router)).toBeCloseTo(1, 12);
    },
  );
});

describe('recurrences', () => {
  it.each(Object.keys(MODELS).filter((name) => !isAttentionOnly(name)))(
    'of %s are counted within 3 %% of what their kernels do',
    (name) => {
      const model = MODELS[name]!;
      const listed = listedFlops(model, 'forward') / flopsPerToken(model, 2048, true).forward;
      expect(listed).toBeGreaterThan(1);
      expect(listed).toBeLessThan(1.03);
    },
  );
});

describe('conventions of model FLOPs', () => {
  const gptOss = MODELS['gpt-oss-120b']!;

  // Weights that a token meets: 36 layers of qkv 2880 x 5120, o 4096 x 2880, 4 experts of 3 x 2880 x 2880
  // and a router 2880 x 128, and a head of 201,088 x 2880. Attention forward, 18 layers each: 64 heads of 64,
  // 16,384 keys on average, or 128 less half of a window at the start.
  it('count 45.4 GFLOP a token of gpt-oss-120b at 32,768: causal, with head, without embedding', () => {
    const layer = 2880 * 5120 + 4096 * 2880 + 4 * 3 * 2880 * 2880 + 2880 * 128;
    const weights = 36 * layer + 201_088 * 2880;
    const core = 18 * 4 * 64 * 64 * (16_384 + 128 - (128 * 128) / 65_536);
    const flops = flopsPerToken(gptOss, 32_768, true).total;
    expect(flops).toBeCloseTo(6 * weights + 3 * core, 0);
    expect(flops / 1e9).toBeCloseTo(45.4, 1);
  });

  it('count a whole window where the triangle is not taken off', () => {
    const core = 18 * 4 * 64 * 64 * (32_768 + 128);
    expect(flopsPerToken(gptOss, 32_768, false).attention).toBe(3 * core);
  });

  it('of PaLM: 6 N with the embedding, and 12 L H Q T', () => {
    const gpt3 = MODELS['gpt3-175b']!;
    expect(palmFlopsPerToken(gpt3, 2048)).toBe(6 * 174_604_259_328 + 12 * 96 * 96 * 128 * 2048);
  });

  it('count the keys that an indexer leaves, and its scores', () => {
    const [before, after] = ['deepseek-v3', 'deepseek-v3.2'].map(
      (name) => flopsPerToken(MODELS[name]!, 65_536, true).attention,
    );
    // 128 heads of 192 + 128 against 64 index heads of 128 over all keys.
    const all = 2 * 32_768 * 128 * 320;
    const chosen = 2 * (2048 - 32) * 128 * 320;
    expect(before).toBe(3 * 61 * all);
    expect(after).toBe(3 * 61 * (chosen + 2 * 32_768 * 64 * 128));
  });
});

describe('keyValueBytes', () => {
  it('are bounded by windows, and fixed in recurrent layers', () => {
    // gpt-oss: 2 x 8 x 64 elements a layer; 18 layers keep all, 18 keep 128 tokens.
    const each = 2 * 1024;
    expect(keyValueBytes(MODELS['gpt-oss-120b']!, 64)).toBe(36 * each * 64);
    expect(keyValueBytes(MODELS['gpt-oss-120b']!, 32_768)).toBe(18 * each * (32_768 + 128));
    const mamba = MODELS['mamba2-2.7b']!;
    expect(keyValueBytes(mamba, 1000)).toBe(keyValueBytes(mamba, 1_000_000));
    // 80 heads of 64 x 128 states, and 4 tokens of 5,120 + 256 channels.
    expect(keyValueBytes(mamba, 1)).toBe(64 * 2 * (80 * 64 * 128 + 4 * 5376));
  });

  it('are one entry for every ratio of tokens where keys are compressed', () => {
    const v4 = MODELS['deepseek-v4-flash']!;
    // 43 windows of 128 x 512; 21 layers with 512 + 128 for every 4 tokens, 20 with 512 for every 128.
    expect(keyValueBytes(v4, 4096)).toBe(2 * (43 * 128 * 512 + 21 * 1024 * 640 + 20 * 32 * 512));
  });
});

describe('keyValueBytesPerToken', () => {
  it('is 70,272, 327,680 and 516,096 bytes for the models of Table 1', () => {
    expect(
      ['deepseek-v3', 'qwen2.5-72b', 'llama3.1-405b'].map((name) => keyValueBytesPerToken(MODELS[name])),
    ).toEqual([70_272, 327_680, 516_096]);
  });

  it('halves in FP8', () => {
    expect(keyValueBytesPerToken(MODELS['llama3-8b'], 1)).toBe(65_536);
  });
});
