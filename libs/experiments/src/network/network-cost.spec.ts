import { InvalidDocumentError, type Issue } from '@railyard/base';
import { ENGINE_VERSION } from '../engine.js';
import { checkedNetworkCost, priceListOf, runNetworkCost } from './network-cost.js';

const QUOTE = {
  name: 'quote',
  source: 'a vendor',
  switch: { usd: 20_000 },
  fabricCable: { usd: 500, provenance: 'published', source: 'a price page' },
  endpointCable: { usd: 400 },
};
const slimFly = {
  preset: 'h800-2048-mpft',
  name: 'sf',
  nodes: 4116,
  pxn: false,
  topology: { kind: 'slim-fly', q: 28, endpointsPerSwitch: 21, switchPorts: 64 },
};

const costOf = (input: object) => runNetworkCost(checkedNetworkCost(input));
function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
  return [];
}
const refused = (input: unknown): readonly string[] =>
  issuesOf(() => checkedNetworkCost(input)).map(({ path, code }) => `${path} ${code}`);

describe('what a network is made of and costs', () => {
  it('counts and prices a cluster of its owner, each price with its origin', () => {
    const answer = costOf({ cluster: { preset: 'h800-2048-mpft', name: 'half', nodes: 128 }, prices: QUOTE });
    expect(answer).toMatchObject({
      cluster: 'half',
      topology: 'mpft',
      endpoints: 1024,
      switches: 48,
      links: 1024,
      closedForm: false,
      prices: 'quote',
      warnings: [],
      engineVersion: ENGINE_VERSION,
      tiers: [
        { tier: 'leaf', switches: 32 },
        { tier: 'spine', switches: 16 },
      ],
      cables: [
        { class: 'host', count: 1024 },
        { class: 'leaf-spine', count: 1024 },
      ],
    });
    expect(answer.costUSD).toBe(48 * 20_000 + 1024 * 900);
    expect(answer.costPerEndpointUSD).toBe(answer.costUSD / 1024);
    expect(
      answer.items.map(({ name, usd, costUSD, provenance, source }) => [
        name,
        usd,
        costUSD,
        provenance,
        source,
      ]),
    ).toEqual([
      ['switch', 20_000, 960_000, 'assumed', 'a vendor'],
      ['fabricCable', 500, 512_000, 'published', 'a price page'],
      ['endpointCable', 400, 409_600, 'assumed', 'a vendor'],
    ]);
    expect(answer.inputs.map(({ name, value, provenance }) => [name, value, provenance])).toEqual([
      ['prices.switch.usd', 20_000, 'assumed'],
      ['prices.fabricCable.usd', 500, 'published'],
      ['prices.endpointCable.usd', 400, 'assumed'],
    ]);
  });

  it('says that prices are fitted where nobody gave any', () => {
    const answer = costOf({ cluster: 'h800-2048-mrft' });
    expect([
      answer.prices,
      answer.warnings.map(({ code }) => code),
      new Set(answer.inputs.map(({ provenance }) => provenance)),
    ]).toEqual(['table3-fit', ['fitted-prices'], new Set(['fitted'])]);
  });

  it('counts a Slim Fly of q = 28 by its formula, and says so', () => {
    const answer = costOf({ cluster: slimFly, prices: QUOTE });
    expect(answer).toMatchObject({
      endpoints: 32_928,
      switches: 1568,
      links: 32_928,
      closedForm: true,
      costUSD: 1568 * 20_000 + 32_928 * 900,
    });
    expect(answer.warnings.map(({ code }) => code)).toEqual(['closed-form']);
    expect(refused({ cluster: { ...slimFly, topology: { ...slimFly.topology, q: 30 } } })).toEqual([
      '/cluster/topology/q not-a-prime-power',
    ]);
    expect(refused({ cluster: { ...slimFly, topology: { ...slimFly.topology, q: 3 } } })).toEqual([
      '/cluster/topology/q too-small',
    ]);
    expect(refused({ cluster: { ...slimFly, nodes: 4117 } })).toEqual([
      '/cluster/topology/endpointsPerSwitch ports-exceeded',
    ]);
  });

  it('counts the largest network of table 3, which no run may have', () => {
    const dragonfly = {
      preset: 'h800-2048-mpft',
      nodes: 32_704,
      pxn: false,
      topology: { kind: 'dragonfly', p: 16, a: 32, h: 16, g: 511, switchPorts: 64 },
    };
    expect(costOf({ cluster: dragonfly })).toMatchObject({
      endpoints: 261_632,
      switches: 16_352,
      links: 384_272,
    });
  });

  it('reports every mistake at once, with a hint', () => {
    expect(
      refused({
        cluster: 'h800-2048-mft',
        prices: { switch: 4540, fabricCable: { price: 1 }, endpointCable: { usd: -1 } },
        price: 1,
      }),
    ).toEqual([
      '/price unknown-key',
      '/cluster unknown-preset',
      '/prices/switch wrong-type',
      '/prices/fabricCable/usd missing-key',
      '/prices/fabricCable/price unknown-key',
      '/prices/endpointCable/usd too-small',
    ]);
    expect(refused({})).toEqual(['/cluster missing-key']);
    expect(refused({ cluster: 'h800-2048-mpft', prices: 'table3-fit' })).toEqual(['/prices wrong-type']);
    expect(refused({ cluster: 'h800-2048-mpft', prices: { ...QUOTE, kind: 'Cluster' } })).toEqual([
      '/prices/kind unknown-kind',
    ]);
    expect(refused([])).toEqual([' wrong-type']);
    for (const input of [null, {}, { cluster: 3, prices: [] }, { cluster: slimFly, prices: { switch: {} } }])
      for (const issue of issuesOf(() => checkedNetworkCost(input))) expect(issue.hint).not.toBe('');
  });

  it('takes a price list as the document that it is', () => {
    const document = { apiVersion: 'railyard/v1', kind: 'PriceList', ...QUOTE };
    expect(priceListOf(document)).toMatchObject({
      name: 'quote',
      provenance: 'assumed',
      switch: { usd: 20_000 },
    });
    expect(issuesOf(() => priceListOf(QUOTE)).map(({ path }) => path)).toEqual(['/apiVersion', '/kind']);
    // No preset lends its fitted prices to a list with another name.
    expect(
      issuesOf(() => priceListOf({ ...document, preset: 'table3-fit' })).map(
        ({ path, code }) => `${path} ${code}`,
      ),
    ).toEqual(['/preset unknown-key']);
  });
});
