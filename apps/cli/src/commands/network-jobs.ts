/** `railyard network jobs`: several jobs on one cluster, each one's step alone and with the others. */
import { type Command } from 'commander';
import { type SharedCluster } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';

export function registerNetworkJobs(
  network: Command,
  { SharedClusterRequest: schema }: RequestSchemas,
): void {
  orByService(withRequest(network.command('jobs'), schema))
    .description(
      'several jobs on one cluster: the step of each alone and with the others, what shared links carry',
    )
    .addHelpText(
      'after',
      `
Examples:
  railyard network jobs --cluster h200-256 --workload llama3-70b --nodes 16 --workload llama3-8b --nodes 16
  railyard network jobs --cluster examples/plan-1024.yaml --workload llama3-70b --nodes 64 \\
    --workload llama3-70b --nodes 32 --allocation spread --routing ecmp --fail leaf:0=0.5 --json`,
    )
    .action(async (options: ServiceOptions, command: Command) => {
      const { checkedSharedCluster, runSharedCluster } = await import('@railyard/experiments');
      const request = await requestOf(schema, command);
      const answer = await canonical(
        await hereOrThere(options, {
          source: 'network jobs',
          here: () => runSharedCluster(checkedSharedCluster(request)),
          there: (calls) => calls.POST('/v1/network/jobs', { body: request }),
        }),
      );
      await printWarned(
        command,
        answerOf(answer),
        answer.warnings.map(({ message }) => message),
      );
    });
}

function answerOf(answer: SharedCluster): Answer {
  const names = answer.jobs.map(({ job }) => job);
  return {
    data: answer,
    tables: [
      {
        title: `Jobs on ${answer.cluster}, nodes ${answer.allocation}`,
        columns: [
          'job',
          'nodes',
          'GPUs',
          'leaves',
          'step alone (s)',
          'with the others (s)',
          'slowdown',
          'at most',
          'shared links',
        ],
        rows: answer.jobs.map((one) => [
          one.job,
          one.nodes,
          one.gpus,
          one.leaves,
          one.aloneStepS,
          one.concurrentStepS,
          one.slowdown,
          one.mostSlowdown,
          one.sharedLinks,
        ]),
      },
      ...(answer.links.length === 0
        ? []
        : [
            {
              columns: [
                'busiest shared links',
                'class',
                ...names.map((job) => `${job} (GB/s)`),
                'utilisation (%)',
              ],
              rows: answer.links.map((link) => [
                link.name,
                link.class,
                ...names.map((job) => link.gbpsByJob[job] ?? 0),
                100 * link.utilisation,
              ]),
            },
          ]),
    ],
    notes: [
      'With the others: steps that lie in time as they happen to, mean over what the others do at the ' +
        'time. At most: if the others sent all the time.',
    ],
  };
}
