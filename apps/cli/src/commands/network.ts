/**
 * `railyard network <collective>`: one collective on one cluster, with its busiest links. `railyard network
 * cost` stands beside it.
 */
import { type Command, Help } from 'commander';
import { type NetworkRequest, type NetworkResult } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';
import { registerNetworkCost } from './network-cost.js';

interface Options extends ServiceOptions {
  /** As it was named. */
  readonly cluster: string;
}

/** `simulate` need not be written: what follows `network` is a collective unless it is `cost`. */
export function registerNetwork(program: Command, schemas?: RequestSchemas): void {
  const network = program
    .command('network')
    .description(
      'simulate one collective on one cluster: bandwidth, time, what its links carry; `network ' +
        'cost`: what the network is made of and costs',
    );
  if (schemas === undefined) return;
  const simulate = registerSimulate(network, schemas);
  registerNetworkCost(network, schemas);
  const usage = { commandUsage: () => `${program.name()} ${network.name()} ${simulate.usage()}` };
  simulate.configureHelp({ ...simulate.configureHelp(), ...usage });
  network
    .configureHelp({
      ...network.configureHelp(),
      ...usage,
      formatHelp: (_network, helper) => Help.prototype.formatHelp.call(helper, simulate, helper),
    })
    .addHelpText('after', EXAMPLES);
}

const EXAMPLES = `
Examples:
  railyard network all-to-all --cluster h800-2048-mpft --gpus 128 --bytes 1GiB
  railyard network dispatch --cluster h800-2048-mpft --gpus 64 --tokens 4096 --json
  railyard network low-latency-dispatch --cluster h800-2048-mpft --gpus 64
  railyard network all-to-all --cluster h800-2048-mrft --gpus 64 --bytes 1GiB --fail leaf:0 --routing ecmp
  railyard network dispatch --cluster h800-2048-mpft --gpus 64 --tokens 4096 --beside all-reduce:256MiB --rails 6:2
  railyard network all-reduce --cluster h800-2048-mpft --gpus 64 --bytes 256MiB --algorithm tree --beside incast:1GiB
  railyard network all-reduce --cluster h800-2048-mpft --gpus 64 --bytes 1GiB --flap node:0/nic:2@0.01+3 --reroute 0.5

What a network is made of and costs: railyard network cost --help`;

function registerSimulate(network: Command, { NetworkRequest: schema }: RequestSchemas): Command {
  const simulate = network.command('simulate', { isDefault: true });
  return orByService(withRequest(simulate, schema))
    .usage('<collective> [options]')
    .description('simulate one collective on one cluster: bandwidth, time, and what its links carry')
    .addHelpText('after', EXAMPLES)
    .action(async (_collective: string, options: Options, command: Command) => {
      const { checkedNetwork, runNetwork } = await import('@railyard/experiments');
      const request = await requestOf(schema, command);
      const answer = await canonical(
        await hereOrThere(options, {
          source: 'network',
          here: () => runNetwork(checkedNetwork(request)),
          there: (calls) => calls.POST('/v1/network', { body: request }),
        }),
      );
      await printWarned(
        command,
        answerOf(request, options.cluster, answer),
        answer.warnings.map(({ message }) => message),
      );
    });
}

const rangeOf = (rails: readonly number[]): string =>
  rails.length === 1 ? `${rails[0]}` : `${rails[0]} to ${rails.at(-1)}`;

/** @param cluster as it was named */
function answerOf({ collective, gpus }: NetworkRequest, cluster: string, answer: NetworkResult): Answer {
  return {
    data: answer,
    tables: [
      {
        title: `${collective} of ${gpus} GPUs on ${cluster}`,
        columns: [
          'time (us)',
          'latency (us)',
          'algbw (GB/s)',
          'busbw (GB/s)',
          'bottleneck',
          'flows',
          ...(answer.algorithm === undefined ? [] : ['algorithm']),
        ],
        rows: [
          [
            answer.timeUs,
            answer.latencyUs,
            answer.algbwGBps,
            answer.busbwGBps,
            answer.bottleneck,
            answer.flows,
            ...(answer.algorithm === undefined ? [] : [answer.algorithm]),
          ],
        ],
      },
      ...(answer.flapped === undefined
        ? []
        : [
            {
              title: 'With the flaps',
              columns: ['time (us)', 'longest stall (us)', 'transfers delayed', 'of'],
              rows: [
                [
                  answer.flapped.timeUs,
                  answer.flapped.longestStallUs,
                  answer.flapped.delayed,
                  answer.flapped.transfers,
                ],
              ],
            },
          ]),
      ...(answer.beside === undefined
        ? []
        : [
            {
              title: 'At once',
              columns: [
                'collective',
                'alone (us)',
                'shared (us)',
                'own queues (us)',
                'own rails (us)',
                'rails',
              ],
              rows: answer.beside.map((one) => [
                one.collective,
                one.aloneUs,
                one.sharedUs,
                one.queuedUs,
                one.separatedUs,
                one.rails === undefined ? null : rangeOf(one.rails),
              ]),
            },
          ]),
      ...(answer.planes.length === 0
        ? []
        : [
            {
              columns: ['plane', 'MB sent by NICs'],
              rows: answer.planes.map(({ plane, bytes }) => [
                plane < 0 ? 'single fabric' : plane,
                bytes / 1e6,
              ]),
            },
          ]),
      ...(answer.links.length === 0
        ? []
        : [
            {
              columns: ['busiest links', 'class', 'MB', 'utilisation', 'peak'],
              rows: answer.links.map((link) => [
                link.name,
                link.class,
                link.bytes / 1e6,
                link.utilisation,
                link.peakUtilisation ?? '',
              ]),
            },
          ]),
    ],
    notes: answer.links.every((link) => link.peakUtilisation === undefined)
      ? ['So many messages are added up on their links, not followed over time: no peaks.']
      : [],
  };
}
