import { type RunState, SWEEP_ID_PATTERN } from '@railyard/database';
import {
  ChoicesParameter,
  type Cursor,
  CursorParameter,
  FlagParameter,
  IntegerParameter,
  PathInput,
  PathParameter,
  QueryInput,
} from '../../common/index.js';
import { MAX_PAGE, RUN_STATES } from '../../runs/index.js';

/** Points of one sweep that the service takes. */
export const MAX_POINTS = 20_000;

/** Orders of the lists, as their cursors name them. */
export const SWEEPS_ORDER = 'sweeps';
export const MEMBERS_ORDER = 'runs of a sweep';

export const SWEEPS_ARE_LISTED = 'Use an id that GET /v1/sweeps lists.';

export class SweepParams extends PathInput {
  @PathParameter(SWEEP_ID_PATTERN, 'sweep of that id', SWEEPS_ARE_LISTED)
  readonly id: string;
}

export class SubmitSweepQuery extends QueryInput {
  @FlagParameter('Only say what it would run')
  readonly dryRun: boolean = false;
}

export class SweepListQuery extends QueryInput {
  @IntegerParameter(1, MAX_PAGE, { default: 50 })
  readonly limit: number = 50;

  @CursorParameter({ order: () => SWEEPS_ORDER, accepts: (value) => isCount(value) })
  readonly cursor?: Cursor;
}

export class SweepRunsQuery extends QueryInput {
  @IntegerParameter(1, MAX_PAGE, { default: 50 })
  readonly limit: number = 50;

  @CursorParameter({
    order: () => MEMBERS_ORDER,
    accepts: (value) => isCount(value) && Number(value) <= MAX_POINTS,
  })
  readonly cursor?: Cursor;

  @ChoicesParameter(RUN_STATES)
  readonly state?: ReadonlySet<RunState>;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
