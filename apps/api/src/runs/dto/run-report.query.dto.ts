import { ChoiceParameter, QueryInput } from '../../common/index.js';

const REPORT_FORMATS = ['html', 'md', 'csv', 'svg'] as const;

export class RunReportQuery extends QueryInput {
  @ChoiceParameter(REPORT_FORMATS)
  readonly format: (typeof REPORT_FORMATS)[number] = 'html';
}
