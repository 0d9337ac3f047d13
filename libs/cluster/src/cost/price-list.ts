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
import { invariant, type IssueList, type Provenance, type ProvenancedInput } from '@railyard/base';
import { type LinkClass } from '../topology/index.js';

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

export const PART_KINDS = [
  'switch',
  'nic',
  'optic',
  'copper',
  'fibre',
  'installation',
  'rack',
  'circuit-switch',
] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** A part that is bought by class and rate. */
export interface PricedPart extends ItemPrice {
  readonly item: PartKind;
  /** Line rate of a port, or of the cable or optic; left out, any. */
  readonly gbps?: number;
  /** Of a switch, a circuit switch; left out, any number. */
  readonly ports?: number;
  /** How far an optic, a copper cable or a fibre reaches; left out, any distance. */
  readonly reachM?: number;
  /** In addition, by the metre. */
  readonly usdPerM?: number;
  readonly watts?: number;
  /** Of a switch, what it takes, 1 unless given; of a rack, what it has. */
  readonly rackUnits?: number;
}

export interface EnergyPrice {
  readonly usdPerKWh: number;
  /** Power of the building over that of the machines. */
  readonly pue: number;
  readonly years: number;
}

/** The body of a `PriceList` document: three prices for everything, or parts by class and rate. */
export interface PriceList extends Readonly<Partial<Record<PricedItem, ItemPrice>>> {
  readonly name: string;
  readonly provenance: Provenance;
  readonly source: string;
  readonly parts?: readonly PricedPart[];
  /** Length of cables by class; left out, `CABLE_METRES`. */
  readonly cableMetres?: Readonly<Partial<Record<LinkClass, number>>>;
  readonly energy?: EnergyPrice;
}

/** Reports a list that has neither all three prices nor parts, or both. */
export function checkPriceList(prices: PriceList, issues: IssueList): void {
  const flat = PRICED_ITEMS.filter((item) => prices[item] !== undefined);
  if (prices.parts === undefined) {
    for (const item of PRICED_ITEMS)
      issues
        .at(item)
        .require(
          prices[item] !== undefined,
          'missing-key',
          `${item} is required.`,
          'Add `usd`, or give parts by class and rate in place of the three prices.',
        );
    return;
  }
  for (const item of flat)
    issues
      .at(item)
      .add(
        'conflict',
        `${item} must be left out of a list of parts.`,
        'Remove it: parts have prices of their own.',
      );
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
  const price = prices[item];
  invariant(price !== undefined, 'a list without parts has three prices', { item });
  const { usd, provenance = prices.provenance, source = prices.source } = price;
  return { usd, provenance, source };
}

/** The prices as inputs of a result; of a list of parts, each part. */
export function priceInputs(prices: PriceList = TABLE_3_PRICES): ProvenancedInput[] {
  if (prices.parts === undefined)
    return PRICED_ITEMS.map((item) => {
      const { usd, provenance, source } = priceOf(prices, item);
      return { name: `prices.${item}.usd`, value: usd, unit: 'USD', provenance, source };
    });
  return prices.parts.map(({ usd, provenance = prices.provenance, source = prices.source }, at) => ({
    name: `prices.parts.${at}.usd`,
    value: usd,
    unit: 'USD',
    provenance,
    source,
  }));
}

/** Whether every price is the one that was fitted to table 3, whatever the list calls itself. */
export const areFitted = (prices: PriceList): boolean =>
  prices.parts === undefined && PRICED_ITEMS.every((item) => prices[item]?.usd === TABLE_3_PRICES[item]?.usd);
