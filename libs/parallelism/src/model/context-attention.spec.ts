/** Ranks that share a sequence do the FLOPs of the whole one between them. */
import {
  CONTEXT_METHODS,
  type ContextMethod,
  type LayerOperation,
  type LayerShape,
  MODELS,
  backwardInputOperations,
  balancedLayerShape,
  layerKinds,
  layerOperations,
  operationFlops,
} from './index.js';

const SEQUENCE = 32_768;
const shapeOf = (name: string, context?: LayerShape['context']): LayerShape =>
  balancedLayerShape(MODELS[name]!, {
    tokens: SEQUENCE / (context?.ranks ?? 1),
    sequence: SEQUENCE,
    tensorParallel: 1,
    ...(context === undefined ? {} : { context }),
    expertParallel: 1,
    precision: 'bf16',
    recompute: 'none',
  });
const flops = (name: string, shape: LayerShape, operations: typeof layerOperations): number =>
  layerKinds(MODELS[name]!)
    .flatMap((kind) => operations(MODELS[name]!, kind, shape))
    .reduce((sum, operation) => sum + operationFlops(operation), 0);
const cores = (operations: readonly LayerOperation[]) =>
  operations.filter((operation) => operation.kind === 'attention');

describe.each(CONTEXT_METHODS)('%s', (method) => {
  it.each(['llama3-8b', 'deepseek-v3', 'gpt-oss-120b', 'llama4-maverick'])('%s', (name) => {
    for (const ranks of [2, 4, 8])
      for (const operations of [layerOperations, backwardInputOperations]) {
        const each = flops(name, shapeOf(name, { ranks, method }), operations);
        expect((ranks * each) / flops(name, shapeOf(name), operations)).toBeCloseTo(1, 9);
      }
  });
});

describe('the core of Llama 3 8B on one of four ranks', () => {
  const model = MODELS['llama3-8b']!;
  const forward = (method: ContextMethod) =>
    layerOperations(model, layerKinds(model)[0]!, shapeOf('llama3-8b', { ranks: 4, method }));

  it('is a triangle of its own keys and half a block of each of three others, summed three times', () => {
    const own = { batch: 1, sequence: 8192, heads: 32, keyValueHeads: 8 };
    const operations = forward('ring');
    expect(cores(operations)).toMatchObject([
      { ...own, causal: true },
      ...Array<object>(3).fill({ ...own, causal: false, keys: 4096 }),
    ]);
    const merge = operations.find(({ name }) => name === 'attention-merge');
    expect(merge).toMatchObject({ launches: 3, bytes: 3 * 10 * 8192 * 32 * 128 });
  });

  it('is the whole sequence for a quarter of the heads', () => {
    expect(cores(forward('all-to-all'))).toMatchObject([
      { batch: 1, sequence: SEQUENCE, heads: 8, keyValueHeads: 2, causal: true },
    ]);
  });
});
