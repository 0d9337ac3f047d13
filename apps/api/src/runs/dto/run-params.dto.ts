import { RUN_ID_PATTERN } from '@railyard/database';
import { PathInput, PathParameter } from '../../common/index.js';

export const RUNS_ARE_LISTED = 'Use an id that GET /v1/runs lists.';

export class RunParams extends PathInput {
  @PathParameter(RUN_ID_PATTERN, 'run of that id', RUNS_ARE_LISTED)
  readonly id: string;
}
