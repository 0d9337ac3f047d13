import { CLUSTERS, NETWORK_COMPARISON } from '../presets/index.js';
import { networkCost } from './network-cost.js';
import { areFitted, priceInputs, type PriceList, TABLE_3_PRICES } from './price-list.js';

const QUOTE: PriceList = {
  name: 'quote',
  provenance: 'assumed',
  source: 'a quote',
  switch: { usd: 10_000 },
  fabricCable: { usd: 100, source: 'another vendor', provenance: 'published' },
  endpointCable: { usd: 1 },
};

describe('networkCost', () => {
  // Table 3 of the paper: cost in M$ and in k$ per endpoint. The price list is fitted to these rows.
  it.each([
    ['FT2', 9, 4.39],
    ['MPFT', 72, 4.39],
    ['FT3', 491, 7.5],
    ['SF', 146, 4.4],
    ['DF', 1522, 5.8],
  ] as const)('%s costs what table 3 says, within 3 %%', (name, costMUSD, perEndpoint) => {
    const cost = networkCost(NETWORK_COMPARISON[name]);
    expect(Math.abs(cost.costUSD / 1e6 / costMUSD - 1)).toBeLessThan(0.03);
    expect(Math.abs(cost.costPerEndpointUSD / 1e3 / perEndpoint - 1)).toBeLessThan(0.03);
  });

  it('adds up its items, each at its own price and with its own origin', () => {
    const cost = networkCost(NETWORK_COMPARISON.FT2, QUOTE);
    expect(cost.items.map(({ count }) => count)).toEqual([96, 2048, 2048]);
    expect(cost.costUSD).toBe(960_000 + 204_800 + 2_048);
    expect(cost.items.map(({ name, provenance, source }) => `${name} ${provenance} ${source}`)).toEqual([
      'switch assumed a quote',
      'fabricCable published another vendor',
      'endpointCable assumed a quote',
    ]);
    expect(priceInputs(QUOTE).map(({ name, value, source }) => [name, value, source])).toEqual([
      ['prices.switch.usd', 10_000, 'a quote'],
      ['prices.fabricCable.usd', 100, 'another vendor'],
      ['prices.endpointCable.usd', 1, 'a quote'],
    ]);
  });

  it('pays a cable for every port of a NIC with several', () => {
    const { items } = networkCost(CLUSTERS['h800-2048-multi-port'], QUOTE);
    expect(items[2]).toMatchObject({ count: 4 * 2048 });
  });

  it('calls its own prices fitted, whoever writes them down, and no others', () => {
    expect(priceInputs().map(({ provenance }) => provenance)).toEqual(['fitted', 'fitted', 'fitted']);
    expect(TABLE_3_PRICES.source).toContain('not identifiable');
    expect(
      [
        TABLE_3_PRICES,
        { ...TABLE_3_PRICES, name: 'mine' },
        { ...TABLE_3_PRICES, switch: { usd: 4541 } },
        QUOTE,
      ].map(areFitted),
    ).toEqual([true, true, false, false]);
  });
});
