/** `railyard topology <file...>`: a Cluster document from files that describe a machine. */
import { type Command } from 'commander';
import { type TopologyAnswer } from '@railyard/intake';
import { ExitCode } from '../exit-code.js';
import { sourceFile } from '../input/read-source.js';
import { about, issueLine } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';
import { wholeNumber } from './options.js';

interface Options extends ServiceOptions {
  readonly name?: string;
  readonly device?: string;
  readonly gpusPerNode?: number;
  readonly nodes?: number;
  readonly out?: string;
}

export function registerTopology(program: Command): void {
  orByService(program.command('topology'))
    .description(
      'write a cluster from files that describe a machine, with what was taken and what was not used',
    )
    .argument(
      '<file...>',
      'NCCL topology XML, ibnetdiscover, Slurm topology.conf, nvidia-smi topo -m or nvlink ' +
        '--status, CSV of cables or hosts',
    )
    .option('--name <name>', 'name of the cluster; default: from-files')
    .option('--device <gpu>', 'device preset: railyard presets device; default: as the files say, or h100')
    .option('--gpus-per-node <n>', 'GPUs of a node; default: as the files say, or 8', wholeNumber(1))
    .option('--nodes <n>', 'nodes, where the files describe one; default: 1', wholeNumber(1))
    .option('--out <file>', 'write the cluster to a file')
    .addHelpText(
      'after',
      `
Examples:
  railyard topology node.xml --nodes 128 --out cluster.yaml
  railyard topology node.xml fabric.ibnetdiscover --out cluster.yaml
  railyard topology topology.conf --device h200`,
    )
    .action(async (names: readonly string[], options: Options, command: Command) => {
      const files = await Promise.all(names.map((name) => sourceFile(name)));
      const { name, device, gpusPerNode, nodes } = options;
      const asked = {
        ...(name === undefined ? {} : { name }),
        ...(device === undefined ? {} : { device }),
        ...(gpusPerNode === undefined ? {} : { gpusPerNode }),
        ...(nodes === undefined ? {} : { nodes }),
      };
      const { clusterOfDrafts, readTopologyFile } = await import('@railyard/intake');
      const answer = await hereOrThere(options, {
        source: 'topology',
        here: () =>
          clusterOfDrafts({
            drafts: files.map((file) => about(file.name, () => readTopologyFile(file))),
            ...asked,
          }),
        there: (calls) => calls.POST('/v1/topology', { body: { files, ...asked } }),
      });
      if (options.out === undefined) await print(command, answerOf(answer));
      else await writeText(options.out, answer.text);
      for (const issue of answer.issues)
        process.stderr.write(`${issueLine(options.out ?? 'topology', issue)}\n`);
      if (answer.issues.length > 0) process.exitCode = ExitCode.usage;
    });
}

/** As text the cluster itself; as JSON what became of every file besides. */
const answerOf = ({ text, ...answer }: TopologyAnswer): Answer => ({
  data: answer,
  tables: [],
  notes: [text.trimEnd()],
  ready: { yaml: text },
});
