/**
 * Schema of a price list: the body of a `PriceList` document. No preset stands in for a part of it: a fitted
 * price under a vendor's name would be a lie.
 */
import { type Provenance } from '@railyard/base';
import {
  CABLE_METRES,
  type EnergyPrice,
  type ItemPrice,
  type LinkClass,
  PART_KINDS,
  type PricedPart,
  type PriceList,
} from '@railyard/cluster';
import {
  choice,
  count,
  type JsonSchema,
  list,
  object,
  quantity,
  ratio,
  text,
  type Typed,
} from './json-schema.js';

const PROVENANCES = [
  'published',
  'measured',
  'derived',
  'fitted',
  'assumed',
] as const satisfies readonly Provenance[];

const CABLE_CLASSES = ['host', 'leaf-spine', 'spine-core', 'local', 'global', 'circuit'] as const;
type CableClass = (typeof CABLE_CLASSES)[number];

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

const part: Typed<PricedPart> = object<PricedPart>(
  'A part by class and rate. Of all that do, the cheapest with its energy is taken.',
  {
    item: choice('What it is: an optic is one end of a fibre, copper a whole cable.', PART_KINDS),
    gbps: quantity('Line rate of a port, a cable or an optic. Absent: any.', 'Gb/s', 0.1, 1e6),
    ports: count('Ports of a switch. Absent: any number.', 1, 100_000),
    reachM: quantity(
      'How far an optic, a copper cable or a fibre reaches. Absent: any distance.',
      'm',
      0,
      1e6,
    ),
    usd: quantity('Price of one.', 'USD', 0, 1e9, { 'x-also': ['price', 'cost', 'priceUSD'] }),
    usdPerM: quantity('In addition, by the metre. Absent: 0.', 'USD', 0, 1e6),
    watts: quantity('Power of one. Absent: 0.', 'W', 0, 1e6),
    rackUnits: count('Units of a rack that a switch takes, or a rack has. Absent: 1, and 42.', 1, 1000),
    provenance: choice('Where this price comes from. Absent: as the list says.', PROVENANCES),
    source: text('Quote or page that this price comes from. Absent: as the list says.', 500),
  },
  ['gbps', 'ports', 'reachM', 'usdPerM', 'watts', 'rackUnits', 'provenance', 'source'],
);
const metres = (what: string, cableClass: LinkClass): JsonSchema =>
  quantity(`${what} Absent: ${CABLE_METRES[cableClass] ?? 0}, assumed.`, 'm', 0, 1e5);
type Metres = Required<PriceList>['cableMetres'];

export const priceListSchema = object<PriceList>(
  'What the parts of a network cost: three prices, transceivers included, or parts by class and rate.',
  {
    name: text('Name of the list.', 100, { default: 'custom' }),
    provenance: choice('Where the prices come from.', PROVENANCES, { default: 'assumed' }),
    source: text('Quote or page that the prices come from.', 500, { default: 'given in the price list' }),
    switch: price('One switch.'),
    fabricCable: price('One cable between two switches.'),
    endpointCable: price('One cable between a NIC port and its switch.'),
    parts: list('Parts by class and rate, in place of the three prices.', part, 1, 200),
    cableMetres: object<Pick<Metres, CableClass>>(
      'Length of cables by class.',
      {
        host: metres('From a NIC to its switch.', 'host'),
        'leaf-spine': metres('From a leaf to a spine.', 'leaf-spine'),
        'spine-core': metres('From a spine to a core.', 'spine-core'),
        local: metres('Between switches of a group.', 'local'),
        global: metres('Between groups.', 'global'),
        circuit: metres('Between two leaves over a circuit switch.', 'circuit'),
      },
      CABLE_CLASSES,
    ),
    energy: object<EnergyPrice>('What energy costs.', {
      usdPerKWh: quantity('Price of energy.', 'USD', 0, 10),
      pue: ratio('Power of the building over that of the machines.', 1, 3, { default: 1.3 }),
      years: ratio('Years that are counted.', 0, 20, { default: 4 }),
    }),
  },
  ['switch', 'fabricCable', 'endpointCable', 'parts', 'cableMetres', 'energy'],
);
