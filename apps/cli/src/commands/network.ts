/**
 * `railyard network <collective>`: one collective on one cluster, with its busiest links. `railyard network
 * cost` stands beside it.
 */
import { type Command, Help, InvalidArgumentError, Option } from 'commander';
import { type NetworkResult } from '@railyard/experiments';
import { canonical } from '../output/canonical.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { readCluster } from '../input/read-cluster.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orByService,
  serviceAddress,
} from '../service/service-options.js';
import { registerNetworkCost } from './network-cost.js';
import { collected, finiteNumber, wholeNumber } from './options.js';

interface Options extends ServiceOptions {
  readonly cluster: string;
  readonly gpus: number;
  readonly bytes?: string;
  readonly tokens?: number;
  readonly routing?: string;
  readonly entropies?: number;
  readonly pxn: boolean;
  readonly fail: readonly string[];
  readonly flap: readonly string[];
  readonly reroute?: number;
  readonly seed?: number;
  readonly algorithm?: string;
  readonly top?: number;
  readonly beside?: { readonly collective: string; readonly bytes: string };
  readonly rails?: readonly number[];
}

/** `simulate` need not be written: what follows `network` is a collective unless it is `cost`. */
export function registerNetwork(program: Command): void {
  const network = program
    .command('network')
    .description(
      'simulate one collective on one cluster: bandwidth, time, what its links carry; `network ' +
        'cost`: what the network is made of and costs',
    );
  const simulate = registerSimulate(network);
  registerNetworkCost(network);
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

function registerSimulate(network: Command): Command {
  return orByService(network.command('simulate', { isDefault: true }))
    .usage('<collective> [options]')
    .description('simulate one collective on one cluster: bandwidth, time, and what its links carry')
    .argument(
      '<collective>',
      'all-to-all, all-reduce, all-gather, reduce-scatter, dispatch, combine, ' +
        'low-latency-dispatch, low-latency-combine, incast (all to the first GPU) or send-receive',
    )
    .requiredOption('--cluster <name>', 'cluster preset, or file with a Cluster document')
    .requiredOption('--gpus <n>', "how many of the cluster's first GPUs take part", wholeNumber(1))
    .option('--bytes <size>', 'buffer of one rank: 1GiB, 64MB, a number of bytes')
    .option(
      '--tokens <n>',
      'dispatch and combine: tokens of one rank, in place of --bytes; default of low-latency ones: 128',
      wholeNumber(1),
    )
    .addOption(new Option('--routing <policy>', "ecmp, adaptive or static; default: the cluster's"))
    .option(
      '--entropies <n>',
      'ecmp: header values over which the packets of a message rotate; default 1, one path',
      wholeNumber(1),
    )
    .option('--no-pxn', "do not forward over NVLink to the NIC of the receiver's rail")
    .option(
      '--fail <part>',
      'a part that is down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5); repeatable',
      collected,
      [],
    )
    .option(
      '--flap <part@start+duration>',
      'a part that is down for a while, in seconds: node:0/nic:2@0.01+3; repeatable',
      collected,
      [],
    )
    .option(
      '--reroute <seconds>',
      "from a flap's start until traffic takes another way; default: it waits for the link",
      finiteNumber(0),
    )
    .option('--seed <n>', 'ecmp: of the hash', wholeNumber(0))
    .option('--algorithm <name>', 'all-reduce: ring or tree; default: whichever is sooner')
    .option('--top <n>', 'busiest links that are shown; default 20', wholeNumber(1))
    .option(
      '--beside <collective:size>',
      'another collective of the same GPUs at the same time, all-reduce:256MiB: alone, shared, ' +
        'with queues, with rails of its own',
      collectiveAndSize,
    )
    .option(
      '--rails <n:n>',
      'with --beside: on how many rails of each node the first and the second keep, where they ' +
        'keep apart: 4:4; default: in proportion to what they put on NICs',
      twoCounts,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (collective: string, options: Options, command: Command) => {
      const {
        cluster,
        gpus,
        bytes,
        tokens,
        routing,
        entropies,
        pxn,
        fail,
        flap,
        reroute,
        seed,
        algorithm,
        top,
        beside,
        rails,
      } = options;
      const named = await readCluster(cluster);
      const given = {
        bytes,
        tokens,
        routing,
        entropies,
        reroute,
        seed,
        algorithm,
        top,
        beside,
        rails,
        ...(pxn ? {} : { pxn }),
        ...(flap.length === 0 ? {} : { flap: [...flap] }),
      };
      const input = {
        collective,
        cluster: named,
        gpus,
        fail: [...fail],
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      };
      const address = serviceAddress(options);
      const answer = await canonical(
        address === undefined ? await simulated(input) : await simulatedBy(address, input),
      );
      await printWarned(
        command,
        answerOf(collective, cluster, gpus, answer),
        answer.warnings.map(({ message }) => message),
      );
    });
}

function collectiveAndSize(text: string): { readonly collective: string; readonly bytes: string } {
  const [collective, bytes, ...more] = text.split(':');
  if (collective === undefined || collective === '' || bytes === undefined || bytes === '' || more.length > 0)
    throw new InvalidArgumentError('Give a collective and a size: all-reduce:256MiB.');
  return { collective, bytes };
}

const rangeOf = (rails: readonly number[]): string =>
  rails.length === 1 ? `${rails[0]}` : `${rails[0]} to ${rails.at(-1)}`;

function twoCounts(text: string): readonly number[] {
  if (!/^\d+:\d+$/.test(text)) throw new InvalidArgumentError('Give two whole numbers: 4:4.');
  return text.split(':').map(Number);
}

async function simulated(input: unknown): Promise<NetworkResult> {
  const { networkRequest, runNetwork } = await import('@railyard/experiments');
  return about('network', () => runNetwork(networkRequest(input)));
}

async function simulatedBy(address: ServiceAddress, input: unknown): Promise<NetworkResult> {
  const { connected } = await import('../service/remote-service.js');
  const service = await connected(address);
  return (await service.ask('network', () =>
    service.calls.POST('/v1/network', { body: input as never }),
  )) as NetworkResult;
}

function answerOf(collective: string, cluster: string, gpus: number, answer: NetworkResult): Answer {
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
