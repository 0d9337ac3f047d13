/**
 * Rows of each expert in a measured expert layer: the table names the distribution from which the loads were
 * drawn and the load of the timed rank; the loads are taken at the middles of equal slices of the
 * distribution.
 */
import { pow } from '@railyard/base';

type TableRow = Readonly<Record<string, string>>;

/** Largest share of the tokens that one expert draws. */
const LARGEST_SHARE = 0.8;

export function expertRows(row: TableRow): number[] {
  const numberOf = (name: string): number => Number(row[name] ?? '');
  const [experts, ranks, tokens, choices] = ['experts', 'ep', 'tokens', 'topk'].map(numberOf) as [
    number,
    number,
    number,
    number,
  ];
  const local = experts / ranks;
  const counted = numberOf('rank_tokens');
  const load = numberOf('rank_load_over_mean');
  const total = counted > 0 ? counted : ((tokens * choices) / ranks) * (load > 0 ? load : 1);
  const exponent = exponentOf(row['distribution'] ?? '');
  if (exponent === undefined) {
    const busy = Math.max(1, Math.min(Math.round(local), Math.round(total)));
    return Array.from({ length: busy }, () => total / busy);
  }
  const few = tokens * choices < experts;
  const [least, most] = few ? [0.01, 2] : [1, Math.max(LARGEST_SHARE * tokens, 1.0001)];
  return wholeRows(powerLaw(local, exponent, least, most), total);
}

/** `power_law_1.01`; undefined for balanced loads. */
function exponentOf(distribution: string): number | undefined {
  const match = /power_law_([\d.]+)/.exec(distribution);
  return match === null ? undefined : Number(match[1]);
}

/** Loads of density x^-exponent on [least, most], largest first. */
function powerLaw(count: number, exponent: number, least: number, most: number): number[] {
  const power = 1 - exponent;
  const [from, to] = [pow(least, power), pow(most, power)];
  return Array.from({ length: count }, (_, i) => {
    const quantile = (count - i - 0.5) / count;
    return pow(from + quantile * (to - from), 1 / power);
  });
}

/** Loads scaled to `total` and rounded so that the sum stays; experts without a row are left out. */
function wholeRows(loads: readonly number[], total: number): number[] {
  const scale = total / loads.reduce((sum, load) => sum + load, 0);
  const rows: number[] = [];
  let [exact, given] = [0, 0];
  for (const load of loads) {
    exact += load * scale;
    const whole = Math.floor(exact + 0.5) - given;
    given += whole;
    if (whole > 0) rows.push(whole);
  }
  return rows.length > 0 ? rows : [total];
}
