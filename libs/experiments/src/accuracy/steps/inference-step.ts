/**
 * A forward pass of a dense model on one GPU, priced operation by operation: a prefill computes every token
 * and the logits of the last of each sequence, a decode step one token against its cache.
 */
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import {
  LAUNCH_GAP_SECONDS,
  type AttentionOperation,
  type LayerOperation,
  type ModelSpec,
  type Situation,
  atOwnClock,
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
  const situation = atOwnClock(device, [{ operations: layer, count: 1 }], whole);
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
  return LAUNCH_GAP_SECONDS + decodeAttentionSeconds(device, decodeShape(operation, context));
}

/** A compiled kernel of the framework walks along a context without splitting it. */
const decodeShape = (operation: AttentionOperation, context: number) => ({
  batch: operation.batch,
  heads: operation.heads,
  keyValueHeads: operation.keyValueHeads,
  context,
  headDimQk: operation.queryKeyDim,
  headDimV: operation.valueDim,
  bytesPerElement: 2,
  split: false,
});
