/** The shipped families as rows. */
import { type MeasuredRow } from './family.js';
import { MEASURED_FAMILIES } from './measured-families.js';

export const MEASURED_ROWS: readonly MeasuredRow[] = MEASURED_FAMILIES.flatMap(
  ([device, level, kind, scale, errorsPct]) =>
    errorsPct.map((errorPct) => ({ device, level, kind, scale, errorPct })),
);
