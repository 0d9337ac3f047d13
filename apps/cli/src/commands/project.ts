/** `railyard project <target>`: a job as a measured step of another one says. */
import { type Command } from 'commander';
import { type ExperimentResult } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { changed, prepare } from '../input/prepare.js';
import { type NamedDocument, readDocument } from '../input/read-document.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { type LinkOptions, resultAnswer, withLinks } from '../output/run-answer.js';
import { collected, finiteNumber } from './options.js';
import { runWithProgress } from './run.js';

interface Options extends LinkOptions {
  readonly anchor: readonly string[];
  readonly measuredStepS: readonly number[];
  readonly measuredMemoryGb: readonly number[];
  readonly set: readonly string[];
  readonly ignoreMemory?: boolean;
}

const amounts = (text: string, before: readonly number[]): readonly number[] => [
  ...before,
  finiteNumber(0)(text),
];

export function registerProject(program: Command): void {
  withLinks(program.command('project'))
    .description('run an experiment as the measured step of another one corrects it')
    .argument('<target>', 'YAML or JSON file, an experiment preset, or - for standard input')
    .requiredOption('--anchor <file>', 'experiment that was measured; repeatable', collected, [])
    .requiredOption('--measured-step-s <s>', "its step time, in the anchors' order; repeatable", amounts, [])
    .option('--measured-memory-gb <gb>', 'its peak memory; repeatable', amounts, [])
    .option('--set <path=value>', 'change one key of the target; repeatable', collected, [])
    .option('--ignore-memory', "compute a layout that does not fit the device's memory all the same")
    .addHelpText(
      'after',
      `
Examples:
  railyard project on-1024.yaml --anchor on-8.yaml --measured-step-s 4.21 --measured-memory-gb 61.8`,
    )
    .action(async (target: string, options: Options, command: Command) => {
      const { source, document } = await changed(await readDocument(target), options);
      const anchor = await anchorsOf(options);
      const prepared = await prepare({ source, document: { ...(document as object), anchor } });
      await print(command, await projectAnswer(await runWithProgress(prepared), options));
    });
}

async function anchorsOf({ anchor, measuredStepS, measuredMemoryGb }: Options): Promise<readonly object[]> {
  if (measuredStepS.length !== anchor.length || measuredMemoryGb.length > anchor.length)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--measured-step-s must be given once for each --anchor ' +
        `(got ${measuredStepS.length} for ${anchor.length}).`,
      'Give a step time, and a peak memory where you have it, for each anchor.',
    );
  const documents: NamedDocument[] = [];
  for (const name of anchor) documents.push(await readDocument(name));
  return documents.map(({ document }, i) => ({
    document: measurable(document),
    measuredStepS: measuredStepS[i],
    ...(measuredMemoryGb[i] === undefined ? {} : { measuredMemoryGB: measuredMemoryGb[i] }),
  }));
}

/** What was measured ran: whether the engine finds room for it does not matter. */
const measurable = (document: unknown): object => ({ ...(document as object), ignoreMemory: true });

async function projectAnswer(result: ExperimentResult, shown: LinkOptions): Promise<Answer> {
  const { tables, notes = [], ...answer } = await resultAnswer(result, shown);
  const { anchor, band } = result;
  if (anchor === undefined) return { ...answer, tables, notes };
  const { kernels, communication, optimizer, memory } = anchor.corrections;
  const [low, high] = band.stepTimeS;
  return {
    ...answer,
    tables: [
      ...tables,
      {
        title: 'Corrections by the anchors',
        columns: ['kernels', 'communication', 'optimizer', 'memory', 'explained (%)', 'uncorrected (s)'],
        rows: [[kernels, communication, optimizer, memory, anchor.explainedPct, anchor.computedStepTimeS]],
      },
      {
        columns: ['anchor', 'measured (s)', 'computed (s)'],
        rows: anchor.anchors.map(({ name, measuredStepS, computedStepS }) => [
          name,
          measuredStepS,
          computedStepS,
        ]),
      },
    ],
    notes: [
      `Step time ${low.toPrecision(4)} to ${high.toPrecision(4)} s (90 %): what the anchors leave in doubt.`,
      ...notes,
    ],
  };
}
