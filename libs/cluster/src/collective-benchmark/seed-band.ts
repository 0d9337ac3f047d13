/**
 * How exact a time is, and how it spreads over hashes. A collective's time is exact for its routes; under
 * ECMP these are those of one hash function, which nobody knows of a real switch, so the spread over many is
 * what can be planned with.
 */
import { exchangeOf, hashBand, MOST_DRAWS } from '../exchange/index.js';
import { Fabric } from '../traffic/index.js';
import { type CollectiveName, messageBytes, reachedShares, timeOf } from './named-collective.js';
import { type BenchmarkRequest, type SizedCollective } from './request.js';

/**
 * `exact`: max-min fair rates of the routes taken. `one-hash`: the same, of the routes of one ECMP hash.
 * `drawn-hash`: flows so many that what one hash puts on each link was drawn, not computed for each of them.
 */
export type Exactness = 'exact' | 'one-hash' | 'drawn-hash';

/** Times under hashes drawn: 5, 50 and 95 of 100 are no longer than these, and the extremes. */
export interface SeedBand {
  /** Hashes that were drawn: as many as asked for, or as time allowed. */
  readonly seeds: number;
  readonly leastUs: number;
  readonly lowUs: number;
  readonly medianUs: number;
  readonly highUs: number;
  readonly mostUs: number;
}

export function exactnessOf(fabric: Fabric, collective: CollectiveName, group: readonly number[]): Exactness {
  if (fabric.routing !== 'ecmp') return 'exact';
  const exchanged = messageBytes(collective, group.length, 1) !== undefined && group.length > 1;
  return exchanged &&
    fabric.nodeOf(group[0]) !== fabric.nodeOf(group[group.length - 1]) &&
    exchangeOf(fabric, group).drawn
    ? 'drawn-hash'
    : 'one-hash';
}

export function seedBand(
  fabric: Fabric,
  { collective, bytes, seed = 0 }: SizedCollective & Pick<BenchmarkRequest, 'seed'>,
  group: readonly number[],
  seeds: number,
): SeedBand {
  const each = messageBytes(collective, group.length, bytes);
  if (each === undefined) return rerun(fabric, collective, group, bytes, seed, seeds);
  const shares = reachedShares(fabric, collective, group.length);
  const band = hashBand(exchangeOf(fabric, group), seed, seeds, shares);
  const { latencySeconds } = timeOf(fabric, collective, group, bytes);
  const us = (busiest: number): number => (latencySeconds + each * busiest) * 1e6;
  return {
    seeds: band.hashes,
    leastUs: us(band.least),
    lowUs: us(band.low),
    medianUs: us(band.median),
    highUs: us(band.high),
    mostUs: us(band.most),
  };
}

/** What a reader who asked for more hashes may not expect of a band. */
export function bandNotes(
  fabric: Fabric,
  group: readonly number[],
  { seeds }: SeedBand,
  asked: number,
): readonly { readonly code: 'fewer-hashes'; readonly message: string }[] {
  if (seeds >= asked) return [];
  const { work } = exchangeOf(fabric, group).hashes();
  const message =
    `${seeds} of ${asked} hashes ${seeds === 1 ? 'was' : 'were'} drawn: each takes ${work} draws on the ` +
    `paths of these GPUs, and a band at most ${MOST_DRAWS}; fewer GPUs or fewer tiers take fewer`;
  return [{ code: 'fewer-hashes', message }];
}

/** The collective again, under the seeds that follow. */
function rerun(
  fabric: Fabric,
  collective: CollectiveName,
  group: readonly number[],
  bytes: number,
  seed: number,
  seeds: number,
): SeedBand {
  const { spec, graph, capacity, routerOptions, algorithm } = fabric;
  const times = Float64Array.from({ length: seeds }, (_, i) => {
    const chosen = algorithm === undefined ? {} : { algorithm };
    const other = new Fabric(spec, { ...routerOptions, ...chosen, graph, capacity, seed: seed + i });
    return timeOf(other, collective, group, bytes).seconds * 1e6;
  }).sort((a, b) => a - b);
  const at = (quantile: number): number => times[Math.round(quantile * (seeds - 1))];
  return { seeds, leastUs: at(0), lowUs: at(0.05), medianUs: at(0.5), highUs: at(0.95), mostUs: at(1) };
}
