/**
 * Messages between GPUs as flows over the links that they use; routes come from the router. What goes from
 * hand to hand, each chunk passed on as it arrives (a ring, a tree), is one flow over all of its legs: no leg
 * can be ahead of another by more than a few chunks, so all have one rate.
 */
import { type FlowSet, FlowSetBuilder } from '../flows/index.js';
import { requireRoute, type Route } from '../routing/index.js';
import { classCode } from '../topology/index.js';
import { type Fabric } from './fabric.js';

export interface TrafficOptions {
  /** Keep hops that cannot bind (a non-blocking switch tier), for accounts of loads. */
  readonly everyHop?: boolean;
  /**
   * Rates that these messages reach of NICs and of NVLink, as shares of what large transfers reach; default
   * 1.
   */
  readonly nicShare?: number;
  readonly nvlinkShare?: number;
  /** [links of the graph] bytes/s where it is not what the routes go by: a link that failed a moment ago. */
  readonly capacity?: Float64Array;
}

/**
 * A message, or a part of a pipeline's way: from GPU to GPU. `queuePair` tells connections of the same two
 * GPUs apart (ECMP).
 */
export interface Leg {
  readonly from: number;
  readonly to: number;
  readonly queuePair?: number;
}

const NVLINK = classCode('nvlink');
const HOST = classCode('host');
const LEAF_SPINE = classCode('leaf-spine');

export interface TrafficSet {
  /**
   * Where a flow crosses a link more than once, bytes are in units of a power of two so large that no share
   * exceeds 1.
   */
  readonly flows: FlowSet;
  /** [links of the set] link of the graph. */
  readonly linkOf: Int32Array;
}

export class Traffic {
  /** Longest latency of a message so far, seconds. */
  latency = 0;
  /**
   * Mean latency of a leg of the pipeline that has the longest so far, seconds: a ring is as slow as its own
   * detours make it.
   */
  legLatency = 0;
  /** Class of the messages sent from now on. */
  trafficClass = 0;
  /**
   * Rails that messages between nodes keep to from now on: one that takes another is divided evenly over
   * them. Undefined: as the router decides.
   */
  rails: readonly number[] | undefined;
  private readonly builder = new FlowSetBuilder();
  private readonly skipSwitchTier: boolean;
  private readonly capacity: Float64Array;
  /** [links of the graph] 1 + link of the set; 0 when not yet used. */
  private readonly localOf: Int32Array;
  private linkOf: number[] = [];
  /** [links of the set] how often the flow at hand crosses each, and the links that it crosses. */
  private crossings: number[] = [];
  private crossed: number[] = [];
  private mostCrossings = 1;
  /** Legs of the flow at hand, and their latencies added up. */
  private legs = 0;
  private legsLatency = 0;

  constructor(
    readonly fabric: Fabric,
    private readonly options: TrafficOptions = {},
  ) {
    this.skipSwitchTier = fabric.nonBlocking && options.everyHop !== true;
    this.capacity = options.capacity ?? fabric.capacity;
    this.localOf = new Int32Array(fabric.graph.linkCount);
  }

  /**
   * `bytes` from GPU to GPU; nothing when they are the same. `queuePair` tells connections of the same two
   * GPUs apart (ECMP).
   * @throws NoRouteError when no path is left.
   */
  send(from: number, to: number, bytes: number, queuePair = 0): void {
    if (from === to || bytes === 0) return;
    if (this.rails === undefined) {
      this.sendBy(this.fabric.router.route(from, to, queuePair), bytes);
      return;
    }
    this.pass(from, to, queuePair);
    this.complete(bytes);
  }

  /**
   * `bytes` over a route that the caller chose, e.g. to storage. It crosses no link twice, so nothing has to
   * be added up.
   */
  sendBy(route: Route | undefined, bytes: number): void {
    const { links, shares, latency } = requireRoute(route);
    const { linkClass } = this.fabric.graph;
    for (let i = 0; i < links.length; i += 1) {
      const link = links[i];
      if (this.skipSwitchTier && linkClass[link] === LEAF_SPINE) continue;
      this.builder.hop(this.local(link), shares === null ? 1 : shares[i]);
    }
    this.builder.add(bytes, { trafficClass: this.trafficClass });
    this.latency = Math.max(this.latency, latency);
  }

  /** `bytes` over each of these legs, all at one rate. @throws NoRouteError when no path is left. */
  sendAlong(legs: readonly Leg[], bytes: number): void {
    if (bytes === 0) return;
    for (const { from, to, queuePair } of legs) if (from !== to) this.pass(from, to, queuePair ?? 0);
    this.complete(bytes);
  }

  /** `bytes` from each of these GPUs to the next and from the last to the first, all at one rate. */
  sendRound(ring: readonly number[], queuePair: number, bytes: number): void {
    if (bytes === 0 || ring.length < 2) return;
    const legs = ring.map((from, i) => ({ from, to: ring[(i + 1) % ring.length], queuePair }));
    this.sendAlong(legs, bytes);
  }

  /**
   * `bytes` between every two GPUs of one rail of whole nodes, both ways: as messages of each GPU, or of each
   * of its peers. False where nothing is known of all of them at once: then each is sent by itself.
   */
  sendOnRails(_nodes: readonly number[], _bytes: number, _isReturning: boolean): boolean {
    return false;
  }

  /** `bytes` between every two of these GPUs of one node, both ways; false as in `sendOnRails`. */
  sendInside(_members: readonly number[], _bytes: number): boolean {
    return false;
  }

  /** `bytes` over each of these routes, which the caller chose, all at one rate. */
  sendOver(routes: readonly (Route | undefined)[], bytes: number): void {
    for (const route of routes) this.cross(route, 1);
    this.complete(bytes);
  }

  build(): TrafficSet {
    const flows = this.builder.build();
    let unit = 1;
    while (unit < this.mostCrossings) unit *= 2;
    const scaled =
      unit === 1
        ? flows
        : {
            ...flows,
            bytes: flows.bytes.map((bytes) => bytes * unit),
            pathShare: flows.pathShare.map((share) => share / unit),
          };
    return { flows: scaled, linkOf: Int32Array.from(this.linkOf) };
  }

  private pass(from: number, to: number, queuePair: number): void {
    const { router } = this.fabric;
    const { rails } = this;
    const route = router.route(from, to, queuePair);
    if (rails === undefined || route === undefined || route.links.every((link) => this.onRails(link, rails)))
      this.cross(route, 1);
    else for (const rail of rails) this.cross(router.routeVia(from, to, rail, queuePair), 1 / rails.length);
  }

  /** True of a link that is no NIC's. */
  private onRails(link: number, rails: readonly number[]): boolean {
    const { graph } = this.fabric;
    if (graph.linkClass[link] !== HOST) return true;
    const { first, count } = graph.range('nic');
    const from = graph.linkFrom[link] - first;
    return rails.includes(graph.railOfNic(from >= 0 && from < count ? from : graph.linkTo[link] - first));
  }

  /** Takes the flow at hand over a route, or a `part` of it. */
  private cross(route: Route | undefined, part: number): void {
    const { links, shares, latency } = requireRoute(route);
    const { linkClass } = this.fabric.graph;
    for (let i = 0; i < links.length; i += 1) {
      const link = links[i];
      if (this.skipSwitchTier && linkClass[link] === LEAF_SPINE) continue;
      const local = this.local(link);
      if (this.crossings[local] === 0) this.crossed.push(local);
      this.crossings[local] += shares === null ? part : part * shares[i];
    }
    this.latency = Math.max(this.latency, latency);
    this.legs += part;
    this.legsLatency += part * latency;
  }

  /** Ends the flow at hand; none where no leg led anywhere. */
  private complete(bytes: number): void {
    if (this.crossed.length === 0) return;
    for (const local of this.crossed) {
      const times = this.crossings[local];
      this.builder.hop(local, times);
      this.mostCrossings = Math.max(this.mostCrossings, times);
      this.crossings[local] = 0;
    }
    this.crossed.length = 0;
    this.legLatency = Math.max(this.legLatency, this.legsLatency / this.legs);
    this.legs = 0;
    this.legsLatency = 0;
    this.builder.add(bytes, { trafficClass: this.trafficClass });
  }

  private local(link: number): number {
    const known = this.localOf[link];
    if (known > 0) return known - 1;
    const kind = this.fabric.graph.linkClass[link];
    const share =
      kind === HOST ? this.options.nicShare : kind === NVLINK ? this.options.nvlinkShare : undefined;
    this.builder.link(this.capacity[link] * (share ?? 1));
    this.linkOf.push(link);
    this.crossings.push(0);
    this.localOf[link] = this.linkOf.length;
    return this.linkOf.length - 1;
  }
}
