/** A run as a page to hand on, in a thread of its own: its step is recorded again for the timeline. */
import { type ExperimentResult, recordExperiment } from '@railyard/experiments';
import { type ReportFormat, pageFile, runPage } from '@railyard/reports';

export interface ReportTask {
  readonly resultText: string;
  readonly format: ReportFormat;
}

export default function report({ resultText, format }: ReportTask): Promise<string | Uint8Array> {
  const result = JSON.parse(resultText) as ExperimentResult;
  const { id, document } = result;
  return pageFile(runPage(result, recordExperiment({ id, document })), format);
}
