/**
 * The model's ends: embedding, output head with its loss, and the multi-token-prediction module between
 * layers and head.
 */
import { backwardInputOperations, backwardWeightOperations, layerOperations } from './layer-operations.js';
import { type LayerShape, residualTokens } from './layer-shape.js';
import { mtpLayerKind } from './layer-kinds.js';
import { type ModelSpec, vocabularyRows } from './model-spec.js';
import { type GemmOperation, type LayerOperation, type OperationPass } from './operation.js';
import { type OperationPart, layerNorm, linear, rmsNorm, stream } from './operation-part.js';
import { PRECISION_RECIPES } from './precision.js';
import { ofElements } from './quantization.js';
import { NO_BIAS } from './linear-traits.js';
import { withSoftware } from './software-operations.js';

type EdgePass = Exclude<OperationPass, 'recompute'>;

/** Lookup forward; backward adds rows of the gradient into the table's FP32 gradient. */
export function embeddingOperations(
  model: ModelSpec,
  shape: LayerShape,
  pass: EdgePass,
): readonly LayerOperation[] {
  return ofElements(shape.precision, lookups(model, shape, pass));
}

function lookups(model: ModelSpec, shape: LayerShape, pass: EdgePass): readonly LayerOperation[] {
  const bytes = 2 * shape.tokens * model.hidden;
  switch (pass) {
    case 'forward':
      return [stream('embedding', 'attention', pass, { kernel: 'permute', read: bytes, write: bytes })];
    case 'backward-input':
      return [];
    case 'backward-weight':
      return [
        stream('embedding', 'attention', pass, { kernel: 'permute', read: 3 * bytes, write: 2 * bytes }),
      ];
  }
}

/**
 * Final norm, BF16 product with the vocabulary (split over tensor ranks) and cross-entropy over its logits.
 */
export function headOperations(
  model: ModelSpec,
  shape: LayerShape,
  pass: EdgePass,
): readonly LayerOperation[] {
  const columns = vocabularyRows(model) / shape.tensorParallel;
  const logits = 2 * shape.tokens * columns;
  const norm = layerNorm(model.norm ?? 'rmsnorm', 'final-norm', 'mlp', residualTokens(shape), model.hidden);
  const matrix = linear(edgeMatrix('head', shape, shape.tokens, columns, model.hidden));
  const loss = (of: 'forward' | 'backward-input') =>
    stream('cross-entropy', 'mlp', of, {
      kernel: 'cross-entropy',
      read: logits,
      write: of === 'forward' ? 0 : logits,
    });
  const operations = {
    forward: [...norm.forward, ...matrix.forward, loss('forward')],
    'backward-input': [loss('backward-input'), ...matrix.backwardInput, ...norm.backwardInput],
    'backward-weight': matrix.backwardWeight,
  };
  return ofElements(shape.precision, withSoftware(operations[pass], shape.software, NO_BIAS));
}

/**
 * One MTP module with its own pass through the shared head (V3 report, section 2.2): norms of the hidden
 * state and of the next token's embedding, projection 2h -> h (BF16 in the published weights), a transformer
 * layer, the head.
 */
export function mtpOperations(
  model: ModelSpec,
  shape: LayerShape,
  pass: EdgePass,
): readonly LayerOperation[] {
  const kind = mtpLayerKind(model);
  const projection = mtpProjectionOperations(model, shape, pass);
  const head = headOperations(model, shape, pass);
  switch (pass) {
    case 'forward':
      return [...projection, ...layerOperations(model, kind, shape), ...head];
    case 'backward-input':
      return [...head, ...backwardInputOperations(model, kind, shape), ...projection];
    case 'backward-weight':
      return [...head, ...backwardWeightOperations(model, kind, shape), ...projection];
  }
}

/** What an MTP module does before its layer: both norms and the projection. */
export function mtpProjectionOperations(
  model: ModelSpec,
  shape: LayerShape,
  pass: EdgePass,
): readonly LayerOperation[] {
  const rows = residualTokens(shape);
  const parts: readonly OperationPart[] = [
    rmsNorm('mtp-hidden-norm', 'attention', rows, model.hidden),
    rmsNorm('mtp-embedding-norm', 'attention', rows, model.hidden),
    linear(edgeMatrix('mtp-projection', shape, rows, model.hidden, 2 * model.hidden)),
  ];
  const { precision } = shape;
  switch (pass) {
    case 'forward':
      return ofElements(
        precision,
        parts.flatMap((part) => part.forward),
      );
    case 'backward-input':
      return ofElements(
        precision,
        parts.toReversed().flatMap((part) => part.backwardInput),
      );
    case 'backward-weight':
      return ofElements(
        precision,
        parts.flatMap((part) => part.backwardWeight),
      );
  }
}

function edgeMatrix(name: string, shape: LayerShape, m: number, n: number, k: number): GemmOperation {
  return {
    kind: 'gemm',
    name,
    section: name === 'head' ? 'mlp' : 'attention',
    pass: 'forward',
    precision: PRECISION_RECIPES[shape.precision].plain,
    m,
    n,
    k,
  };
}
