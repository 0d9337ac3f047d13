/**
 * Shortest paths between network switches, worked out when first asked for and kept: distances to a
 * destination by breadth-first search and links that lead one step nearer. Links without capacity are down
 * and not used.
 */
import { invariant } from '@railyard/base';
import { type FabricGraph } from '../topology/index.js';

const UNREACHABLE = 255;

/** Cables side by side. */
export interface Bundle {
  /** bytes/s of all of them. */
  capacity: number;
  readonly links: number[];
}

export class SwitchPaths {
  /** First switch vertex; switches are `first .. first + count - 1`. */
  readonly first: number;
  readonly count: number;
  private readonly offsets: Int32Array;
  private readonly links: Int32Array;
  private readonly distances: (Uint8Array | undefined)[] = [];
  private readonly next = new Map<number, Int32Array>();
  private readonly neighbours = new Map<number, ReadonlyMap<number, Bundle>>();
  private readonly left: { out?: Float64Array; in?: Float64Array } = {};

  /** `capacity`: bytes/s by directed link, 0 for a link that is down. */
  constructor(
    readonly graph: FabricGraph,
    readonly capacity: Float64Array,
  ) {
    this.first = graph.range('leaf').count > 0 ? graph.range('leaf').first : graph.range('router').first;
    this.count = (['leaf', 'spine', 'core', 'router'] as const).reduce(
      (sum, kind) => sum + graph.range(kind).count,
      0,
    );
    const { linkFrom, linkCount } = graph;
    this.offsets = new Int32Array(this.count + 1);
    for (let link = 0; link < linkCount; link += 1) {
      if (this.joinsSwitches(link)) this.offsets[linkFrom[link] - this.first + 1] += 1;
    }
    for (let s = 0; s < this.count; s += 1) this.offsets[s + 1] += this.offsets[s];
    const fill = this.offsets.slice(0, -1);
    this.links = new Int32Array(this.offsets[this.count]);
    for (let link = 0; link < linkCount; link += 1) {
      if (this.joinsSwitches(link)) this.links[fill[linkFrom[link] - this.first]++] = link;
    }
  }

  joinsSwitches(link: number): boolean {
    const { linkFrom, linkTo } = this.graph;
    return this.isSwitch(linkFrom[link]) && this.isSwitch(linkTo[link]);
  }

  private isSwitch(vertex: number): boolean {
    return vertex >= this.first && vertex < this.first + this.count;
  }

  /** Links on a shortest path between two switch vertices; undefined when there is none. */
  distance(from: number, to: number): number | undefined {
    const steps = this.distancesTo(to)[from - this.first];
    return steps === UNREACHABLE ? undefined : steps;
  }

  /** Switches from which `to` can be reached, the farthest first and `to` last. */
  farthestFirst(to: number): Int32Array {
    const distance = this.distancesTo(to);
    const reached: number[] = [];
    for (let s = 0; s < this.count; s += 1) if (distance[s] !== UNREACHABLE) reached.push(s);
    return Int32Array.from(
      reached.sort((a, b) => distance[b] - distance[a] || a - b),
      (s) => this.first + s,
    );
  }

  /** Key of a pair of switches. */
  pair(from: number, to: number): number {
    return (from - this.first) * this.count + (to - this.first);
  }

  /** Links out of `at` that lie on a shortest path to `to`, by ascending id; empty when there is no path. */
  nextLinks(at: number, to: number): Int32Array {
    const key = this.pair(at, to);
    let links = this.next.get(key);
    if (links === undefined) {
      links = this.findNextLinks(at, to);
      this.next.set(key, links);
    }
    return links;
  }

  /**
   * The switches next to `at` on the way to `to`, in the order of their first links, with all cables to each.
   */
  byNeighbour(at: number, to: number): ReadonlyMap<number, Bundle> {
    const key = this.pair(at, to);
    let groups = this.neighbours.get(key);
    if (groups === undefined) this.neighbours.set(key, (groups = this.findNeighbours(at, to)));
    return groups;
  }

  private findNeighbours(at: number, to: number): ReadonlyMap<number, Bundle> {
    const groups = new Map<number, Bundle>();
    for (const link of this.nextLinks(at, to)) {
      const neighbour = this.graph.linkTo[link];
      const group = groups.get(neighbour) ?? { capacity: 0, links: [] };
      group.capacity += this.capacity[link];
      group.links.push(link);
      groups.set(neighbour, group);
    }
    return groups;
  }

  /**
   * Share of a switch's rate towards other switches, or from them, that is left; 1 for a switch that has no
   * others.
   */
  shareLeft(at: number, direction: 'out' | 'in'): number {
    const shares = (this.left[direction] ??= new Float64Array(this.count).fill(-1));
    const index = at - this.first;
    if (shares[index] < 0) shares[index] = this.findShareLeft(index, direction === 'out' ? 0 : 1);
    return shares[index];
  }

  private findShareLeft(index: number, reversed: 0 | 1): number {
    let now = 0;
    let whole = 0;
    for (let i = this.offsets[index]; i < this.offsets[index + 1]; i += 1) {
      now += this.capacity[this.links[i] ^ reversed];
      whole += this.graph.linkCapacity[this.links[i] ^ reversed];
    }
    return whole === 0 ? 1 : now / whole;
  }

  private distancesTo(to: number): Uint8Array {
    const target = to - this.first;
    const known = this.distances[target];
    if (known !== undefined) return known;
    const distance = new Uint8Array(this.count).fill(UNREACHABLE);
    const queue = new Int32Array(this.count);
    distance[target] = 0;
    queue[0] = target;
    let tail = 1;
    for (let head = 0; head < tail; head += 1) {
      const at = queue[head];
      for (let i = this.offsets[at]; i < this.offsets[at + 1]; i += 1) {
        const link = this.links[i];
        const neighbour = this.graph.linkTo[link] - this.first;
        // The message runs the other way, from the neighbour to here.
        if (distance[neighbour] !== UNREACHABLE || this.capacity[link ^ 1] === 0) continue;
        distance[neighbour] = distance[at] + 1;
        invariant(distance[neighbour] < UNREACHABLE, 'paths of at most 254 links');
        queue[tail++] = neighbour;
      }
    }
    this.distances[target] = distance;
    return distance;
  }

  private findNextLinks(at: number, to: number): Int32Array {
    const distance = this.distancesTo(to);
    const here = distance[at - this.first];
    const found: number[] = [];
    if (here === UNREACHABLE) return new Int32Array(0);
    for (let i = this.offsets[at - this.first]; i < this.offsets[at - this.first + 1]; i += 1) {
      const link = this.links[i];
      if (this.capacity[link] > 0 && distance[this.graph.linkTo[link] - this.first] === here - 1)
        found.push(link);
    }
    return Int32Array.from(found);
  }
}
