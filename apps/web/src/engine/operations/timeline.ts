/** Timelines as typed arrays, which cross to the page without a copy. */
import {
  checkedSchedule,
  experimentFromPreset,
  parseText,
  prepareExperiment,
  recordExperiment,
} from '@railyard/experiments';
import { executeEvenly, opName, type OpKind } from '@railyard/parallelism';
import { type PackedTimeline, type PackedTrack, packTimeline } from '../../ui/timeline/packed.js';

export type TimelineQuestion =
  | { readonly kind: 'experiment'; readonly preset: string }
  /** An experiment as text. */
  | { readonly kind: 'written'; readonly text: string }
  | {
      readonly kind: 'schedule';
      readonly name: string;
      readonly ranks: number;
      readonly microBatches: number;
    }
  | { readonly kind: 'trace'; readonly name: string; readonly content: Blob };

export async function timeline(question: TimelineQuestion): Promise<PackedTimeline> {
  switch (question.kind) {
    case 'experiment':
      return packTimeline(recordExperiment(prepareExperiment(experimentFromPreset(question.preset))));
    case 'written':
      return packTimeline(recordExperiment(prepareExperiment(parseText(question.text))));
    case 'schedule':
      return scheduleTimeline(question);
    case 'trace':
      return (await import('./trace-timeline.js')).traceTimeline(question);
  }
}

/** The same step as a Chrome trace. */
export async function trace(text: string): Promise<string> {
  const { chromeTrace } = await import('@railyard/reports');
  return JSON.stringify(chromeTrace(recordExperiment(prepareExperiment(parseText(text)))));
}

/** Straight from the arrays of the executed schedule: a million ops are no objects. */
function scheduleTimeline({
  name,
  ranks,
  microBatches,
}: TimelineQuestion & { kind: 'schedule' }): PackedTimeline {
  const checked = checkedSchedule({ name, ranks, microBatches });
  const { chunksPerDevice, sends } = checked.times;
  const { schedule, executed } = executeEvenly({ ...checked, chunksPerDevice, sends }, checked.times);
  const names = new Map<string, number>();
  const tracks = Array.from({ length: ranks }, (_, rank): PackedTrack => {
    const [first, end] = [schedule.rankOffsets[rank] ?? 0, schedule.rankOffsets[rank + 1] ?? 0];
    return {
      label: `rank ${rank}`,
      starts: executed.start.slice(first, end).map((ms) => ms * 1e-3),
      ends: executed.end.slice(first, end).map((ms) => ms * 1e-3),
      names: Uint32Array.from({ length: end - first }, (_each, i) => placeOf(nameOf(first + i))),
    };
  });
  return { tracks, names: [...names.keys()], arrows: [], endS: executed.makespan * 1e-3 };

  function nameOf(op: number): string {
    const kind = (schedule.kind[op] ?? 0) as OpKind;
    return opName(kind, schedule.forwardMicroBatch[op] ?? -1, schedule.backwardMicroBatch[op] ?? -1);
  }
  function placeOf(text: string): number {
    const known = names.get(text);
    if (known !== undefined) return known;
    names.set(text, names.size);
    return names.size - 1;
  }
}
