/**
 * `railyard network <collective>`: one collective on one cluster, with its busiest links. The other
 * commands of `railyard network` are registered with it.
 */
import { type Command, Help } from 'commander';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { collectiveAnswer } from '../output/collective-tables.js';
import { printWarned } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';
import { registerNetworkCompare } from './network-compare.js';
import { registerNetworkCost } from './network-cost.js';
import { registerNetworkJobs } from './network-jobs.js';
import { registerNetworkMeasured } from './network-measured.js';
import { registerNetworkTraffic } from './network-traffic.js';

interface Options extends ServiceOptions {
  /** As it was named. */
  readonly cluster: string;
}

/** `simulate` need not be written: what follows `network` is a collective but for the other commands. */
export function registerNetwork(program: Command, schemas?: RequestSchemas): void {
  const network = program
    .command('network')
    .description(
      'simulate one collective on one cluster: bandwidth, time, what its links carry; `network ' +
        'cost`: what the network is made of and costs; `network measured`: nccl-tests beside it',
    );
  if (schemas === undefined) return;
  const simulate = registerSimulate(network, schemas);
  registerNetworkCost(network, schemas);
  registerNetworkMeasured(network, schemas);
  registerNetworkCompare(network, schemas);
  registerNetworkJobs(network, schemas);
  registerNetworkTraffic(network);
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
  railyard network dispatch --cluster h800-2048-mpft --gpus 64 --tokens 4096 \\
    --beside all-reduce:256MiB --rails 6:2
  railyard network all-reduce --cluster h800-2048-mpft --gpus 64 --bytes 256MiB \\
    --algorithm tree --beside incast:1GiB
  railyard network all-reduce --cluster h800-2048-mpft --gpus 64 --bytes 1GiB \\
    --flap node:0/nic:2@0.01+3 --reroute 0.5

What a network is made of and costs: railyard network cost --help
Fabrics side by side: railyard network compare --help
Several jobs on one cluster: railyard network jobs --help
Messages of your own: railyard network traffic --help`;

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
        collectiveAnswer(request, options.cluster, answer),
        answer.warnings.map(({ message }) => message),
      );
    });
}
