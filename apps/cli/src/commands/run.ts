/** `railyard run <file|preset>`: one experiment, here and now. */
import { type Command } from 'commander';
import { type ExperimentResult, type PreparedExperiment } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { changed, prepareNamed } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { print } from '../output/print.js';
import { type ProgressBar, withProgressBar } from '../output/progress.js';
import { type LinkOptions, resultAnswer, withLinks } from '../output/run-answer.js';
import { writeText } from '../output/write-file.js';
import {
  type TraceOptions,
  requireTrace,
  withTrace,
  writeChakra,
  writeTrace,
} from '../output/write-trace.js';
import { printDetached } from '../service/detached.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orDetached,
  serviceAddress,
} from '../service/service-options.js';
import { collected, degradedParts, finiteNumber, wholeNumber } from './options.js';

interface Options extends ServiceOptions, TraceOptions, LinkOptions {
  readonly set: readonly string[];
  readonly seed?: number;
  readonly ignoreMemory?: boolean;
  readonly fail: readonly string[];
  readonly degrade: readonly string[];
  readonly flap: readonly string[];
  readonly reroute?: number;
}

export function registerRun(program: Command): void {
  withLinks(withTrace(orDetached(program.command('run'))))
    .description('run an experiment: step time, MFU, tokens/day, memory, where the time goes')
    .argument('<file>', 'YAML or JSON file, an experiment preset, or - for standard input')
    .option('--set <path=value>', 'change one key of the document; repeatable', collected, [])
    .option('--seed <n>', 'seed of the random streams', wholeNumber(0))
    .option('--ignore-memory', "compute a layout that does not fit the device's memory all the same")
    .option(
      '--fail <part>',
      'a part of the network that is down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5); ' +
        'repeatable',
      collected,
      [],
    )
    .option(
      '--degrade <part=share>',
      'a part of the network that keeps a share of its rate (leaf:3=0.5), as with --fail; repeatable',
      degradedParts,
      [],
    )
    .option(
      '--flap <part+seconds>',
      'a part that is down for a while during the step, at any moment (node:0/nic:2+3) or a stated one ' +
        '(node:0/nic:2@4+3); repeatable',
      collected,
      [],
    )
    .option(
      '--reroute <seconds>',
      "from a flap's start until its traffic takes another way; default: it waits for the part",
      finiteNumber(0),
    )
    .addHelpText(
      'after',
      `
Examples:
  railyard run deepseek-v3-mpft
  railyard run deepseek-v3-mpft --links
  railyard run examples/half-nic.yaml --trace out/trace.json.gz --ranks 0-3
  railyard run deepseek-v3-mpft --chakra out/chakra
  railyard run deepseek-v3-mpft --set workload.parallelism.pipeline=32 --set cluster.topology.kind=mrft --json
  railyard run deepseek-v3-mpft --fail node:17/nic:4 --degrade plane:2/spine:1=0.5
  railyard run deepseek-v3-mpft --flap node:17/nic:4+0.5
  railyard run deepseek-v3-mpft --server http://127.0.0.1:3000`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      requireTrace(options);
      const address = serviceAddress(options);
      if (address !== undefined) return runByService(address, file, options, command);
      const prepared = await prepareNamed(file, options);
      const result =
        options.trace === undefined && options.chakra === undefined
          ? await runWithProgress(prepared)
          : await runAndWriteTrace(prepared, options);
      return print(command, await resultAnswer(result, options));
    });
}

async function runByService(
  address: ServiceAddress,
  file: string,
  options: Options,
  command: Command,
): Promise<void> {
  if (options.chakra !== undefined) refuseChakra();
  const { connected } = await import('../service/remote-service.js');
  const service = await connected(address);
  const submitted = await changed(await readDocument(file), options);
  if (options.detach === true) return printDetached(command, address, await service.submit(submitted));
  const { id, result } = await service.run(submitted);
  if (options.trace !== undefined) await writeText(options.trace, await service.trace(id, options));
  return print(command, { ...(await resultAnswer(result, options)), names: [id] });
}

export const runWithProgress = (prepared: PreparedExperiment): Promise<ExperimentResult> =>
  withProgressBar((bar) => runShownBy(bar, prepared));

/** A bar that the run shares with what comes before and after it. */
export async function runShownBy(bar: ProgressBar, prepared: PreparedExperiment): Promise<ExperimentResult> {
  const { runExperiment } = await import('@railyard/experiments');
  return canonical(runExperiment(prepared, ({ phase, share }) => bar.update(phase, share)));
}

const refuseChakra = (): never => {
  throw new CliError(
    ExitCode.usage,
    'usage',
    '--chakra must be used without a service.',
    'Add --local, or take the trace of the run with --trace.',
  );
};

async function runAndWriteTrace(
  prepared: PreparedExperiment,
  { trace, chakra, ...kept }: TraceOptions,
): Promise<ExperimentResult> {
  const { recordOptions, runAndRecord } = await import('@railyard/experiments');
  const options = recordOptions(kept, prepared.document);
  const { result, timeline } = await withProgressBar((bar) =>
    runAndRecord(prepared, ({ phase, share }) => bar.update(phase, share), options),
  );
  if (trace !== undefined) await writeTrace(trace, timeline);
  if (chakra !== undefined) await writeChakra(chakra, timeline);
  return canonical(result);
}
