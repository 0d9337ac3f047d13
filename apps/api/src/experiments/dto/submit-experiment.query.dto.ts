import { FlagParameter, QueryInput } from '../../common/index.js';

export class SubmitExperimentQuery extends QueryInput {
  @FlagParameter('Only check it')
  readonly dryRun: boolean = false;

  @FlagParameter('Compute again and compare the bytes')
  readonly force: boolean = false;
}
