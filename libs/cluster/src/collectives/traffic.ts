/** Messages between GPUs as flows over links: routes come from the router, limits of communication kernels are links of their own. */
import { invariant } from '@railyard/base';
import { type FlowSet, FlowSetBuilder } from '../flows/index.js';
import { type Route } from '../routing/index.js';
import { classCode } from '../topology/index.js';
import { type Fabric } from './fabric.js';

export interface TrafficOptions {
  /** Keep hops that cannot bind (a non-blocking switch tier), for accounts of loads. */
  readonly everyHop?: boolean;
  /** Most that a GPU's communication kernel sends, bytes/s; default: links alone limit. */
  readonly kernelRdma?: number;
  readonly kernelNvlink?: number;
  /** Rate of NICs for these messages, as a share of their rate for large ones. */
  readonly nicShare?: number;
  /** [links of the graph] bytes/s where it is not what the routes go by: a link that failed a moment ago. */
  readonly capacity?: Float64Array;
}


const NVLINK = classCode('nvlink');
const HOST = classCode('host');
const LEAF_SPINE = classCode('leaf-spine');

/** Flows over the links that they use. A kernel's limit, sending to the network or over NVLink, is a link too. */
export interface TrafficSet {
  readonly flows: FlowSet;
  /** [links of the set] link of the graph; -1 for the limit of a kernel. */
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
  private readonly kernelRdma: number;
  private readonly kernelNvlink: number;
  private readonly nicShare: number;
  private readonly skipSwitchTier: boolean;
  private readonly capacity: Float64Array;
  /** [links of the graph, then two kernel limits a GPU] 1 + link of the set; 0 when not yet used. */
  private readonly localOf: Int32Array;
  private linkOf: number[] = [];

  constructor(readonly fabric: Fabric, options: TrafficOptions = {}) {
    const { graph } = fabric;
    this.kernelRdma = (options.kernelRdma ?? Infinity) < fabric.nicRate ? options.kernelRdma! : Infinity;
    this.kernelNvlink = (options.kernelNvlink ?? Infinity) < fabric.nvlinkRate ? options.kernelNvlink! : Infinity;
    this.nicShare = options.nicShare ?? 1;
    this.skipSwitchTier = fabric.nonBlocking && options.everyHop !== true;
    this.capacity = options.capacity ?? fabric.capacity;
    this.localOf = new Int32Array(graph.linkCount + 2 * graph.gpuCount);
  }

  /**
   * `bytes` from GPU to GPU; nothing when they are the same. `queuePair` tells connections of the same two GPUs apart (ECMP).
   * @throws InvariantError when no path is left.
   */
  send(from: number, to: number, bytes: number, queuePair = 0): void {
    if (from === to || bytes === 0) return;
    const { router } = this.fabric;
    if (this.rails !== undefined && this.fabric.nodeOf(from) !== this.fabric.nodeOf(to)) {
      for (const rail of this.rails) this.sendOver(router.routeVia(from, to, rail, queuePair), from, bytes / this.rails.length);
    } else this.sendOver(router.route(from, to, queuePair), from, bytes);
  }

  /** A write from GPU memory to storage, or a read into it. */
  store(gpu: number, bytes: number, direction: 'write' | 'read'): void {
    const { router } = this.fabric;
    this.sendOver(direction === 'write' ? router.toStorage(gpu) : router.fromStorage(gpu), gpu, bytes);
  }

  /** `bytes` over a route that the caller chose. */
  sendOver(route: Route | undefined, from: number, bytes: number): void {
    invariant(route !== undefined, 'no path is left from a GPU', { from });
    const { graph } = this.fabric;
    if (this.kernelRdma < Infinity && route.hops > 0) this.builder.hop(this.local(graph.linkCount + from));
    for (let i = 0; i < route.links.length; i += 1) {
      const link = route.links[i]!;
      const share = route.shares === null ? 1 : route.shares[i]!;
      const linkClass = graph.linkClass[link]!;
      if (this.skipSwitchTier && linkClass === LEAF_SPINE) continue;
      const sender = graph.linkFrom[link]!;
      if (this.kernelNvlink < Infinity && linkClass === NVLINK && sender < graph.gpuCount) this.builder.hop(this.local(graph.linkCount + graph.gpuCount + sender), share);
      this.builder.hop(this.local(link), share);
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
    const { graph } = this.fabric;
    if (link >= graph.linkCount) {
      this.linkOf.push(-1);
      this.builder.link(link < graph.linkCount + graph.gpuCount ? this.kernelRdma : this.kernelNvlink);
    } else {
      this.linkOf.push(link);
      this.builder.link(this.capacity[link]! * (graph.linkClass[link] === HOST ? this.nicShare : 1));
    }
    this.localOf[link] = this.linkOf.length;
    return this.linkOf.length - 1;
  }
}
