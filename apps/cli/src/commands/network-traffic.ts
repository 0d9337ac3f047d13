/** `railyard network traffic <file>`: messages of one's own, of one job or several, on a cluster. */
import { type Command, Option } from 'commander';
import { type RoutingPolicy } from '@railyard/cluster';
import { type TrafficOutcome } from '@railyard/intake';
import { namedPart } from '../input/named-part.js';
import { sourceFile } from '../input/read-source.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';
import { wholeNumber } from './options.js';

interface Options extends ServiceOptions {
  readonly cluster: string;
  readonly routing?: RoutingPolicy;
  readonly top: number;
}

export function registerNetworkTraffic(network: Command): void {
  orByService(network.command('traffic'))
    .description(
      'messages of your own on a cluster: each job alone and with the others, and what links carry of each',
    )
    .argument(
      '<file>',
      'CSV with the columns from, to, bytes and optionally job, start_us; a matrix of bytes; or a Chakra ' +
        'trace (.et), a folder of them: the sends of each rank',
    )
    .requiredOption('--cluster <name>', 'cluster preset, or a Cluster document')
    .addOption(
      new Option('--routing <name>', "default: the cluster's").choices(['ecmp', 'adaptive', 'static']),
    )
    .option('--top <n>', 'busiest links that are shown', wholeNumber(1), 20)
    .addHelpText(
      'after',
      `
Examples:
  railyard network traffic messages.csv --cluster h800-2048-mpft
  railyard network traffic chakra/ --cluster h800-2048-mpft
  railyard network traffic matrix.csv --cluster examples/own-cluster.yaml --routing adaptive --json`,
    )
    .action(async (name: string, options: Options, command: Command) => {
      const { clusterOf, REQUEST_SCHEMAS } = await import('@railyard/experiments');
      const { readMessages, trafficOnCluster } = await import('@railyard/intake');
      const written = (await namedPart(
        REQUEST_SCHEMAS.NetworkRequest.properties?.['cluster'] ?? {},
        options.cluster,
      )) as Parameters<typeof clusterOf>[0];
      const { messagesOfChakra } = await import('../profile/chakra-here.js');
      const chakra = await messagesOfChakra(name);
      const file = chakra === undefined ? await sourceFile(name) : { name, text: chakra.text };
      const asked = {
        top: options.top,
        ...(options.routing === undefined ? {} : { routing: options.routing }),
      };
      const answer = await hereOrThere(options, {
        source: 'network traffic',
        here: () => {
          const cluster = about(options.cluster, () => clusterOf(written));
          const messages = about(name, () => readMessages(file, cluster.nodes * cluster.gpusPerNode));
          return trafficOnCluster({ cluster, messages, ...asked });
        },
        there: (calls) => calls.POST('/v1/network/traffic', { body: { cluster: written, file, ...asked } }),
      });
      await print(command, answerOf(options.cluster, answer, chakra?.leftOut));
    });
}

function answerOf(cluster: string, answer: TrafficOutcome, leftOut = 0): Answer {
  const names = answer.jobs.map(({ job }) => job);
  return {
    data: answer,
    tables: [
      {
        title: `Messages on ${cluster}`,
        columns: ['job', 'messages', 'GB', 'alone (us)', 'together (us)', 'slowdown'],
        rows: answer.jobs.map((one) => [
          one.job,
          one.messages,
          one.bytes / 1e9,
          one.aloneUs,
          one.togetherUs,
          one.slowdown,
        ]),
      },
      {
        columns: ['busiest links', 'class', ...names.map((job) => `${job} (MB)`), 'utilisation (%)'],
        rows: answer.links.map((link) => [
          link.name,
          link.class,
          ...names.map((job) => (link.bytesByJob[job] ?? 0) / 1e6),
          100 * link.utilisation,
        ]),
      },
    ],
    notes: [
      'Messages divide links as max-min fair flows; launches of collectives are not counted.',
      ...(leftOut === 0
        ? []
        : [`Left out: ${leftOut} collectives, and sends without receiver or bytes: traces hold no groups.`]),
    ],
  };
}
