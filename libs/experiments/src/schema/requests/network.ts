/** Schema of a network request: one collective on one cluster. */
import { COLLECTIVES, CONTROLS, MOST_FAULTS, MOST_LINKS, MOST_SEEDS, TOP_LINKS } from '@railyard/cluster';
import { routingFields } from '../cluster.js';
import { failedParts } from '../failed-parts.js';
import {
  type Accepted,
  choice,
  count,
  type JsonSchema,
  list,
  quantity,
  text,
  type Typed,
} from '../json-schema.js';
import { clusterPart } from './cluster-part.js';
import { fallingBack, request } from './request.js';

/** More than any cluster sends, and little enough that times stay finite. */
export const MOST_BYTES = 1e18;

const size = (description: string, option?: string): Typed<number | string> => ({
  type: ['number', 'string'],
  description,
  minimum: 1,
  maximum: MOST_BYTES,
  maxLength: 50,
  ...(option === undefined ? {} : { 'x-option': option }),
});

const collective = (description: string, option?: string) =>
  choice(description, COLLECTIVES, {
    'x-words': { gather: 'incast', sendrecv: 'send-receive' },
    ...(option === undefined ? {} : { 'x-option': option }),
  });

const rails: Typed<number[]> = list(
  'With beside: rails of each node that the first and the second keep to, where they keep apart; default: ' +
    'in proportion to what they put on NICs.',
  count('Rails of a node.', 1, 64),
  2,
  2,
  { 'x-option': '--rails <n:n>' },
);

const required = {
  collective: collective(
    'Collective by name; of incast (a gather), scatter, broadcast and reduce the first GPU is the root.',
    '<collective>',
  ),
  cluster: clusterPart,
  gpus: count("How many of the cluster's first GPUs take part.", 2, 1_048_576),
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** As nccl-tests goes through sizes. */
const sizes = {
  minBytes: size('Smallest of several sizes; default: 8.', '-b, --min-bytes <size>'),
  maxBytes: size('Largest of several sizes: a table over them, in place of bytes.', '-e, --max-bytes <size>'),
  stepFactor: quantity('From size to size, multiplied by; default: 2.', '', 1.01, 1e6, {
    'x-option': '-f, --step-factor <n>',
  }),
  stepBytes: size('From size to size, increased by, in place of a factor.', '-i, --step-bytes <size>'),
} as const satisfies Readonly<Record<string, JsonSchema>>;

export const networkRequestSchema = request(
  'Simulate one collective on one cluster: bandwidth, time, and what its links carry.',
  required,
  {
    bytes: size('Buffer of one rank: a number of bytes, or text such as 1GiB, 64MB or 8M.', '--bytes <size>'),
    ...sizes,
    tokens: count(
      'Dispatch and combine: tokens of one rank, in place of bytes; default of low-latency ones: 128.',
      1,
      Number.MAX_SAFE_INTEGER,
    ),
    ...fallingBack(routingFields, "the cluster's"),
    fail: failedParts,
    flap: list(
      'Parts that are down for a while, in seconds: node:0/nic:2@0.01+3 from 0.01 s on, for 3 s.',
      text('Name of a part, with start and duration.', 200),
      0,
      MOST_FAULTS,
      { 'x-option': '--flap <part@start+duration>' },
    ),
    reroute: quantity(
      "Time from a flap's start until traffic takes another way; default: it waits for the link.",
      's',
      0,
      1e9,
      { 'x-option': '--reroute <seconds>' },
    ),
    seed: count('Seed of the ECMP hash; default: 0.', 0, Number.MAX_SAFE_INTEGER),
    seeds: count(`ECMP: hashes to draw, for a band of the time; at most ${MOST_SEEDS}.`, 1, MOST_SEEDS),
    algorithm: choice('all-reduce: its algorithm; default: whichever is sooner.', ['ring', 'tree']),
    top: count(`Busiest links that are shown; default: ${TOP_LINKS}.`, 1, MOST_LINKS),
    beside: request(
      'Another collective of the same GPUs at the same time: alone, shared, with queues, with rails of ' +
        'its own.',
      {
        collective: collective('Collective by name.'),
        bytes: size('Buffer of one rank: a number of bytes, or text such as 1GiB.'),
      },
      {},
      '--beside <collective:size>',
    ),
    control: choice(
      'With beside, on switches that pause each other (PFC): what slows senders down, if anything.',
      CONTROLS,
    ),
    rails,
  },
);

export type NetworkRequest = Accepted<typeof networkRequestSchema>;
