/** A run, of a step or of days, as a report's page. */
import { type ProvenancedInput } from '@railyard/base';
import { type ExperimentResult } from '@railyard/experiments';
import { type RecordedTimeline } from '@railyard/parallelism';
import { inputsLine } from '../report.js';
import { type PageSection, type PageTable, type ReportPage } from './page.js';
import { replaySections } from './replay-section.js';
import {
  headlineSection,
  layoutSection,
  memorySection,
  networkSection,
  timeSection,
} from './step-sections.js';

/** @param timeline of the step; without it no timeline is drawn */
export function runPage(result: ExperimentResult, timeline?: RecordedTimeline): ReportPage {
  const { document, family, id, engineVersion, warnings, replay, inputs } = result;
  return {
    title: `${document.name}: ${document.workload.model.name} on ${document.cluster.name}`,
    lead: [
      `Engine ${engineVersion}, seed ${document.seed}, document ${id.slice(0, 12)}.`,
      family.rows === 0
        ? `No published run is like this one (${family.name}).`
        : `${family.rows} published runs are like this one (${family.name}): off by ` +
          `${family.medianPct.toFixed(1)} % in the median, ${family.p90Pct.toFixed(1)} % at the 90th ` +
          'percentile.',
      ...warnings.map(({ message }) => `Warning: ${message}`),
    ],
    sections: [
      headlineSection(result),
      ...(replay === undefined ? [] : replaySections(replay)),
      timeSection(result, timeline),
      memorySection(result),
      networkSection(result),
      layoutSection(result),
      inputsSection(inputs),
    ],
  };
}

const inputsSection = (inputs: readonly ProvenancedInput[]): PageSection => ({
  heading: 'Inputs',
  sentences: [inputsLine(inputs)],
  tables: [inputsTable(inputs)],
});

export const inputsTable = (inputs: readonly ProvenancedInput[]): PageTable => ({
  title: 'What the result rests on, and where each comes from',
  columns: ['input', 'value', 'unit', 'provenance', 'source'],
  rows: inputs.map(({ name, value, unit, provenance, source }) => [
    name,
    String(value),
    unit,
    provenance,
    source,
  ]),
});
