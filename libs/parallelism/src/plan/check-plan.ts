/**
 * Whether a workload can be laid on a cluster: divisibility, ranges, schedule preconditions. All mistakes at
 * once.
 */
import { type IssueList } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { checkModel } from '../model/index.js';
import { checkScheduleRequest, chunksPerDeviceOf } from '../schedule/index.js';
import { type WorkloadSpec } from './workload-spec.js';

/** The divisor of `whole` that is nearest to `wanted`; the smaller of two equally near. */
export function nearestDivisor(whole: number, wanted: number, atMost = whole): number {
  let best = 1;
  for (let divisor = 1; divisor * divisor <= whole; divisor += 1) {
    if (whole % divisor !== 0) continue;
    for (const candidate of [divisor, whole / divisor]) {
      if (candidate > atMost) continue;
      const gain = Math.abs(best - wanted) - Math.abs(candidate - wanted);
      if (gain > 0 || (gain === 0 && candidate < best)) best = candidate;
    }
  }
  return best;
}

/**
 * What divides both: a layout proposed in place of one that breaks a rule has to keep the other rules too.
 */
function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Micro-batches that each pipeline replica runs in a step. */
export function microBatchesPerPipeline(workload: WorkloadSpec): number {
  return workload.batch.globalSequences / (workload.parallelism.data * workload.batch.microBatchSequences);
}

/**
 * Model stages of the schedule: one per pipeline rank, or several chunks of each. DualPipe keeps every stage
 * twice.
 */
export function modelStages(workload: WorkloadSpec): number {
  return workload.parallelism.pipeline * chunksPerDeviceOf(workload.schedule);
}

/** `issues` stands at the document that holds `cluster` and `workload`. */
export function checkPlan(cluster: ClusterSpec, workload: WorkloadSpec, issues: IssueList): void {
  const at = issues.at('workload');
  const before = issues.issues.length;
  checkModel(workload.model, at.at('model'));
  checkCounts(workload, at);
  // What follows divides by these numbers.
  if (issues.issues.length > before) return;
  checkLayout(cluster, workload, at.at('parallelism'));
  checkTensor(cluster, workload, at.at('parallelism').at('tensor'));
  checkExperts(workload, at.at('parallelism').at('expert'));
  checkBatch(workload, at);
  checkStages(workload, at);
  checkDevice(cluster, workload, at);
}

function checkCounts(workload: WorkloadSpec, at: IssueList): void {
  const counts = {
    parallelism: ['pipeline', 'tensor', 'expert', 'data'],
    batch: ['sequenceLength', 'globalSequences', 'microBatchSequences'],
  } as const;
  for (const [section, keys] of Object.entries(counts)) {
    for (const key of keys) {
      const value: unknown = Reflect.get(section === 'batch' ? workload.batch : workload.parallelism, key);
      at.at(section)
        .at(key)
        .require(
          typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
          'out-of-range',
          `${key} is ${String(value)}; it must be a whole number of at least 1.`,
          'Give a whole number from 1.',
        );
    }
  }
  const { imbalance } = workload.routing;
  at.at('routing')
    .at('imbalance')
    .require(
      imbalance >= 0 && imbalance < Infinity,
      'out-of-range',
      `imbalance is ${imbalance}; it must be 0 or more.`,
      '0 is perfectly balanced.',
    );
}

function checkLayout(cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList): void {
  const { pipeline, tensor, data } = workload.parallelism;
  const gpus = cluster.nodes * cluster.gpusPerNode;
  const used = pipeline * tensor * data;
  const replicas = gpus / (pipeline * tensor);
  at.at('data').require(
    used === gpus,
    'layout-mismatch',
    `pipeline ${pipeline} x tensor ${tensor} x data ${data} = ${used} ranks, but the cluster has ` +
      `${gpus} GPUs.`,
    Number.isInteger(replicas) && replicas >= 1
      ? `Set data to ${replicas}.`
      : `pipeline x tensor must divide ${gpus}: pipeline ${nearestDivisor(gpus, pipeline)} with ` +
          `tensor 1 is near.`,
  );
}

function checkTensor(cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList): void {
  const { tensor } = workload.parallelism;
  const { model } = workload;
  const { gpusPerNode } = cluster;
  const { heads } = model.attention;
  const shareable = [heads, model.denseHidden].reduce(commonDivisor, gpusPerNode);
  at.require(
    gpusPerNode % tensor === 0,
    'not-divisible',
    `tensor ${tensor} does not divide the ${gpusPerNode} GPUs of a node.`,
    `Tensor ranks share a node's NVLink: ${nearestDivisor(shareable, tensor)} is nearest.`,
  );
  at.require(
    heads % tensor === 0,
    'not-divisible',
    `tensor ${tensor} does not divide ${heads} attention heads.`,
    `${nearestDivisor(shareable, tensor)} is nearest.`,
  );
  if (model.attention.kind === 'gqa') {
    const { keyValueHeads } = model.attention;
    at.require(
      keyValueHeads % tensor === 0 || tensor % keyValueHeads === 0,
      'not-divisible',
      `tensor ${tensor} neither divides nor is a multiple of ${keyValueHeads} key-value heads.`,
      `${nearestDivisor(commonDivisor(shareable, keyValueHeads), tensor)} is nearest.`,
    );
  }
  at.require(
    model.denseHidden % tensor === 0,
    'not-divisible',
    `tensor ${tensor} does not divide the FFN's ${model.denseHidden} columns.`,
    `${nearestDivisor(shareable, tensor)} is nearest.`,
  );
}

function checkExperts(workload: WorkloadSpec, at: IssueList): void {
  const { expert, tensor, data } = workload.parallelism;
  const { moe } = workload.model;
  if (moe === undefined) {
    at.require(
      expert === 1,
      'not-applicable',
      `expert parallelism ${expert} for a model without experts.`,
      'Set expert to 1.',
    );
    return;
  }
  const ranks = tensor * data;
  const hint = `${nearestDivisor(commonDivisor(moe.routedExperts, ranks), expert)} is nearest.`;
  at.require(
    moe.routedExperts % expert === 0,
    'not-divisible',
    `expert ${expert} does not divide ${moe.routedExperts} routed experts.`,
    hint,
  );
  at.require(
    ranks % expert === 0,
    'not-divisible',
    `expert ${expert} does not divide the ${ranks} ranks of a stage (tensor ${tensor} x data ${data}).`,
    hint,
  );
}

function checkBatch(workload: WorkloadSpec, at: IssueList): void {
  const { data, tensor } = workload.parallelism;
  const { globalSequences, microBatchSequences, sequenceLength } = workload.batch;
  const unit = data * microBatchSequences;
  const near = Math.max(1, Math.round(globalSequences / unit)) * unit;
  const divisible = at
    .at('batch')
    .at('globalSequences')
    .require(
      globalSequences % unit === 0,
      'not-divisible',
      `${globalSequences} sequences cannot be dealt to ${data} replicas in micro-batches of ` +
        `${microBatchSequences}.`,
      `${near} is the nearest multiple of ${unit}.`,
    );
  at.at('batch')
    .at('sequenceLength')
    .require(
      sequenceLength % tensor === 0,
      'not-divisible',
      `a sequence of ${sequenceLength} tokens cannot be split over ${tensor} tensor ranks.`,
      `${Math.max(1, Math.round(sequenceLength / tensor)) * tensor} is nearest.`,
    );
  if (!divisible) return;
  const request = {
    name: workload.schedule.name,
    ranks: workload.parallelism.pipeline,
    microBatches: globalSequences / unit,
    chunksPerDevice: workload.schedule.chunksPerDevice,
  };
  checkScheduleRequest(request, at.at('schedule'), {
    ranks: at.at('parallelism').at('pipeline'),
    microBatches: at.at('batch').at('globalSequences'),
    chunksPerDevice: at.at('schedule').at('chunksPerDevice'),
  });
}

function checkStages(workload: WorkloadSpec, at: IssueList): void {
  const { model, stageLayers } = workload;
  const stages = modelStages(workload);
  if (stageLayers === undefined) {
    at.at('parallelism')
      .at('pipeline')
      .require(
        stages <= model.layers,
        'out-of-range',
        `${stages} pipeline stages for ${model.layers} layers: some would be empty.`,
        `Use at most ${Math.floor((model.layers * workload.parallelism.pipeline) / stages)} pipeline ranks.`,
      );
    return;
  }
  const here = at.at('stageLayers');
  if (
    !here.require(
      stageLayers.length === stages,
      'wrong-length',
      `stageLayers has ${stageLayers.length} numbers for ${stages} stages.`,
      'Give one number for each stage.',
    )
  )
    return;
  let total = 0;
  let sound = true;
  stageLayers.forEach((layers, stage) => {
    sound =
      here
        .at(stage)
        .require(
          Number.isSafeInteger(layers) && layers >= 1,
          'out-of-range',
          `stage ${stage} has ${layers} layers; it needs at least 1.`,
          'Use fewer stages, or give it a layer of another.',
        ) && sound;
    total += layers;
  });
  if (sound)
    here.require(
      total === model.layers,
      'wrong-sum',
      `stageLayers add up to ${total}, but the model has ${model.layers} layers.`,
      `Let them add up to ${model.layers}.`,
    );
}

function checkDevice(cluster: ClusterSpec, workload: WorkloadSpec, at: IssueList): void {
  const { device } = cluster;
  at.at('precision').require(
    workload.precision !== 'fp8' || device.fp8Tflops > 0,
    'unsupported-precision',
    `${device.name} has no FP8 tensor cores.`,
    'Use bf16.',
  );
  const { sms } = workload.communication;
  at.at('communication')
    .at('sms')
    .require(
      Number.isSafeInteger(sms) && sms >= 0 && sms < device.sms,
      'out-of-range',
      `communication holds ${sms} SMs of ${device.sms}; some must be left to compute.`,
      `0 to ${device.sms - 1}.`,
    );
}
