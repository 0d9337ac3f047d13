/**
 * What the parts of a network cost. Prices are data: a list of one's own goes to `networkCost` (a `PriceList`
 * document).
 *
 * The published comparison (paper, table 3) gives costs but no prices, and the formulas it cites (Besta and
 * Hoefler, SC'14) do not lead to them, at 40 or 400 Gb/s. So `TABLE_3_PRICES` is a fit: three prices that
 * meet the five costs of that table within 1 % (the costs themselves stand in libs/reports). A fit is a fit:
 * it reproduces the table, it does not predict it, and how a sum splits into switch and cables is not
 * identifiable from five rows (a single price for each used switch port of $1,476 does nearly as well). Ask a
 * vendor for real prices.
 */
import { type Provenance, type ProvenancedInput } from '@railyard/base';

/**
 * switch: one switch. fabricCable: one cable between switches. endpointCable: one between a NIC port and its
 * switch. Transceivers included.
 */
const PRICED_ITEMS = ['switch', 'fabricCable', 'endpointCable'] as const;
export type PricedItem = (typeof PRICED_ITEMS)[number];

export interface ItemPrice {
  readonly usd: number;
  /** Of this price; left out, those of the list. */
  readonly provenance?: Provenance;
  readonly source?: string;
}

/** The body of a `PriceList` document. */
export interface PriceList extends Readonly<Record<PricedItem, ItemPrice>> {
  readonly name: string;
  readonly provenance: Provenance;
  readonly source: string;
}

export const TABLE_3_PRICES: PriceList = {
  name: 'table3-fit',
  provenance: 'fitted',
  source:
    'fit to the five costs of table 3, Insights into DeepSeek-V3 (ISCA 2025); the split between ' +
    'items is not identifiable',
  switch: { usd: 4540 },
  fabricCable: { usd: 2919 },
  endpointCable: { usd: 1276 },
};

/** A price with the origin that it has by itself or by its list. */
export function priceOf(prices: PriceList, item: PricedItem): Required<ItemPrice> {
  const { usd, provenance = prices.provenance, source = prices.source } = prices[item];
  return { usd, provenance, source };
}

/** The prices as inputs of a result. */
export const priceInputs = (prices: PriceList = TABLE_3_PRICES): ProvenancedInput[] =>
  PRICED_ITEMS.map((item) => {
    const { usd, provenance, source } = priceOf(prices, item);
    return { name: `prices.${item}.usd`, value: usd, unit: 'USD', provenance, source };
  });

/** Whether every price is the one that was fitted to table 3, whatever the list calls itself. */
export const areFitted = (prices: PriceList): boolean =>
  PRICED_ITEMS.every((item) => prices[item].usd === TABLE_3_PRICES[item].usd);
