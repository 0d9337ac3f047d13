/** The family of a job among measured ones, its error, and the interval that follows for another job. */
import { type FamilyKey, type FamilyTraits, familyName, familyTraits } from './family-key.js';
import { type Interval, errorQuantiles, interval, median } from './error-quantiles.js';
import { type Scattered, betweenSources, predictionInterval } from './prediction-interval.js';
import { scattered } from './scattered.js';

/** One published run that no constant was fitted to. */
export interface MeasuredRow extends FamilyKey {
  /** Who published it. */
  readonly source: string;
  /** (twin - measured) / measured, per cent, of the step time. */
  readonly errorPct: number;
}

export interface Family {
  readonly name: string;
  /** Runs of the job's own device, level and kind, whichever the family is. */
  readonly known: number;
  readonly rows: number;
  /** That published them. */
  readonly sources: number;
  readonly medianPct: number;
  readonly p90Pct: number;
  /** Median of measured / computed - 1, per cent: positive where published runs took longer. */
  readonly slowerPct: number;
  /** 90 % interval of measured / computed. */
  readonly interval: Interval;
}

/** Rows that say by themselves how a family scatters. */
const MANY = 20;
/** Rows of a wider family that are taken at all. */
const SOME = 8;
/** Rows that scatter at all. */
const FEW = 3;

type Part = keyof FamilyTraits;

const WHOLE: readonly Part[] = ['device', 'level', 'kind', 'scale'];
const ANY_SCALE: readonly Part[] = ['device', 'level', 'kind'];
const RELATIVES: readonly Part[] = ['framework', 'kind'];
/**
 * Families of few rows are one with their relatives: the first of these that has many, narrowest first; where
 * none has, the last.
 */
const POOLED: readonly (readonly Part[])[] = [
  WHOLE,
  ANY_SCALE,
  ['generation', 'level', 'kind'],
  ['generation', 'framework', 'kind'],
  RELATIVES,
];
/** What is taken where no run of the device, level and kind was published, narrowest first. */
const WIDER: readonly (readonly Part[])[] = [
  ['level', 'kind', 'scale'],
  ['level', 'kind'],
  ['device', 'kind'],
  ['kind'],
  [],
];

/** @param rows all measured ones, none of them the job itself */
export function familyOf(job: FamilyKey, rows: readonly MeasuredRow[]): Family {
  const key = familyTraits(job);
  const others = rows.map(familyTraits);
  const among = (parts: readonly Part[]): readonly MeasuredRow[] =>
    others.filter((row) => parts.every((part) => row[part] === key[part]));
  const known = among(ANY_SCALE).length;
  const of = (parts: readonly Part[], band: Interval): Family =>
    described(key, parts, among(parts), band, known);
  if (known === 0) {
    const wider = WIDER.find((candidate) => among(candidate).length >= SOME) ?? [];
    return of(wider, predicted(among(wider), rows));
  }
  const pooled = POOLED.find((candidate) => among(candidate).length >= MANY);
  if (pooled !== undefined) return of(pooled, interval(ratiosOf(among(pooled))));
  const relatives = among(RELATIVES);
  if (relatives.length >= FEW) return of(RELATIVES, predicted(relatives, rows));
  return of(ANY_SCALE, interval(ratiosOf(among(ANY_SCALE))));
}

const predicted = (pool: readonly MeasuredRow[], all: readonly MeasuredRow[]): Interval =>
  predictionInterval(pool.map(scattered), sourceVariance(all));

/** Of the logarithm of measured / computed, between sources on one device with one software. */
export function sourceVariance(rows: readonly MeasuredRow[]): number {
  const families = new Map<string, Scattered[]>();
  for (const row of rows) {
    const name = familyName({ device: row.device, level: row.level, kind: row.kind });
    const known = families.get(name);
    if (known === undefined) families.set(name, [scattered(row)]);
    else known.push(scattered(row));
  }
  return betweenSources([...families.values()]);
}

function described(
  key: FamilyTraits,
  parts: readonly Part[],
  members: readonly MeasuredRow[],
  band: Interval,
  known: number,
): Family {
  const common = Object.fromEntries(parts.map((part) => [part, key[part]]));
  const quantiles = errorQuantiles(members.map(({ errorPct }) => errorPct));
  const slowerPct = members.length === 0 ? 0 : 100 * (median(ratiosOf(members)) - 1);
  const sources = new Set(members.map(({ source }) => source)).size;
  return {
    name: familyName(common),
    known,
    rows: members.length,
    sources,
    ...quantiles,
    slowerPct,
    interval: band,
  };
}

const ratiosOf = (rows: readonly MeasuredRow[]): readonly number[] =>
  rows.map(({ errorPct }) => 1 / (1 + errorPct / 100));
