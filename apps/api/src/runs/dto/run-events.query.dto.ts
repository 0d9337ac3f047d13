import { IntegerParameter, QueryInput } from '../../common/index.js';

const LATEST = 1_000_000_000;

export class RunHistoryQuery extends QueryInput {
  @IntegerParameter(0, LATEST, { openEnd: true })
  readonly after: number = 0;
}

export class RunEventsQuery extends QueryInput {
  @IntegerParameter(0, LATEST, {
    openEnd: true,
    description: 'As Last-Event-ID, for clients that cannot set headers',
  })
  readonly after: number = 0;
}
