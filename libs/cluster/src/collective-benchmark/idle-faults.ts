/**
 * Faults and flaps that change nothing because nothing of the collective goes where they are: the answer is
 * that of a healthy network, and its reader should know why. Derived from the links that messages would cross
 * if the parts in question were whole.
 */
import { assertUnreachable } from '@railyard/base';
import { capacityUnder, type FabricFault, type Flap, linksOf } from '../faults/index.js';
import { type Route } from '../routing/index.js';
import { type FabricGraph, type TierNote, vertexName } from '../topology/index.js';
import { type Fabric, LinkAccount } from '../traffic/index.js';

export interface NetworkWarning {
  readonly code:
    | 'fault-without-traffic'
    | 'flap-without-traffic'
    | 'flap-after-the-end'
    | 'coarse-control'
    | 'fewer-hashes'
    | TierNote['code'];
  readonly message: string;
}

/** Puts the messages of everything that runs into the account. */
type Sender = (account: LinkAccount) => unknown;

/** A message without a way crosses nothing. */
class CrossedLinks extends LinkAccount {
  override sendBy(route: Route | undefined, bytes: number): void {
    if (route !== undefined) super.sendBy(route, bytes);
  }
}

/** What is sent under faults, and the part of it that is followed through flaps. */
export interface Senders {
  readonly all: Sender;
  readonly flapped: Sender;
}

/**
 * @param gpus that the collective runs on @param reroute traffic leaves what flaps, and may meet what flaps
 * elsewhere
 */
export function idleFaults(
  fabric: Fabric,
  gpus: readonly number[],
  send: Senders,
  faults: readonly FabricFault[],
  flaps: readonly Flap[],
  reroute: boolean,
): readonly NetworkWarning[] {
  const { graph } = fabric;
  const idle = idleAmong(fabric, send.all, faults, []);
  const idleFlaps = idleAmong(fabric, send.flapped, flaps, faults, reroute);
  return [
    ...warnings('fault-without-traffic', graph, idle, gpus),
    ...warnings('flap-without-traffic', graph, idleFlaps, gpus),
  ];
}

/** One for all that are idle for the same reason. */
function warnings(
  code: NetworkWarning['code'],
  graph: FabricGraph,
  idle: readonly FabricFault[],
  gpus: readonly number[],
): readonly NetworkWarning[] {
  const members = nodesOf(graph, gpus);
  const byReason = new Map<Reason, { readonly elements: string[]; readonly served: Set<number> }>();
  for (const { element } of idle) {
    const served = nodesServed(graph, element);
    const reason =
      served.length === 0
        ? 'joins switches'
        : served.some((node) => members.includes(node))
          ? 'takes other links'
          : 'serves others';
    const same = byReason.get(reason) ?? { elements: [], served: new Set() };
    same.elements.push(element);
    for (const node of served) same.served.add(node);
    byReason.set(reason, same);
  }
  return [...byReason].map(([reason, { elements, served }]) => {
    const one = elements.length === 1;
    const why = whereabouts(
      reason,
      one,
      [...served].sort((a, b) => a - b),
    );
    return {
      code,
      message:
        `${listed(elements)} ${one ? 'carries' : 'carry'} none of this traffic: ${why} the ` +
        `collective runs on ${nodeList(members)}`,
    };
  });
}

/** Flaps that begin when all has been sent. `endSeconds`: of the transfers, without latency. */
export const lateFlaps = (flaps: readonly Flap[], endSeconds: number): readonly NetworkWarning[] =>
  flaps
    .filter(({ startSeconds }) => startSeconds >= endSeconds)
    .map(({ element, startSeconds }) => ({
      code: 'flap-after-the-end',
      message:
        `${element} fails at ${startSeconds} s, when all has been sent: transfers take ` +
        `${Number(endSeconds.toPrecision(3))} s`,
    }));

/**
 * Those of `faults` on whose links nothing goes, although all others, and `always`, have taken their part in
 * turning traffic away.
 */
function idleAmong(
  fabric: Fabric,
  send: Sender,
  faults: readonly FabricFault[],
  always: readonly FabricFault[],
  turnAway = true,
): readonly FabricFault[] {
  const { graph } = fabric;
  let idle = faults;
  for (;;) {
    if (idle.length === 0) return [];
    const effective = turnAway ? faults.filter((fault) => !idle.includes(fault)) : [];
    const account = new CrossedLinks(fabric.withCapacity(capacityUnder(graph, [...always, ...effective])), 1);
    send(account);
    account.settle();
    const left = idle.filter(
      ({ element }) => ![...linksOf(graph, element)].some((link) => account.bytesOf(0, link) > 0),
    );
    if (left.length === idle.length) return left;
    idle = left;
  }
}

type Reason = 'joins switches' | 'takes other links' | 'serves others';

/** What is known of the reason: other nodes, or links that these messages do not need. */
function whereabouts(reason: Reason, one: boolean, served: readonly number[]): string {
  switch (reason) {
    case 'joins switches':
      return `${one ? 'it joins' : 'they join'} switches that its messages do not cross;`;
    case 'takes other links':
      return 'its messages take other links;';
    case 'serves others':
      return `${one ? 'it serves' : 'they serve'} ${nodeList(served)},`;
    default:
      return assertUnreachable(reason);
  }
}

/** All of them, or the first few. */
const listed = (elements: readonly string[]): string =>
  elements.length > 4
    ? `${elements.slice(0, 3).join(', ')} and ${elements.length - 3} others`
    : elements.join(', ').replace(/, ([^,]*)$/, ' and $1');

const nodesOf = (graph: FabricGraph, gpus: readonly number[]): readonly number[] => [
  ...new Set(gpus.map((gpu) => graph.nodeOfGpu(gpu))),
];

/** Nodes with a part at one end of the element's links. */
function nodesServed(graph: FabricGraph, element: string): readonly number[] {
  const nodes = new Set<number>();
  for (const link of linksOf(graph, element)) {
    for (const vertex of [graph.linkFrom[link], graph.linkTo[link]]) {
      const node = /^node:(\d+)/.exec(vertexName(graph, vertex))?.[1];
      if (node !== undefined) nodes.add(Number(node));
    }
  }
  return [...nodes].sort((a, b) => a - b);
}

/** `node 3`, `nodes 96 to 127`, or the first few. */
function nodeList(nodes: readonly number[]): string {
  const [first, last] = [nodes[0], nodes[nodes.length - 1]];
  if (nodes.length === 1) return `node ${first}`;
  if (last - first === nodes.length - 1) return `nodes ${first} to ${last}`;
  return `nodes ${nodes.slice(0, 4).join(', ')}${nodes.length > 4 ? `, ... ${last}` : ''}`;
}
