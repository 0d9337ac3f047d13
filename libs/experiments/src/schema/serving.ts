/** Schema of a model that is served: two pools of GPUs, what is asked of them, and how they work. */
import { type ClusterSpec } from '@railyard/cluster';
import { type ModelSpec, PRECISIONS } from '@railyard/parallelism';
import {
  type DecodeSpec,
  DRAFT_ACCEPTANCE,
  HOST_EXPERTS,
  type HostExpertsSpec,
  type LengthsSpec,
  LINK_SHARING,
  NARROW_WEIGHTS,
  type PoolSpec,
  type PrefillSpec,
  type RequestsSpec,
  SERVING_LOAD_CV,
  type ServingCommunicationSpec,
  type ServingRoutingSpec,
  type SpeculationSpec,
  type TransferSpec,
  type WeightsSpec,
} from '@railyard/serving';
import { type ServingDocument } from '../document.js';
import { clusterSchema } from './cluster.js';
import { envelope, networkParts, seedSchema } from './experiment.js';
import {
  choice,
  count,
  type Fields,
  flag,
  type JsonSchema,
  list,
  object,
  quantity,
  ratio,
  tag,
  text,
  union,
} from './json-schema.js';
import { modelSchema } from './model.js';
import { wireFields } from './wire-precision.js';

const poolFields: Fields<PoolSpec> = {
  gpus: count('GPUs of an instance: they work on a batch together.', 1, 4096),
  tensor: count('GPUs that split heads and dense layers; gpus / tensor replicas share the batch.', 1, 128, {
    default: 1,
    'x-also': ['tp'],
  }),
  expert: count('GPUs that the experts are spread over; gpus / expert of them split each expert.', 1, 4096, {
    default: 1,
    'x-also': ['ep'],
  }),
  redundantExperts: count('Copies of experts beyond one each.', 0, 4096, { default: 0 }),
  overlap: flag('Two micro-batches, each of which communicates while the other computes.', {
    default: false,
  }),
  hostMs: quantity('Host time between two passes that nothing hides. Absent: none.', 'ms', 0, 1e5),
  instances: count('Instances of the pool. Absent: as many as the other pool needs.', 1, 100_000),
};
const POOL_OPTIONS = ['hostMs', 'instances'] as const satisfies readonly (keyof PoolSpec)[];

const lengthsSchema = (of: string, mean: string): JsonSchema =>
  union(`Lengths of ${of}, where they differ. Absent: all have ${mean}.`, [
    object<Extract<LengthsSpec, { kind: 'log-normal' }>>(
      `Log-normal around a mean of ${mean}.`,
      { kind: tag('log-normal'), cv: ratio('Deviation over the mean; 0 is none.', 0, 5) },
      [],
    ),
    object<Extract<LengthsSpec, { kind: 'list' }>>(
      `Lengths that were seen; ${mean} is their mean.`,
      {
        kind: tag('list'),
        tokens: list('Lengths.', lengthSchema, 1, 1000),
        weights: list('How often each was seen. Absent: equally often.', weightSchema, 1, 1000),
      },
      ['weights'],
    ),
    object<Extract<LengthsSpec, { kind: 'quantiles' }>>(
      `Quantiles in equal steps, from the shortest to the longest; ${mean} is their mean.`,
      { kind: tag('quantiles'), tokens: list('Quantiles, in order.', lengthSchema, 2, 1001) },
      [],
    ),
  ]);

const lengthSchema = count('Tokens.', 1, 10_000_000);
const weightSchema = ratio('Weight.', 0, 1e12);

const requestsSchema = object<RequestsSpec>(
  'What is asked.',
  {
    promptTokens: count('Tokens of a prompt; the mean where lengths differ.', 1, 10_000_000, {
      default: 4096,
    }),
    outputTokens: count('Tokens of an answer; the mean where lengths differ.', 1, 1_000_000, {
      default: 1024,
    }),
    promptLengths: lengthsSchema('prompts', 'promptTokens'),
    outputLengths: lengthsSchema('answers', 'outputTokens'),
    cachedShare: ratio('Share of prompt tokens whose cache is kept from before, 0 to 0.999.', 0, 0.999, {
      default: 0,
    }),
    concurrency: count(
      'Requests under way where both pools give their instances: each answer is followed by a request.',
      1,
      10_000_000,
    ),
  },
  ['concurrency', 'promptLengths', 'outputLengths'],
  { default: {} },
);

const weightsSchema = object<WeightsSpec>(
  'Weights that are kept in fewer bits than the products of their precision take. Absent: none are.',
  {
    bits: ratio(
      'Bits of a weight with its share of the scales: 4.25 for MXFP4, 4.16 for AWQ and GPTQ in 128s.',
      1,
      16,
    ),
    of: choice('Those of the experts, or of every linear layer.', NARROW_WEIGHTS, { default: 'experts' }),
    otherBits: ratio(
      'Bits of every other weight, the head included. Absent: as the products take them.',
      1,
      16,
    ),
  },
  ['otherBits'],
);

const speculationSchema = object<SpeculationSpec>(
  'Tokens drafted by multi-token-prediction modules, and verified in one pass.',
  {
    depth: count('Drafted tokens; 0 is none.', 0, 16, { default: 0 }),
    acceptance: ratio('Probability that a drafted token is right, given that those before it are.', 0, 1, {
      default: DRAFT_ACCEPTANCE.value,
    }),
  },
  [],
  { default: {} },
);

const routingSchema = object<ServingRoutingSpec>(
  'How tokens fall on experts.',
  {
    expertLoadCv: ratio("Coefficient of variation of one expert's load; 0 is balanced.", 0, 10, {
      default: SERVING_LOAD_CV.value,
    }),
    balancer: flag('Experts are copied and placed by their loads; else they lie in order.', {
      default: true,
    }),
  },
  [],
  { default: {} },
);

const communicationSchema = object<ServingCommunicationSpec>(
  'Dispatch and combine.',
  {
    ...wireFields('fp8', 'bf16'),
    sms: count("SMs of prefill's dispatch and combine; those of decode hold none.", 0, 64, { default: 20 }),
    hostProxy: ratio(
      'Of decode: time of exchanges over that of kernels whose GPU issues the messages; 1 to 2.4 where ' +
        "a host's " +
        'thread does. Absent: 1.',
      1,
      100,
    ),
    signalRoundTrips: ratio(
      'Of decode: round trips between data and the flag that announces them: 0 where one path keeps ' +
        'order, or ' +
        'the receiver does; 1 where data of several paths may be overtaken. Absent: 0.',
      0,
      10,
    ),
    startUs: quantity(
      'Of decode: start of an exchange with the hops of its way. Absent: as measured.',
      'us',
      0,
      1e6,
    ),
    lineShare: ratio(
      "Of decode: what exchanges reach of the links' line rates. Absent: as measured.",
      0.01,
      1,
    ),
  },
  ['codecShare', 'hostProxy', 'signalRoundTrips', 'startUs', 'lineShare'],
  { default: {} },
);

const hostExpertsSchema = object<HostExpertsSpec>(
  'Routed experts lie in the memory of the host. Absent: in that of the GPUs.',
  {
    by: choice(
      'Who computes them: the processors of the host, or the GPU, to which they are copied when chosen.',
      HOST_EXPERTS,
      { default: 'processor' },
    ),
    bandwidthGBps: quantity("Peak of the host's memory, for each GPU.", 'GB/s', 1, 1e5),
  },
  [],
);

const transferSchema = object<TransferSpec>(
  "Cache of prompts that comes in over each GPU's host link: of cached tokens during prefill, of whole " +
    'prompts during decode. Absent: none does.',
  {
    sharing: choice(
      "How it shares the link with the GPU's NIC: evenly, behind dispatch and combine, or not at all.",
      LINK_SHARING,
      { default: 'fair' },
    ),
  },
  [],
);

export const servingSchema = object<ServingDocument>(
  'A model served on a cluster.',
  {
    ...envelope('Serving'),
    name: text('Name of the service.', 200, { default: 'serving' }),
    cluster: clusterSchema as Fields<{ cluster: ClusterSpec }>['cluster'],
    model: modelSchema as Fields<{ model: ModelSpec }>['model'],
    precision: choice('Precision recipe of the linear layers and their weights.', PRECISIONS, {
      default: 'bf16',
    }),
    attentionPrecision: choice("Of attention's projections. Absent: the same.", PRECISIONS),
    weights: weightsSchema,
    cachePrecision: choice('Format of the cache of keys and values.', ['bf16', 'fp8'], { default: 'bf16' }),
    prefill: object<PrefillSpec>(
      'GPUs that read prompts.',
      {
        ...poolFields,
        tokens: count('Tokens that a replica takes in one pass.', 1, 1_000_000, { default: 8192 }),
        chunk: count(
          'Of one pool for both: tokens of prompts that a step of decode takes along. Absent: prompts ' +
            'are read in passes of their own.',
          1,
          1_000_000,
        ),
      },
      [...POOL_OPTIONS, 'chunk'],
    ),
    decode: object<DecodeSpec>(
      'GPUs that write answers.',
      {
        ...poolFields,
        batch: count('Sequences of a replica.', 1, 100_000, { default: 32 }),
        graphs: flag('A step is replayed as a CUDA graph; else a host launches its kernels one by one.', {
          default: true,
        }),
      },
      POOL_OPTIONS,
    ),
    requests: requestsSchema,
    speculation: speculationSchema,
    routing: routingSchema,
    communication: communicationSchema,
    hostExperts: hostExpertsSchema,
    transfer: transferSchema,
    prices: networkParts,
    seed: seedSchema,
  },
  ['hostExperts', 'transfer', 'weights', 'attentionPrecision', 'prices'],
);
