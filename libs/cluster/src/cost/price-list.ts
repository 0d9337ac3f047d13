/**
 * What the parts of a network cost. Prices are data: pass a list of your own to `networkCost`.
 *
 * The published comparison (paper, table 3) gives costs but no prices, and the formulas it cites (Besta and Hoefler,
 * SC'14) do not lead to them, at 40 or 400 Gb/s. So this list is a fit: three prices that meet the five costs of that
 * table within 1 % (the costs themselves stand in libs/reports). A fit is a fit: it reproduces the table, it does not predict
 * it, and how a sum splits into switch and cables is not identifiable from five rows (a single price for each used switch
 * port of $1,476 does nearly as well). Ask a vendor for real prices.
 */
import { type Constant, fitted } from '@railyard/base';

const FIT = 'fit to the five costs of table 3, Insights into DeepSeek-V3 (ISCA 2025); the split between items is not identifiable';

export interface PriceList {
  /** One switch. */
  readonly switchUSD: Constant;
  /** One cable between switches, transceivers included. */
  readonly fabricCableUSD: Constant;
  /** One cable between a NIC port and its switch, transceivers included. */
  readonly endpointCableUSD: Constant;
}

export const PRICES: PriceList = {
  switchUSD: fitted(4540, 'USD', FIT),
  fabricCableUSD: fitted(2919, 'USD', FIT),
  endpointCableUSD: fitted(1276, 'USD', FIT),
};
