/**
 * ETTR and goodput over the checkpoint interval: simulated on the same faults at every point, alongside the
 * exact forms and the published optima.
 */
import { metricStatistic, runReplicas, type Statistic } from '../montecarlo/index.js';
import { type ReplayRequest, withInterval } from '../job/index.js';
import { classRatePerS, failStopRatePerS, machineNodes } from '../faults/index.js';
import {
  availabilityOptimalInterval,
  dalyInterval,
  exactEttrA,
  exactEttrB,
  metaEttr,
  optimalInterval,
  youngInterval,
} from '../formulas/index.js';
import { retentionOf } from './retention.js';

export interface IntervalPoint {
  readonly intervalS: number;
  readonly ettr: Statistic;
  /** ETTR without the work that was computed on a corrupted state: what the best point is chosen by. */
  readonly goodput: Statistic;
  /** Corrupted steps that stand at the end, mean of a replica. */
  readonly corruptedStepsKept: number;
  /** The checkpoints kept at this interval reach back behind a corruption when it is found. */
  readonly retentionReaches: boolean;
  readonly exactA: number;
  readonly exactB: number;
  readonly meta: number;
}

export interface IntervalCurve {
  readonly points: readonly IntervalPoint[];
  /** Fail-stop faults of the job: what the closed forms know. */
  readonly mtbfS: number;
  readonly restartS: number;
  readonly youngS: number;
  readonly dalyS: number;
  readonly availabilityOptimalS: number;
  /** Maximum of the exact form that the policy follows, and the simulated point of the best goodput. */
  readonly exactOptimumS: number;
  readonly simulatedOptimumS: number;
  readonly configuredS: number;
}

/** Mean seconds from a fail-stop fault to training, over the classes by their rates. */
export function meanRestartS(request: ReplayRequest): number {
  const { profile, fleet, policy } = request;
  let rate = 0;
  let seconds = 0;
  for (const spec of profile.classes) {
    const { kind } = spec.effect;
    if (kind !== 'restart' && kind !== 'drain') continue;
    const classRate =
      classRatePerS(spec, fleet) * (spec.component === 'job' ? 1 : fleet.nodes / machineNodes(fleet));
    rate += classRate;
    seconds +=
      classRate *
      (spec.detectionS +
        (kind === 'restart' ? (policy.inPlaceRestartS ?? policy.restartS) : policy.restartS + policy.drainS));
  }
  return rate === 0 ? policy.restartS : seconds / rate;
}

/** Factors about the reference interval: a quarter to eight times, in half octaves. */
const FACTORS = [0.25, 0.35, 0.5, 0.71, 1, 1.41, 2, 2.83, 4, 5.66, 8];

/** What each point is played and computed with. */
interface CurveJob {
  readonly request: ReplayRequest;
  readonly replicas: number;
  readonly failureRatePerS: number;
  readonly restartS: number;
}

/** A run of the same document at this interval, on the same replicas. */
function pointAt(
  intervalS: number,
  { request, replicas, failureRatePerS, restartS }: CurveJob,
): IntervalPoint {
  const policy = withInterval(request.policy, intervalS);
  const chunk = runReplicas({ ...request, policy }, 0, replicas);
  const { checkpointIntervalS, checkpointStallS: stallS } = policy;
  const job = { failureRatePerS, intervalS: checkpointIntervalS, stallS, restartS };
  return {
    intervalS: checkpointIntervalS,
    ettr: metricStatistic(chunk, 'ettr'),
    goodput: metricStatistic(chunk, 'goodput'),
    corruptedStepsKept: metricStatistic(chunk, 'poisonedStepsKept').mean,
    retentionReaches: retentionOf(request.profile, policy).reaches,
    exactA: exactEttrA(job),
    exactB: exactEttrB(job),
    meta: metaEttr(job),
  };
}

/** Undefined when nothing stops the job: the longer the interval the better. */
export function intervalCurve(request: ReplayRequest, replicas: number): IntervalCurve | undefined {
  const { policy } = request;
  const scale = request.rateScale?.all ?? 1;
  const failureRatePerS =
    failStopRatePerS(request.profile, request.fleet, policy.silentCorruption === 'fail-stop') * scale;
  if (failureRatePerS === 0) return undefined;
  const mtbfS = 1 / failureRatePerS;
  const restartS = meanRestartS(request);
  const { checkpointStallS: stallS, checkpointIntervalS: configuredS } = policy;
  const form = policy.faultsDuringRestart ? 'A' : 'B';
  const reference = stallS > 0 ? dalyInterval(stallS, mtbfS) : configuredS;
  const shortest = Math.max(1, policy.checkpointPersistS);
  const intervals = [configuredS, ...FACTORS.map((factor) => Math.max(shortest, reference * factor))];
  const points = [...new Set(intervals)]
    .sort((a, b) => a - b)
    .map((intervalS) => pointAt(intervalS, { request, replicas, failureRatePerS, restartS }));
  const best = points.reduce((a, b) => (b.goodput.mean > a.goodput.mean ? b : a));
  return {
    points,
    mtbfS,
    restartS,
    youngS: youngInterval(stallS, mtbfS),
    dalyS: dalyInterval(stallS, mtbfS),
    availabilityOptimalS: availabilityOptimalInterval(stallS, mtbfS, restartS),
    exactOptimumS: stallS > 0 ? optimalInterval({ failureRatePerS, stallS, restartS }, form) : shortest,
    simulatedOptimumS: best.intervalS,
    configuredS,
  };
}
