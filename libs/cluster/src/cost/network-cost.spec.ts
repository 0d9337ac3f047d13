import { measured } from '@railyard/base';
import { NETWORK_COMPARISON } from '../presets/index.js';
import { networkCost, priceInputs } from './network-cost.js';
import { PRICES } from './price-list.js';

describe('networkCost', () => {
  // Table 3 of the paper: cost in M$ and in k$ per endpoint. The price list is fitted to these rows.
  it.each([
    ['FT2', 9, 4.39], ['MPFT', 72, 4.39], ['FT3', 491, 7.5], ['SF', 146, 4.4], ['DF', 1522, 5.8],
  ] as const)('%s costs what table 3 says, within 3 %%', (name, costMUSD, perEndpoint) => {
    const cost = networkCost(NETWORK_COMPARISON[name]);
    expect(Math.abs(cost.costMUSD / costMUSD - 1)).toBeLessThan(0.03);
    expect(Math.abs(cost.costPerEndpointKUSD / perEndpoint - 1)).toBeLessThan(0.03);
  });

  it('adds up its items, each at its own price', () => {
    const quote = (usd: number) => measured(usd, 'USD', 'a quote');
    const cost = networkCost(NETWORK_COMPARISON.FT2, { switchUSD: quote(10_000), fabricCableUSD: quote(100), endpointCableUSD: quote(1) });
    expect(cost.items.map(({ count }) => count)).toEqual([96, 2048, 2048]);
    expect(cost.costMUSD).toBeCloseTo(0.96 + 0.2048 + 0.002048, 12);
  });

  it('calls its prices fitted', () => {
    expect(priceInputs().map(({ provenance }) => provenance)).toEqual(['fitted', 'fitted', 'fitted']);
    expect(PRICES.switchUSD.source).toContain('not identifiable');
  });
});
