/**
 * Which interval, detectors and spares serve an objective best: one after the other, twice round, each played
 * on the same seeds; of choices that cannot be distinguished the cheapest. Retention follows from how late a
 * corruption is found, so that no choice stands on states that could have been rolled back.
 */
import {
  type Statistic,
  type ReplicaChunk,
  metricStatistic,
  pairedDifference,
  runReplicas,
} from '../montecarlo/index.js';
import { machineNodes } from '../faults/index.js';
import {
  latestDiscoveryS,
  type RecoveryPolicySpec,
  type ReplayRequest,
  SDC_DETECTORS,
  withInterval,
} from '../job/index.js';
import { type IntervalCurve, intervalCurve } from './interval-curve.js';
import { retentionOf } from './retention.js';

export const OBJECTIVES = ['goodput', 'ettr', 'cost'] as const;
/** Clean goodput; ETTR, which does not see corrupted work; GPU-hours, spares among them, of a clean one. */
export type Objective = (typeof OBJECTIVES)[number];

interface AdvisedSetting {
  readonly intervalS: number;
  readonly spareNodes: number;
  /** Names of presets; the policy's own where nothing was changed. */
  readonly detectors: readonly string[];
  /** Productive time that kept checkpoints must reach back. */
  readonly retentionS: number;
}

export interface AdvisedRow extends AdvisedSetting {
  readonly goodput: Statistic;
  readonly ettr: Statistic;
  readonly corruptedStepsKept: number;
  /** GPU-hours of job and spares for each clean GPU-hour of training. */
  readonly gpuHoursPerCleanHour: number;
}

export interface Advice {
  readonly objective: Objective;
  readonly configured: AdvisedRow;
  readonly recommended: AdvisedRow;
  /** Recommended less configured, replica by replica. */
  readonly goodputDifference: Statistic;
  readonly ettrDifference: Statistic;
  /** The configured checkpoints do not reach behind a corruption when it is found. */
  readonly configuredReaches: boolean;
  /** Everything that was played, the best first. */
  readonly rows: readonly AdvisedRow[];
  /** With the optima of Young, Daly and the exact renewal form; left out where nothing stops the job. */
  readonly curve?: IntervalCurve;
}

interface Played {
  readonly row: AdvisedRow;
  readonly chunk: ReplicaChunk;
}

const OWN = 'as configured';
const DETECTOR_SETS: readonly (readonly (keyof typeof SDC_DETECTORS)[])[] = [
  [],
  ['gradient-norm'],
  ['vendor-diagnostic'],
  ['redundancy-check'],
  ['checksum'],
  ['checksum', 'redundancy-check'],
];
/** Of the job's nodes. */
const SPARE_SHARES = [0, 0.005, 0.01, 0.02, 0.04, 0.08];
const INTERVAL_FACTORS = [4, 2.83, 2, 1.41, 1, 0.71, 0.5, 0.35];
const ROUNDS = 2;
/** Checkpoints reach behind all but one in a thousand of the corruptions that are found. */
const FOUND = 0.999;

export function advise(request: ReplayRequest, objective: Objective, replicas: number): Advice {
  const search = new Search(request, objective, replicas);
  const { configured } = search;
  const curve = intervalCurve(request, replicas);
  const reference = curve === undefined ? request.policy.checkpointIntervalS : curve.exactOptimumS;
  const intervals = [...new Set([...INTERVAL_FACTORS.map((factor) => factor * reference), curve?.dalyS ?? 0])]
    .filter((intervalS) => intervalS >= Math.max(1, request.policy.checkpointPersistS))
    .sort((a, b) => b - a);
  const spares = [...new Set(SPARE_SHARES.map((share) => Math.round(share * request.fleet.nodes)))];
  const corrupts = request.profile.classes.some(({ effect }) => effect.kind === 'corrupt');
  const detects = corrupts && request.policy.silentCorruption === 'detect';
  let best = configured;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { row } = best;
    if (detects)
      best = search.choose(
        best,
        DETECTOR_SETS.map((detectors) => ({ ...row, detectors })),
      );
    best = search.choose(
      best,
      intervals.map((intervalS) => ({ ...best.row, intervalS })),
    );
    best = search.choose(
      best,
      spares.map((spareNodes) => ({ ...best.row, spareNodes })),
    );
  }
  return {
    objective,
    configured: configured.row,
    recommended: best.row,
    goodputDifference: pairedDifference(best.chunk, configured.chunk, 'goodput'),
    ettrDifference: pairedDifference(best.chunk, configured.chunk, 'ettr'),
    configuredReaches: retentionOf(request.profile, request.policy).reaches,
    rows: search.ranked(),
    ...(curve === undefined ? {} : { curve }),
  };
}

class Search {
  readonly configured: Played;
  private readonly played = new Map<string, Played>();

  constructor(
    private readonly request: ReplayRequest,
    private readonly objective: Objective,
    private readonly replicas: number,
  ) {
    const { policy, fleet } = request;
    this.configured = this.play({
      intervalS: policy.checkpointIntervalS,
      spareNodes: fleet.spareNodes,
      detectors: [OWN],
    });
  }

  /**
   * The cheapest of the settings (they come cheapest first) that cannot be distinguished from the best one.
   */
  choose(before: Played, settings: readonly Omit<AdvisedSetting, 'retentionS'>[]): Played {
    const candidates = settings.map((setting) => this.play(setting));
    const best = [before, ...candidates].reduce((a, b) => (this.value(b) > this.value(a) ? b : a));
    return candidates.find((candidate) => this.isAsGood(candidate, best)) ?? best;
  }

  ranked(): readonly AdvisedRow[] {
    return [...this.played.values()].sort((a, b) => this.value(b) - this.value(a)).map(({ row }) => row);
  }

  private value({ row }: Played): number {
    switch (this.objective) {
      case 'goodput':
        return row.goodput.mean;
      case 'ettr':
        return row.ettr.mean;
      case 'cost':
        return -row.gpuHoursPerCleanHour;
    }
  }

  /** Within one standard error of the paired difference; costs of spares are exact. */
  private isAsGood(candidate: Played, best: Played): boolean {
    if (candidate === best) return true;
    if (this.objective === 'cost') return this.value(candidate) >= this.value(best);
    const difference = pairedDifference(best.chunk, candidate.chunk, this.objective);
    return difference.mean <= difference.standardError;
  }

  private play(setting: Omit<AdvisedSetting, 'retentionS'>): Played {
    const key = JSON.stringify([setting.intervalS, setting.spareNodes, setting.detectors]);
    const known = this.played.get(key);
    if (known !== undefined) return known;
    const request = this.requestOf(setting);
    const chunk = runReplicas(request, 0, this.replicas);
    const goodput = metricStatistic(chunk, 'goodput');
    const { fleet, policy } = request;
    const played: Played = {
      chunk,
      row: {
        intervalS: policy.checkpointIntervalS,
        spareNodes: fleet.spareNodes,
        detectors: setting.detectors,
        retentionS: policy.retentionS,
        goodput,
        ettr: metricStatistic(chunk, 'ettr'),
        corruptedStepsKept: metricStatistic(chunk, 'poisonedStepsKept').mean,
        gpuHoursPerCleanHour: machineNodes(fleet) / fleet.nodes / goodput.mean,
      },
    };
    this.played.set(key, played);
    return played;
  }

  private requestOf({ intervalS, spareNodes, detectors }: Omit<AdvisedSetting, 'retentionS'>): ReplayRequest {
    const { request } = this;
    const isOwn = detectors.includes(OWN);
    const { retainedCheckpoints: _, ...policy } = withInterval(request.policy, intervalS);
    const changed: RecoveryPolicySpec = isOwn
      ? policy
      : { ...policy, detectors: detectors.map((name) => SDC_DETECTORS[name as keyof typeof SDC_DETECTORS]) };
    const latestS = request.profile.classes
      .filter(({ effect }) => effect.kind === 'corrupt' && changed.silentCorruption === 'detect')
      .reduce((most, spec) => Math.max(most, latestDiscoveryS(changed, spec, FOUND)), 0);
    return {
      ...request,
      fleet: { ...request.fleet, spareNodes },
      policy: { ...changed, retentionS: Math.max(latestS, changed.checkpointIntervalS) },
    };
  }
}
