/**
 * Faults and flaps that change nothing because nothing of the collective goes where they are: the answer is that of a healthy network, and its reader
 * should know why. Told from the links that messages would cross if the parts in question were whole.
 */
import { capacityUnder, type FabricFault, linksOf } from '../faults/fabric-fault.js';
import { type Flap } from '../faults/flaps.js';
import { type Route } from '../routing/index.js';
import { type FabricGraph, vertexName } from '../topology/index.js';
import { type Fabric } from '../traffic/fabric.js';
import { LinkAccount } from '../traffic/link-account.js';

export interface NetworkWarning {
  readonly code: 'fault-without-traffic' | 'flap-without-traffic' | 'flap-after-the-end';
  readonly message: string;
}

/** Puts the messages of everything that runs into the account. */
export type Sender = (account: LinkAccount) => unknown;

/** The same fabric with other capacities. */
export type FabricWith = (capacity: Float64Array) => Fabric;

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

/** @param gpus that the collective runs on  @param reroute traffic leaves what flaps, and may meet what flaps elsewhere */
export function idleFaults(
  graph: FabricGraph, gpus: readonly number[], fabricWith: FabricWith, send: Senders, faults: readonly FabricFault[], flaps: readonly Flap[], reroute: boolean,
): readonly NetworkWarning[] {
  const idle = idleAmong(graph, fabricWith, send.all, faults, []);
  const idleFlaps = idleAmong(graph, fabricWith, send.flapped, flaps, faults, reroute);
  const say = (code: NetworkWarning['code']) => ({ element }: FabricFault): NetworkWarning => ({ code, message: `${element} carries none of this traffic: ${whereabouts(graph, element, gpus)}` });
  return [...idle.map(say('fault-without-traffic')), ...idleFlaps.map(say('flap-without-traffic'))];
}

/** Flaps that begin when all has been sent. `endSeconds`: of the transfers, without latency. */
export const lateFlaps = (flaps: readonly Flap[], endSeconds: number): readonly NetworkWarning[] => flaps.filter(({ startSeconds }) => startSeconds >= endSeconds).map(({ element, startSeconds }) => (
  { code: 'flap-after-the-end', message: `${element} fails at ${startSeconds} s, when all has been sent: transfers take ${Number(endSeconds.toPrecision(3))} s` }));

/** Those of `faults` on whose links nothing goes, although all others, and `always`, have taken their part in turning traffic away. */
function idleAmong(graph: FabricGraph, fabricWith: FabricWith, send: Sender, faults: readonly FabricFault[], always: readonly FabricFault[], turnAway = true): readonly FabricFault[] {
  let idle = faults;
  for (;;) {
    if (idle.length === 0) return [];
    const effective = turnAway ? faults.filter((fault) => !idle.includes(fault)) : [];
    const account = new CrossedLinks(fabricWith(capacityUnder(graph, [...always, ...effective])), 1);
    send(account);
    account.settle();
    const left = idle.filter(({ element }) => ![...linksOf(graph, element)].some((link) => account.bytesOf(0, link) > 0));
    if (left.length === idle.length) return left;
    idle = left;
  }
}

/** As much as can be told of why: other nodes, or links that these messages do not need. */
function whereabouts(graph: FabricGraph, element: string, gpus: readonly number[]): string {
  const served = nodesServed(graph, element);
  const own = [...new Set(gpus.map((gpu) => graph.nodeOfGpu(gpu)))];
  const members = new Set(own);
  const runs = `the collective runs on ${nodeList(own)}`;
  if (served.length === 0) return `it joins switches that its messages do not cross; ${runs}`;
  return served.some((node) => members.has(node)) ? `its messages take other links; ${runs}` : `it serves ${nodeList(served)}, ${runs}`;
}

/** Nodes with a part at one end of the element's links. */
function nodesServed(graph: FabricGraph, element: string): readonly number[] {
  const nodes = new Set<number>();
  for (const link of linksOf(graph, element)) {
    for (const vertex of [graph.linkFrom[link]!, graph.linkTo[link]!]) {
      const node = /^node:(\d+)/.exec(vertexName(graph, vertex))?.[1];
      if (node !== undefined) nodes.add(Number(node));
    }
  }
  return [...nodes].sort((a, b) => a - b);
}

/** `node 3`, `nodes 96 to 127`, or the first few. */
function nodeList(nodes: readonly number[]): string {
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  if (nodes.length === 1) return `node ${first}`;
  if (last - first === nodes.length - 1) return `nodes ${first} to ${last}`;
  return `nodes ${nodes.slice(0, 4).join(', ')}${nodes.length > 4 ? `, ... ${last}` : ''}`;
}
