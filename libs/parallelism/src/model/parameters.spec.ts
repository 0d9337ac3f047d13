import {
  MODELS,
  activatedParameters,
  layerKindAt,
  layerParameters,
  mixerParameters,
  mtpParameters,
  parameterCounts,
  weightsPerToken,
} from './index.js';

const v3 = MODELS['deepseek-v3'];

describe('parameterCounts', () => {
  // Totals of the published checkpoints; V3's is the main model (its MTP module and the gates' correction
  // bias apart).
  it.each([
    ['deepseek-v3', 671_026_404_352],
    ['deepseek-v2', 235_741_434_880],
    ['qwen2.5-72b', 72_706_203_648],
    ['llama3.1-405b', 405_853_388_800],
    ['llama3-70b', 70_553_706_496],
    ['llama3-8b', 8_030_261_248],
    ['llama2-7b', 6_738_415_616],
  ])('%s has %i parameters', (name, total) => {
    expect(parameterCounts(MODELS[name]).main).toBe(total);
  });

  it('splits V3 into the matrices of its report', () => {
    expect(mixerParameters(v3.hidden, v3.attention).matrices).toEqual({
      q_a: 11_010_048,
      kv_a: 4_128_768,
      q_b: 37_748_736,
      kv_b: 16_777_216,
      o: 117_440_512,
    });
    const counts = parameterCounts(v3);
    expect(counts.routedExperts).toBe(58 * 256 * 44_040_192);
    expect(counts.sharedExperts).toBe(58 * 44_040_192);
    expect(counts.router).toBe(58 * 1_835_008);
    expect(counts.embedding).toBe(926_679_040);
    expect(counts.head).toBe(926_679_040);
    expect(counts.mtp).toBe(
      102_760_448 + 3 * 7168 + 187_105_280 + 2048 + 2 * 7168 + 257 * 44_040_192 + 1_835_008,
    );
    expect(counts.total).toBe(counts.main + counts.mtp);
  });

  it('adds up layer by layer', () => {
    for (const model of Object.values(MODELS)) {
      let layers = 0;
      for (let i = 0; i < model.layers; i += 1) {
        const { shared, routed } = layerParameters(model, layerKindAt(model, i));
        layers += shared + routed;
      }
      const counts = parameterCounts(model);
      const norm = (model.norm === 'layernorm' ? 2 : 1) * model.hidden;
      expect(layers + counts.embedding + counts.head + norm).toBe(counts.main);
      const module = mtpParameters(model);
      expect(model.mtpModules * (module.shared + module.routed)).toBe(counts.mtp);
    }
  });

  it('counts a tied embedding once, and still multiplies by it', () => {
    const tied = { ...v3, tiedEmbedding: true };
    expect(parameterCounts(tied).main).toBe(parameterCounts(v3).main - 926_679_040);
    expect(weightsPerToken(tied)).toBe(weightsPerToken(v3));
  });
});

describe('activated parameters', () => {
  it(
    'are 37.6 billion in V3 and 21.4 billion in V2 (published: 37B and 21B), all of them in a dense ' +
      'model',
    () => {
      expect(activatedParameters(v3) / 1e9).toBeCloseTo(37.55, 2);
      expect(activatedParameters(MODELS['deepseek-v2']) / 1e9).toBeCloseTo(21.38, 2);
      expect(activatedParameters(MODELS['llama3-8b'])).toBe(8_030_261_248);
    },
  );

  it('without embedding, norms and biases are the weights that a token meets', () => {
    const unbiased = Object.values(MODELS).filter(
      ({ ffnBias, moe, pattern, tiedEmbedding }) =>
        !(ffnBias ?? moe?.bias ?? moe?.sharedGate ?? pattern ?? false) && !tiedEmbedding,
    );
    for (const model of unbiased) {
      const counts = parameterCounts(model);
      const biases = model.layers * mixerParameters(model.hidden, model.attention).biases;
      expect(Math.round(activatedParameters(model) - counts.embedding - counts.norms - biases)).toBe(
        weightsPerToken(model),
      );
    }
  });
});
