/**
 * Replicas summed up: every metric with its confidence, the mean ledger, and what each class of faults cost.
 */
import { invariant } from '@railyard/base';
import { type FaultFamily, type FaultProfileSpec } from '../faults/index.js';
import { LEDGER_PARTS, type LedgerPart, PART, type TimeLedger, toLedger } from '../job/index.js';
import { METRICS, type Metric, type ReplicaChunk, metricOf } from './replicas.js';
import { AMOUNT, ANY, SHARE, type Statistic, statistic, wilsonInterval } from './statistics.js';

export interface CauseCost {
  readonly class: string;
  readonly family: FaultFamily;
  /** Faults of the job's part of the machine, and those that stopped the job, mean of a replica. */
  readonly faults: Statistic;
  readonly interruptions: Statistic;
  /** Wall time that the class cost, and its share of the wall time. */
  readonly costS: Statistic;
  readonly shareOfWall: Statistic;
  /** Mean seconds in each part of the ledger. */
  readonly ledger: TimeLedger;
}

export interface ReplicaSummary {
  readonly replicas: number;
  readonly metrics: Readonly<Record<Metric, Statistic>>;
  readonly ledger: TimeLedger;
  /** The dearest first. */
  readonly byCause: readonly CauseCost[];
}

const SHARES: ReadonlySet<Metric> = new Set(['ettr', 'goodput', 'effectiveTime', 'finished']);

/** A metric over the replicas; its interval holds no value that the metric cannot take. */
export function metricStatistic(chunk: ReplicaChunk, metric: Metric): Statistic {
  const found = statistic(metricOf(chunk, metric), SHARES.has(metric) ? SHARE : AMOUNT);
  // All replicas alike are no proof that the next one is.
  return metric === 'finished' ? { ...found, ci95: wilsonInterval(found.mean, chunk.count) } : found;
}

/** Mean of each column of a row-major table. */
function columnMeans(
  table: Float64Array,
  rows: number,
  columns: number,
  offset: number,
  stride: number,
): number[] {
  const means = new Array<number>(columns).fill(0);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      means[column] += table[row * stride + offset + column] / rows;
  }
  return means;
}

export function summarise(chunk: ReplicaChunk, profile: FaultProfileSpec): ReplicaSummary {
  const metrics = Object.fromEntries(
    METRICS.map((metric) => [metric, metricStatistic(chunk, metric)]),
  ) as Record<Metric, Statistic>;
  const parts = LEDGER_PARTS.length;
  const byCause = profile.classes.map((spec, index) => causeCost(chunk, index, spec.id, spec.family));
  return {
    replicas: chunk.count,
    metrics,
    ledger: toLedger(columnMeans(chunk.ledger, chunk.count, parts, 0, parts)),
    byCause: byCause.sort((a, b) => b.costS.mean - a.costS.mean || (a.class < b.class ? -1 : 1)),
  };
}

function causeCost(chunk: ReplicaChunk, index: number, id: string, family: FaultFamily): CauseCost {
  const parts = LEDGER_PARTS.length;
  const classes = chunk.classIds.length;
  const stride = classes * parts;
  const wall = metricOf(chunk, 'wallS');
  const cost = wall.map((_, replica) => {
    let sum = 0;
    for (let part = 0; part < parts; part += 1)
      sum += chunk.causeSeconds[replica * stride + index * parts + part];
    return sum;
  });
  const column = (table: Float64Array): number[] =>
    wall.map((_, replica) => table[replica * classes + index]);
  return {
    class: id,
    family,
    faults: statistic(column(chunk.causeFaults), AMOUNT),
    interruptions: statistic(column(chunk.causeInterruptions), AMOUNT),
    costS: statistic(cost, AMOUNT),
    shareOfWall: statistic(
      cost.map((seconds, replica) => seconds / wall[replica]),
      SHARE,
    ),
    ledger: toLedger(columnMeans(chunk.causeSeconds, chunk.count, parts, index * parts, stride)),
  };
}

/**
 * a - b, replica by replica: both must have met the same faults (same seed, same fleet, same profile and
 * rates).
 */
export function pairedDifference(a: ReplicaChunk, b: ReplicaChunk, metric: Metric): Statistic {
  invariant(a.from === b.from && a.count === b.count, 'paired replicas have the same numbers', {
    a: [a.from, a.count],
    b: [b.from, b.count],
  });
  const other = metricOf(b, metric);
  return statistic(
    metricOf(a, metric).map((value, replica) => value - other[replica]),
    SHARES.has(metric) ? [-1, 1] : ANY,
  );
}

/** Share of each replica's wall time in some parts of the ledger: of one class, or of all causes. */
export function ledgerShares(
  chunk: ReplicaChunk,
  parts: readonly LedgerPart[],
  classId?: string,
): readonly number[] {
  const classes = chunk.classIds.length;
  const index = classId === undefined ? 0 : chunk.classIds.indexOf(classId);
  invariant(index >= 0, 'the class is of the profile', { classId });
  const table = classId === undefined ? chunk.ledger : chunk.causeSeconds;
  const rows = classId === undefined ? 1 : classes;
  return metricOf(chunk, 'wallS').map((wallS, replica) => {
    const from = (replica * rows + index) * LEDGER_PARTS.length;
    return parts.reduce((sum, part) => sum + table[from + PART[part]], 0) / wallS;
  });
}
