/** Experiments compared: what differs of them, and of their steps. */
import {
  compareResults,
  type Comparison,
  experimentFromPreset,
  metricDifference,
  parseText,
  prepareExperiment,
  runAndRecord,
} from '@railyard/experiments';
import { type Table4Case, publishedMetrics } from '@railyard/reports';
import { type PackedTimeline, packTimeline } from '../../ui/timeline/packed.js';

export interface ComparisonQuestion {
  /** A preset by its name, or an experiment as text. */
  readonly experiments: readonly string[];
  readonly baseline: number;
  /** Network of the paper's table 4 that is the baseline in place of an experiment; empty: none. */
  readonly paper: Table4Case | '';
}

export interface ComparisonAnswer extends Comparison {
  /** What the paper prints, by metric; absent where an experiment is the baseline. */
  readonly published?: ReturnType<typeof publishedMetrics>;
  readonly timelines: readonly PackedTimeline[];
}

export function comparison({ experiments, baseline, paper }: ComparisonQuestion): ComparisonAnswer {
  const runs = experiments.map((text) => runAndRecord(prepareExperiment(documentOf(text)), () => undefined));
  const compared = compareResults(
    runs.map(({ result }) => result),
    Math.min(baseline, runs.length - 1),
  );
  return {
    ...(paper === '' ? compared : againstPaper(compared, publishedMetrics(paper))),
    timelines: runs.map(({ timeline }) => packTimeline(timeline)),
  };
}

/** Metrics that the paper prints, each against its figure. */
function againstPaper(
  compared: Comparison,
  published: ReturnType<typeof publishedMetrics>,
): Omit<ComparisonAnswer, 'timelines'> {
  const metrics = compared.metrics.flatMap(({ name, values }) => {
    const figure = published[name];
    return figure === undefined ? [] : [metricDifference(name, values, figure)];
  });
  return { ...compared, metrics, published };
}

const documentOf = (text: string): unknown =>
  /^[\w.-]+$/.test(text) ? experimentFromPreset(text) : parseText(text);
