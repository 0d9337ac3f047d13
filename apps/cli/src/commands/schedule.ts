/**
 * `railyard schedule <name>`: a pipeline schedule executed with equal op times, alongside its published
 * bubble.
 */
import { type Command } from 'commander';
import { type ScheduleSummary } from '@railyard/parallelism';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { type Answer } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService } from '../service/service-options.js';

export function registerSchedule(program: Command, schemas?: RequestSchemas): void {
  const schedule = program
    .command('schedule')
    .description('execute a pipeline schedule: bubble, formula, op counts of each rank');
  if (schemas === undefined) return;
  orByService(withRequest(schedule, schemas.ScheduleRequest))
    .addHelpText(
      'after',
      `
Examples:
  railyard schedule dualpipe --ranks 16 --micro-batches 120
  railyard schedule zb1p --ranks 8 --micro-batches 32 --f 10 --b-input 11 --w 9 --json`,
    )
    .action(async (...words: unknown[]) => {
      const command = words.at(-1) as Command;
      const { checkedSchedule, runSchedule } = await import('@railyard/experiments');
      const request = await requestOf(schemas.ScheduleRequest, command);
      const summary = await hereOrThere(command.opts(), {
        source: 'schedule',
        here: () => runSchedule(checkedSchedule(request)),
        there: (calls) => calls.POST('/v1/schedules', { body: request }),
      });
      await printWarned(
        command,
        answerOf(summary),
        summary.warnings.map(({ message }) => message),
      );
    });
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
