/** The shipped families as rows. */
import { type FamilyKey, familyName } from './family-key.js';
import { type Family, type MeasuredRow, familyOf } from './family.js';
import { MEASURED_FAMILIES } from './measured-families.js';

export const MEASURED_ROWS: readonly MeasuredRow[] = MEASURED_FAMILIES.flatMap(
  ([device, level, kind, scale, errorsPct]) =>
    errorsPct.map((errorPct) => ({ device, level, kind, scale, errorPct })),
);

const found = new Map<string, Family>();

/** The same for every job of a family; looked up once. */
export function shippedFamily(key: FamilyKey): Family {
  const name = familyName(key);
  const family = found.get(name) ?? familyOf(key, MEASURED_ROWS);
  found.set(name, family);
  return family;
}
