/**
 * Errors of published training runs by validation family: `npm run build && node tools/measure-families.mjs`
 * makes this file of test/data/training-runs.csv. No constant of the engine is fitted to these rows.
 */
import { type FamilyKey } from './family-key.js';

/** One family in full, and (twin - measured) / measured of its rows in per cent, ascending. */
export type MeasuredFamily = readonly [
  device: string,
  level: string,
  kind: FamilyKey['kind'],
  scale: FamilyKey['scale'],
  errorsPct: readonly number[],
];

export const MEASURED_FAMILIES: readonly MeasuredFamily[] = [];
