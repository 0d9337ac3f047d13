/** The time of an exchange under many hash functions: what one seed gives is one draw of these. */
import { type Exchange, type ReachedShares } from './exchange.js';

export interface HashBand {
  /** Hash functions drawn. */
  readonly hashes: number;
  /** Seconds that links need for messages of one byte, at these quantiles. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly least: number;
  readonly most: number;
}

/** Draws of flows to links that a band may take: about two seconds. */
export const MOST_DRAWS = 8_000_000;
const [LOW, HIGH] = [0.05, 0.95];

/** @param hashes as many are drawn, or as `MOST_DRAWS` allow, at least one */
export function hashBand(
  exchange: Exchange,
  seed: number,
  hashes: number,
  shares: ReachedShares = {},
): HashBand {
  const flows = exchange.hashes();
  const count = Math.max(1, Math.min(hashes, Math.floor(MOST_DRAWS / Math.max(1, flows.work))));
  const loads = new Float64Array(exchange.loads.length);
  const ends = exchange.busiest(shares, endLinksOnly(exchange)).seconds;
  const seconds = Float64Array.from({ length: count }, (_, i) => {
    loads.fill(0);
    flows.draw(seed, i, loads);
    return Math.max(ends, exchange.busiest(shares, loads).seconds);
  }).sort((a, b) => a - b);
  const at = (quantile: number): number => seconds[Math.round(quantile * (count - 1))];
  return { hashes: count, low: at(LOW), median: at(0.5), high: at(HIGH), least: at(0), most: at(1) };
}

function endLinksOnly({ loads, fabric }: Exchange): Float64Array {
  const { graph } = fabric;
  const isSwitch = (vertex: number): boolean =>
    ['leaf', 'spine', 'core', 'router'].includes(graph.kindOf(vertex));
  return loads.map((load, link) =>
    isSwitch(graph.linkFrom[link]) && isSwitch(graph.linkTo[link]) ? 0 : load,
  );
}
