/**
 * Messages of one size between every two GPUs of a group, as what nodes of each two kinds send each other:
 * how much of a message crosses each end link, and from which port to which. Routes are made once for each
 * two kinds and hold for all of their nodes.
 */
import { requireRoute, Router } from '../routing/index.js';
import { type Fabric } from '../traffic/index.js';
import { type EndLinks } from './end-links.js';
import { type NodeKind } from './node-kinds.js';

/** All nodes of one kind to all others of another. */
export interface KindPair {
  readonly from: NodeKind;
  readonly to: NodeKind;
  /** Ports by their number in the node, and what every such two ports of two nodes exchange, in messages. */
  readonly ports: readonly PortShare[];
  /** Longest latency of a message less that of its switches, seconds. */
  readonly endSeconds: number;
}

interface PortShare {
  readonly fromPort: number;
  readonly toPort: number;
  readonly messages: number;
}

export interface EndLoads {
  readonly pairs: readonly KindPair[];
  /** Messages, and the longest latency of those inside nodes, seconds. */
  readonly count: number;
  readonly insideSeconds: number;
}

/** Adds to `loads` [links] what crosses end links. @throws NoRouteError when no path is left. */
export function endLoads(
  fabric: Fabric,
  kinds: readonly NodeKind[],
  ends: EndLinks,
  loads: Float64Array,
): EndLoads {
  const perKind = kinds.map(() => new Float64Array(2 * ends.perNode));
  const routes = new NodeRoutes(fabric, ends);
  const pairs: KindPair[] = [];
  let count = 0;
  let insideSeconds = 0;
  kinds.forEach((kind, k) => {
    insideSeconds = Math.max(insideSeconds, insideNode(fabric, kind, ends, perKind[k]));
    count += kind.nodes.length * kind.places.length * (kind.places.length - 1);
  });
  kinds.forEach((from, i) =>
    kinds.forEach((to, j) => {
      const partners = to.nodes.length - Number(i === j);
      if (partners === 0) return;
      const sent = new Float64Array(2 * ends.perNode);
      const received = new Float64Array(2 * ends.perNode);
      pairs.push(routes.between(from, to, sent, received));
      count += from.nodes.length * partners * from.places.length * to.places.length;
      const senders = from.nodes.length - Number(i === j);
      for (let slot = 0; slot < sent.length; slot += 1) {
        perKind[i][slot] += partners * sent[slot];
        perKind[j][slot] += senders * received[slot];
      }
    }),
  );
  kinds.forEach(({ nodes }, k) => spreadOverNodes(nodes, perKind[k], ends, loads));
  return { pairs, count, insideSeconds };
}

function spreadOverNodes(
  nodes: readonly number[],
  perNode: Float64Array,
  ends: EndLinks,
  loads: Float64Array,
): void {
  for (const node of nodes)
    for (let slot = 0; slot < perNode.length; slot += 1)
      if (perNode[slot] > 0) loads[ends.linkAt(node, slot >> 1) ^ (slot & 1)] += perNode[slot];
}

function insideNode(
  { router, gpusPerNode }: Fabric,
  kind: NodeKind,
  ends: EndLinks,
  loads: Float64Array,
): number {
  const first = kind.nodes[0] * gpusPerNode;
  let seconds = 0;
  for (const from of kind.places)
    for (const to of kind.places) {
      if (from === to) continue;
      const { links, latency } = requireRoute(router.route(first + from, first + to));
      for (const link of links) loads[ends.numberOf(link)] += 1;
      seconds = Math.max(seconds, latency);
    }
  return seconds;
}

/** Routes between nodes, and the ports that they take. */
class NodeRoutes {
  private readonly router: Router;
  private ports = new Map<number, number>();
  private source = 0;
  private target = 0;

  constructor(
    private readonly fabric: Fabric,
    private readonly ends: EndLinks,
  ) {
    const { nicsPerNode, portsPerNic } = fabric.graph.shape;
    const each = nicsPerNode * portsPerNic;
    this.router = new Router(fabric.graph, fabric.routerOptions, (fromPort, toPort, share) => {
      const key = (fromPort - this.source * each) * each + toPort - this.target * each;
      this.ports.set(key, (this.ports.get(key) ?? 0) + share);
    });
  }

  /** Adds to `sent` and `received` what a node of each kind sends the other over its end links. */
  between(from: NodeKind, to: NodeKind, sent: Float64Array, received: Float64Array): KindPair {
    const { ends } = this;
    const { graph, gpusPerNode } = this.fabric;
    const { nicsPerNode, portsPerNic, hopSeconds } = graph.shape;
    const each = nicsPerNode * portsPerNic;
    this.source = from.nodes[0];
    this.target = from === to ? to.nodes[1] : to.nodes[0];
    this.ports = new Map();
    const own = new Set(
      Array.from({ length: ends.perNode }, (_, slot) => ends.linkAt(this.source, slot) >> 1),
    );
    let endSeconds = 0;
    for (const p of from.places)
      for (const q of to.places) {
        const route = this.router.route(this.source * gpusPerNode + p, this.target * gpusPerNode + q);
        const { links, shares, latency, hops } = requireRoute(route);
        links.forEach((link, i) => {
          const loads = own.has(link >> 1) ? sent : received;
          loads[ends.numberOf(link)] += shares === null ? 1 : shares[i];
        });
        endSeconds = Math.max(endSeconds, latency - hops * hopSeconds.perSwitch);
      }
    const ports = [...this.ports].map(([key, messages]) => ({
      fromPort: Math.floor(key / each),
      toPort: key % each,
      messages,
    }));
    return { from, to, ports, endSeconds };
  }
}
