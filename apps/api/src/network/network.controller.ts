/**
 * One collective on one cluster, or what its network is made of, answered at once: bounded in size, so that
 * it takes less than two seconds.
 */
import { Body, Controller, HttpCode, type OnModuleDestroy, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { COLLECTIVES, TOP_LINKS } from '@railyard/cluster';
import {
  type NetworkCostAnswer,
  networkCostRequest,
  type NetworkLimits,
  networkRequest,
  type NetworkResult,
} from '@railyard/experiments';
import { Piscina } from 'piscina';
import { ProblemError, TakesDocument, invalidDocument } from '../common/index.js';
import { CostAnswer } from './cost-answers.js';
import { CollectiveAnswer } from './network-answers.js';
import { type NetworkOutput } from './network.worker.js';

/** About a second on one core. */
const LIMITS: NetworkLimits = { messages: 40_000, repeated: 17_000, crossings: 2_500_000 };
/** Requests that may wait for a thread. */
const MAX_WAITING = 16;

const CLUSTER = {
  oneOf: [
    { type: 'string', description: 'A preset' },
    { type: 'object', description: 'A Cluster document' },
  ],
};

const REQUEST = {
  type: 'object',
  required: ['collective', 'cluster', 'gpus'],
  additionalProperties: false,
  properties: {
    collective: { type: 'string', enum: [...COLLECTIVES] },
    cluster: CLUSTER,
    gpus: { type: 'integer', minimum: 2, description: "The cluster's first GPUs" },
    bytes: {
      oneOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }],
      description: 'Buffer of one rank, e.g. 1GiB',
    },
    tokens: {
      type: 'integer',
      minimum: 1,
      description:
        'Dispatch and combine: tokens of one rank, in place of bytes; low-latency ones take 128 ' +
        'where neither is given',
    },
    routing: { type: 'string', enum: ['ecmp', 'adaptive', 'static'] },
    entropies: {
      type: 'integer',
      minimum: 1,
      maximum: 256,
      description: 'ecmp: header values that a message is sprayed over; 1 keeps it on one path',
    },
    pxn: { type: 'boolean' },
    fail: {
      type: 'array',
      items: { type: 'string' },
      description: 'Parts that are down or degraded: leaf:3, node:0/nic:2=0.5',
    },
    flap: {
      type: 'array',
      items: { type: 'string' },
      description: 'Parts that are down for a while: node:0/nic:2@0.01+3 from 0.01 s on, for 3 s',
    },
    reroute: {
      type: 'number',
      minimum: 0,
      description:
        "Seconds from a flap's start until traffic takes another way; left out, it waits for the link",
    },
    seed: { type: 'integer', minimum: 0, description: 'Of the ECMP hash' },
    algorithm: {
      type: 'string',
      enum: ['ring', 'tree'],
      description: 'all-reduce: left out, whichever is sooner',
    },
    top: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      description: `Busiest links in the answer; ${TOP_LINKS} when left out`,
    },
    beside: {
      type: 'object',
      required: ['collective', 'bytes'],
      additionalProperties: false,
      description: 'Another collective of the same GPUs at the same time',
      properties: {
        collective: { type: 'string', enum: [...COLLECTIVES] },
        bytes: { oneOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }] },
      },
    },
    rails: {
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      minItems: 2,
      maxItems: 2,
      description:
        'With beside: rails of each node that the first and the second keep to, where they keep ' +
        'apart; left out, in proportion to what they put on NICs',
    },
  },
};

const COST_REQUEST = {
  type: 'object',
  required: ['cluster'],
  additionalProperties: false,
  properties: {
    cluster: CLUSTER,
    prices: {
      type: 'object',
      description: 'A PriceList document; left out, the prices that were fitted to table 3 of the paper',
    },
  },
};

@ApiTags('network')
@Controller('v1/network')
export class NetworkController implements OnModuleDestroy {
  private pool: Piscina | null = null;

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Simulate one collective on one cluster' })
  @TakesDocument('NetworkRequest', { schema: REQUEST as never })
  @ApiOkResponse({ type: CollectiveAnswer })
  async simulate(@Body() body: unknown): Promise<NetworkResult> {
    const output = (await this.inThread({
      request: networkRequest(body, LIMITS),
      limits: LIMITS,
    })) as NetworkOutput;
    if ('issues' in output) throw invalidDocument(output.issues);
    return output.answer;
  }

  @Post('cost')
  @HttpCode(200)
  @ApiOperation({ summary: 'Count the endpoints, switches and cables of a network, and price them' })
  @TakesDocument('NetworkCostRequest', { schema: COST_REQUEST as never })
  @ApiOkResponse({ type: CostAnswer })
  async cost(@Body() body: unknown): Promise<NetworkCostAnswer> {
    return (await this.inThread(networkCostRequest(body), 'cost')) as NetworkCostAnswer;
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool?.destroy();
  }

  private async inThread(request: object, name = 'default'): Promise<unknown> {
    this.pool ??= new Piscina({
      filename: new URL('./network.worker.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: 30_000,
      maxQueue: MAX_WAITING,
    });
    if (this.pool.queueSize >= MAX_WAITING)
      throw new ProblemError(
        429,
        'busy',
        'Too many requests about networks are waiting',
        'Try again in a moment.',
        [],
        { 'retry-after': '2' },
      );
    return (await this.pool.run(request, { name })) as unknown;
  }
}
