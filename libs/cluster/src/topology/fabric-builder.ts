/**
 * Collects vertices and links of a `FabricGraph`; arrays grow by doubling and are cut to length at the end.
 */
import { InvariantError } from '@railyard/base';
import {
  FabricGraph,
  type FabricShape,
  type FabricTables,
  type LinkClass,
  VERTEX_KINDS,
  type VertexKind,
  classCode,
  kindCode,
} from './graph.js';

export class FabricBuilder {
  private readonly firstOfKind = new Int32Array(VERTEX_KINDS.length);
  private readonly vertexKind: Uint8Array;
  private readonly vertexPlane: Int16Array;
  /** Seconds, by kind code. */
  private readonly forwarding: Float64Array;
  private links = 0;
  private from: Int32Array;
  private to: Int32Array;
  private capacity: Float64Array;
  private latency: Float64Array;
  private linkClass: Uint8Array;
  private linkPlane: Int16Array;

  /**
   * `counts`: vertices of each kind; `forwardingSeconds`: what a vertex of that kind adds to a message it
   * forwards.
   */
  constructor(
    counts: Readonly<Partial<Record<VertexKind, number>>>,
    forwardingSeconds: Readonly<Partial<Record<VertexKind, number>>>,
    expectedCables: number,
  ) {
    this.forwarding = Float64Array.from(VERTEX_KINDS, (kind) => forwardingSeconds[kind] ?? 0);
    const total = VERTEX_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
    this.vertexKind = new Uint8Array(total);
    this.vertexPlane = new Int16Array(total).fill(-1);
    let next = 0;
    VERTEX_KINDS.forEach((kind, code) => {
      const count = counts[kind] ?? 0;
      this.firstOfKind[code] = next;
      this.vertexKind.fill(code, next, next + count);
      next += count;
    });
    const size = Math.max(16, 2 * expectedCables);
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    this.capacity = new Float64Array(size);
    this.latency = new Float64Array(size);
    this.linkClass = new Uint8Array(size);
    this.linkPlane = new Int16Array(size);
  }

  first(kind: VertexKind): number {
    return this.firstOfKind[kindCode(kind)];
  }

  setPlane(vertex: number, plane: number): void {
    this.vertexPlane[vertex] = plane;
  }

  /**
   * Adds both directions of a cable; returns the link a -> b. Capacities in bytes/s, `back` the same unless
   * given.
   */
  cable(a: number, b: number, linkClass: LinkClass, capacity: number, plane = -1, back = capacity): number {
    if (this.links + 2 > this.from.length) this.grow();
    const link = this.links;
    const code = classCode(linkClass);
    this.put(link, a, b, code, capacity, plane);
    this.put(link + 1, b, a, code, back, plane);
    this.links += 2;
    return link;
  }

  finish(shape: FabricShape, tables: FabricTables): FabricGraph {
    const n = this.links;
    return new FabricGraph(
      shape,
      {
        vertexKind: this.vertexKind,
        vertexPlane: this.vertexPlane,
        linkFrom: this.from.slice(0, n),
        linkTo: this.to.slice(0, n),
        linkCapacity: this.capacity.slice(0, n),
        linkLatency: this.latency.slice(0, n),
        linkClass: this.linkClass.slice(0, n),
        linkPlane: this.linkPlane.slice(0, n),
      },
      tables,
    );
  }

  private put(
    link: number,
    from: number,
    to: number,
    linkClass: number,
    capacity: number,
    plane: number,
  ): void {
    if (!(capacity > 0))
      throw new InvariantError('a link has a positive capacity', { from, to, linkClass, capacity });
    this.from[link] = from;
    this.to[link] = to;
    this.capacity[link] = capacity;
    this.latency[link] = this.forwarding[this.vertexKind[from]];
    this.linkClass[link] = linkClass;
    this.linkPlane[link] = plane;
  }

  private grow(): void {
    const double = <T extends { readonly length: number; set(source: T): void }>(
      old: T,
      make: (length: number) => T,
    ): T => {
      const larger = make(2 * old.length);
      larger.set(old);
      return larger;
    };
    this.from = double(this.from, (n) => new Int32Array(n));
    this.to = double(this.to, (n) => new Int32Array(n));
    this.capacity = double(this.capacity, (n) => new Float64Array(n));
    this.latency = double(this.latency, (n) => new Float64Array(n));
    this.linkClass = double(this.linkClass, (n) => new Uint8Array(n));
    this.linkPlane = double(this.linkPlane, (n) => new Int16Array(n));
  }
}
