/**
 * Fabrics side by side: what each is made of, costs and draws, what fails in it in a year, and the step of
 * one job on it; cost and power also in proportion to the bisection of the first, so that more capacity is
 * not counted against a network.
 */
import { entryOf, IssueList, type ProvenancedInput } from '@railyard/base';
import {
  areFitted,
  type ClusterSpec,
  networkCost,
  type NetworkPower,
  priceInputs,
  type PriceList,
  TABLE_3_PRICES,
  type TierPorts,
  tierPorts,
  type TopologyInventory,
  type TopologyKind,
} from '@railyard/cluster';
import { FAULT_PROFILES, rateOf } from '@railyard/replay';
import { API_VERSION } from '../document.js';
import { bodyOf } from '../documents/index.js';
import { ENGINE_VERSION, prepareExperiment, runExperiment } from '../engine.js';
import { REQUEST_SCHEMAS } from '../schema/index.js';
import { givenRequest, throwIfAny } from '../validation/index.js';
import { checkParts, type CostNote, FITTED_PRICES } from './network-cost.js';
import { clusterIn, pricesIn } from './parts.js';

/** A checked request, its parts resolved. */
export interface CheckedFabricComparison {
  readonly clusters: readonly ClusterSpec[];
  readonly prices: PriceList;
  /** As it was written: with each cluster it is an experiment. */
  readonly workload?: string | Readonly<Record<string, unknown>>;
}

/** Expected failures of the network in a year, at the published rates of a fault profile. */
export interface YearlyFailures {
  readonly hostLinks: number;
  readonly fabricLinks: number;
  readonly switches: number;
  /** Short outages of links between NICs and switches. */
  readonly flaps: number;
}

export interface ComparedFabric {
  readonly cluster: string;
  readonly topology: TopologyKind;
  readonly endpoints: number;
  readonly switches: number;
  readonly links: number;
  readonly tiers: readonly TierPorts[];
  readonly bisectionGBps?: number;
  readonly costUSD: number;
  readonly costPerEndpointUSD: number;
  readonly costPerBisectionGbpsUSD?: number;
  readonly power?: NetworkPower;
  /** In proportion to the bisection of the first fabric. */
  readonly atEqualBisection?: { readonly costUSD: number; readonly kilowatts?: number };
  readonly failuresPerYear: YearlyFailures;
  /** With a workload. */
  readonly step?: {
    readonly stepTimeS: number;
    readonly tokensPerDayB: number;
    /** What is bought and its energy, over the tokens of a day. */
    readonly usdPerMillionTokensPerDay: number;
  };
}

/** The wire contract of `railyard network compare --json` and of `POST /v1/network/compare`. */
export interface FabricComparison {
  readonly fabrics: readonly ComparedFabric[];
  readonly prices: string;
  readonly warnings: readonly CostNote[];
  readonly inputs: readonly ProvenancedInput[];
  readonly engineVersion: string;
}

/** @throws InvalidDocumentError with every issue. */
export function checkedFabricComparison(input: unknown): CheckedFabricComparison {
  const issues = new IssueList();
  const given = givenRequest(REQUEST_SCHEMAS.FabricComparisonRequest, input, issues);
  const written = Array.isArray(given.clusters) ? given.clusters : [];
  const prices = pricesIn(given, issues) ?? TABLE_3_PRICES;
  const clusters: ClusterSpec[] = [];
  for (const [at, cluster] of written.entries()) {
    const own = new IssueList();
    const spec = clusterIn({ cluster }, own, given.workload === undefined ? 'counts' : 'simulation');
    checkParts(spec, prices, own);
    // `/cluster/nodes` is `/clusters/1/nodes` of the request; `/prices/parts` stays.
    for (const { path, code, message, hint } of own.issues) {
      const [part, ...keys] = path.split('/').slice(1);
      const root = part === 'cluster' ? issues.at('clusters').at(at) : issues.at(part ?? '');
      keys.reduce((here, key) => here.at(key), root).add(code, message, hint);
    }
    if (spec !== undefined) clusters.push(spec);
  }
  throwIfAny(issues);
  const { workload } = given;
  return { clusters, prices, ...(workload === undefined ? {} : { workload }) };
}

export function compareFabrics({ clusters, prices, workload }: CheckedFabricComparison): FabricComparison {
  const fabrics = clusters.map((cluster) => fabricOf(cluster, prices, workload));
  const reference = fabrics[0]?.bisectionGBps;
  return {
    fabrics: fabrics.map((fabric) => atBisection(fabric, reference)),
    prices: prices.name,
    warnings: areFitted(prices) ? [FITTED_PRICES] : [],
    inputs: [...priceInputs(prices), ...failureInputs()],
    engineVersion: ENGINE_VERSION,
  };
}

function fabricOf(
  cluster: ClusterSpec,
  prices: PriceList,
  workload: CheckedFabricComparison['workload'],
): ComparedFabric {
  const { inventory, items: _items, ...cost } = networkCost(cluster, prices);
  return {
    cluster: cluster.name,
    topology: cluster.topology.kind,
    endpoints: inventory.endpoints,
    switches: inventory.switches,
    links: inventory.links,
    tiers: tierPorts(cluster),
    ...cost,
    failuresPerYear: failuresOf(inventory),
    ...(workload === undefined
      ? {}
      : { step: stepOn(cluster, workload, cost.power?.totalUSD ?? cost.costUSD) }),
  };
}

function stepOn(
  cluster: ClusterSpec,
  workload: NonNullable<CheckedFabricComparison['workload']>,
  usd: number,
): NonNullable<ComparedFabric['step']> {
  const { metrics } = runExperiment(
    prepareExperiment({
      apiVersion: API_VERSION,
      kind: 'Experiment',
      name: `on ${cluster.name}`.slice(0, 100),
      cluster: bodyOf(cluster),
      workload: typeof workload === 'string' ? { preset: workload } : bodyOf(workload),
    }),
  );
  const { stepTimeS, tokensPerDayB } = metrics;
  return { stepTimeS, tokensPerDayB, usdPerMillionTokensPerDay: usd / (tokensPerDayB * 1000) };
}

function atBisection(fabric: ComparedFabric, reference: number | undefined): ComparedFabric {
  const { bisectionGBps, costUSD, power } = fabric;
  if (reference === undefined || bisectionGBps === undefined) return fabric;
  const factor = reference / bisectionGBps;
  return {
    ...fabric,
    atEqualBisection: {
      costUSD: costUSD * factor,
      ...(power === undefined ? {} : { kilowatts: power.kilowatts * factor }),
    },
  };
}

/**
 * Rates of single parts: links from NICs to leaves, and leaves. No public source has others, so all links
 * and switches have them.
 */
const RATES = entryOf(FAULT_PROFILES, 'llama3-h100-physical').classes.filter(({ component }) =>
  ['host-link', 'switch'].includes(component),
);

function failuresOf({ endpointLinks, links, switches }: TopologyInventory): YearlyFailures {
  const yearly = (component: string, kind: string): number =>
    RATES.filter((one) => one.component === component && one.effect.kind === kind).reduce(
      (sum, one) => sum + (rateOf(one)?.value ?? 0),
      0,
    );
  return {
    hostLinks: yearly('host-link', 'outage') * endpointLinks,
    fabricLinks: yearly('host-link', 'outage') * links,
    switches: yearly('switch', 'outage') * switches,
    flaps: yearly('host-link', 'flap') * endpointLinks,
  };
}

const failureInputs = (): readonly ProvenancedInput[] =>
  RATES.map((one) => ({
    name: `failures.${one.id}`,
    value: rateOf(one)?.value ?? 0,
    unit: 'per part and year',
    provenance: one.provenance,
    source: one.source,
  }));
