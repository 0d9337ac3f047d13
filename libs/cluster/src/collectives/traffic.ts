/** Messages between GPUs as flows over the links that they use; routes come from the router. */
import { invariant } from '@railyard/base';
import { type FlowSet, FlowSetBuilder } from '../flows/index.js';
import { type Route } from '../routing/index.js';
import { classCode } from '../topology/index.js';
import { type Fabric } from './fabric.js';

export interface TrafficOptions {
  /** Keep hops that cannot bind (a non-blocking switch tier), for accounts of loads. */
  readonly everyHop?: boolean;
  /** Rates that these messages reach of NICs and of NVLink, as shares of what large transfers reach; default 1. */
  readonly nicShare?: number;
  readonly nvlinkShare?: number;
  /** [links of the graph] bytes/s where it is not what the routes go by: a link that failed a moment ago. */
  readonly capacity?: Float64Array;
}


const NVLINK = classCode('nvlink');
const HOST = classCode('host');
const LEAF_SPINE = classCode('leaf-spine');

export interface TrafficSet {
  readonly flows: FlowSet;
  /** [links of the set] link of the graph. */
  readonly linkOf: Int32Array;
}

export class Traffic {
  /** Longest latency of a message so far, seconds. */
  latency = 0;
  /** Class of the messages sent from now on. */
  trafficClass = 0;
  /** Rails that messages between nodes take from now on, evenly; undefined: as the router decides. */
  rails: readonly number[] | undefined;
  private readonly builder = new FlowSetBuilder();
  private readonly skipSwitchTier: boolean;
  private readonly capacity: Float64Array;
  /** [links of the graph] 1 + link of the set; 0 when not yet used. */
  private readonly localOf: Int32Array;
  private linkOf: number[] = [];

  constructor(readonly fabric: Fabric, private readonly options: TrafficOptions = {}) {
    this.skipSwitchTier = fabric.nonBlocking && options.everyHop !== true;
    this.capacity = options.capacity ?? fabric.capacity;
    this.localOf = new Int32Array(fabric.graph.linkCount);
  }

  /**
   * `bytes` from GPU to GPU; nothing when they are the same. `queuePair` tells connections of the same two GPUs apart (ECMP).
   * @throws InvariantError when no path is left.
   */
  send(from: number, to: number, bytes: number, queuePair = 0): void {
    if (from === to || bytes === 0) return;
    const { router } = this.fabric;
    if (this.rails !== undefined && this.fabric.nodeOf(from) !== this.fabric.nodeOf(to)) {
      for (const rail of this.rails) this.sendOver(router.routeVia(from, to, rail, queuePair), bytes / this.rails.length);
    } else this.sendOver(router.route(from, to, queuePair), bytes);
  }

  /** A write from GPU memory to storage, or a read into it. */
  store(gpu: number, bytes: number, direction: 'write' | 'read'): void {
    const { router } = this.fabric;
    this.sendOver(direction === 'write' ? router.toStorage(gpu) : router.fromStorage(gpu), bytes);
  }

  /** `bytes` over a route that the caller chose. */
  sendOver(route: Route | undefined, bytes: number): void {
    invariant(route !== undefined, 'no path is left for a message');
    const { linkClass } = this.fabric.graph;
    for (let i = 0; i < route.links.length; i += 1) {
      const link = route.links[i]!;
      if (this.skipSwitchTier && linkClass[link] === LEAF_SPINE) continue;
      this.builder.hop(this.local(link), route.shares === null ? 1 : route.shares[i]!);
    }
    this.builder.add(bytes, { trafficClass: this.trafficClass });
    this.latency = Math.max(this.latency, route.latency);
  }

  build(): TrafficSet {
    return { flows: this.builder.build(), linkOf: Int32Array.from(this.linkOf) };
  }

  private local(link: number): number {
    const known = this.localOf[link]!;
    if (known > 0) return known - 1;
    const kind = this.fabric.graph.linkClass[link]!;
    const share = kind === HOST ? this.options.nicShare : kind === NVLINK ? this.options.nvlinkShare : undefined;
    this.builder.link(this.capacity[link]! * (share ?? 1));
    this.linkOf.push(link);
    this.localOf[link] = this.linkOf.length;
    return this.linkOf.length - 1;
  }
}
