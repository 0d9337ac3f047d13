/** What is of no rank: parts of the network that are out, and the write of a checkpoint. */
import { type TimelineRank, type TimelineStream } from '@railyard/parallelism';
import { type PreparedExperiment } from '../document.js';
import { type JobOnMachine } from '../job/index.js';

export function networkTrack(
  { document }: PreparedExperiment,
  job: JobOnMachine,
  steps: number,
): TimelineRank | undefined {
  const { fail = [], replay } = document;
  const stepS = job.step.parts.total;
  const faults = fail.map((part): TimelineStream => ({
    name: `fault: ${part}`,
    slices: [
      { name: part, category: 'fault', startS: 0, durationS: steps * stepS, args: { phase: 'fault', part } },
    ],
  }));
  const checkpoint: readonly TimelineStream[] =
    replay === undefined
      ? []
      : [
          {
            name: 'checkpoint',
            slices: [
              {
                name: 'write a checkpoint',
                category: 'checkpoint',
                // A checkpoint is of the state behind an optimizer, written alongside the steps that follow.
                startS: steps * stepS,
                durationS: job.checkpoint.writeSeconds,
                args: {
                  phase: 'checkpoint',
                  bytesOfJob: job.checkpoint.bytes,
                  stepsBetween: replay.recovery.checkpointIntervalS / stepS,
                },
              },
            ],
          },
        ];
  const streams = [...faults, ...checkpoint];
  return streams.length === 0
    ? undefined
    : { rank: job.step.schedule.ranks, name: 'network and storage', streams };
}
