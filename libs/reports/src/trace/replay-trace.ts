/**
 * One replica of a replay as a timeline that exporters turn into a trace: what the job was doing, and on
 * further streams the faults by what they did to it.
 */
import { type RecordedTimeline, type TimelineSlice } from '@railyard/parallelism';
import { type ReplayArtifacts } from '@railyard/replay';

type ReplayTimeline = ReplayArtifacts['timeline'];

const NAMES: Readonly<Record<ReplayTimeline['spans'][number]['phase'], string>> = {
  run: 'training',
  save: 'checkpoint before a stop',
  detect: 'detection',
  drain: 'drain',
  restart: 'restart',
  reload: 'reload',
  wait: 'no spare',
};

export function replayTimeline(
  { replica, spans, marks, omitted }: ReplayTimeline,
  metadata: RecordedTimeline['metadata'],
): RecordedTimeline {
  const outcomes = [...new Set(marks.map(({ outcome }) => outcome))].sort((a, b) => (a < b ? -1 : 1));
  return {
    ranks: [
      {
        rank: replica,
        name: `replica ${replica}`,
        streams: [
          {
            name: 'job',
            slices: spans.map(({ phase, startS, endS, cause }): TimelineSlice => ({
              name: NAMES[phase],
              category: phase,
              startS,
              durationS: endS - startS,
              ...(cause === undefined ? {} : { args: { cause } }),
            })),
          },
          ...outcomes.map((outcome) => ({
            name: `faults: ${outcome}`,
            slices: [],
            instants: marks
              .filter((mark) => mark.outcome === outcome)
              .map(({ timeS, class: name, component }) => ({ name, timeS, args: { component } })),
          })),
        ],
      },
    ],
    flows: [],
    counters: [],
    metadata: { ...metadata, omitted },
  };
}
