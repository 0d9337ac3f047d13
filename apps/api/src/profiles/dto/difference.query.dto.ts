import { QueryInput, TextParameter } from '../../common/index.js';

/** What a recording is held to. */
export class DifferenceQuery extends QueryInput {
  @TextParameter({
    maximum: 64,
    description: 'Experiment preset whose step is the other side; the archive holds the recording alone',
  })
  readonly against?: string;
}
