/**
 * The interval of one more job where runs are few, as a random-effects analysis predicts it (Higgins,
 * Thompson and Spiegelhalter 2009, J. R. Stat. Soc. A 172, 137): rows scatter within a group (one device and
 * source), groups scatter around the software's mean, and sources on one device differ again. Variances
 * between groups are DerSimonian and Laird's (1986, Control. Clin. Trials 7, 177), and the quantile is
 * Student's.
 */
import { exp } from '@railyard/base';
import { type Interval } from './error-quantiles.js';
import { studentQuantile } from './student-quantile.js';

/** One row: the logarithm of measured / computed. */
export interface Scattered {
  readonly logRatio: number;
  readonly device: string;
  readonly source: string;
}

/** One-sided level of a 90 % interval. */
const LEVEL = 0.95;

interface Group {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** Least degrees of freedom of the spread between groups, where they are few. */
const LEAST_DF = 3;

/**
 * @param pool rows of the same software and kind of model
 * @param sourceVariance between sources on one device, of `betweenSources`
 */
export function predictionInterval(pool: readonly Scattered[], sourceVariance: number): Interval {
  const groups = groupsOf(pool, ({ device, source }) => `${device} ${source}`);
  const within = withinVariance(groups);
  const { mean, variance: between } = betweenGroups(groups, within);
  const spread = Math.sqrt(within + between + sourceVariance);
  return about(mean, studentQuantile(LEVEL, Math.max(LEAST_DF, groups.length - 1)) * spread);
}

const about = (centre: number, half: number): Interval => [exp(centre - half), exp(centre + half)];

/** Variance between sources whose runs are on one device with one software, over all that have several. */
export function betweenSources(families: readonly (readonly Scattered[])[]): number {
  let weighted = 0;
  let weight = 0;
  for (const rows of families) {
    const groups = groupsOf(rows, ({ source }) => source);
    if (groups.length < 2) continue;
    weighted += (groups.length - 1) * betweenGroups(groups, withinVariance(groups)).variance;
    weight += groups.length - 1;
  }
  return weight === 0 ? 0 : weighted / weight;
}

function groupsOf(rows: readonly Scattered[], nameOf: (row: Scattered) => string): readonly Group[] {
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const values = members.get(nameOf(row));
    if (values === undefined) members.set(nameOf(row), [row.logRatio]);
    else values.push(row.logRatio);
  }
  return [...members.values()].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return { count: values.length, mean, squares };
  });
}

function withinVariance(groups: readonly Group[]): number {
  const df = groups.reduce((sum, { count }) => sum + count - 1, 0);
  return df === 0 ? 0 : groups.reduce((sum, { squares }) => sum + squares, 0) / df;
}

/** Moment estimate of the variance of the groups' true means, and their mean weighted by it. */
function betweenGroups(groups: readonly Group[], within: number): { mean: number; variance: number } {
  const averaged = (weightOf: (group: Group) => number) => {
    const total = groups.reduce((sum, group) => sum + weightOf(group), 0);
    return groups.reduce((sum, group) => sum + weightOf(group) * group.mean, 0) / total;
  };
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const squared = groups.reduce((sum, group) => sum + group.count * group.count, 0);
  const centre = averaged((group) => group.count);
  const spread = groups.reduce((sum, { count: n, mean }) => sum + n * (mean - centre) * (mean - centre), 0);
  const scale = count - squared / count;
  const variance = scale > 0 ? Math.max(0, (spread - (groups.length - 1) * within) / scale) : 0;
  const doubt = (group: Group): number => variance + within / group.count;
  return { mean: averaged((group) => (doubt(group) > 0 ? 1 / doubt(group) : group.count)), variance };
}
