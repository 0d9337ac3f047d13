/** `railyard network compare`: fabrics side by side, with cost, power, failures and the step of one job. */
import { type Command } from 'commander';
import { type FabricComparison } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { type Answer, type Table } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';

export function registerNetworkCompare(
  network: Command,
  { FabricComparisonRequest: schema }: RequestSchemas,
): void {
  orByService(withRequest(network.command('compare'), schema))
    .description(
      'fabrics side by side: cost, power, failures of a year, the step of one job, at equal bisection',
    )
    .addHelpText(
      'after',
      `
Examples:
  railyard network compare --cluster h800-2048-mpft --cluster h800-2048-mrft --workload deepseek-v3
  railyard network compare --cluster a.yaml --cluster b.yaml --prices examples/parts.yaml --json`,
    )
    .action(async (options: ServiceOptions, command: Command) => {
      const { checkedFabricComparison, compareFabrics } = await import('@railyard/experiments');
      const request = await requestOf(schema, command);
      const answer = await canonical(
        await hereOrThere(options, {
          source: 'network compare',
          here: () => compareFabrics(checkedFabricComparison(request)),
          there: (calls) => calls.POST('/v1/network/compare', { body: request }),
        }),
      );
      await printWarned(
        command,
        answerOf(answer),
        answer.warnings.map(({ message }) => message),
      );
    });
}

const answerOf = (answer: FabricComparison): Answer => ({
  data: answer,
  tables: [costTable(answer), yearTable(answer)],
  notes: [
    'At equal bisection: in proportion to that of the first. NICs count where the list prices ' +
      'them; the storage ' +
      'plane is not counted. Links between switches are taken to fail as those from NICs to leaves do.',
  ],
});

const costTable = ({ fabrics, prices }: FabricComparison): Table => ({
  title: `Fabrics at the prices of ${prices}`,
  columns: [
    'cluster',
    'endpoints',
    'switches',
    'links',
    'leaf',
    'bisection (GB/s)',
    'cost (M$)',
    'per endpoint ($)',
    'per Gb/s of bisection ($)',
    'at equal bisection (M$)',
  ],
  rows: fabrics.map((one) => [
    one.cluster,
    one.endpoints,
    one.switches,
    one.links,
    ratio(one.tiers[0]?.oversubscription),
    one.bisectionGBps,
    one.costUSD / 1e6,
    one.costPerEndpointUSD,
    one.costPerBisectionGbpsUSD,
    millions(one.atEqualBisection?.costUSD),
  ]),
});

const yearTable = ({ fabrics }: FabricComparison): Table => ({
  title: 'Power, failures of a year, and the step',
  columns: [
    'cluster',
    'power (kW)',
    'racks',
    'energy (M$)',
    'cost and energy (M$)',
    'links lost',
    'switches lost',
    'flaps',
    'step (s)',
    'tokens/day (B)',
    '$ per 1M tokens/day',
  ],
  rows: fabrics.map(({ cluster, power, failuresPerYear: lost, step }) => [
    cluster,
    power?.kilowatts,
    power?.racks,
    millions(power?.energyUSD),
    millions(power?.totalUSD),
    lost.hostLinks + lost.fabricLinks,
    lost.switches,
    lost.flaps,
    step?.stepTimeS,
    step?.tokensPerDayB,
    step?.usdPerMillionTokensPerDay,
  ]),
});

const millions = (usd: number | undefined): number | undefined => (usd === undefined ? undefined : usd / 1e6);
const ratio = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : `${Number(value.toFixed(2))}:1`;
