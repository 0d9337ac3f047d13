import { type ReportFormat } from '@railyard/reports';
import { ChoiceParameter, QueryInput } from '../common/index.js';

const REPORT_FORMATS = ['html', 'md', 'csv', 'svg', 'pdf'] as const satisfies readonly ReportFormat[];

export class ReportFileQuery extends QueryInput {
  @ChoiceParameter(REPORT_FORMATS)
  readonly format: ReportFormat = 'html';
}
