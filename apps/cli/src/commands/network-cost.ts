/** `railyard network cost`: what a cluster's network is made of, and what that costs at whose prices. */
import { type Command } from 'commander';
import { type NetworkCostAnswer } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { tierTable } from '../output/tier-table.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';

export function registerNetworkCost(network: Command, { NetworkCostRequest: schema }: RequestSchemas): void {
  orByService(withRequest(network.command('cost'), schema))
    .description("endpoints, switches and cables of a cluster's network, and what they cost")
    .addHelpText(
      'after',
      `
Examples:
  railyard network cost --cluster h800-2048-mpft
  railyard network cost --cluster examples/own-cluster.yaml --prices examples/prices.yaml
  railyard network cost --cluster slim-fly.yaml --json`,
    )
    .action(async (options: ServiceOptions, command: Command) => {
      const { checkedNetworkCost, runNetworkCost } = await import('@railyard/experiments');
      const request = await requestOf(schema, command);
      const answer = await canonical(
        await hereOrThere(options, {
          source: 'network cost',
          here: () => runNetworkCost(checkedNetworkCost(request)),
          there: (calls) => calls.POST('/v1/network/cost', { body: request }),
        }),
      );
      await printWarned(
        command,
        answerOf(answer),
        answer.warnings.map(({ message }) => message),
      );
    });
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
      tierTable(tiers),
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
