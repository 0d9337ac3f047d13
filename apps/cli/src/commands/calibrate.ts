/** `railyard calibrate <file...>`: constants of a device from what its owner measured. */
import { basename } from 'node:path';
import { type Command } from 'commander';
import { type FittedCalibration } from '@railyard/experiments';
import { readOwnRows } from '../accuracy/read-own-rows.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';

interface Options {
  readonly device?: string;
  readonly cluster?: string;
  readonly write?: string;
}

export function registerCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description(
      'fit the constants of a device to your own measurements, and write them for documents to name',
    )
    .argument(
      '<file...>',
      'logs of nccl-tests, JSON or CSV of kernels (tools/calibration/measure.py), CSV of collectives, ' +
        'recorded profiles (their collectives)',
    )
    .option('--device <name>', 'preset of the device that was measured [the one that the files name]')
    .option(
      '--cluster <name>',
      'preset whose nodes and network ran the collectives [8-GPU nodes of the device]',
    )
    .option('--write <file>', 'write the calibration as YAML')
    .addHelpText(
      'after',
      `
Name the file in a document as cluster.device.calibration, or on the command line:
  railyard run deepseek-v3-mpft --set cluster.device.calibration=mine.yaml

Examples:
  railyard calibrate all_reduce.log --write mine.yaml
  railyard calibrate kernels.json all_gather.log --device h100 --write mine.yaml`,
    )
    .action(async (files: readonly string[], options: Options, command: Command) => {
      const { fitOwnCalibration } = await import('@railyard/experiments');
      const { device, rows } = await readOwnRows(files, options);
      const fitted = fitOwnCalibration(
        device,
        rows,
        `${files.map((file) => basename(file)).join(', ')}, on ${device.name}`,
      );
      if (options.write !== undefined) {
        const { stringify } = await import('yaml');
        await writeText(options.write, stringify(fitted.calibration));
      }
      await print(command, answerOf(fitted, options.write));
    });
}

function answerOf(fitted: FittedCalibration, written: string | undefined): Answer {
  const { groups, missing, device } = fitted;
  return {
    data: fitted,
    tables: [
      {
        title: `Measured by you: ${device}`,
        columns: ['what', 'rows', 'median before (%)', 'after (%)', 'bias before (%)', 'after (%)'],
        rows: groups.map(({ what, rows, before, after }) => [
          what,
          rows,
          before.medianPct,
          after.medianPct,
          before.biasPct,
          after.biasPct,
        ]),
      },
      {
        columns: ['constant', 'shipped', 'yours'],
        rows: groups.flatMap(({ constants }) =>
          constants.map(({ name, before, after }) => [name, before, after]),
        ),
      },
      { title: 'As shipped, for want of rows', columns: ['what'], rows: missing.map((what) => [what]) },
    ],
    notes: [
      'Errors are on the rows that were fitted: they say how well the model can follow your device, not ' +
        'how far off other shapes are.',
      ...(written === undefined ? ['Use --write to keep the calibration.'] : []),
    ],
  };
}
