/**
 * The operations of a layer as an inference engine runs them: those of a training forward, with what engines
 * fuse taken together. Sums with the residual stream are part of the norm after them, casts part of the norm,
 * activation or attention that makes their input, and routed experts are one layer with its own choice,
 * permutation and sum.
 */
import {
  type ExpertLayerShape,
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  type Precision,
  type StreamOperation,
  PRECISION_RECIPES,
  expertWidth,
  isRouted,
  layerOperations,
} from '@railyard/parallelism';

import { type ServingSpec, narrowBytes } from '../spec/index.js';

/** DeepSeek's training recipe has kernels of its own around its matrices; engines cast row by row. */
const castAs = (precision: Precision): Precision => (precision === 'fp8' ? 'fp8-row' : precision);

const CASTS: ReadonlySet<StreamOperation['kernel']> = new Set([
  'cast',
  'quantize',
  'quantize-transposed',
  'engine-quantize',
  'dynamic-quantize',
]);

/** Routed experts of one GPU. */
interface ExpertLayerOperation extends ExpertLayerShape {
  readonly kind: 'expert-layer';
  readonly name: string;
}

export type EngineOperation = LayerOperation | ExpertLayerOperation;

/** What the layer of experts does itself. */
const OF_EXPERTS = /^(routed_.*|permute|unpermute|gate)$/;

export function engineOperations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  spec: Pick<ServingSpec, 'weights' | 'attentionPrecision'>,
): readonly EngineOperation[] {
  const { attentionPrecision: own = shape.precision } = spec;
  const all = fusedOperations(model, kind, shape);
  const ofAttention =
    own === shape.precision ? all : fusedOperations(model, kind, { ...shape, precision: own });
  const fused = [...ofAttention.filter(isAttention), ...all.filter((one) => !isAttention(one))].map(
    (operation) => (operation.kind === 'gemm' ? narrowed(operation, narrowBytes(spec, 'linear')) : operation),
  );
  if (!isRouted(kind) || model.moe === undefined) return fused;
  const { expertRows, localExperts, precision } = shape;
  return [
    ...fused.filter(({ name }) => !OF_EXPERTS.test(name)),
    {
      kind: 'expert-layer',
      name: 'routed-experts',
      rows: Array.from({ length: localExperts }, () => expertRows / localExperts),
      pairs: expertRows,
      hidden: expertWidth(model, model.moe),
      inner: model.moe.expertHidden,
      precision: PRECISION_RECIPES[precision].kernel,
      ...narrowed({}, narrowBytes(spec, 'experts')),
    },
  ];
}

const isAttention = ({ section }: LayerOperation): boolean => section === 'attention';

const narrowed = <T extends object>(operation: T, weightBytes: number | undefined) =>
  weightBytes === undefined ? operation : { ...operation, weightBytes };

function fusedOperations(model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly LayerOperation[] {
  const precision = castAs(shape.precision);
  const operations = layerOperations(model, kind, { ...shape, precision });
  let residualBytes = 0;
  return operations.flatMap((operation): readonly LayerOperation[] => {
    if (operation.kind !== 'stream')
      return [
        operation.precision === precision ? { ...operation, precision: shape.precision } : operation,
      ] as readonly LayerOperation[];
    if (operation.kernel === 'residual') {
      residualBytes += operation.bytes;
      return [];
    }
    if (CASTS.has(operation.kernel)) return [];
    const bytes = operation.bytes + residualBytes;
    residualBytes = 0;
    return [{ ...operation, bytes }];
  });
}
