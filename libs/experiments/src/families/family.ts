/** The family of a job among measured ones, its error, and the interval that follows for another job. */
import { exp, log } from '@railyard/base';
import { type FamilyKey, familyName } from './family-key.js';
import { type Interval, errorQuantiles, interval, median } from './error-quantiles.js';

/** One published run that no constant was fitted to. */
export interface MeasuredRow extends FamilyKey {
  /** (twin - measured) / measured, per cent, of the step time. */
  readonly errorPct: number;
}

export interface Family {
  readonly name: string;
  /** Device, level and kind are the job's own. */
  readonly isOwn: boolean;
  readonly rows: number;
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

/** Variance of the median of n normal values, over that of one value, times n: pi / 2. */
const MEDIAN_VARIANCE = 1.5708;

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
    return described(key, wider, among(wider), interval(ratiosOf(among(wider))), false);
  }
  const pool = among(['level', 'kind']);
  const isPooled = own.length < MANY && pool.length >= SOME;
  return described(key, parts, own, isPooled ? pooled(own, pool) : interval(ratiosOf(own)), true);
}

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
  return { name: familyName(common), isOwn, rows: members.length, ...quantiles, slowerPct, interval: band };
}

const ratiosOf = (rows: readonly MeasuredRow[]): readonly number[] =>
  rows.map(({ errorPct }) => 1 / (1 + errorPct / 100));

/**
 * Few rows say where a family lies, not how far its members scatter: the median is their own, the scatter
 * that of all families of the level and kind around their medians, wider by what a median of n rows may be
 * off.
 */
function pooled(own: readonly MeasuredRow[], pool: readonly MeasuredRow[]): Interval {
  const groups = new Map<string, number[]>();
  for (const row of pool) {
    const name = familyName(row);
    groups.set(name, [...(groups.get(name) ?? []), -log(1 + row.errorPct / 100)]);
  }
  const deviations = [...groups.values()]
    .filter(({ length }) => length >= FEW)
    .flatMap((logs) => {
      const centre = median(logs);
      const inflation = Math.sqrt(logs.length / (logs.length - 1));
      return logs.map((value) => exp((value - centre) * inflation));
    });
  const centre = median(own.map(({ errorPct }) => -log(1 + errorPct / 100)));
  const [low, high] = interval(deviations.length >= SOME ? deviations : ratiosOf(pool));
  const widening = Math.sqrt(1 + MEDIAN_VARIANCE / own.length);
  return [exp(centre + widening * log(low)), exp(centre + widening * log(high))];
}
