/** An experiment over days with faults. */
import { canonicalJson } from '@railyard/base';
import {
  experimentFromPreset,
  type ExperimentResult,
  prepareExperiment,
  runExperiment,
} from '@railyard/experiments';
import { lostTimes } from '@railyard/replay';

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
  return { document, result: JSON.parse(canonicalJson(result)) as ExperimentResult };
}

/** Where the wall time of a replay went, but for the productive part. */
export const lost = lostTimes;
