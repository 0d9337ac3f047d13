/** Experiments compared: what differs of them, and of their steps. */
import {
  compareResults,
  type Comparison,
  experimentFromPreset,
  parseText,
  prepareExperiment,
  runAndRecord,
} from '@railyard/experiments';
import { type PackedTimeline, packTimeline } from '../../ui/timeline/packed.js';

export interface ComparisonQuestion {
  /** A preset by its name, or an experiment as text. */
  readonly experiments: readonly string[];
  readonly baseline: number;
}

export interface ComparisonAnswer extends Comparison {
  readonly timelines: readonly PackedTimeline[];
}

export function comparison({ experiments, baseline }: ComparisonQuestion): ComparisonAnswer {
  const runs = experiments.map((text) => runAndRecord(prepareExperiment(documentOf(text)), () => undefined));
  return {
    ...compareResults(
      runs.map(({ result }) => result),
      Math.min(baseline, runs.length - 1),
    ),
    timelines: runs.map(({ timeline }) => packTimeline(timeline)),
  };
}

const documentOf = (text: string): unknown =>
  /^[\w.-]+$/.test(text) ? experimentFromPreset(text) : parseText(text);
