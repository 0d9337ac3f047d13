/**
 * A forward pass of a dense model on one GPU, priced operation by operation: a prefill computes every token
 * and the logits of the last of each sequence, a decode step one token against its cache.
 */
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import {
  GRAPH_GAP,
  type AttentionOperation,
  type LayerOperation,
  type ModelSpec,
  type Situation,
  atOwnClock,
  attentionSeconds,
  balancedLayerShape,
  decodeAttentionSeconds,
  headOperations,
  layerKindAt,
  layerOperations,
  operationSeconds,
} from '@railyard/parallelism';
import { type InferenceStepRow } from './measured-step.js';
import { type StepEstimate, deviceOf } from './training-step.js';

const modelOf = (row: InferenceStepRow): ModelSpec => ({
  name: row.model,
  layers: row.layers,
  hidden: row.hidden,
  denseHidden: row.ffn,
  vocabulary: row.vocab,
  attention: { kind: 'gqa', heads: row.heads, keyValueHeads: row.kv, headDim: row.hidden / row.heads },
  mtpModules: 0,
  tiedEmbedding: false,
  source: 'a row of measured steps',
});

const shapeOf = (model: ModelSpec, tokens: number, sequence: number) =>
  balancedLayerShape(model, {
    tokens,
    sequence,
    tensorParallel: 1,
    expertParallel: 1,
    precision: 'bf16',
    recompute: 'none',
  });

export function inferenceStep(
  deviceName: string,
  row: InferenceStepRow,
): StepEstimate | { readonly why: string } {
  const device = DEVICES[deviceOf(deviceName)];
  if (device === undefined) return { why: `There is no device preset for ${deviceName}.` };
  const model = modelOf(row);
  const { batch, context } = row;
  const sequence = row.tokens ?? 1;
  const layer = layerOperations(model, layerKindAt(model, 0), shapeOf(model, batch * sequence, sequence));
  const whole = { persistentSms: device.sms, freeSms: device.sms, contended: false };
  const launched = atOwnClock(device, [{ operations: layer, count: 1 }], whole);
  // Decode was replayed as a CUDA graph.
  const situation = context === undefined ? launched : { ...launched, gapSeconds: GRAPH_GAP.value };
  const seconds = (operations: readonly LayerOperation[]): number =>
    operations.reduce((total, one) => total + secondsOf(device, one, situation, context), 0);
  const logits = headOperations(model, shapeOf(model, batch, 1), 'forward').filter(
    ({ name }) => name !== 'cross-entropy',
  );
  return { seconds: row.layers * seconds(layer) + seconds(logits) };
}

function secondsOf(
  device: DeviceSpec,
  operation: LayerOperation,
  situation: Situation,
  context: number | undefined,
): number {
  if (operation.kind !== 'attention' || context === undefined)
    return operationSeconds(device, operation, situation);
  return GRAPH_GAP.value + cacheAttentionSeconds(device, operation, context);
}

/** Queries of one tile of the framework's forward kernel. */
const QUERY_TILE = 128;

/**
 * A compiled kernel of the framework walks along a context without splitting it. It has one for decoding
 * only where a power of two of query heads shares each key head; else its forward kernel computes a tile of
 * queries for every head, all but one of them empty.
 */
function cacheAttentionSeconds(device: DeviceSpec, operation: AttentionOperation, context: number): number {
  const { batch, heads, keyValueHeads, queryKeyDim: headDimQk, valueDim: headDimV } = operation;
  const shared = heads / keyValueHeads;
  if (Number.isInteger(shared) && (shared & (shared - 1)) === 0)
    return decodeAttentionSeconds(device, {
      batch,
      heads,
      keyValueHeads,
      context,
      headDimQk,
      headDimV,
      bytesPerElement: 2,
      split: false,
    });
  const tile = { sequenceQuery: QUERY_TILE, sequenceKey: context, causal: false, pass: 'forward' } as const;
  return attentionSeconds(device, { batch, heads, headDimQk, headDimV, ...tile }, {});
}
