/**
 * Prices by class and rate: which part of a list each switch, NIC and cable of a network takes. A cable is
 * copper where a copper part reaches far enough, or two optics and a fibre; of all that do, the cheapest
 * with its energy is taken. Lengths are by class of cable.
 */
import { type ClusterSpec } from '../definition/index.js';
import { type LinkClass, planScaleOut, topologyInventory } from '../topology/index.js';
import { type CostItem } from './cost-item.js';
import { type PartKind, type PriceList, type PricedPart } from './price-list.js';

/** Metres of a cable where the list does not say: within a row of racks, between rows, across a hall. */
export const CABLE_METRES: Readonly<Partial<Record<LinkClass, number>>> = {
  host: 10,
  'leaf-spine': 30,
  'spine-core': 100,
  local: 10,
  global: 100,
  circuit: 50,
};

const metresOf = (prices: PriceList, linkClass: LinkClass): number =>
  prices.cableMetres?.[linkClass] ?? CABLE_METRES[linkClass] ?? 0;

interface CableRun {
  readonly linkClass: LinkClass;
  readonly gbps: number;
  readonly metres: number;
  readonly count: number;
}

export interface PartsCost {
  readonly items: readonly CostItem[];
  /** What the network needs and the list has not, each a sentence's object. */
  readonly missing: readonly string[];
  readonly rackUnits: number;
}

const HOURS_PER_YEAR = 8766;

/** USD of the energy of one watt over the years of the list; 0 where it prices none. */
export function usdPerWatt({ energy }: PriceList): number {
  if (energy === undefined) return 0;
  return (energy.usdPerKWh * energy.pue * energy.years * HOURS_PER_YEAR) / 1000;
}

export function partsCost(spec: ClusterSpec, prices: PriceList): PartsCost {
  const picker = new Picker(prices);
  const { switches, circuits, runs, nics, nicGbps } = needs(spec, prices);
  picker.take('switch', switches.count, { gbps: switches.gbps, ports: switches.ports });
  picker.take('circuit-switch', circuits.count, { ports: circuits.ports });
  if (picker.has('nic')) picker.take('nic', nics, { gbps: nicGbps });
  for (const run of runs) picker.takeCable(run);
  if (picker.has('installation'))
    picker.take(
      'installation',
      runs.reduce((sum, { count }) => sum + count, 0),
      {},
    );
  picker.takeRacks();
  return { items: picker.items, missing: picker.missing, rackUnits: picker.rackUnits };
}

/** What there is to buy: counted on the plan, or of a network without a graph by its formula. */
function needs(spec: ClusterSpec, prices: PriceList) {
  const inventory = topologyInventory(spec);
  const nicGbps = spec.nic.bandwidthGBps * 8;
  const counts = new Map<string, CableRun>();
  const add = (linkClass: LinkClass, gbps: number, count: number): void => {
    const key = `${linkClass} ${gbps}`;
    const known = counts.get(key)?.count ?? 0;
    counts.set(key, { linkClass, gbps, metres: metresOf(prices, linkClass), count: known + count });
  };
  const ports = spec.topology.switchPorts;
  if (inventory.closedForm) {
    for (const [linkClass, count] of Object.entries(inventory.linksByClass))
      add(linkClass as LinkClass, nicGbps, count);
    return {
      nics: inventory.endpoints,
      switches: { count: inventory.switches, gbps: nicGbps, ports },
      circuits: { count: 0, ports: 0 },
      runs: [...counts.values()],
      nicGbps,
    };
  }
  const plan = planScaleOut(spec);
  const portGbps = nicGbps / plan.portsPerNic;
  let fastest = portGbps * (plan.nicsPerPort ?? 1);
  add('host', portGbps, inventory.endpointLinks);
  plan.wire((_a, _b, linkClass, _plane, speed = 1) => {
    add(linkClass, portGbps * speed, 1);
    fastest = Math.max(fastest, portGbps * speed);
  });
  return {
    nics: inventory.endpoints,
    switches: { count: inventory.switches, gbps: fastest, ports },
    circuits: { count: plan.circuitSwitches ?? 0, ports: plan.leaves },
    runs: [...counts.values()],
    nicGbps,
  };
}

interface Need {
  readonly gbps?: number;
  readonly ports?: number;
  readonly metres?: number;
}

/** Takes parts of a list, the cheapest that do. */
class Picker {
  readonly items: CostItem[] = [];
  readonly missing: string[] = [];
  rackUnits = 0;
  private readonly perWatt: number;

  constructor(private readonly prices: PriceList) {
    this.perWatt = usdPerWatt(prices);
  }

  has(kind: PartKind): boolean {
    return this.prices.parts?.some(({ item }) => item === kind) === true;
  }

  take(kind: PartKind, count: number, need: Need): void {
    if (count === 0) return;
    const part = this.cheapest(kind, need);
    if (part === undefined) this.missing.push(wanted(kind, need));
    else this.add(part, count, need.metres);
  }

  takeCable({ gbps, metres, count, linkClass }: CableRun): void {
    const need = { gbps, metres };
    const copper = this.cheapest('copper', need);
    const optic = this.cheapest('optic', need);
    const fibre = this.cheapest('fibre', { metres });
    const optical =
      optic === undefined || fibre === undefined
        ? Infinity
        : 2 * this.price(optic) + this.price(fibre, metres);
    if (copper !== undefined && this.price(copper, metres) <= optical)
      return this.add(copper, count, metres, linkClass);
    if (optic === undefined || fibre === undefined) {
      this.missing.push(`${wanted('optic', need)} with a fibre of ${metres} m, or ${wanted('copper', need)}`);
      return;
    }
    this.add(optic, 2 * count, undefined, linkClass);
    this.add(fibre, count, metres, linkClass);
  }

  takeRacks(): void {
    const rack = this.cheapest('rack', {});
    if (rack === undefined || this.rackUnits === 0) return;
    this.add(rack, Math.ceil(this.rackUnits / (rack.rackUnits ?? 42)));
  }

  private cheapest(kind: PartKind, { gbps = 0, ports = 0, metres = 0 }: Need): PricedPart | undefined {
    return this.prices.parts
      ?.filter(
        (part) =>
          part.item === kind &&
          (part.gbps ?? Infinity) >= gbps * (1 - 1e-9) &&
          (part.ports ?? Infinity) >= ports &&
          (part.reachM ?? Infinity) >= metres,
      )
      .reduce<PricedPart | undefined>(
        (best, part) =>
          best === undefined || this.price(part, metres) < this.price(best, metres) ? part : best,
        undefined,
      );
  }

  /** With its energy. */
  private price({ usd, usdPerM = 0, watts = 0 }: PricedPart, metres = 0): number {
    return usd + usdPerM * metres + watts * this.perWatt;
  }

  private add(part: PricedPart, count: number, metres = 0, linkClass?: LinkClass): void {
    const { item, usd, usdPerM = 0, watts = 0, rackUnits } = part;
    const each = usd + usdPerM * metres;
    if (item === 'switch' || item === 'circuit-switch') this.rackUnits += count * (rackUnits ?? 1);
    this.items.push({
      name: nameOf(part),
      ...(linkClass === undefined ? {} : { class: linkClass }),
      count,
      usd: each,
      costUSD: count * each,
      watts: count * watts,
      provenance: part.provenance ?? this.prices.provenance,
      source: part.source ?? this.prices.source,
    });
  }
}

/** `switch of 64 ports, 400G`, `optic 800G to 500 m`. */
export function nameOf({ item, gbps, ports, reachM }: PricedPart): string {
  return [
    item,
    ...(ports === undefined ? [] : [`of ${ports} ports`]),
    ...(gbps === undefined ? [] : [`${gbps}G`]),
    ...(reachM === undefined ? [] : [`to ${reachM} m`]),
  ].join(' ');
}

const wanted = (kind: PartKind, { gbps, ports, metres }: Need): string =>
  nameOf({
    item: kind,
    usd: 0,
    ...(gbps === undefined ? {} : { gbps }),
    ...(ports === undefined ? {} : { ports }),
    ...(metres === undefined ? {} : { reachM: metres }),
  });
