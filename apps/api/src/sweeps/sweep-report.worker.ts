/** A sweep as a page to hand on, in a thread of its own: it is expanded again for what cannot run. */
import { type MetricValues, prepareAnySweep } from '@railyard/experiments';
import { type ReportFormat, pageFile, sweepPage } from '@railyard/reports';
import { outputOf } from '../threads/thread-output.js';

export interface SweepReportTask {
  /** JSON, as it was sent. */
  readonly document: string;
  readonly engineVersion: string;
  /** In the order of the document. */
  readonly points: readonly {
    readonly id: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly metrics?: MetricValues;
    readonly error?: { readonly code: string; readonly message: string };
  }[];
  readonly format: ReportFormat;
}

export default ({ document: text, engineVersion, points, format }: SweepReportTask) =>
  outputOf(() => {
    const { document, infeasible } = prepareAnySweep(JSON.parse(text));
    return pageFile(sweepPage({ document, engineVersion, points, infeasible }), format);
  });
