import { CURVES, type CurveKind, OBJECTIVES, type Objective } from '@railyard/replay';
import { ChoiceParameter, NumberParameter, QueryInput } from '../../common/index.js';

const MOST_MONEY = 1e6;

export class CostsQuery extends QueryInput {
  @NumberParameter(0, MOST_MONEY, 'Price of a GPU-hour; left out: GPU-hours alone')
  readonly price?: number;
}

export class AdviceQuery extends QueryInput {
  @ChoiceParameter(OBJECTIVES, 'What is served; default: goodput')
  readonly objective?: Objective;
}

export class CurveQuery extends QueryInput {
  @ChoiceParameter(CURVES, 'Checkpoint interval (default), spare nodes, mean time between failures, GPUs')
  readonly over?: CurveKind;
}
