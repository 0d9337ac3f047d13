/** One transformer layer on one device, no communication: what `railyard layer` prints. */
import { type DeviceSpec } from '@railyard/cluster';
import {
  atOwnClock,
  backwardInputOperations,
  backwardWeightOperations,
  gatedLayerShape,
  type Precision,
  type LayerOperation,
  layerOperations,
  operationBytes,
  operationFlops,
  operationSeconds,
  type OperationPass,
  passesOf,
  type Situation,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { type CheckedLayer } from './checked-layer.js';

export interface LayerOperationSummary {
  readonly name: string;
  readonly pass: OperationPass;
  readonly ms: number;
  readonly flops: number;
  readonly bytes: number;
}

export interface LayerSummary {
  readonly workload: string;
  readonly device: string;
  /** Name of one of the model's kinds of layer. */
  readonly kind: string;
  readonly tokens: number;
  readonly sequence: number;
  readonly precision: Precision;
  readonly tensor: number;
  readonly expert: number;
  readonly recompute: WorkloadSpec['recompute'];
  readonly forwardMs: number;
  /** Recomputation included. */
  readonly backwardInputMs: number;
  readonly backwardWeightMs: number;
  readonly operations: readonly LayerOperationSummary[];
}

export function runLayer(request: CheckedLayer): LayerSummary {
  const {
    workload: { model, name },
    device,
    kind,
  } = request;
  const shape = gatedLayerShape(model, {
    tokens: request.tokens,
    sequence: request.sequence,
    tensorParallel: request.tensor,
    expertParallel: request.expert,
    precision: request.precision,
    recompute: request.recompute,
  });
  const whole = { persistentSms: device.sms, freeSms: device.sms, contended: false };
  const own = atOwnClock(device, [{ operations: passesOf(model, kind, shape), count: 1 }], whole);
  const priced = (operations: readonly LayerOperation[]): readonly LayerOperationSummary[] =>
    operations.map((operation) => summaryOf(device, operation, own));
  const forward = priced(layerOperations(model, kind, shape));
  const backwardInput = priced(backwardInputOperations(model, kind, shape));
  const backwardWeight = priced(backwardWeightOperations(model, kind, shape));
  return {
    workload: name,
    device: device.name,
    kind: kind.name,
    tokens: request.tokens,
    sequence: request.sequence,
    precision: request.precision,
    tensor: request.tensor,
    expert: request.expert,
    recompute: request.recompute,
    forwardMs: total(forward),
    backwardInputMs: total(backwardInput),
    backwardWeightMs: total(backwardWeight),
    operations: [...forward, ...backwardInput, ...backwardWeight],
  };
}

const total = (operations: readonly LayerOperationSummary[]): number =>
  operations.reduce((sum, operation) => sum + operation.ms, 0);

function summaryOf(
  device: DeviceSpec,
  operation: LayerOperation,
  situation: Situation,
): LayerOperationSummary {
  return {
    name: operation.name,
    pass: operation.pass,
    ms: 1e3 * operationSeconds(device, operation, situation),
    flops: operationFlops(operation),
    bytes: operationBytes(operation),
  };
}
