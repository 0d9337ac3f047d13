/**
 * What each detector of silent corruption is worth, against what a job has without one: people who notice a
 * share. Two ledgers: time goodput (ETTR) counts work that stands, clean goodput leaves out what a defective
 * device took part in. Detectors are ranked by the clean one. All rows meet the same faults, so the ledger
 * says where the time of a detector goes: its checks, work that it undoes, restarts after finds.
 */
import { SDC_AEGIS, VISIBLE_SHARE, withClasses } from '../faults/index.js';
import {
  LEDGER_PARTS,
  type LedgerPart,
  type ReplayRequest,
  type SdcDetectorSpec,
  SDC_DETECTORS,
  checkingShare,
} from '../job/index.js';
import {
  type Metric,
  metricOf,
  metricStatistic,
  pairedDifference,
  type ReplicaChunk,
  runReplicas,
  type Statistic,
  ledgerShares,
  statistic,
} from '../montecarlo/index.js';

/**
 * Time goodput that a detector costs against none, by where the time went: shares of the wall time, paired
 * replica by replica. Their sum is the difference in time goodput, less than 0 where time is lost. Checks,
 * clean work undone and restarts are the detector's own overhead.
 */
export interface DetectorTime {
  readonly checks: Statistic;
  /** Clean work that a find undoes: since the checkpoint that the job goes back to. */
  readonly cleanUndone: Statistic;
  /** Corrupted work that a find undoes: without the detector it stands, and no clean step is lost by it. */
  readonly corruptedUndone: Statistic;
  /** From a find until training goes on: drain, restart, reload, waiting for a node. */
  readonly restarts: Statistic;
  /**
   * All other parts: checkpoints and faults of other classes strike a job that trains longer or less long,
   * and at other moments.
   */
  readonly otherParts: Statistic;
}

export interface DetectorRow {
  /** `none`, or the name of the detector. */
  readonly detector: string;
  /** Share of running time that its checks take. */
  readonly overhead: number;
  readonly timeGoodput: Statistic;
  readonly cleanGoodput: Statistic;
  /** Less that of the row without a detector, replica by replica. */
  readonly timeGoodputDifference: Statistic;
  readonly cleanGoodputDifference: Statistic;
  readonly timeDifference: DetectorTime;
  /** Means of a replica: corruptions that struck, those found, those never found, corrupted steps kept. */
  readonly corruptions: number;
  readonly found: number;
  readonly neverFound: number;
  readonly corruptedStepsKept: number;
  /** Share of the replicas that end without a corrupted step. */
  readonly cleanShare: number;
}

export interface DetectorStudy {
  readonly job: string;
  /** Share of the corruptions that people notice. */
  readonly visibleShare: number;
  /** The row without a detector first, then by clean goodput, best first. */
  readonly rows: readonly DetectorRow[];
}

/** Ends of the 95 % interval of the share that people notice, and its mean. */
export const VISIBLE_SHARES = [0.04, VISIBLE_SHARE, 0.41] as const;

/** `request.profile` with its silent corruption replaced by the rate of a fleet that looked for it. */
export function detectorStudy(
  job: string,
  request: ReplayRequest,
  replicas: number,
  visibleShare: number = VISIBLE_SHARE,
): DetectorStudy {
  const profile = withClasses(request.profile, { ...SDC_AEGIS, effect: { kind: 'corrupt', visibleShare } });
  const play = (detectors: readonly SdcDetectorSpec[]) => {
    const policy = { ...request.policy, silentCorruption: 'detect', detectors } as const;
    return {
      overhead: checkingShare(policy),
      chunk: runReplicas({ ...request, profile, policy }, 0, replicas),
    };
  };
  const none = play([]);
  const rows = Object.entries(SDC_DETECTORS).map(([name, detector]) => {
    const { overhead, chunk } = play([detector]);
    return rowOf(name, overhead, chunk, none.chunk);
  });
  return {
    job,
    visibleShare,
    rows: [
      rowOf('none', none.overhead, none.chunk, none.chunk),
      ...rows.sort((a, b) => b.cleanGoodput.mean - a.cleanGoodput.mean),
    ],
  };
}

function rowOf(detector: string, overhead: number, chunk: ReplicaChunk, none: ReplicaChunk): DetectorRow {
  const of = (metric: Metric): Statistic => metricStatistic(chunk, metric);
  const clean = metricOf(chunk, 'poisonedStepsKept').filter((steps) => steps === 0);
  return {
    detector,
    overhead,
    timeGoodput: of('ettr'),
    cleanGoodput: of('goodput'),
    timeGoodputDifference: pairedDifference(chunk, none, 'ettr'),
    cleanGoodputDifference: pairedDifference(chunk, none, 'goodput'),
    timeDifference: timeDifferenceOf(chunk, none),
    corruptions: of('corruptions').mean,
    found: of('corruptions').mean - of('undetectedCorruptions').mean,
    neverFound: of('undetectedCorruptions').mean,
    corruptedStepsKept: of('poisonedStepsKept').mean,
    cleanShare: clean.length / chunk.count,
  };
}

const CHECKS: readonly LedgerPart[] = ['checksS'];
const ROLLBACKS: readonly LedgerPart[] = ['lostWorkS'];
const RESTARTS: readonly LedgerPart[] = ['detectionS', 'drainS', 'restartS', 'reloadS', 'idleNoSpareS'];
/** All that is no work that stands. */
const LOST = LEDGER_PARTS.filter((part) => part !== 'productiveS');

const minus = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((value, replica) => value - b[replica]);

/** Share of each replica's wall time that went into corrupted work which finds undid. */
const corruptedShares = (of: ReplicaChunk): readonly number[] =>
  metricOf(of, 'wallS').map((wallS, replica) => of.undoneByFindsS[replica] / wallS);

function timeDifferenceOf(chunk: ReplicaChunk, none: ReplicaChunk): DetectorTime {
  const gained = (share: (of: ReplicaChunk) => readonly number[]): Statistic => {
    const before = share(none);
    return statistic(minus(before, share(chunk)));
  };
  const { id } = SDC_AEGIS;
  return {
    checks: gained((of) => ledgerShares(of, CHECKS)),
    cleanUndone: gained((of) => minus(ledgerShares(of, ROLLBACKS, id), corruptedShares(of))),
    corruptedUndone: gained(corruptedShares),
    restarts: gained((of) => ledgerShares(of, RESTARTS, id)),
    otherParts: gained((of) => {
      const [all, checks, found] = [
        ledgerShares(of, LOST),
        ledgerShares(of, CHECKS),
        ledgerShares(of, [...ROLLBACKS, ...RESTARTS], id),
      ];
      return all.map((share, replica) => share - checks[replica] - found[replica]);
    }),
  };
}
