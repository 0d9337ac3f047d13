import {
  MODELS,
  balancedLayerShape,
  flopsPerToken,
  isRouted,
  keyValueBytesPerToken,
  layerCounts,
  layerKinds,
  operationFlops,
  operationsOfPass,
  headOperations,
} from './index.js';

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

  it.each(Object.keys(MODELS))(
    'of %s equals the matrices and cores of its operation list, pass by pass',
    (name) => {
      const model = MODELS[name];
      const sequence = 2048;
      const shape = balancedLayerShape(model, {
        tokens: 4096,
        sequence,
        tensorParallel: 1,
        expertParallel: 1,
        precision: 'bf16',
        recompute: 'none',
      });
      const ofPass = (pass: 'forward' | 'backward-input' | 'backward-weight'): number => {
        const counts = layerCounts(model);
        let total = headOperations(model, shape, pass).reduce(
          (sum, operation) => sum + operationFlops(operation),
          0,
        );
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
      };
      const flops = flopsPerToken(model, sequence, true);
      // The router's weight gradient runs with its input gradient.
      const routed = layerKinds(model).filter(isRouted);
      const layers = routed.reduce((sum, kind) => sum + layerCounts(model)[kind.index]!, 0);
      const router = layers * 2 * model.hidden * (model.moe?.routedExperts ?? 0);
      expect(ofPass('forward') / flops.forward).toBeCloseTo(1, 12);
      expect(ofPass('backward-input') / (flops.inputGradient + router)).toBeCloseTo(1, 12);
      expect(ofPass('backward-weight') / (flops.weightGradient - router)).toBeCloseTo(1, 12);
    },
  );
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
