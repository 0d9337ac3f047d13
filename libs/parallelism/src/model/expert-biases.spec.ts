import { resolveSoftware, type SoftwareSpec } from '../software/index.js';
import {
  MODELS,
  type LayerOperation,
  backwardInputOperations,
  balancedLayerShape,
  layerKinds,
  layerOperations,
  operationBytes,
} from './index.js';

const gptOss = MODELS['gpt-oss-20b']!;
/** Rows of all experts of the GPU; the hidden size, and the columns of a half of their FFN. */
const [ROWS, WIDE, GROUPS] = [2048, 2880, 4];

function operationsOf(software: SoftwareSpec, model = gptOss) {
  const shape = {
    ...balancedLayerShape(model, {
      tokens: 8192,
      sequence: 4096,
      tensorParallel: 1,
      expertParallel: 8,
      precision: 'bf16',
      recompute: 'none',
      software: resolveSoftware(software)!,
    }),
    expertRows: ROWS,
    localExperts: GROUPS,
  };
  const [kind] = layerKinds(model);
  return {
    forward: layerOperations(model, kind!, shape),
    backward: backwardInputOperations(model, kind!, shape),
  };
}
const names = (operations: readonly LayerOperation[]): readonly string[] =>
  operations.map(({ name }) => name).filter((name) => /^routed_(down|swiglu)/.test(name));
const bytesOf = (operations: readonly LayerOperation[], name: string): number =>
  operationBytes(operations.find((operation) => operation.name === name)!);

describe('experts with biases and a clamped activation', () => {
  const { forward, backward } = operationsOf({ level: 'megatron-core-2026' });
  const elements = ROWS * WIDE;

  it('clamp before the activation and add the bias after the product, and the reverse backward', () => {
    expect(names(forward)).toEqual([
      'routed_swiglu-clamp',
      'routed_swiglu',
      'routed_down',
      'routed_down-bias',
    ]);
    expect(names(backward)).toEqual([
      'routed_down-bias',
      'routed_down-bias-gradient',
      'routed_down',
      'routed_swiglu',
      'routed_swiglu-clamp',
    ]);
  });

  it('read and write the outputs in FP32, expert by expert', () => {
    expect(bytesOf(forward, 'routed_down-bias')).toBe(28 * elements);
    expect(bytesOf(backward, 'routed_down-bias')).toBe(32 * elements);
    expect(bytesOf(backward, 'routed_down-bias-gradient')).toBe(8 * elements);
    const bias = forward.find(({ name }) => name === 'routed_down-bias')!;
    expect(bias).toMatchObject({ launches: 2 * GROUPS + 2 });
  });

  it('read and write both inputs of the activation', () => {
    expect(bytesOf(forward, 'routed_swiglu-clamp')).toBeCloseTo(8 * 2 * elements, 0);
    expect(bytesOf(backward, 'routed_swiglu-clamp')).toBeCloseTo(10 * 2 * elements, 0);
  });

  it('have none of this where one kernel takes all experts, or the model has neither', () => {
    const plain = ['routed_swiglu', 'routed_down'];
    const fused = operationsOf({ level: 'megatron-core-2026', fused: { experts: true } });
    expect(names(fused.forward)).toEqual(plain);
    expect(names(fused.backward)).toEqual([...plain].reverse());
    const neither = { ...gptOss, moe: { ...gptOss.moe!, bias: false, clamped: false } };
    expect(names(operationsOf({ level: 'megatron-core-2026' }, neither).forward)).toEqual(plain);
  });
});
