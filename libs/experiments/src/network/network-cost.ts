/**
 * What a cluster's network is made of and costs, as a user asks for it: counted, never simulated, so that a
 * formula without a graph will do.
 */
import { InvalidDocumentError, IssueList, type ProvenancedInput } from '@railyard/base';
import {
  areFitted,
  type ClusterSpec,
  type CostItem,
  type LinkClass,
  networkCost,
  type NetworkPower,
  partsCost,
  priceInputs,
  type PriceList,
  TABLE_3_PRICES,
  type TierNote,
  tierNotes,
  type TierPorts,
  tierPorts,
  type TopologyKind,
} from '@railyard/cluster';
import { validateDocument } from '../documents/index.js';
import { ENGINE_VERSION } from '../engine.js';
import { REQUEST_SCHEMAS } from '../schema/index.js';
import { givenRequest, throwIfAny } from '../validation/index.js';
import { clusterIn, pricesIn } from './parts.js';

/** A checked request, its parts resolved. */
export interface CheckedNetworkCost {
  readonly cluster: ClusterSpec;
  /** Left out: those that were fitted to table 3. */
  readonly prices?: PriceList;
}

export interface CostNote {
  readonly code: 'closed-form' | 'fitted-prices' | TierNote['code'];
  readonly message: string;
}

export const FITTED_PRICES: CostNote = {
  code: 'fitted-prices',
  message:
    'These prices are fitted to the costs of table 3 of the paper, of switches with 64 ports ' +
    ('and cables at the full rate of a NIC; they are no quotes, and how they split is not ' +
      'identifiable. Give a price list of your own.'),
};

/** The wire contract of `railyard network cost --json` and of `POST /v1/network/cost`. */
export interface NetworkCostAnswer {
  readonly cluster: string;
  readonly topology: TopologyKind;
  /** NICs attached. */
  readonly endpoints: number;
  readonly switches: number;
  /** With ports and oversubscription. */
  readonly tiers: readonly TierPorts[];
  /** Cables between switches: the links of table 3. */
  readonly links: number;
  /** All cables; those of class `host` join endpoints to their switches. */
  readonly cables: readonly { readonly class: LinkClass; readonly count: number }[];
  readonly items: readonly CostItem[];
  readonly costUSD: number;
  readonly costPerEndpointUSD: number;
  /** Line rate one way between two halves of the endpoints; left out where no graph exists. */
  readonly bisectionGBps?: number;
  readonly costPerBisectionGbpsUSD?: number;
  /** Of a price list of parts. */
  readonly power?: NetworkPower;
  /** Name of the price list. */
  readonly prices: string;
  /** No graph of this size exists: counts are those of its formula. */
  readonly closedForm: boolean;
  readonly warnings: readonly CostNote[];
  readonly engineVersion: string;
  readonly inputs: readonly ProvenancedInput[];
}

/** @throws InvalidDocumentError with every issue. */
export function checkedNetworkCost(input: unknown): CheckedNetworkCost {
  const issues = new IssueList();
  const given = givenRequest(REQUEST_SCHEMAS.NetworkCostRequest, input, issues);
  const cluster = clusterIn(given, issues, 'counts');
  const prices = pricesIn(given, issues);
  checkParts(cluster, prices, issues);
  throwIfAny(issues);
  return { cluster, ...(prices === undefined ? {} : { prices }) } as CheckedNetworkCost;
}

/** Every part that the network needs is in the list. */
export function checkParts(
  cluster: ClusterSpec | undefined,
  prices: PriceList | undefined,
  issues: IssueList,
): void {
  if (cluster === undefined || prices?.parts === undefined) return;
  for (const part of partsCost(cluster, prices).missing)
    issues
      .at('prices')
      .at('parts')
      .add(
        'missing-part',
        `parts must have what ${cluster.name} needs (none is a ${part}).`,
        'Add one of at least that rate, ports and reach, or shorten cableMetres.',
      );
}

/** The price list in a document. @throws InvalidDocumentError with every issue. */
export function priceListOf(document: unknown): PriceList {
  const { document: list, issues } = validateDocument(document, 'PriceList');
  if (list === undefined) throw new InvalidDocumentError(issues);
  return list as unknown as PriceList;
}

export function runNetworkCost({ cluster, prices = TABLE_3_PRICES }: CheckedNetworkCost): NetworkCostAnswer {
  const { inventory, items, costUSD, ...figures } = networkCost(cluster, prices);
  const { endpoints, switches, links, linksByClass, closedForm } = inventory;
  const tiers = tierPorts(cluster);
  const warnings: CostNote[] = [...tierNotes(cluster, tiers)];
  if (closedForm)
    warnings.push({
      code: 'closed-form',
      message: 'No such graph is known to exist (q is no prime power): the counts are those of its formula.',
    });
  if (areFitted(prices)) warnings.push(FITTED_PRICES);
  return {
    cluster: cluster.name,
    topology: cluster.topology.kind,
    endpoints,
    switches,
    tiers,
    links,
    cables: Object.entries(linksByClass).map(([name, count]) => ({ class: name as LinkClass, count })),
    items,
    costUSD,
    ...figures,
    prices: prices.name,
    closedForm,
    warnings,
    engineVersion: ENGINE_VERSION,
    inputs: priceInputs(prices),
  };
}
