/** One transformer layer on one device, no communication: what `railyard layer` prints. */
import { InvalidDocumentError, IssueList } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import {
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  type GemmPrecision,
  type LayerKind,
  type LayerOperation,
  layerOperations,
  operationBytes,
  operationFlops,
  operationSeconds,
  type OperationPass,
  type Situation,
  type WorkloadSpec,
} from '@railyard/parallelism';

export interface LayerRequest {
  readonly device: DeviceSpec;
  readonly workload: WorkloadSpec;
  /** A mixture of experts has layers of both kinds. */
  readonly kind: LayerKind;
  /** Tokens of the micro-batch; whole sequences. */
  readonly tokens: number;
  readonly sequence: number;
  readonly precision: GemmPrecision;
  readonly tensor: number;
  readonly expert: number;
  readonly recompute: WorkloadSpec['recompute'];
}

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
  readonly kind: LayerKind;
  readonly tokens: number;
  readonly sequence: number;
  readonly precision: GemmPrecision;
  readonly tensor: number;
  readonly expert: number;
  readonly recompute: WorkloadSpec['recompute'];
  readonly forwardMs: number;
  /** Recomputation included. */
  readonly backwardInputMs: number;
  readonly backwardWeightMs: number;
  readonly operations: readonly LayerOperationSummary[];
}

/** @throws InvalidDocumentError with every issue at once, at the request's keys. */
export function summarizeLayer(request: LayerRequest): LayerSummary {
  checkRequest(request);
  const {
    workload: { model, name },
    device,
    kind,
  } = request;
  const shape = balancedLayerShape(model, {
    tokens: request.tokens,
    sequence: request.sequence,
    tensorParallel: request.tensor,
    expertParallel: request.expert,
    precision: request.precision,
    recompute: request.recompute,
  });
  const priced = (operations: readonly LayerOperation[]): readonly LayerOperationSummary[] =>
    operations.map((operation) => summaryOf(device, operation));
  const forward = priced(layerOperations(model, kind, shape));
  const backwardInput = priced(backwardInputOperations(model, kind, shape));
  const backwardWeight = priced(backwardWeightOperations(model, kind, shape));
  return {
    workload: name,
    device: device.name,
    kind,
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

function summaryOf(device: DeviceSpec, operation: LayerOperation): LayerOperationSummary {
  const whole: Situation = { persistentSms: device.sms, freeSms: device.sms, contended: false };
  return {
    name: operation.name,
    pass: operation.pass,
    ms: 1e3 * operationSeconds(device, operation, whole),
    flops: operationFlops(operation),
    bytes: operationBytes(operation),
  };
}

/** Tokens of one device that the kernel model speaks of. */
const MAX_TOKENS = 16_777_216;

function checkRequest(request: LayerRequest): void {
  const issues = new IssueList();
  const {
    device,
    workload: { model },
    tokens,
    sequence,
    tensor,
    expert,
  } = request;
  issues
    .at('tokens')
    .require(
      tokens <= MAX_TOKENS,
      'too-large',
      `${tokens} tokens are more than ${MAX_TOKENS}.`,
      'Take fewer.',
    );
  issues
    .at('tokens')
    .require(
      tokens % sequence === 0,
      'not-divisible',
      `${tokens} tokens are not whole sequences of ${sequence}.`,
      'Give --sequence a divisor of the tokens.',
    );
  issues
    .at('precision')
    .require(
      request.precision !== 'fp8' || device.fp8Tflops > 0,
      'unsupported-precision',
      `${device.name} has no FP8 tensor cores.`,
      'Use bf16.',
    );
  const shared = [model.attention.heads, model.denseHidden, sequence];
  issues
    .at('tensor')
    .require(
      divides(tensor, shared),
      'not-divisible',
      `tensor ${tensor} does not divide ${shared[0]} heads, ${shared[1]} FFN columns and ` +
        `${shared[2]} tokens of a sequence.`,
      `Use ${either(divisors(shared[0]!).filter((ranks) => divides(ranks, shared)))}.`,
    );
  checkExpert(model.moe?.routedExperts, expert, issues.at('expert'));
  issues
    .at('kind')
    .require(
      request.kind === 'dense' || model.moe !== undefined,
      'not-applicable',
      `${model.name} has no experts.`,
      'Ask for its dense layer.',
    );
  if (issues.issues.length > 0) throw new InvalidDocumentError(issues.issues);
}

function checkExpert(routedExperts: number | undefined, expert: number, at: IssueList): void {
  if (routedExperts === undefined)
    at.require(
      expert === 1,
      'not-applicable',
      `the model is dense: it has no experts that ${expert} ranks could share.`,
      'Leave `expert` out.',
    );
  else
    at.require(
      routedExperts % expert === 0,
      'not-divisible',
      `expert ${expert} does not divide ${routedExperts} routed experts.`,
      `Use ${either(divisors(routedExperts))}.`,
    );
}

const divides = (ranks: number, counts: readonly number[]): boolean =>
  counts.every((count) => count % ranks === 0);
const divisors = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter((divisor) => count % divisor === 0);
const either = (numbers: readonly number[]): string =>
  numbers.length === 1 ? `${numbers[0]}` : `${numbers.slice(0, -1).join(', ')} or ${numbers.at(-1)}`;

/**
 * What the workload's own micro-batch is on one device: no tensor parallelism, the workload's expert
 * parallelism, nothing recomputed.
 */
export function layerRequest(
  workload: WorkloadSpec,
  device: DeviceSpec,
  stated: Partial<Omit<LayerRequest, 'workload' | 'device'>>,
): LayerRequest {
  const sequence =
    stated.sequence ??
    Math.min(workload.batch.sequenceLength, stated.tokens ?? workload.batch.sequenceLength);
  return {
    workload,
    device,
    sequence,
    kind: stated.kind ?? (workload.model.moe === undefined ? 'dense' : 'moe'),
    tokens: stated.tokens ?? sequence * workload.batch.microBatchSequences,
    precision: stated.precision ?? (device.fp8Tflops > 0 ? workload.precision : 'bf16'),
    tensor: stated.tensor ?? 1,
    expert: stated.expert ?? workload.parallelism.expert,
    recompute: stated.recompute ?? 'none',
  };
}
