/**
 * Schema of a price list: the body of a `PriceList` document. No preset stands in for a part of it: a fitted
 * price under a vendor's name would be a lie.
 */
import { type Provenance } from '@railyard/base';
import { type ItemPrice, type PriceList } from '@railyard/cluster';
import { choice, type JsonSchema, object, quantity, text } from './json-schema.js';

const PROVENANCES = [
  'published',
  'measured',
  'derived',
  'fitted',
  'assumed',
] as const satisfies readonly Provenance[];

const price = (what: string): JsonSchema =>
  object<ItemPrice>(
    what,
    {
      usd: quantity('Price of one.', 'USD', 0, 1e9, { 'x-also': ['price', 'cost', 'priceUSD'] }),
      provenance: choice('Where this price comes from. Absent: as the list says.', PROVENANCES),
      source: text('Quote or page that this price comes from. Absent: as the list says.', 500),
    },
    ['provenance', 'source'],
  );

export const priceListSchema = object<PriceList>('What the parts of a network cost, transceivers included.', {
  name: text('Name of the list.', 100, { default: 'custom' }),
  provenance: choice('Where the prices come from.', PROVENANCES, { default: 'assumed' }),
  source: text('Quote or page that the prices come from.', 500, { default: 'given in the price list' }),
  switch: price('One switch.'),
  fabricCable: price('One cable between two switches.'),
  endpointCable: price('One cable between a NIC port and its switch.'),
});
