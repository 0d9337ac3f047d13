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
  priceInputs,
  type PriceList,
  SWITCH_TIERS,
  type SwitchTier,
  TABLE_3_PRICES,
  type TopologyKind,
} from '@railyard/cluster';
import { validateDocument } from '../documents/index.js';
import { ENGINE_VERSION } from '../engine.js';
import { checkStructure, useOneOf, isRecord, nearest, show, throwIfAny } from '../validation/index.js';
import { clusterOf, partOf } from './cluster-of.js';

const KEYS: readonly string[] = ['cluster', 'prices'];

export interface NetworkCostRequest {
  readonly cluster: ClusterSpec;
  /** Left out: those that were fitted to table 3. */
  readonly prices?: PriceList;
}

export interface CostNote {
  readonly code: 'closed-form' | 'fitted-prices';
  readonly message: string;
}

/** The wire contract of `railyard network cost --json` and of `POST /v1/network/cost`. */
export interface NetworkCostAnswer {
  readonly cluster: string;
  readonly topology: TopologyKind;
  /** NICs attached. */
  readonly endpoints: number;
  readonly switches: number;
  readonly tiers: readonly { readonly tier: SwitchTier; readonly switches: number }[];
  /** Cables between switches: the links of table 3. */
  readonly links: number;
  /** All cables; those of class `host` join endpoints to their switches. */
  readonly cables: readonly { readonly class: LinkClass; readonly count: number }[];
  readonly items: readonly CostItem[];
  readonly costUSD: number;
  readonly costPerEndpointUSD: number;
  /** Name of the price list. */
  readonly prices: string;
  /** No graph of this size exists: counts are those of its formula. */
  readonly closedForm: boolean;
  readonly warnings: readonly CostNote[];
  readonly engineVersion: string;
  readonly inputs: readonly ProvenancedInput[];
}

/**
 * `{cluster, prices?}`: a preset's name or a Cluster document, and a PriceList document. @throws
 * InvalidDocumentError with every issue.
 */
export function networkCostRequest(input: unknown): NetworkCostRequest {
  const issues = new IssueList();
  if (!checkStructure(input, issues)) throw new InvalidDocumentError(issues.issues);
  if (!isRecord(input))
    throw new InvalidDocumentError([
      {
        path: '',
        code: 'wrong-type',
        message: `a request is a mapping, not ${show(input)}`,
        hint: `Keys: ${KEYS.join(', ')}.`,
      },
    ]);
  for (const key of Object.keys(input))
    if (!KEYS.includes(key))
      issues
        .at(key)
        .add('unknown-key', `there is no key \`${key}\` here`, useOneOf(nearest(key, KEYS), KEYS));
  const cluster = clusterOf(input.cluster, issues, 'counts');
  const prices = pricesOf(input.prices, issues.at('prices'));
  throwIfAny(issues);
  return { cluster: cluster!, ...(prices === undefined ? {} : { prices }) };
}

function pricesOf(written: unknown, at: IssueList): PriceList | undefined {
  if (written === undefined) return undefined;
  if (
    !at.require(
      isRecord(written),
      'wrong-type',
      `${show(written)} is no price list`,
      'A PriceList document: `switch`, `fabricCable` and `endpointCable`, each with `usd`.',
    )
  )
    return undefined;
  return partOf(written, 'PriceList', at) as PriceList | undefined;
}

/** The price list in a document. @throws InvalidDocumentError with every issue. */
export function priceListOf(document: unknown): PriceList {
  const { document: list, issues } = validateDocument(document, 'PriceList');
  if (list === undefined) throw new InvalidDocumentError(issues);
  return list as unknown as PriceList;
}

export function runNetworkCost({ cluster, prices = TABLE_3_PRICES }: NetworkCostRequest): NetworkCostAnswer {
  const { inventory, items, costUSD, costPerEndpointUSD } = networkCost(cluster, prices);
  const { endpoints, switches, switchesByTier, links, linksByClass, closedForm } = inventory;
  const warnings: CostNote[] = [];
  if (closedForm)
    warnings.push({
      code: 'closed-form',
      message: 'No such graph is known to exist (q is no prime power): the counts are those of its formula.',
    });
  if (areFitted(prices))
    warnings.push({
      code: 'fitted-prices',
      message:
        'These prices are fitted to the costs of table 3 of the paper, of switches with 64 ports ' +
        ('and cables at the full rate of a NIC; they are no quotes, and how they split is not ' +
          'identifiable. Give a price list of your own.'),
    });
  return {
    cluster: cluster.name,
    topology: cluster.topology.kind,
    endpoints,
    switches,
    tiers: SWITCH_TIERS.flatMap((tier) =>
      switchesByTier[tier] === undefined ? [] : [{ tier, switches: switchesByTier[tier] }],
    ),
    links,
    cables: Object.entries(linksByClass).map(([name, count]) => ({ class: name as LinkClass, count })),
    items,
    costUSD,
    costPerEndpointUSD,
    prices: prices.name,
    closedForm,
    warnings,
    engineVersion: ENGINE_VERSION,
    inputs: priceInputs(prices),
  };
}
