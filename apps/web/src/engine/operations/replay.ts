/** An experiment over days with faults. */
import { canonicalJson } from '@railyard/base';
import {
  experimentFromPreset,
  type ExperimentResult,
  prepareExperiment,
  runExperiment,
} from '@railyard/experiments';
import { type LostTime, lostTimes } from '@railyard/replay';

export interface ReplayQuestion {
  readonly experiment: string;
  readonly faults: string;
  readonly recovery: string;
  readonly days: number;
  readonly replicas: number;
  readonly rateMultiple: number;
  readonly spareNodes: number | undefined;
}

export interface ReplayAnswer {
  readonly document: Readonly<Record<string, unknown>>;
  readonly result: ExperimentResult;
  readonly lost: readonly LostTime[];
}

export function replay(question: ReplayQuestion): ReplayAnswer {
  const { experiment, faults, recovery, days, replicas, rateMultiple, spareNodes } = question;
  const document = {
    ...(experimentFromPreset(experiment) as object),
    replay: {
      faults: { preset: faults },
      recovery: { preset: recovery },
      horizon: { kind: 'wall', days },
      replicas,
      rateMultiple,
      ...(spareNodes === undefined ? {} : { spareNodes }),
    },
  };
  const result = runExperiment(prepareExperiment(document));
  return {
    document,
    result: JSON.parse(canonicalJson(result)) as ExperimentResult,
    lost: result.replay === undefined ? [] : lostTimes(result.replay.ledger),
  };
}
