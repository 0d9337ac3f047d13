import { PathInput, PathParameter } from '../../common/index.js';

export const EXPERIMENTS_ARE_LISTED = 'Use an experimentId that GET /v1/runs lists.';

export class ExperimentParams extends PathInput {
  @PathParameter(/^[0-9a-f]{64}$/, 'experiment of that id', EXPERIMENTS_ARE_LISTED)
  readonly id: string;
}
