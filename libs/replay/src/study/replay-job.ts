/**
 * The entry of the replay: a job and its faults in, what they cost out, with the artifacts that the surfaces
 * show.
 */
import { type ProvenancedInput, SECONDS_PER_DAY, SECONDS_PER_HOUR } from '@railyard/base';
import { type FaultLog, type FaultProfileSpec, type RateKey, faultLogCsv, rateOf } from '../faults/index.js';
import {
  LEDGER_PARTS,
  Recorder,
  type ReplayRequest,
  type TimeLedger,
  type TimelineMark,
  type TimelineSpan,
} from '../job/index.js';
import {
  type CauseCost,
  METRICS,
  type Metric,
  type ReplicaChunk,
  type Statistic,
  metricOf,
  recordReplica,
  runReplicas,
  summarise,
} from '../montecarlo/index.js';
import { type IntervalCurve, intervalCurve } from './interval-curve.js';
import { STUDY_REPLICAS } from './replay-cost.js';
import { replayWarnings } from './check-replay.js';
import { type SensitivityRow, sensitivity } from './sensitivity.js';

/** The contract of `railyard replay`; every share is of wall time. */
export interface ReplayResult {
  /** Productive time at the undisturbed step time over wall time, mean of the replicas. */
  readonly ettr: number;
  /** ETTR without steps that were computed on a corrupted state and stand. */
  readonly goodput: number;
  /** ETTR and the time of slower steps and of checks. */
  readonly effectiveTime: number;
  /** Faults that stopped a replica, mean. */
  readonly interruptions: number;
  readonly plannedStops: number;
  /** Wall time over interruptions; left out when nothing stopped the job. */
  readonly mtbfH?: number;
  readonly wallDays: number;
  /** Mean seconds of a replica; the parts add up to its wall time. */
  readonly ledger: TimeLedger;
  readonly byCause: readonly CauseCost[];
  readonly replicas: number;
  readonly ci95: {
    readonly ettr: readonly [number, number];
    readonly goodput: readonly [number, number];
    readonly interruptions: readonly [number, number];
    readonly wallDays: readonly [number, number];
  };
  readonly statistics: Readonly<Record<Metric, Statistic>>;
  /** What became of the faults of a recorded log; left out when faults are drawn. */
  readonly recordedFaults?: RecordedFaultCount;
  /** Share of the replicas that reached their horizon; the others were given up. */
  readonly finishedShare: number;
  readonly stepTimeS: number;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly inputs: readonly ProvenancedInput[];
}

/** Faults of a recorded log, mean of a replica; the last three add up to the first. */
export interface RecordedFaultCount {
  readonly read: number;
  /** They struck parts of the machine that the job used. */
  readonly played: number;
  /** Dropped: on nodes that stood by or were in repair. */
  readonly outsideJob: number;
  /** Dropped: after the job had ended. */
  readonly afterEnd: number;
}

export interface ReplayArtifacts {
  /** What happened in the first replica. */
  readonly timeline: {
    readonly replica: number;
    readonly spans: readonly TimelineSpan[];
    readonly marks: readonly TimelineMark[];
    readonly omitted: number;
  };
  /** Its faults as CSV: replayed, they give the same result, but for a sensitivity without rates. */
  readonly faultLogCsv: string;
  /** Ledger of every replica as CSV. */
  readonly ledgerCsv: string;
  /** Left out when nothing stops the job. */
  readonly intervalCurve?: IntervalCurve;
  readonly sensitivity: readonly SensitivityRow[];
}

/** Plays the replicas in this thread. */
export function replayJob(request: ReplayRequest, replicas: number): ReplayResult {
  return replayResult(request, runReplicas(request, 0, replicas));
}

/** The result of replicas that were played elsewhere, e.g. in threads (`runReplicas`, `mergeReplicas`). */
export function replayResult(request: ReplayRequest, chunk: ReplicaChunk): ReplayResult {
  const { metrics, ledger, byCause, replicas } = summarise(chunk, request.profile);
  const inDays = (seconds: number): number => seconds / SECONDS_PER_DAY;
  const interruptions = metrics.interruptions.mean;
  return {
    ettr: metrics.ettr.mean,
    goodput: metrics.goodput.mean,
    effectiveTime: metrics.effectiveTime.mean,
    interruptions,
    plannedStops: metrics.plannedStops.mean,
    ...(interruptions === 0 ? {} : { mtbfH: metrics.wallS.mean / interruptions / SECONDS_PER_HOUR }),
    wallDays: inDays(metrics.wallS.mean),
    ledger,
    byCause,
    replicas,
    ci95: {
      ettr: metrics.ettr.ci95,
      goodput: metrics.goodput.ci95,
      interruptions: metrics.interruptions.ci95,
      wallDays: [inDays(metrics.wallS.ci95[0]), inDays(metrics.wallS.ci95[1])],
    },
    statistics: metrics,
    ...(request.faultLog === undefined ? {} : { recordedFaults: countRecorded(request.faultLog, chunk) }),
    finishedShare: metrics.finished.mean,
    stepTimeS: chunk.stepSeconds,
    warnings: replayWarnings(request.profile, request.policy, request.fleet),
    inputs: profileInputs(request.profile),
  };
}

function countRecorded(log: FaultLog, chunk: ReplicaChunk): RecordedFaultCount {
  const { length: read } = log;
  const played = chunk.causeFaults.reduce((sum, faults) => sum + faults, 0) / chunk.count;
  const walls = metricOf(chunk, 'wallS');
  const afterEnd = walls.reduce((sum, wallS) => sum + read - log.countUntil(wallS), 0) / chunk.count;
  return { read, played, outsideJob: read - played - afterEnd, afterEnd };
}

const UNITS: Readonly<Record<RateKey, string>> = {
  ratePer1000GpuDays: 'per 1000 GPU-days',
  ratePer1000NodeDays: 'per 1000 node-days',
  ratePerLinkYear: 'per link-year',
  ratePerSwitchYear: 'per switch-year',
  ratePerPlaneYear: 'per plane-year',
  ratePerJobDay: 'per job-day',
};

/** The rates that the result rests on, with their origin. */
export function profileInputs(profile: FaultProfileSpec): readonly ProvenancedInput[] {
  return profile.classes.map((spec) => {
    const rate = rateOf(spec);
    return {
      name: `faults.${spec.id}`,
      value: rate?.value ?? (spec.arrivals.kind === 'initial' ? spec.arrivals.fraction : 0),
      unit: rate === undefined ? 'share of components' : UNITS[rate.key],
      provenance: spec.provenance,
      source: spec.source,
    };
  });
}

/** Of the artifacts' time: the interval curve plays a third as many replicas as the sensitivity. */
const SHARE_OF_CURVE = 0.25;

/**
 * What the surfaces draw: timeline, fault log, ledger, interval curve, sensitivity.
 * @param onShare is called with the share that is done
 */
export function replayArtifacts(
  request: ReplayRequest,
  chunk: ReplicaChunk,
  onShare: (done: number) => void = () => undefined,
): ReplayArtifacts {
  const recorder = new Recorder();
  recordReplica(request, chunk.from, recorder);
  const replicas = Math.min(STUDY_REPLICAS, chunk.count);
  const curve = intervalCurve(request, replicas);
  return {
    timeline: {
      replica: chunk.from,
      spans: recorder.spans,
      marks: recorder.marks,
      omitted: recorder.omitted,
    },
    faultLogCsv: faultLogCsv(recorder.log, request.profile, request.fleet),
    ledgerCsv: ledgerCsv(chunk),
    ...(curve === undefined ? {} : { intervalCurve: curve }),
    sensitivity: sensitivity(request, replicas, (done) =>
      onShare(SHARE_OF_CURVE + (1 - SHARE_OF_CURVE) * done),
    ),
  };
}

function ledgerCsv(chunk: ReplicaChunk): string {
  const lines = [`replica,${METRICS.join(',')},${LEDGER_PARTS.join(',')}`];
  for (let index = 0; index < chunk.count; index += 1) {
    const metrics = chunk.metrics.subarray(index * METRICS.length, (index + 1) * METRICS.length);
    const ledger = chunk.ledger.subarray(index * LEDGER_PARTS.length, (index + 1) * LEDGER_PARTS.length);
    lines.push(`${chunk.from + index},${metrics.join(',')},${ledger.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}
