/** What each precision recipe multiplies, casts and leaves alone, by hand. */
import {
  type LayerOperation,
  MODELS,
  PRECISIONS,
  type Precision,
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  headOperations,
  layerKinds,
  layerOperations,
  operationBytes,
} from './index.js';
import { type Software, resolveSoftware } from '../software/index.js';

const llama = MODELS['llama3-8b']!;
const T = 4096;
const shapeOf = (precision: Precision, model = llama) =>
  balancedLayerShape(model, {
    tokens: T,
    sequence: T,
    tensorParallel: 1,
    expertParallel: 1,
    precision,
    recompute: 'none',
  });
const passes = (precision: Precision, model = llama) => {
  const kind = layerKinds(model).at(-1)!;
  const shape = shapeOf(precision, model);
  return {
    forward: layerOperations(model, kind, shape),
    input: backwardInputOperations(model, kind, shape),
    weight: backwardWeightOperations(model, kind, shape),
  };
};
const named = (operations: readonly LayerOperation[], part: RegExp) =>
  operations.filter(({ name }) => part.test(name)).map((operation) => operationBytes(operation));

describe('precision recipes', () => {
  it.each(PRECISIONS)('%s: every linear layer has it, router and head keep a plain format', (precision) => {
    const mixtral = MODELS['mixtral-8x7b']!;
    const { forward } = passes(precision, mixtral);
    const of = (name: string) =>
      forward.flatMap((operation) =>
        operation.name === name && operation.kind !== 'stream' ? [operation.precision] : [],
      );
    const plain = precision === 'fp32' || precision === 'fp16' ? precision : 'bf16';
    expect(of('routed_gate_up')).toEqual([precision]);
    expect(of('o')).toEqual([precision]);
    expect(of('router')).toEqual([plain]);
    expect(of('attention-core')).toEqual([plain]);
    const head = headOperations(mixtral, shapeOf(precision, mixtral), 'forward');
    expect(head.find(({ name }) => name === 'head')).toMatchObject({ precision: plain });
  });

  it('cast nothing without scales', () => {
    for (const precision of ['fp32', 'fp16', 'bf16'] as const) {
      const { forward, input, weight } = passes(precision);
      expect(named([...forward, ...input, ...weight], /cast|maximum/)).toEqual([]);
    }
  });

  it('find the maximum of a tensor, then write FP8 along both axes', () => {
    const { forward, input, weight } = passes('fp8-tensor');
    expect(named(forward, /^dense_down-input/)).toEqual([2 * T * 14336, 4 * T * 14336]);
    expect(named(input, /^dense_down-gradient/)).toEqual([2 * T * 4096, 4 * T * 4096]);
    expect(named(weight, /cast|maximum/)).toEqual([]);
  });

  it('with the scale of earlier steps, write FP8 without reading for a maximum first', () => {
    const [delayed, current] = [passes('fp8-delayed'), passes('fp8-tensor')];
    const [, ...written] = named(current.forward, /^dense_down-input/);
    expect(named(delayed.forward, /^dense_down-input/)).toEqual(written);
    expect(named(delayed.input, /^dense_down-gradient/)).toEqual([4 * T * 4096]);
    const saved = current.forward.length - delayed.forward.length;
    expect(saved).toBe(named(current.forward, /maximum/).length);
    expect(saved).toBeGreaterThan(3);
  });

  it('cast rows when a product needs them, from 16 bits that are kept', () => {
    const { forward, input, weight } = passes('fp8-row');
    expect(named(forward, /^dense_down-input/)).toEqual([3 * T * 14336]);
    expect(named(input, /^dense_down-gradient/)).toEqual([3 * T * 4096]);
    expect(named(weight, /^dense_down-(input|gradient)/)).toEqual([3 * T * 14336, 3 * T * 4096]);
  });

  it('write blocks of 32 without a maximum, and blocks of 16 after one', () => {
    expect(named(passes('mxfp8').forward, /^dense_down-input/)).toEqual([(2 + 2 * (1 + 1 / 32)) * T * 14336]);
    expect(named(passes('nvfp4').forward, /^dense_down-input/)).toEqual([
      2 * T * 14336,
      (2 + 2 * (0.5 + 1 / 16)) * T * 14336,
    ]);
  });

  it('move twice the bytes in FP32', () => {
    const bytes = (precision: Precision) =>
      passes(precision)
        .forward.filter(({ kind }) => kind === 'stream' || kind === 'attention')
        .map((operation) => operationBytes(operation));
    expect(bytes('fp32')).toEqual(bytes('bf16').map((of) => 2 * of));
  });

  it('multiply operands of their own width', () => {
    const product = (precision: Precision) =>
      named(passes(precision).forward, /^dense_down$/)[0]! - (precision === 'fp32' ? 4 : 2) * T * 4096;
    const elements = (T + 4096) * 14336;
    expect(product('fp32')).toBe(4 * elements);
    expect(product('bf16')).toBe(2 * elements);
    expect(product('fp8-tensor')).toBe(elements);
    expect(product('nvfp4')).toBe((0.5 + 1 / 16) * elements);
  });
});

describe('casts of a tensor group', () => {
  const castBytes = (software: Software | undefined, pass: typeof layerOperations, part: RegExp) => {
    const shape = { ...shapeOf('mxfp8'), tensorParallel: 8, ...(software === undefined ? {} : { software }) };
    return named(pass(llama, layerKinds(llama)[0]!, shape), part)[0];
  };

  it('are of all rows, or of its own where operands are gathered', () => {
    const whole = T * 4096 * (2 + 2 * (33 / 32));
    const engine = resolveSoftware({ level: 'megatron-core-2025' });
    expect(castBytes(undefined, layerOperations, /^qkv-input-cast$/)).toBe(whole);
    expect(castBytes(engine, layerOperations, /^qkv-input-cast$/)).toBe(whole / 8);
    expect(castBytes(engine, layerOperations, /^dense_gate_up-input-cast$/)).toBe(whole / 8);
    expect(castBytes(engine, backwardInputOperations, /^o-gradient-cast$/)).toBe(whole / 8);
    expect(castBytes(engine, backwardInputOperations, /^dense_down-gradient-cast$/)).toBe(whole / 8);
    // What lies between the two products of a block is split already.
    const inner = T * (14336 / 8) * (2 + 2 * (33 / 32));
    expect(castBytes(engine, layerOperations, /^dense_down-input-cast$/)).toBe(inner);
    expect(castBytes(undefined, layerOperations, /^dense_down-input-cast$/)).toBe(inner);
  });
});
