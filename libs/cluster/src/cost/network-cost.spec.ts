import { IssueList } from '@railyard/base';
import { CLUSTERS, NETWORK_COMPARISON } from '../presets/index.js';
import { networkCost } from './network-cost.js';
import { partsCost } from './parts.js';
import { areFitted, checkPriceList, priceInputs, type PriceList, TABLE_3_PRICES } from './price-list.js';

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

  it('calls its own prices fitted, no matter who writes them down, and no others', () => {
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

  // 128 nodes of 8 NICs at 400G on rails, 2:1: 32 leaves and 8 spines of 64 ports, 512 cables up, 1,024 to
  // NICs.
  const spec = {
    ...CLUSTERS['h800-2048-mpft']!,
    nodes: 128,
    topology: { kind: 'rail-optimized', layers: 2, switchPorts: 64, oversubscription: 2 } as const,
  };
  const PARTS: PriceList = {
    name: 'parts',
    provenance: 'assumed',
    source: 'a quote',
    parts: [
      { item: 'switch', ports: 64, gbps: 800, usd: 60_000, watts: 2000 },
      { item: 'switch', ports: 64, gbps: 400, usd: 30_000, watts: 1000, rackUnits: 2 },
      { item: 'switch', ports: 32, gbps: 400, usd: 1, watts: 1 },
      { item: 'nic', gbps: 400, usd: 1500, watts: 20 },
      { item: 'copper', gbps: 400, reachM: 3, usd: 150 },
      { item: 'optic', gbps: 400, reachM: 50, usd: 400, watts: 8 },
      { item: 'optic', gbps: 400, reachM: 500, usd: 300, watts: 100 },
      { item: 'fibre', reachM: 100, usd: 20, usdPerM: 1 },
      { item: 'installation', usd: 30 },
      { item: 'rack', rackUnits: 40, usd: 4000 },
    ],
    cableMetres: { host: 2, 'leaf-spine': 30 },
    energy: { usdPerKWh: 0.1, pue: 1.25, years: 4 },
  };

  it('takes of a list of parts the cheapest that does, with its energy', () => {
    const { items, power, costUSD, bisectionGBps, costPerBisectionGbpsUSD } = networkCost(spec, PARTS);
    expect(items.map(({ name, count, costUSD: usd, watts }) => [name, count, usd, watts])).toEqual([
      ['switch of 64 ports 400G', 40, 1_200_000, 40_000],
      ['nic 400G', 1024, 1_536_000, 20_480],
      ['copper 400G to 3 m', 1024, 153_600, 0],
      // A watt costs 0.1 x 1.25 x 4 x 8.766 = 4.383 $: 300 + 438 of the longer optic is more than 400 + 35.
      ['optic 400G to 50 m', 1024, 409_600, 8192],
      ['fibre to 100 m', 512, 512 * 50, 0],
      ['installation', 1536, 46_080, 0],
      ['rack', 2, 8000, 0],
    ]);
    expect(costUSD).toBe(3_378_880);
    expect(power).toEqual({
      kilowatts: 68.672,
      racks: 2,
      energyUSD: expect.closeTo(68_672 * 4.383, 6),
      years: 4,
      totalUSD: expect.closeTo(3_378_880 + 68_672 * 4.383, 6),
    });
    // 32 leaves x 16 uplinks x 50 GB/s, halved.
    expect(bisectionGBps).toBe(12_800);
    expect(costPerBisectionGbpsUSD).toBe(3_378_880 / (12_800 * 8));
  });

  it('says what a network needs and a list has not', () => {
    const far = { ...PARTS, cableMetres: { host: 2, 'leaf-spine': 200 } };
    expect(partsCost(spec, PARTS).missing).toEqual([]);
    expect(partsCost(spec, far).missing).toEqual([
      'optic 400G to 200 m with a fibre of 200 m, or copper 400G to 200 m',
    ]);
    const faster = { ...spec, topology: { ...spec.topology, uplinkGBps: 100 } };
    expect(partsCost(faster, PARTS).missing).toEqual([
      'optic 800G to 30 m with a fibre of 30 m, or copper 800G to 30 m',
    ]);
    expect(partsCost(faster, PARTS).items[0]).toMatchObject({ name: 'switch of 64 ports 800G' });
  });

  it('takes three prices or parts, not both and not neither', () => {
    const codes = (prices: PriceList): readonly string[] => {
      const issues = new IssueList();
      checkPriceList(prices, issues);
      return issues.issues.map(({ path, code }) => `${path} ${code}`);
    };
    expect(codes(QUOTE)).toEqual([]);
    expect(codes(PARTS)).toEqual([]);
    expect(codes({ ...PARTS, switch: { usd: 1 } })).toEqual(['/switch conflict']);
    const { switch: _switch, ...two } = QUOTE;
    expect(codes(two)).toEqual(['/switch missing-key']);
  });
});
