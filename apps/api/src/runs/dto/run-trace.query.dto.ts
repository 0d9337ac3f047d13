import { IntegerParameter, QueryInput, TextParameter } from '../../common/index.js';

/** What of a step a trace keeps. */
export class RunTraceQuery extends QueryInput {
  @TextParameter({ maximum: 1000 })
  readonly ranks?: string;

  @IntegerParameter(1, 64)
  readonly steps?: number;
}
