import { ChoiceParameter, FlagParameter, QueryInput, TextParameter } from '../../common/index.js';

export const MAX_RUNS = 10;
export const FORMATS = ['json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export class CompareQuery extends QueryInput {
  @TextParameter({
    maximum: MAX_RUNS * 40,
    required: true,
    description: `2 to ${MAX_RUNS} run ids, separated by commas`,
  })
  readonly runs: string;

  @TextParameter({ description: 'One of them; the first by default' })
  readonly baseline?: string;

  @FlagParameter('Only metrics that are not the same')
  readonly diff: boolean = false;

  @ChoiceParameter(FORMATS, 'In place of the Accept header')
  readonly format?: Format;
}
