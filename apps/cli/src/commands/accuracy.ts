/** `railyard accuracy kernels [file]`: the kernel model against measured kernels. */
import { type Command } from 'commander';
import { measuredRow, measuredTables } from '../accuracy/measured-tables.js';
import { readCollectives, readKernels } from '../accuracy/read-kernels.js';
import { print } from '../output/print.js';
import { registerAccuracyAnchored } from './accuracy-anchored.js';
import { registerAccuracyRuns } from './accuracy-runs.js';
import { registerAccuracyServing } from './accuracy-serving.js';
import { registerAccuracySteps } from './accuracy-steps.js';

interface Options {
  readonly show?: string;
}

export function registerAccuracy(program: Command): void {
  const accuracy = program
    .command('accuracy')
    .description('compare the engine with what others measured; errors are of rows that were not fitted')
    .addHelpText('after', '\nExamples:\n  railyard accuracy runs\n  railyard accuracy kernels');
  registerAccuracyRuns(accuracy);
  registerAccuracyAnchored(accuracy);
  registerAccuracyServing(accuracy);
  registerAccuracySteps(accuracy);
  accuracy
    .command('kernels')
    .description('compare the kernel model with measured kernels, by source, device and family')
    .argument(
      '[file]',
      'JSON with the columns of hopper-kernels.json or CSV with those of public-kernels; default: the ' +
        'shipped sets',
    )
    .option('--show <id>', 'print one row and what the model says of it')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy kernels
  railyard accuracy kernels my-kernels.json --json`,
    )
    .action(async (file: string | undefined, { show }: Options, command: Command) => {
      const { kernelAccuracy } = await import('@railyard/experiments');
      const found = kernelAccuracy(await readKernels(file));
      await print(command, show === undefined ? measuredTables(found) : measuredRow(found, show));
    });
  registerCollectives(accuracy);
}

function registerCollectives(accuracy: Command): void {
  accuracy
    .command('collectives')
    .description("compare NCCL's collectives with measured ones, by source, device and family")
    .argument(
      '[file]',
      'CSV with the columns of public-kernels/comm.csv or nccl/nccl-tests.csv; default: the shipped sets',
    )
    .option('--show <id>', 'print one row and what the model says of it')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy collectives
  railyard accuracy collectives my-collectives.csv --json`,
    )
    .action(async (file: string | undefined, { show }: Options, command: Command) => {
      const { collectiveAccuracy } = await import('@railyard/experiments');
      const found = collectiveAccuracy(await readCollectives(file));
      await print(command, show === undefined ? measuredTables(found) : measuredRow(found, show));
    });
}
