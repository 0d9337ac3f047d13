import { ChoiceParameter, QueryInput } from '../../common/index.js';

const FORMATS = ['json', 'csv', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export class ReportQuery extends QueryInput {
  @ChoiceParameter(FORMATS, 'In place of the Accept header')
  readonly format?: Format;
}
