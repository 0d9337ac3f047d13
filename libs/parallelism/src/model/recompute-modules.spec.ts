import { MODELS, type ModelSpec, balancedLayerShape, layerKinds } from './index.js';
import {
  type LayerOperation,
  type RecomputeModule,
  backwardInputOperations,
  layerOperations,
  operationFlops,
  repeatedOperations,
} from './index.js';
import { resolveSoftware } from '../software/index.js';

const T = 4096;
const shapeOf = (model: ModelSpec, modules: readonly RecomputeModule[] | undefined, fp8 = false) =>
  balancedLayerShape(model, {
    tokens: T,
    sequence: T,
    tensorParallel: 1,
    expertParallel: 1,
    precision: fp8 ? 'fp8' : 'bf16',
    recompute: 'selective',
    ...(modules === undefined ? {} : { recomputeModules: modules }),
  });
const llama = MODELS['llama3-8b']!;
const v3 = MODELS['deepseek-v3']!;
const kindOf = (model: ModelSpec, name: 'dense' | 'moe') =>
  layerKinds(model).find(({ ffn }) => ffn.kind === name)!;
const flops = (operations: readonly LayerOperation[]): number =>
  operations.reduce((sum, one) => sum + (one.kind === 'stream' ? 0 : operationFlops(one)), 0);
const repeated = (
  model: ModelSpec,
  name: 'dense' | 'moe',
  modules: readonly RecomputeModule[],
  fp8 = false,
) => repeatedOperations(model, kindOf(model, name), shapeOf(model, modules, fp8));
/** Multiply and add of T rows with so many weights. */
const products = (weights: number): number => 2 * T * weights;

describe('modules of a layer', () => {
  it('mlp repeats gate, up and down of Llama 3 8B: 3 x 4,096 x 14,336 weights', () => {
    const { inSections, withExchange } = repeated(llama, 'dense', ['mlp']);
    expect(withExchange).toEqual([]);
    expect(inSections.map(({ name }) => name)).toEqual(['dense_gate_up', 'dense_swiglu', 'dense_down']);
    expect(flops(inSections)).toBe(products(3 * 4096 * 14336));
    expect(inSections.every(({ pass }) => pass === 'recompute')).toBe(true);
  });

  it('attention-core repeats the core and nothing else', () => {
    const core = layerOperations(llama, kindOf(llama, 'dense'), shapeOf(llama, [])).filter(
      ({ kind }) => kind === 'attention',
    );
    expect(repeated(llama, 'dense', ['attention-core']).inSections).toEqual(
      core.map((one) => ({ ...one, pass: 'recompute' })),
    );
  });

  it('mla-up repeats the up-projections of V3: 128 heads, ranks 1,536 and 512', () => {
    const weights = 128 * (1536 * 192 + 512 * 256);
    for (const fp8 of [false, true]) {
      const { inSections } = repeated(v3, 'moe', ['mla-up'], fp8);
      expect(flops(inSections)).toBe(products(weights));
      expect(inSections.every(({ section }) => section === 'attention')).toBe(true);
      expect(inSections.some(({ name }) => /^(attention-norm|input norm)/.test(name))).toBe(false);
    }
  });

  it('norms repeats those before mixer and FFN', () => {
    expect(repeated(v3, 'moe', ['norms']).inSections.map(({ name }) => name)).toEqual([
      'ffn-norm',
      'attention-norm',
    ]);
    expect(repeated(v3, 'moe', ['norms'], true).inSections.map(({ name }) => name)).toEqual([
      'feed-forward norm again',
      'shared gate_up input cast again',
      'input norm again',
    ]);
  });

  it('moe repeats gate, shared and routed experts of V3 with their exchange', () => {
    for (const fp8 of [false, true]) {
      const { inSections, withExchange } = repeated(v3, 'moe', ['moe'], fp8);
      expect(inSections).toEqual([]);
      // 8 routed and 1 shared expert of three matrices a token, and the gate's 256 columns.
      expect(flops(withExchange)).toBe(products(9 * 3 * 7168 * 2048 + 256 * 7168));
      expect(withExchange.some(({ name }) => /residual|norm/.test(name))).toBe(false);
    }
    expect(repeated(v3, 'dense', ['moe']).withExchange).toEqual([]);
  });

  it('moe holds shared-experts and moe-activation, which alone stay in their sections', () => {
    const all = repeated(v3, 'moe', ['moe', 'shared-experts', 'moe-activation']);
    expect(all).toEqual(repeated(v3, 'moe', ['moe']));
    expect(flops(repeated(v3, 'moe', ['shared-experts']).inSections)).toBe(products(3 * 7168 * 2048));
    const activation = repeated(v3, 'moe', ['moe-activation']);
    expect(activation.inSections.map(({ name }) => name)).toEqual(['routed_swiglu']);
  });

  it('all modules repeat less than the whole layer, and the backward begins with them', () => {
    const shape = shapeOf(v3, ['attention-core', 'mla-up', 'norms', 'moe']);
    const kind = kindOf(v3, 'moe');
    const { withExchange, inSections } = repeatedOperations(v3, kind, shape);
    const again = flops([...withExchange, ...inSections]);
    expect(again).toBeLessThan(flops(layerOperations(v3, kind, shape)));
    const backward = backwardInputOperations(v3, kind, shape);
    expect(flops(backward.filter(({ pass }) => pass === 'recompute'))).toBe(again);
  });

  it('a software level that repeats the attention core says the same as the module', () => {
    const software = resolveSoftware({ level: 'megatron-2021' })!;
    const kind = kindOf(llama, 'dense');
    const [byLevel, byName] = [undefined, ['attention-core'] as const].map((modules) =>
      repeatedOperations(llama, kind, { ...shapeOf(llama, modules), software }),
    );
    expect(byLevel).toEqual(byName);
    expect(byLevel!.inSections.length).toBeGreaterThan(1);
  });
});
