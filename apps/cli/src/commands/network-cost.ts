/** `railyard network cost`: what a cluster's network is made of, and what that costs at whose prices. */
import { type Command } from 'commander';
import { type NetworkCostAnswer } from '@railyard/experiments';
import { readCluster } from '../input/read-cluster.js';
import { readPrices } from '../input/read-prices.js';
import { canonical } from '../output/canonical.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orByService,
  serviceAddress,
} from '../service/service-options.js';

interface Options extends ServiceOptions {
  readonly cluster: string;
  readonly prices?: string;
}

export function registerNetworkCost(network: Command): void {
  orByService(network.command('cost'))
    .description("endpoints, switches and cables of a cluster's network, and what they cost")
    .requiredOption('--cluster <name>', 'cluster preset, or file with a Cluster document')
    .option('--prices <file>', 'PriceList document; default: prices that were fitted to table 3 of the paper')
    .addHelpText(
      'after',
      `
Examples:
  railyard network cost --cluster h800-2048-mpft
  railyard network cost --cluster examples/own-cluster.yaml --prices examples/prices.yaml
  railyard network cost --cluster slim-fly.yaml --json`,
    )
    .action(async (options: Options, command: Command) => {
      const cluster = await readCluster(options.cluster);
      const prices = options.prices === undefined ? undefined : (await readPrices(options.prices)).document;
      const input = { cluster, ...(prices === undefined ? {} : { prices }) };
      const address = serviceAddress(options);
      const answer = await canonical(
        address === undefined ? await computed(input) : await computedBy(address, input),
      );
      await printWarned(
        command,
        answerOf(answer),
        answer.warnings.map(({ message }) => message),
      );
    });
}

async function computed(input: unknown): Promise<NetworkCostAnswer> {
  const { networkCostRequest, runNetworkCost } = await import('@railyard/experiments');
  return about('network cost', () => runNetworkCost(networkCostRequest(input)));
}

async function computedBy(address: ServiceAddress, input: unknown): Promise<NetworkCostAnswer> {
  const { connected } = await import('../service/remote-service.js');
  const service = await connected(address);
  return (await service.ask('network cost', () =>
    service.calls.POST('/v1/network/cost', { body: input as never }),
  )) as NetworkCostAnswer;
}

const ITEM_NAMES = {
  switch: 'switch',
  fabricCable: 'cable between switches',
  endpointCable: 'cable to an endpoint',
} as const;

function answerOf(answer: NetworkCostAnswer): Answer {
  const {
    cluster,
    topology,
    endpoints,
    switches,
    links,
    tiers,
    cables,
    items,
    costUSD,
    costPerEndpointUSD,
    prices,
  } = answer;
  return {
    data: answer,
    tables: [
      {
        title: `Network of ${cluster}: ${topology}`,
        columns: ['endpoints', 'switches', 'links between switches', 'cost (M$)', 'per endpoint ($)'],
        rows: [[endpoints, switches, links, costUSD / 1e6, costPerEndpointUSD]],
      },
      { columns: ['switches of tier', 'count'], rows: tiers.map((one) => [one.tier, one.switches]) },
      {
        columns: ['cables of class', 'between', 'count'],
        rows: cables.map((one) => [
          one.class,
          one.class === 'host' ? 'endpoint and switch' : 'switches',
          one.count,
        ]),
      },
      {
        title: `At the prices of ${prices}`,
        columns: ['item', 'count', 'price ($)', 'cost ($)', 'provenance', 'source'],
        rows: items.map((one) => [
          ITEM_NAMES[one.name],
          one.count,
          one.usd,
          Math.round(one.costUSD),
          one.provenance,
          one.source,
        ]),
      },
    ],
    notes: ['NICs belong to the nodes, and the storage plane is not counted.'],
  };
}
