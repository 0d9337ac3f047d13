/** Schema of a training job: the body of a `Workload` document, and `workload` of an experiment. */
import {
  type ActivationOffloadSpec,
  CONTEXT_METHODS,
  DISPATCHERS,
  EXPERT_LOAD_CV,
  OFFLOAD_PARTS,
  OPTIMIZERS,
  type OptimizerSpec,
  PRECISIONS,
  type BatchSpec,
  type CommunicationSpec,
  type OverlapSpec,
  type ParallelismSpec,
  RANK_ORDERS,
  RECOMPUTE_METHODS,
  RECOMPUTE_MODULES,
  type RoutingSpec,
  SCHEDULE_NAMES,
  SEND_MODES,
  type ScheduleSpec,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { choice, count, flag, list, object, quantity, ratio, text } from './json-schema.js';
import { modelSchema } from './model.js';
import { softwareSchema } from './software.js';
import { wireFields } from './wire-precision.js';

const overlapSchema = object<OverlapSpec>(
  'Communication that runs during computation, each with the SMs and the bandwidth that it takes.',
  {
    tensor: flag(
      'Gathers and scatters of tensor ranks during the products that they belong to, in pieces. ' +
        'Absent: false.',
      { 'x-also': ['tpCommOverlap'] },
    ),
    context: flag('Hops of a ring during the attention of the block before. Absent: true.'),
    gradientReduction: flag(
      'Gradients reduced during the backward: with zeroStage 2 and 3 layer by layer, unless false; with 0 ' +
        'and 1 from the last backward of a step on, if true.',
      { 'x-also': ['overlapGradReduce'] },
    ),
    parameterGather: flag(
      'Weights gathered during the forward: with zeroStage 3 layer by layer, unless false; with 1 and 2 in ' +
        'the first forward of a step, if true.',
      { 'x-also': ['overlapParamGather'] },
    ),
    expert: flag(
      'Of 1F1B: dispatch and combine of one micro-batch during the computation of another, a forward and a ' +
        'backward run as one. Absent: false.',
      { 'x-also': ['moeA2aOverlap', 'overlapMoeExpertParallelComm'] },
    ),
  },
  ['tensor', 'context', 'gradientReduction', 'parameterGather', 'expert'],
);

const parallelismSchema = object<ParallelismSpec>(
  'The parallel layout.',
  {
    pipeline: count('Pipeline-parallel ranks.', 1, 512, { default: 1, 'x-also': ['pp', 'pipelineParallel'] }),
    tensor: count('Tensor-parallel ranks.', 1, 128, { default: 1, 'x-also': ['tp', 'tensorParallel'] }),
    expert: count('Expert-parallel ranks.', 1, 4096, { default: 1, 'x-also': ['ep', 'expertParallel'] }),
    expertTensor: count('Ranks that split each expert, apart from tensor (folding). Absent: 1.', 1, 128, {
      'x-also': ['etp', 'expertTensorParallel'],
    }),
    data: count(
      'Data-parallel replicas of the dense part. Absent: GPUs / (pipeline x tensor x context).',
      1,
      262_144,
      { 'x-also': ['dp', 'dataParallel'] },
    ),
    context: count('Context-parallel ranks: they share each sequence. Absent: 1.', 1, 4096, {
      'x-also': ['cp', 'contextParallel'],
    }),
    contextMethod: choice(
      "How context ranks meet each other's keys and values: blocks go round a ring, heads are dealt out in " +
        'place of tokens, or all are gathered. Absent: ring.',
      CONTEXT_METHODS,
      { 'x-also': ['cpCommType', 'contextKind'] },
    ),
    sequenceParallel: flag(
      'Tensor ranks share the tokens of norms and residuals. Absent: where the sequence divides. ' +
        'false: blocks end with an all-reduce, and each rank keeps whole layer inputs.',
      { 'x-also': ['sp'] },
    ),
    zeroStage: {
      type: 'integer',
      description:
        'ZeRO stage: 0 replicates the training state, 1 shards the optimizer, 2 the gradients too, 3 the ' +
        'weights too (FSDP).',
      enum: [0, 1, 2, 3],
      default: 1,
      'x-also': ['zero'],
    },
    reshardAfterForward: flag(
      'Of ZeRO-3: weights are gathered again for the backward. Absent: true. In a pipeline, false gathers ' +
        'and reduces once a step.',
      { 'x-also': ['fsdpReshard'] },
    ),
    prefetch: count(
      'Of ZeRO-3: units (layers, embedding, head) whose weights are gathered ahead of the one that runs. ' +
        'More hide a long gather behind several short layers, and take memory. Absent: 1.',
      1,
      64,
      { 'x-also': ['fsdpPrefetch', 'forwardPrefetch'] },
    ),
    shardingGroup: count(
      'Ranks that hold one set of shards, the rest hold copies (hybrid sharding). Absent: all ranks with ' +
        'the same weights.',
      1,
      262_144,
      { 'x-also': ['hybridGroup', 'dpShard'] },
    ),
    overlap: overlapSchema,
    placement: choice('How ranks are laid on nodes.', ['packed', 'spread', 'random'], { default: 'packed' }),
    rankOrder: choice(
      'Order in which ranks are numbered before they are placed, the fastest first. Absent: tp-cp-ep-dp-pp.',
      RANK_ORDERS,
    ),
  },
  [
    'expertTensor',
    'reshardAfterForward',
    'prefetch',
    'shardingGroup',
    'data',
    'context',
    'contextMethod',
    'sequenceParallel',
    'overlap',
    'rankOrder',
  ],
  { default: {} },
);

const batchSchema = object<BatchSpec>('The batch.', {
  sequenceLength: count('Tokens of a sequence.', 1, 16_777_216, { 'x-also': ['sequence', 'seqLen'] }),
  globalSequences: count('Sequences of an optimizer step over the whole job.', 1, 16_777_216, {
    'x-also': ['globalBatch', 'globalBatchSize'],
  }),
  microBatchSequences: count('Sequences of a micro-batch.', 1, 65_536, {
    default: 1,
    'x-also': ['microBatch', 'microBatchSize'],
  }),
});

const scheduleSchema = object<ScheduleSpec>(
  'The pipeline schedule.',
  {
    name: choice('Schedule by name.', SCHEDULE_NAMES, { default: '1f1b' }),
    chunksPerDevice: count('Model chunks of a device, for interleaved 1F1B.', 1, 64, {
      default: 1,
      'x-also': ['virtualPipeline', 'vpp'],
    }),
    sends: choice(
      'When a rank waits for what it sends: where the published program of the schedule does, or never.',
      SEND_MODES,
      { default: 'published' },
    ),
  },
  [],
  { default: {} },
);

const routingSchema = object<RoutingSpec>(
  'How the gate spreads tokens over experts.',
  {
    expertLoadCv: ratio(
      'Coefficient of variation of the tokens that one expert receives; 0 is perfectly balanced.',
      0,
      10,
      { default: EXPERT_LOAD_CV.value },
    ),
  },
  [],
  { default: {} },
);

const communicationSchema = object<CommunicationSpec>(
  'Expert dispatch and combine.',
  {
    dispatcher: choice(
      'How tokens reach their experts: kernels that copy while they send, once to each GPU or node ' +
        '(DeepEP, or HybridEP, which fills NVLink with few SMs), or an all-to-all of a copy for each ' +
        'expert, put in order before and after. Absent: deepep.',
      DISPATCHERS,
      { 'x-also': ['moeTokenDispatcherType'] },
    ),
    sms: count(
      'SMs that dispatch and combine kernels hold while they run; 0 is offloaded communication.',
      0,
      4096,
      { default: 20 },
    ),
    ...wireFields('bf16', 'bf16'),
    coprocessor: flag(
      'A unit next to the SMs moves and sums tokens at the rate of `sms`: kernels keep every SM, ' +
        'memory and links are shared. Absent: false.',
    ),
  },
  ['dispatcher', 'coprocessor', 'codecShare'],
  { default: {} },
);

const optimizerSchema = object<OptimizerSpec>(
  'The optimizer and the bytes of its state. Absent: AdamW as the precision has it.',
  {
    kind: choice(
      'The optimizer. muon: one moment of matrices, orthogonalized in each step; embedding and head are ' +
        "AdamW's.",
      OPTIMIZERS,
      { default: 'adamw' },
    ),
    masterBytes: quantity(
      'Master weights apart from those that kernels read; 0 when there are none.',
      'B/parameter',
      0,
      4,
    ),
    momentBytes: quantity('Each moment of the optimizer.', 'B/parameter', 0, 4),
    gradientBytes: quantity('Accumulated gradients.', 'B/parameter', 1, 4),
    reduceBytes: quantity('Gradients on their way between replicas.', 'B/parameter', 1, 4),
    offload: flag("Master weights and moments lie in the host's memory and are updated there."),
  },
  ['masterBytes', 'momentBytes', 'gradientBytes', 'reduceBytes', 'offload'],
);

export const workloadSchema = object<WorkloadSpec>(
  'The training job: a model, its layout, batch, precision and schedule.',
  {
    name: text('Name of the workload.', 100, { default: 'custom' }),
    model: modelSchema,
    parallelism: parallelismSchema,
    batch: batchSchema,
    precision: choice(
      'Precision of the linear layers: fp8 has scales of 1x128 and 128x128 (DeepSeek-V3), fp8-tensor one ' +
        'for each tensor, fp8-delayed the same from earlier steps, fp8-row one for each row, mxfp8 and ' +
        'nvfp4 those of the tensor cores.',
      PRECISIONS,
      { default: 'bf16' },
    ),
    optimizer: optimizerSchema,
    schedule: scheduleSchema,
    routing: routingSchema,
    communication: communicationSchema,
    recompute: choice(
      'What the backward recomputes: nothing, the cheap parts, or the whole layer.',
      ['none', 'selective', 'full'],
      { default: 'none' },
    ),
    recomputeModules: list(
      'Parts that selective recomputation repeats: attention-core (scores and their product), mla-up ' +
        '(up-projections of latents), norms, mlp (a dense FFN), moe (gate, dispatch, experts, combine), ' +
        'moe-activation, shared-experts. Absent: as the software level has it.',
      choice('A part of a layer.', RECOMPUTE_MODULES),
      1,
      RECOMPUTE_MODULES.length,
    ),
    recomputeMethod: choice(
      'Which layers full recomputation takes: all, of which recomputeLayers keep one input together ' +
        '(uniform), or the first recomputeLayers of each stage (block). Absent: uniform.',
      RECOMPUTE_METHODS,
    ),
    recomputeLayers: count(
      'Layers that share an input (uniform; absent: 1), or that are recomputed in each stage (block).',
      1,
      1000,
    ),
    activationOffload: object<ActivationOffloadSpec>(
      "Kept activations that wait for their backward in the host's memory, over PCIe. Absent: none.",
      {
        layers: count(
          'Layers at the front of each stage; all of a stage that has fewer. Absent: all.',
          1,
          1000,
        ),
        parts: list(
          'What of a layer: the inputs of its blocks (residual), what its attention keeps, what its FFN or ' +
            'experts keep. Absent: all that it keeps.',
          choice('A part of a layer.', OFFLOAD_PARTS),
          1,
          OFFLOAD_PARTS.length,
        ),
      },
      ['layers', 'parts'],
    ),
    stageLayers: list(
      'Layers of each pipeline stage in order. Absent: balanced by computed cost.',
      count('Layers of the stage.', 0, 1000),
      1,
      4096,
    ),
    software: softwareSchema,
  },
  [
    'recomputeModules',
    'recomputeMethod',
    'recomputeLayers',
    'activationOffload',
    'stageLayers',
    'optimizer',
    'software',
  ],
  { 'x-preset': 'workload' },
);
