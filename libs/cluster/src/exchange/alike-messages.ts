/**
 * Messages of one size between every two GPUs, by nodes that nothing tells apart: the same GPUs of them are
 * members, each port is plugged into the same switch, and each link has the same rate at every moment. Two
 * such nodes can change places without a difference to any route that follows the graph alone (adaptive
 * routing; tables and hashes look at addresses). Max-min fair rates are unique, so messages that can change
 * places have one rate at every moment, and one of each kind stands for all: on a link of a node with those
 * of that node, on a link between switches with those of all of its kind. A spec compares with every message
 * for itself.
 */
import { type Route } from '../routing/index.js';
import { type Fabric } from '../traffic/index.js';
import { EndLinks } from './end-links.js';

/** So many messages that have one rate at every moment. */
export interface AlikeMessages {
  readonly count: number;
  /** All of their ways, as shares of one message on links that stand for others of their kind. */
  readonly way: (fabric: Fabric) => Route | undefined;
}

/** How many of them there are, and with messages that are sprayed, how many links they cross at most. */
export function alikeSize(
  fabric: Fabric,
  group: readonly number[],
  stateOf: (link: number) => string,
): { readonly messages: number; readonly links: number } {
  const kinds = alikeNodes(fabric, group, new EndLinks(fabric.graph), stateOf);
  const places = kinds.reduce((sum, kind) => sum + kind.places.length, 0);
  const messages = kinds.reduce((sum, { nodes, places: { length } }) => {
    const toOthersOfItsKind = nodes.length > 1 ? length : 0;
    return sum + length * (places - length + toOthersOfItsKind + length - 1);
  }, 0);
  const links = fabric.router.route(group[0], group[group.length - 1])?.links.length ?? 0;
  return { messages, links: messages * links };
}

interface AlikeNodes {
  readonly nodes: number[];
  /** Positions of the members in each of them. */
  readonly places: readonly number[];
}

/** @param stateOf of a link, as text: links of one state have the same rate at every moment */
export function alikeMessages(
  fabric: Fabric,
  group: readonly number[],
  stateOf: (link: number) => string,
): readonly AlikeMessages[] {
  const ends = new EndLinks(fabric.graph);
  const kinds = alikeNodes(fabric, group, ends, stateOf);
  return kinds.flatMap((sender) =>
    kinds.flatMap((receiver) => [
      ...(sender === receiver ? insideNodes(fabric, sender) : []),
      ...betweenNodes(fabric, ends, sender, receiver),
    ]),
  );
}

function alikeNodes(
  { graph }: Fabric,
  group: readonly number[],
  ends: EndLinks,
  stateOf: (link: number) => string,
): readonly AlikeNodes[] {
  const places = new Map<number, number[]>();
  for (const gpu of group) {
    const node = graph.nodeOfGpu(gpu);
    const members = places.get(node);
    if (members === undefined) places.set(node, [graph.placeOfGpu(gpu)]);
    else members.push(graph.placeOfGpu(gpu));
  }
  const ports = graph.shape.nicsPerNode * graph.shape.portsPerNic;
  const kinds = new Map<string, AlikeNodes>();
  for (const [node, members] of places) {
    members.sort((a, b) => a - b);
    const links = Array.from({ length: ends.perNode }, (_, slot) => ends.linkAt(node, slot));
    const key = [
      members,
      graph.tables.nicSwitch.subarray(node * ports, (node + 1) * ports),
      links.map((link) => (link < 0 ? '' : `${stateOf(link)} ${stateOf(link ^ 1)}`)),
    ].join(';');
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { nodes: [node], places: members });
    else kind.nodes.push(node);
  }
  return [...kinds.values()];
}

function insideNodes({ gpusPerNode }: Fabric, { nodes, places }: AlikeNodes): readonly AlikeMessages[] {
  const first = nodes[0] * gpusPerNode;
  return pairsOf(places, places)
    .filter(([p, q]) => p !== q)
    .map(([p, q]) => ({
      count: nodes.length,
      way: ({ router }) => router.route(first + p, first + q),
    }));
}

function betweenNodes(
  { gpusPerNode }: Fabric,
  ends: EndLinks,
  sender: AlikeNodes,
  receiver: AlikeNodes,
): readonly AlikeMessages[] {
  const own = sender === receiver ? 1 : 0;
  const source = sender.nodes[0];
  const target = receiver.nodes[own];
  if (target === undefined) return [];
  const senders = sender.nodes.length - own;
  const receivers = receiver.nodes.length - own;
  const count = sender.nodes.length * receivers;
  const ofSource = new Set(Array.from({ length: ends.perNode }, (_, slot) => ends.linkAt(source, slot) >> 1));
  /** The link that stands for those of its kind, and messages of this kind that cross it. */
  const standIn = (link: number): readonly [number, number] => {
    const number = ends.numberOf(link);
    if (number < 0) return [link, count];
    if (ofSource.has(link >> 1)) return [link, receivers];
    return [ends.linkAt(receiver.nodes[0], number >> 1) ^ (number & 1), senders];
  };
  return pairsOf(sender.places, receiver.places).map(([p, q]) => ({
    count,
    way: ({ router }) => {
      const route = router.route(source * gpusPerNode + p, target * gpusPerNode + q);
      if (route === undefined) return undefined;
      const crossed = new Map<number, number>();
      route.links.forEach((link, i) => {
        const [on, messages] = standIn(link);
        crossed.set(on, (crossed.get(on) ?? 0) + messages * (route.shares?.[i] ?? 1));
      });
      return { ...route, links: [...crossed.keys()], shares: Float64Array.from(crossed.values()) };
    },
  }));
}

const pairsOf = (
  senders: readonly number[],
  receivers: readonly number[],
): readonly (readonly [number, number])[] => senders.flatMap((p) => receivers.map((q) => [p, q] as const));
