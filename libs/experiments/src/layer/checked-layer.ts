/**
 * One transformer layer on one device, as a user asks for it: checked all at once, completed from presets.
 */
import { IssueList, elementAt } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import {
  type Precision,
  checkPrecision,
  supportsPrecision,
  headCounts,
  isRouted,
  type LayerKind,
  layerKinds,
  type ModelSpec,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { presetNamed } from '../presets/index.js';
import { type LayerRequest, REQUEST_SCHEMAS } from '../schema/index.js';
import { givenRequest, throwIfAny } from '../validation/index.js';

/** A checked request with its defaults. */
export interface CheckedLayer {
  readonly device: DeviceSpec;
  readonly workload: WorkloadSpec;
  /** A layer with experts where the model has some, else its first. */
  readonly kind: LayerKind;
  /** Tokens of the micro-batch; whole sequences. */
  readonly tokens: number;
  readonly sequence: number;
  readonly precision: Precision;
  readonly tensor: number;
  readonly expert: number;
  readonly recompute: WorkloadSpec['recompute'];
}

/** @throws InvalidDocumentError with every issue. */
export function checkedLayer(input: unknown): CheckedLayer {
  const issues = new IssueList();
  const given = givenRequest(REQUEST_SCHEMAS.LayerRequest, input, issues);
  const workload = named<WorkloadSpec>('workload', given, issues);
  const device = named<DeviceSpec>('device', given, issues);
  const layer = workload && device && completed(workload, device, given);
  if (layer !== undefined) checkLayer(layer, issues);
  throwIfAny(issues);
  return layer as CheckedLayer;
}

/** The preset that a key names; undefined, with an issue, where there is none. */
function named<Spec>(
  key: 'workload' | 'device',
  given: Partial<LayerRequest>,
  issues: IssueList,
): Spec | undefined {
  let preset: Spec | undefined;
  issues.relate(given, [key], ({ [key]: name }) => {
    preset = presetNamed(key, name, issues.at(key)) as Spec | undefined;
  });
  return preset;
}

/**
 * What the workload's own micro-batch is on one device: no tensor parallelism, the workload's expert
 * parallelism, nothing recomputed.
 */
function completed(workload: WorkloadSpec, device: DeviceSpec, stated: Partial<LayerRequest>): CheckedLayer {
  const { batch, model, parallelism } = workload;
  const sequence = stated.sequence ?? Math.min(batch.sequenceLength, stated.tokens ?? batch.sequenceLength);
  return {
    workload,
    device,
    sequence,
    kind: kindOf(model, stated.dense === true),
    tokens: stated.tokens ?? sequence * batch.microBatchSequences,
    precision: stated.precision ?? nearestPrecision(device, workload.precision),
    tensor: stated.tensor ?? 1,
    expert: stated.expert ?? parallelism.expert,
    recompute: stated.recompute ?? 'none',
  };
}

/** The workload's own where the device has it, else 16 bits. */
const nearestPrecision = (device: DeviceSpec, precision: Precision): Precision =>
  [precision, 'bf16' as const].find((one) => supportsPrecision(device, one)) ?? 'fp16';

function kindOf(model: ModelSpec, dense: boolean): LayerKind {
  const kinds = layerKinds(model);
  return kinds.find((kind) => isRouted(kind) !== dense) ?? elementAt(kinds, 0);
}

function checkLayer(layer: CheckedLayer, issues: IssueList): void {
  const { model } = layer.workload;
  issues.relate(layer, ['tokens', 'sequence'], ({ tokens, sequence }) =>
    issues
      .at('tokens')
      .require(
        tokens % sequence === 0,
        'not-divisible',
        `tokens must be a multiple of sequence = ${sequence} (got ${tokens}).`,
        'Use whole sequences.',
      ),
  );
  issues.relate(layer, ['precision', 'device'], ({ precision, device }) =>
    checkPrecision(device, precision, issues.at('precision')),
  );
  issues.relate(layer, ['tensor', 'sequence'], ({ tensor, sequence }) =>
    checkTensor(layer.kind, tensor, sequence, issues.at('tensor')),
  );
  issues.relate(layer, ['expert'], ({ expert }) => checkExpert(model, expert, issues.at('expert')));
}

function checkTensor({ mixer, ffn }: LayerKind, tensor: number, sequence: number, at: IssueList): void {
  const heads = headCounts(mixer);
  const columns = ffn.kind === 'dense' ? [ffn.hidden] : [];
  const shared = [...heads, ...columns, sequence];
  const named = [
    ...heads.map((count) => `${count} heads`),
    ...columns.map((count) => `${count} FFN columns`),
    `${sequence} tokens of a sequence`,
  ];
  at.require(
    divides(tensor, shared),
    'not-divisible',
    `tensor must divide ${and(named)} (got ${tensor}).`,
    `Use ${either(divisors(Math.min(...shared)).filter((ranks) => divides(ranks, shared)))}.`,
  );
}

function checkExpert({ moe }: ModelSpec, expert: number, at: IssueList): void {
  if (moe === undefined)
    at.require(
      expert === 1,
      'not-applicable',
      `expert must be left out for a dense model (got ${expert}).`,
      'Remove it.',
    );
  else
    at.require(
      moe.routedExperts % expert === 0,
      'not-divisible',
      `expert must divide the ${moe.routedExperts} routed experts (got ${expert}).`,
      `Use ${either(divisors(moe.routedExperts))}.`,
    );
}

const divides = (ranks: number, counts: readonly number[]): boolean =>
  counts.every((count) => count % ranks === 0);
const divisors = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter((divisor) => count % divisor === 0);
const and = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
const either = (numbers: readonly number[]): string =>
  numbers.length === 1 ? `${numbers[0]}` : `${numbers.slice(0, -1).join(', ')} or ${numbers.at(-1)}`;
