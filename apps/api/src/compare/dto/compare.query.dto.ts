import { ValidateBy, type ValidationArguments } from 'class-validator';
import { ChoiceParameter, FlagParameter, QueryInput, TextParameter, shown } from '../../common/index.js';

const MAX_RUNS = 10;
const FORMATS = ['json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

const idsOf = (runs: unknown): readonly string[] => (typeof runs === 'string' ? runs.split(',') : []);

const IsIdList = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'idList',
      validator: { validate: (runs) => idsOf(runs).length >= 2 && idsOf(runs).length <= MAX_RUNS },
    },
    {
      message: ({ value }: ValidationArguments) =>
        `runs must be 2 to ${MAX_RUNS} ids, separated by commas (got ${idsOf(value).length}).`,
      context: { code: 'wrong-count', hint: `Use 2 to ${MAX_RUNS} ids.` },
    },
  );

const IsOneOfRuns = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'oneOfRuns',
      validator: {
        validate: (id: string, query) => idsOf((query?.object as CompareQuery).runs).includes(id),
      },
    },
    {
      message: ({ value }: ValidationArguments) => `baseline must be one of the runs (got ${shown(value)}).`,
      context: { code: 'unknown-choice', hint: 'Use one of the runs, or leave it out for the first.' },
    },
  );

export class CompareQuery extends QueryInput {
  @TextParameter({
    maximum: MAX_RUNS * 40,
    required: true,
    description: `2 to ${MAX_RUNS} run ids, separated by commas`,
  })
  @IsIdList()
  readonly runs: string;

  @TextParameter({ description: 'One of them; the first by default' })
  @IsOneOfRuns()
  readonly baseline?: string;

  @FlagParameter('Only metrics that are not the same')
  readonly diff: boolean = false;

  @ChoiceParameter(FORMATS, 'In place of the Accept header')
  readonly format?: Format;

  get ids(): readonly string[] {
    return idsOf(this.runs);
  }
}
