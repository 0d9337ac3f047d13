/**
 * `railyard schedule <name>`: a pipeline schedule executed with equal op times, beside its published bubble.
 */
import { type Command } from 'commander';
import { type ScheduleName, type ScheduleSummary } from '@railyard/parallelism';
import { CliError, ExitCode } from '../exit-code.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { finiteNumber, wholeNumber } from './options.js';

interface Options {
  readonly ranks: number;
  readonly microBatches: number;
  readonly f: number;
  readonly bInput?: number;
  readonly w?: number;
  readonly fb?: number;
  readonly chunks?: number;
}

const CHUNKS = 2;
/** Options that change nothing of other schedules. */
const READ_BY: readonly (readonly ['fb' | 'chunks', readonly ScheduleName[]])[] = [
  ['fb', ['dualpipe', 'dualpipe-v']],
  ['chunks', ['interleaved']],
];

export function registerSchedule(program: Command): void {
  program
    .command('schedule')
    .description('execute a pipeline schedule: bubble, formula, op counts of each rank')
    .argument('<name>', 'gpipe, 1f1b, interleaved, zb-h1, zb1p, zb-v, dualpipe or dualpipe-v')
    .requiredOption('--ranks <P>', 'devices of the pipeline', wholeNumber(1))
    .requiredOption('--micro-batches <M>', 'micro-batches of a step', wholeNumber(1))
    .option('--f <ms>', 'forward, per device and micro-batch', finiteNumber(0), 1)
    .option('--b-input <ms>', 'backward for the input; default: as --f', finiteNumber(0))
    .option('--w <ms>', 'backward for the weights; default: as --f', finiteNumber(0))
    .option(
      '--fb <ms>',
      'forward overlapped with a full backward, for dualpipe and dualpipe-v; default: f + b-input + w',
      finiteNumber(0),
    )
    .option('--chunks <v>', `model chunks of a device, for interleaved; default: ${CHUNKS}`, wholeNumber(1))
    .addHelpText(
      'after',
      `
Examples:
  railyard schedule dualpipe --ranks 16 --micro-batches 120
  railyard schedule zb1p --ranks 8 --micro-batches 32 --f 10 --b-input 11 --w 9 --json`,
    )
    .action(async (name: string, options: Options, command: Command) => {
      const { summarizeSchedule } = await import('@railyard/parallelism');
      const { f: fMs, bInput: bInputMs = fMs, w: wMs = fMs } = options;
      const times = {
        fMs,
        bInputMs,
        wMs,
        fbMs: options.fb ?? fMs + bInputMs + wMs,
        chunksPerDevice: options.chunks ?? CHUNKS,
      };
      const summary = about('schedule', () =>
        summarizeSchedule(name as ScheduleName, options.ranks, options.microBatches, times),
      );
      refuseUnread(summary.schedule, options);
      await printWarned(
        command,
        answerOf(summary),
        summary.warnings.map(({ message }) => message),
      );
    });
}

function refuseUnread(schedule: ScheduleName, options: Options): void {
  for (const [option, schedules] of READ_BY) {
    if (options[option] === undefined || schedules.includes(schedule)) continue;
    throw new CliError(
      ExitCode.usage,
      'not-applicable',
      `--${option} changes nothing of ${schedule}`,
      `Leave it out; it is for ${schedules.join(' and ')}.`,
    );
  }
}

function answerOf(summary: ScheduleSummary): Answer {
  const kinds = Object.keys(
    summary.perRank[0]?.counts ?? {},
  ) as (keyof ScheduleSummary['perRank'][number]['counts'])[];
  return {
    data: summary,
    tables: [
      {
        title: `${summary.schedule}, ${summary.ranks} ranks, ${summary.microBatches} micro-batches`,
        columns: ['makespan (ms)', 'bubble (ms, mean)', 'formula (ms)', 'ops'],
        rows: [[summary.makespanMs, summary.bubbleMs, summary.formulaBubbleMs, summary.ops]],
      },
      {
        columns: ['rank', ...kinds, 'bubble (ms)', 'peak activations'],
        rows: summary.perRank.map((rank) => [
          rank.rank,
          ...kinds.map((kind) => rank.counts[kind]),
          rank.bubbleMs,
          rank.peakActivations,
        ]),
      },
    ],
  };
}
