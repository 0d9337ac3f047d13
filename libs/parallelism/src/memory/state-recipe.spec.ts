/** Bytes of the training state for each parameter, by hand. */
import { PRECISIONS } from '../model/index.js';
import { stateRecipe } from './index.js';

const all = (of: Parameters<typeof stateRecipe>[0]) => {
  const { weight, gradient, optimizer } = stateRecipe(of);
  return weight.value + gradient.value + optimizer.value;
};

describe('stateRecipe', () => {
  it.each([
    ['fp32', 4 + 4 + 8, 'weights, gradients and two moments, all in FP32'],
    ['fp16', 2 + 2 + 12, 'ZeRO, arXiv 1910.02054, section 3.1'],
    ['bf16', 2 + 4 + 12, 'Megatron-LM: FP32 gradients'],
    ['fp8', 2 + 4 + 8, 'V3 report, section 3.3.3: moments in BF16'],
    ['fp8-tensor', 2 + 4 + 12, 'FP8 weights along both axes'],
  ] as const)('%s: %d bytes (%s)', (precision, bytes, _source) => {
    expect(all({ precision })).toBe(bytes);
  });

  it('takes from the document what it states: BF16 AdamW without master weights has 2 + 2 + 2 + 2', () => {
    const optimizer = { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2 } as const;
    const recipe = stateRecipe({ precision: 'bf16', optimizer });
    expect(recipe.weight.value + recipe.gradient.value + recipe.optimizer.value).toBe(8);
    expect(recipe.master).toBe(0);
    // Reduced as accumulated unless stated.
    expect(recipe.reduced.value).toBe(2);
    expect(
      stateRecipe({ precision: 'bf16', optimizer: { ...optimizer, reduceBytes: 4 } }).reduced.value,
    ).toBe(4);
  });

  it('has two moments with Adam, one with SGD, none with Adafactor', () => {
    const of = (kind: 'adam' | 'sgd' | 'adafactor') =>
      stateRecipe({ precision: 'bf16', optimizer: { kind } }).optimizer.value;
    expect([of('adam'), of('sgd'), of('adafactor')]).toEqual([12, 8, 4]);
  });

  it('names a source for every byte', () => {
    for (const precision of PRECISIONS) {
      const { weight, gradient, optimizer, reduced } = stateRecipe({ precision });
      for (const { source } of [weight, gradient, optimizer, reduced])
        expect(source.length).toBeGreaterThan(10);
    }
  });
});
