import { resolveSoftware } from '../software/index.js';
import {
  MODELS,
  type Precision,
  backwardInputOperations,
  balancedLayerShape,
  layerKinds,
  layerOperations,
} from './index.js';

const model = MODELS['qwen3-30b-a3b']!;
const [kind] = layerKinds(model);

function piecesOf(precision: Precision, experts?: boolean) {
  const shape = balancedLayerShape(model, {
    tokens: 8192,
    sequence: 4096,
    tensorParallel: 1,
    expertParallel: 8,
    precision,
    recompute: 'none',
    ...(experts === undefined
      ? {}
      : { software: resolveSoftware({ level: 'megatron-core-2026', fused: { experts } })! }),
  });
  return [...layerOperations(model, kind!, shape), ...backwardInputOperations(model, kind!, shape)]
    .filter(({ name }) => /-(cast|maximum)$/.test(name))
    .map((operation) => [
      operation.name.startsWith('routed_'),
      operation.kind === 'stream' ? operation.pieces : 0,
    ]);
}

describe('casts of the rows of experts', () => {
  it.each<Precision>(['mxfp8', 'fp8-tensor'])('in %s are kernels of single experts', (precision) => {
    const pieces = piecesOf(precision, false);
    expect(pieces.length).toBeGreaterThan(6);
    for (const [isRouted, count] of pieces) expect(count).toBe(isRouted === true ? 16 : undefined);
  });

  it.each<[Precision, boolean | undefined]>([
    ['mxfp8', true],
    ['mxfp8', undefined],
    ['fp8-delayed', false],
    ['nvfp4', false],
  ])('in %s with fused experts %s are one kernel', (precision, experts) => {
    for (const [, count] of piecesOf(precision, experts)) expect(count).toBeUndefined();
  });
});
