/**
 * Whether a workload can be laid on a cluster: divisibility, ranges, schedule preconditions. All mistakes at
 * once.
 */
import { type IssueList } from '@railyard/base';
import { type ClusterSpec, wholeNumber } from '@railyard/cluster';
import { checkModel, headCounts, layerKinds } from '../model/index.js';
import { checkScheduleRequest, chunksPerDeviceOf } from '../schedule/index.js';
import { checkActivationOffload } from './activation-offload.js';
import { checkContext } from './check-context.js';
import { checkExperts } from './check-experts.js';
import { commonDivisor, nearestDivisor } from './divisors.js';
import { checkPrecision } from './device-precision.js';
import { checkExpertOverlap } from './check-expert-overlap.js';
import { checkSharding, checkShardingGroup } from './check-sharding.js';
import { contextRanks, sharesTokens } from './layer-shape-of.js';
import { checkRecompute } from './recompute-layers.js';
import { scheduleRequest } from './schedule-of.js';
import { checkSoftware } from './check-software.js';
import { EDGE_STAGES } from './stages.js';
import { type WorkloadSpec } from './workload-spec.js';

/**
 * Model stages of the schedule: one per pipeline rank, or several chunks of each. DualPipe keeps every stage
 * twice.
 */
export function modelStages(workload: WorkloadSpec): number {
  return workload.parallelism.pipeline * chunksPerDeviceOf(workload.schedule);
}

/** What varies between the layouts of a job; `data` follows from the first three. */
export type LayoutKey =
  | 'pipeline'
  | 'tensor'
  | 'context'
  | 'expert'
  | 'expertTensor'
  | 'zeroStage'
  | 'microBatchSequences'
  | 'recompute'
  | 'recomputeModules'
  | 'schedule'
  | 'chunksPerDevice';

/** A rule, and all of a layout that it depends on: layouts with equal values keep or break it together. */
export interface LayoutRule {
  readonly reads: readonly LayoutKey[];
  /** `at` is at the workload. */
  readonly check: (cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList) => void;
}

const REPLICA = ['pipeline', 'tensor', 'context'] as const;
const STAGES = ['pipeline', 'schedule', 'chunksPerDevice'] as const;
const SHARING = ['pipeline', 'zeroStage', 'schedule'] as const;

/** What other rules divide by. */
const COUNT_RULES: readonly LayoutRule[] = [
  { reads: [], check: (_, { model }, at) => checkModel(model, at.at('model')) },
  { reads: REPLICA, check: (_, workload, at) => checkCounts(workload, at) },
];

const RULES: readonly LayoutRule[] = [
  { reads: REPLICA, check: (cluster, workload, at) => checkLayout(cluster, workload, at.at('parallelism')) },
  {
    reads: ['tensor'],
    check: (cluster, workload, at) => checkTensor(cluster, workload, at.at('parallelism').at('tensor')),
  },
  {
    reads: ['tensor', 'context'],
    check: (_, workload, at) => {
      const layout = at.at('parallelism');
      checkSequenceParallel(workload, layout.at('sequenceParallel'));
      checkTensorOverlap(workload, layout.at('overlap').at('tensor'));
    },
  },
  {
    reads: [...STAGES, 'zeroStage', 'recompute', 'recomputeModules'],
    check: (_, workload, at) => checkExpertOverlap(workload, at.at('parallelism').at('overlap').at('expert')),
  },
  {
    reads: ['tensor', 'context'],
    check: (_, workload, at) => checkContext(workload, at.at('parallelism').at('context')),
  },
  {
    reads: [...REPLICA, 'expert', 'expertTensor'],
    check: (_, workload, at) => checkExperts(workload, at.at('parallelism')),
  },
  { reads: SHARING, check: (_, workload, at) => checkSharding(workload, at.at('parallelism')) },
  {
    reads: [...REPLICA, 'zeroStage', 'expert', 'expertTensor'],
    check: (_, workload, at) => checkShardingGroup(workload, at.at('parallelism').at('shardingGroup')),
  },
  {
    reads: [...STAGES, 'tensor', 'context', 'microBatchSequences'],
    check: (_, workload, at) => checkBatch(workload, at),
  },
  { reads: ['recompute', 'recomputeModules'], check: (_, workload, at) => checkRecompute(workload, at) },
  { reads: STAGES, check: (_, workload, at) => checkStages(workload, at) },
  {
    reads: ['schedule'],
    check: (_, workload, at) => checkActivationOffload(workload, at.at('activationOffload')),
  },
  { reads: [], check: checkDevice },
  { reads: [], check: (_, workload, at) => checkOptimizer(workload, at.at('optimizer')) },
];

/** All of them, in an order in which each may rely on those before it. */
export const LAYOUT_RULES: readonly LayoutRule[] = [...COUNT_RULES, ...RULES];

/** `issues` is at the document that has `cluster` and `workload`. */
export function checkPlan(cluster: ClusterSpec, workload: WorkloadSpec, issues: IssueList): void {
  const at = issues.at('workload');
  const before = issues.issues.length;
  for (const { check } of COUNT_RULES) check(cluster, workload, at);
  // What follows divides by these numbers.
  if (issues.issues.length > before) return;
  for (const { check } of RULES) check(cluster, workload, at);
}

function checkOptimizer({ optimizer }: WorkloadSpec, at: IssueList): void {
  at.at('offload').require(
    optimizer?.kind !== 'muon' || optimizer.offload !== true,
    'not-applicable',
    'offload must be left out with muon, whose matrix products run on the device (got true).',
    'Leave offload out, or use adamw.',
  );
}

function checkCounts(workload: WorkloadSpec, at: IssueList): void {
  const counts = {
    parallelism: ['pipeline', 'tensor', 'expert', 'data'],
    batch: ['sequenceLength', 'globalSequences', 'microBatchSequences'],
  } as const;
  for (const [section, keys] of Object.entries(counts)) {
    for (const key of keys) {
      const value = Reflect.get(section === 'batch' ? workload.batch : workload.parallelism, key) as number;
      wholeNumber(value, at.at(section).at(key));
    }
  }
  const { expertLoadCv } = workload.routing;
  at.at('routing')
    .at('expertLoadCv')
    .require(
      expertLoadCv >= 0 && expertLoadCv < Infinity,
      'out-of-range',
      `expertLoadCv must be 0 or more (got ${expertLoadCv}).`,
      'Use 0 for perfectly balanced experts.',
    );
}

function checkLayout(cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList): void {
  const { pipeline, tensor, data } = workload.parallelism;
  const context = contextRanks(workload);
  const gpus = cluster.nodes * cluster.gpusPerNode;
  const used = pipeline * tensor * context * data;
  const replicas = gpus / (pipeline * tensor * context);
  const [names, values] =
    context === 1
      ? ['pipeline x tensor', `${pipeline} x ${tensor}`]
      : ['pipeline x tensor x context', `${pipeline} x ${tensor} x ${context}`];
  at.at('data').require(
    used === gpus,
    'layout-mismatch',
    `data must make ${names} x data the ${gpus} GPUs (got ${values} x ${data} = ${used}).`,
    Number.isInteger(replicas) && replicas >= 1
      ? `Set data to ${replicas}.`
      : `Use pipeline ${nearestDivisor(gpus, pipeline)} with tensor 1, so that they divide ${gpus}.`,
  );
}

/** Heads, key-value heads and FFN columns of every kind of layer. */
function checkTensor(cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList): void {
  const { tensor, placement } = workload.parallelism;
  const { model } = workload;
  const { gpusPerNode } = cluster;
  const kinds = layerKinds(model);
  const heads = [...new Set(kinds.flatMap((kind) => headCounts(kind.mixer)))];
  const columns = [...new Set(kinds.flatMap((kind) => (kind.ffn.kind === 'dense' ? [kind.ffn.hidden] : [])))];
  const shareable = [...heads, ...columns].reduce(commonDivisor, gpusPerNode);
  at.require(
    placement === 'packed' || gpusPerNode % tensor === 0 || tensor % gpusPerNode === 0,
    'not-divisible',
    `tensor must divide the ${gpusPerNode} GPUs of a node, or be whole nodes, with ${placement} placement ` +
      `(got ${tensor}).`,
    `Use ${nearestDivisor(shareable, tensor)}, or set placement to packed.`,
  );
  for (const count of heads)
    at.require(
      count % tensor === 0,
      'not-divisible',
      `tensor must divide the ${count} attention heads (got ${tensor}).`,
      `Use ${nearestDivisor(shareable, tensor)}.`,
    );
  const shared = new Set(kinds.flatMap(({ mixer }) => (mixer.kind === 'gqa' ? [mixer.keyValueHeads] : [])));
  for (const keyValueHeads of shared)
    at.require(
      keyValueHeads % tensor === 0 || tensor % keyValueHeads === 0,
      'not-divisible',
      `tensor must divide the ${keyValueHeads} key-value heads, or be a multiple of them (got ${tensor}).`,
      `Use ${nearestDivisor(commonDivisor(shareable, keyValueHeads), tensor)}.`,
    );
  for (const hidden of columns)
    at.require(
      hidden % tensor === 0,
      'not-divisible',
      `tensor must divide the ${hidden} columns of the FFN (got ${tensor}).`,
      `Use ${nearestDivisor(shareable, tensor)}.`,
    );
}

/** Experts take the tokens that a rank brings; Megatron-LM refuses the same. */
function checkSequenceParallel(workload: WorkloadSpec, at: IssueList): void {
  const { model, parallelism, batch } = workload;
  if (parallelism.tensor === 1 || model.moe === undefined || sharesTokens(workload)) return;
  at.add(
    'not-applicable',
    parallelism.sequenceParallel === false
      ? 'sequenceParallel must be true for a model with experts and tensor ranks (got false).'
      : `sequenceLength must be a multiple of tensor x context = ` +
          `${parallelism.tensor * contextRanks(workload)} for a model with experts ` +
          `(got ${batch.sequenceLength}).`,
    'Let tensor ranks bring different tokens to the experts: sequenceParallel true, and a sequence that ' +
      'they divide.',
  );
}

function checkTensorOverlap(workload: WorkloadSpec, at: IssueList): void {
  const { overlap, tensor } = workload.parallelism;
  at.require(
    overlap?.tensor !== true || tensor === 1 || sharesTokens(workload),
    'not-applicable',
    'tensor must be left out without sequence parallelism, whose all-reduce ends a block (got true).',
    'Set sequenceParallel to true, or leave overlap.tensor out.',
  );
}

function checkBatch(workload: WorkloadSpec, at: IssueList): void {
  const { data } = workload.parallelism;
  const { globalSequences, microBatchSequences } = workload.batch;
  const unit = data * microBatchSequences;
  const near = Math.max(1, Math.round(globalSequences / unit)) * unit;
  const divisible = at
    .at('batch')
    .at('globalSequences')
    .require(
      globalSequences % unit === 0,
      'not-divisible',
      `globalSequences must be a multiple of data x microBatchSequences = ${unit} (got ${globalSequences}).`,
      `Use ${near}.`,
    );
  checkSequence(workload, at.at('batch').at('sequenceLength'));
  if (!divisible) return;
  checkScheduleRequest(scheduleRequest(workload), at.at('schedule'), {
    ranks: at.at('parallelism').at('pipeline'),
    microBatches: at.at('batch').at('globalSequences'),
    chunksPerDevice: at.at('schedule').at('chunksPerDevice'),
  });
}

/** A sequence is cut into shares of context ranks, of two slices each in a ring, and of tensor ranks. */
function checkSequence({ batch, parallelism }: WorkloadSpec, at: IssueList): void {
  const { tensor, context = 1, contextMethod = 'ring', sequenceParallel } = parallelism;
  const { sequenceLength } = batch;
  const slices = context === 1 || contextMethod === 'all-to-all' ? context : 2 * context;
  const parts = slices * (sequenceParallel === true ? tensor : 1);
  const words = [
    ...(context === 1 ? [] : [slices === context ? 'context' : '2 x context']),
    ...(sequenceParallel === true ? ['tensor'] : []),
  ].join(' x ');
  at.require(
    sequenceLength % parts === 0,
    'not-divisible',
    `sequenceLength must be a multiple of ${words} = ${parts} (got ${sequenceLength}).`,
    `Use ${Math.max(1, Math.round(sequenceLength / parts)) * parts}.`,
  );
}

function checkStages(workload: WorkloadSpec, at: IssueList): void {
  const { model, stageLayers } = workload;
  const stages = modelStages(workload);
  if (stageLayers === undefined) {
    const most = model.layers + EDGE_STAGES;
    const ranks = Math.floor((most * workload.parallelism.pipeline) / stages);
    at.at('parallelism')
      .at('pipeline')
      .require(
        stages <= most,
        'out-of-range',
        `pipeline must make at most ${most} stages, ` +
          `one for each layer, the embedding and the loss (got ${stages}).`,
        `Use at most ${ranks} pipeline ranks.`,
      );
    return;
  }
  const here = at.at('stageLayers');
  if (
    !here.require(
      stageLayers.length === stages,
      'wrong-length',
      `stageLayers must have one number for each of the ${stages} stages (got ${stageLayers.length}).`,
      'Give one number for each stage.',
    )
  )
    return;
  let total = 0;
  let valid = true;
  stageLayers.forEach((layers, stage) => {
    valid =
      here
        .at(stage)
        .require(
          Number.isSafeInteger(layers) && layers >= 0,
          'out-of-range',
          `Stage ${stage} must have a whole number of layers (got ${layers}).`,
          'Use a whole number from 0: a stage may be the embedding or the loss alone.',
        ) && valid;
    total += layers;
  });
  if (valid)
    here.require(
      total === model.layers,
      'wrong-sum',
      `stageLayers must add up to the model's ${model.layers} layers (got ${total}).`,
      `Give numbers that add up to ${model.layers}.`,
    );
}

function checkDevice(cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList): void {
  const { device } = cluster;
  checkPrecision(device, workload.precision, at.at('precision'));
  checkSoftware(device, workload.software, at.at('software'));
  const { sms } = workload.communication;
  at.at('communication')
    .at('sms')
    .require(
      Number.isSafeInteger(sms) && sms >= 0 && sms < device.sms,
      'out-of-range',
      `sms must be a whole number below ${device.sms}, so that some SMs compute (got ${sms}).`,
      `Use 0 to ${device.sms - 1}.`,
    );
}
