/** The shipped families as rows. */
import { elementAt } from '@railyard/base';
import { type FamilyKey, familyName } from './family-key.js';
import { type Family, type MeasuredRow, familyOf, sourceVariance } from './family.js';
import { ANCHORED_ERRORS } from './anchored-errors.js';
import { MEASURED_FAMILIES, MEASURED_SOURCES } from './measured-families.js';

export const MEASURED_ROWS: readonly MeasuredRow[] = MEASURED_FAMILIES.flatMap(
  ([device, level, kind, scale, source, errorsPct]) =>
    errorsPct.map((errorPct) => ({
      device,
      level,
      kind,
      scale,
      source: elementAt(MEASURED_SOURCES, source),
      errorPct,
    })),
);

/** Standard deviation between sources whose runs are on one device with one software, per cent. */
export const sourceSpreadPct = (): number => 100 * Math.sqrt(sourceVariance(MEASURED_ROWS));

const found = new Map<string, Family>();

/** The same for every job of a family; looked up once. */
export function shippedFamily(key: FamilyKey): Family {
  const name = familyName(key);
  const family = found.get(name) ?? familyOf(key, MEASURED_ROWS);
  found.set(name, family);
  return family;
}

/** Pairs of an anchor and a target among published runs. */
export function shippedPairs(): Pick<Family, 'name' | 'rows' | 'medianPct' | 'p90Pct'> {
  return {
    name: 'published runs anchored by the smallest of their source and model',
    ...ANCHORED_ERRORS,
  };
}
