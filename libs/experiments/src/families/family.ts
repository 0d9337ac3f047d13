/** The family of a job among measured ones, its error, and the interval that follows for another job. */
import { log } from '@railyard/base';
import { type FamilyKey, familyName } from './family-key.js';
import { type Interval, errorQuantiles, interval, median } from './error-quantiles.js';
import { type Scattered, betweenSources, predictionInterval } from './prediction-interval.js';

/** One published run that no constant was fitted to. */
export interface MeasuredRow extends FamilyKey {
  /** Who published it. */
  readonly source: string;
  /** (twin - measured) / measured, per cent, of the step time. */
  readonly errorPct: number;
}

export interface Family {
  readonly name: string;
  /** Device, level and kind are the job's own. */
  readonly isOwn: boolean;
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

/** Rows whose own spread is taken. */
const MANY = 20;
/** Rows of a wider family that are taken at all. */
const SOME = 8;
/** Rows of a group whose median tells it from others. */
const FEW = 3;

type Part = keyof FamilyKey;

const WHOLE: readonly Part[] = ['device', 'level', 'kind', 'scale'];
const ANY_SCALE: readonly Part[] = ['device', 'level', 'kind'];
/** What is taken where no run of the device, level and kind was published, narrowest first. */
const WIDER: readonly (readonly Part[])[] = [
  ['level', 'kind', 'scale'],
  ['level', 'kind'],
  ['device', 'kind'],
  ['kind'],
  [],
];

/** @param rows all measured ones, none of them the job itself */
export function familyOf(key: FamilyKey, rows: readonly MeasuredRow[]): Family {
  const among = (parts: readonly Part[]) =>
    rows.filter((row) => parts.every((part) => row[part] === key[part]));
  const parts = among(WHOLE).length >= FEW ? WHOLE : ANY_SCALE;
  const own = among(parts);
  if (own.length === 0) {
    const wider = WIDER.find((candidate) => among(candidate).length >= SOME) ?? [];
    return described(key, wider, among(wider), predicted([], among(wider), rows), false);
  }
  const pool = among(['level', 'kind']);
  const isPredicted = own.length < MANY && pool.length >= SOME;
  const band = isPredicted ? predicted(own, pool, rows) : interval(ratiosOf(own));
  return described(key, parts, own, band, true);
}

const predicted = (
  own: readonly MeasuredRow[],
  pool: readonly MeasuredRow[],
  all: readonly MeasuredRow[],
): Interval => predictionInterval(own.map(scattered), pool.map(scattered), sourceVariance(all));

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

const scattered = ({ errorPct, device, source }: MeasuredRow): Scattered => ({
  logRatio: -log(1 + errorPct / 100),
  device,
  source,
});

function described(
  key: FamilyKey,
  parts: readonly Part[],
  members: readonly MeasuredRow[],
  band: Interval,
  isOwn: boolean,
): Family {
  const common = Object.fromEntries(parts.map((part) => [part, key[part]]));
  const quantiles = errorQuantiles(members.map(({ errorPct }) => errorPct));
  const slowerPct = members.length === 0 ? 0 : 100 * (median(ratiosOf(members)) - 1);
  const sources = new Set(members.map(({ source }) => source)).size;
  return {
    name: familyName(common),
    isOwn,
    rows: members.length,
    sources,
    ...quantiles,
    slowerPct,
    interval: band,
  };
}

const ratiosOf = (rows: readonly MeasuredRow[]): readonly number[] =>
  rows.map(({ errorPct }) => 1 / (1 + errorPct / 100));
