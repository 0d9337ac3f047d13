/** `railyard network cost`: what a cluster's network is made of, and what that costs at whose prices. */
import { type Command } from 'commander';
import { type NetworkCostAnswer } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { type Answer, show } from '../output/format.js';
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

const ITEM_NAMES: Readonly<Record<string, string>> = {
  switch: 'switch',
  fabricCable: 'cable between switches',
  endpointCable: 'cable to an endpoint',
};

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
        columns: [
          'endpoints',
          'switches',
          'links between switches',
          'cost (M$)',
          'per endpoint ($)',
          'per Gb/s of bisection ($)',
        ],
        rows: [
          [endpoints, switches, links, costUSD / 1e6, costPerEndpointUSD, answer.costPerBisectionGbpsUSD],
        ],
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
          [ITEM_NAMES[one.name] ?? one.name, ...(one.class === undefined ? [] : [one.class])].join(', '),
          one.count,
          one.usd,
          Math.round(one.costUSD),
          one.provenance,
          one.source,
        ]),
      },
    ],
    notes: [
      ...powerNotes(answer),
      'NICs belong to the nodes and count where the list prices them; the storage plane is not counted.',
    ],
  };
}

function powerNotes({ power, bisectionGBps }: NetworkCostAnswer): readonly string[] {
  const parts = [
    ...(bisectionGBps === undefined ? [] : [`bisection ${show(bisectionGBps)} GB/s`]),
    ...(power === undefined ? [] : [`${show(power.kilowatts)} kW`]),
    ...(power?.racks === undefined ? [] : [`${power.racks} ${power.racks === 1 ? 'rack' : 'racks'}`]),
    ...(power?.energyUSD === undefined
      ? []
      : [
          `energy of ${power.years} years ${show(power.energyUSD / 1e6)} M$, ` +
            `${show(power.totalUSD / 1e6)} M$ in all`,
        ]),
  ];
  return parts.length === 0 ? [] : [`${parts.join('; ').replace(/^./, (letter) => letter.toUpperCase())}.`];
}
