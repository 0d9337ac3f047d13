/**
 * `railyard network <collective>`: one collective on one cluster, with its busiest links. The other
 * commands of `railyard network` are registered with it.
 */
import { type Command, Help, InvalidArgumentError } from 'commander';
import { type NetworkRequest, type NetworkResult } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { canonical } from '../output/canonical.js';
import { collectiveAnswer } from '../output/collective-tables.js';
import { printWarned } from '../output/print.js';
import { answerOverGpus, busbwCurves, needSizes, sizeRows } from '../output/size-rows.js';
import { writeText } from '../output/write-file.js';
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
  readonly svg?: string;
}

/** `simulate` need not be written: what follows `network` is a collective but for the other commands. */
export function registerNetwork(program: Command, schemas?: RequestSchemas): void {
  const network = program
    .command('network')
    .description(
      'simulate one collective on one cluster: bandwidth, time, what its links carry; `network ' +
        'cost`: what the network is made of and costs; `network measured`: nccl-tests compared with it',
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
  railyard network all-reduce --cluster h800-2048-mpft --gpus 8,64,512 -b 8 -e 8G -f 2 \\
    --svg out/busbw.svg
  railyard network all-reduce --cluster h800-2048-mpft --gpus 64 --bytes 1GiB \\
    --flap node:0/nic:2@0.01+3 --reroute 0.5

What a network is made of and costs: railyard network cost --help
Fabrics side by side: railyard network compare --help
Several jobs on one cluster: railyard network jobs --help
Messages of your own: railyard network traffic --help`;

function registerSimulate(network: Command, { NetworkRequest: schema }: RequestSchemas): Command {
  const simulate = withRequest(network.command('simulate', { isDefault: true }), schema);
  const gpus = simulate.options.find((option) => option.attributeName() === 'gpus');
  gpus?.argParser(gpuCounts);
  if (gpus !== undefined) gpus.description += '; over sizes also several, joined by commas';
  return orByService(simulate)
    .usage('<collective> [options]')
    .description('simulate one collective on one cluster: bandwidth, time, and what its links carry')
    .option('--svg <file>', 'over sizes: write bus bandwidths as curves, one for each number of GPUs')
    .addHelpText('after', EXAMPLES)
    .action(async (_collective: string, options: Options, command: Command) => {
      const request = await requestOf(schema, command);
      const counts = [request.gpus].flat();
      if (counts.length > 1) needSizes('several --gpus', request);
      if (options.svg !== undefined) needSizes('--svg', request);
      const results: NetworkResult[] = [];
      for (const count of counts) results.push(await resultOf({ ...request, gpus: count }, options));
      const rows = results.flatMap((result, i) => sizeRows(counts[i] ?? 0, result));
      if (options.svg !== undefined) {
        const { renderCurves } = await import('@railyard/reports');
        await writeText(
          options.svg,
          renderCurves(busbwCurves(`${request.collective} on ${options.cluster}`, rows)),
        );
      }
      const [only] = results;
      await printWarned(
        command,
        only !== undefined && results.length === 1
          ? collectiveAnswer(request, options.cluster, only)
          : answerOverGpus(request, options.cluster, results, rows),
        [...new Set(results.flatMap(({ warnings }) => warnings.map(({ message }) => message)))],
      );
    });
}

async function resultOf(request: NetworkRequest, options: Options): Promise<NetworkResult> {
  const { checkedNetwork, runNetwork } = await import('@railyard/experiments');
  return canonical(
    await hereOrThere(options, {
      source: 'network',
      here: () => runNetwork(checkedNetwork(request)),
      there: (calls) => calls.POST('/v1/network', { body: request }),
    }),
  );
}

/** One number, or several: what cannot be one is refused as other numbers are. */
function gpuCounts(words: string): number | readonly number[] {
  const counts = words.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
  if (!counts.every(Number.isInteger))
    throw new InvalidArgumentError('Use a whole number of at least 2, or several joined by commas.');
  return counts.length === 1 ? (counts[0] ?? NaN) : counts;
}
