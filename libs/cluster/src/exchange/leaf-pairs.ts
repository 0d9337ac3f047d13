/**
 * What nodes send each other, by the switches that their ports are plugged into: all that goes from one
 * switch to another is alike to whatever lies between them.
 */
import { type Fabric } from '../traffic/index.js';
import { type NodeKind } from './node-kinds.js';
import { type KindPair } from './port-pairs.js';

/** `flows` pairs of ports, each with so many `messages`, from one switch to another. */
export type LeafPair = (from: number, to: number, flows: number, messages: number, pair: KindPair) => void;

export class PortsOfKinds {
  private readonly known = new Map<NodeKind, (ReadonlyMap<number, readonly number[]> | undefined)[]>();
  private readonly portsPerNode: number;

  constructor(private readonly fabric: Fabric) {
    const { nicsPerNode, portsPerNic } = fabric.graph.shape;
    this.portsPerNode = nicsPerNode * portsPerNic;
  }

  /** Port of the cluster. */
  portOf(node: number, port: number): number {
    return node * this.portsPerNode + port;
  }

  switchOf(node: number, port: number): number {
    return this.fabric.graph.tables.nicSwitch[this.portOf(node, port)];
  }

  /** Nodes of a kind by the switch that this port of theirs is plugged into. */
  bySwitch(kind: NodeKind, port: number): ReadonlyMap<number, readonly number[]> {
    let ofPort = this.known.get(kind);
    if (ofPort === undefined) {
      ofPort = Array.from({ length: this.portsPerNode }, () => undefined);
      this.known.set(kind, ofPort);
    }
    return (ofPort[port] ??= this.groupBySwitch(kind, port));
  }

  private groupBySwitch(kind: NodeKind, port: number): ReadonlyMap<number, readonly number[]> {
    const groups = new Map<number, number[]>();
    for (const node of kind.nodes) {
      const at = this.switchOf(node, port);
      const nodes = groups.get(at);
      if (nodes === undefined) groups.set(at, [node]);
      else nodes.push(node);
    }
    return groups;
  }

  /** Calls `take` for each two different switches of each two ports. */
  forEachLeafPair(pairs: readonly KindPair[], take: LeafPair): void {
    for (const pair of pairs)
      for (const { fromPort, toPort, messages } of pair.ports) {
        const targets = this.bySwitch(pair.to, toPort);
        for (const [from, senders] of this.bySwitch(pair.from, fromPort)) {
          const own = pair.from === pair.to ? this.ownTargets(senders, toPort) : undefined;
          for (const [to, receivers] of targets) {
            const flows = senders.length * receivers.length - (own?.get(to) ?? 0);
            if (from !== to && flows > 0) take(from, to, flows, messages, pair);
          }
        }
      }
  }

  /** How many of these nodes have this port at each switch: they do not send to themselves. */
  private ownTargets(nodes: readonly number[], port: number): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const node of nodes) {
      const at = this.switchOf(node, port);
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    return counts;
  }
}
