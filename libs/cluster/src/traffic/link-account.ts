/**
 * What every link carries, not when: the messages of collectives added up on the links of their routes, by
 * traffic class. Exact on any fabric, and without simulating flows. Where the way between two switches
 * depends on nothing but the switches (one switch, or spraying over a healthy fabric), messages between the
 * same two are added up first and routed once.
 */
import { invariant } from '@railyard/base';
import { requireRoute, type Route } from '../routing/index.js';
import { classCode, kindCode } from '../topology/index.js';
import { type Fabric } from './fabric.js';
import { type Leg, Traffic } from './traffic.js';

/** What goes from one switch to another, and two GPUs whose route shows the way. */
interface SwitchPair {
  readonly from: number;
  readonly to: number;
  /** [classes] */
  readonly bytes: Float64Array;
  readonly messages: Float64Array;
}

const GPU = kindCode('gpu');
const STORAGE = kindCode('storage');
const ENDS: ReadonlySet<number> = new Set([classCode('nvlink'), classCode('pcie'), classCode('host')]);

/** Collectives write into it as into `Traffic`; `settle` before the sums are read. */
export class LinkAccount extends Traffic {
  /** [class * links + link] bytes, and messages that the link carries (a sprayed one counts by its share). */
  readonly bytes: Float64Array;
  readonly messages: Float64Array;
  readonly links: number;
  /** Messages and pipelines sent. */
  sent = 0;
  private readonly pairs = new Map<number, SwitchPair>();
  /** The last sum of equal messages: mostly that of the next link too. */
  private repeated = { before: -1, bytes: 0, times: 0, after: 0 };
  private readonly regular: boolean;

  constructor(
    fabric: Fabric,
    readonly classes: number,
  ) {
    super(fabric);
    this.links = fabric.graph.linkCount;
    this.bytes = new Float64Array(classes * this.links);
    this.messages = new Float64Array(classes * this.links);
    const { graph, spec } = fabric;
    this.regular =
      fabric.healthy &&
      spec.nic.perNode === spec.gpusPerNode &&
      graph.shape.portsPerNic === 1 &&
      graph.tables.gpuNvlink[0] >= 0 &&
      graph.isOneNvlinkGroup;
  }

  override send(from: number, to: number, bytes: number, queuePair = 0): void {
    if (from === to || bytes === 0) return;
    this.sent += 1;
    this.account(from, to, bytes, queuePair);
  }

  override sendAlong(legs: readonly Leg[], bytes: number): void {
    if (bytes === 0) return;
    let isSent = false;
    for (const { from, to, queuePair } of legs) {
      if (from === to) continue;
      isSent = true;
      this.account(from, to, bytes, queuePair ?? 0);
    }
    this.sent += Number(isSent);
  }

  override sendRound(ring: readonly number[], queuePair: number, bytes: number): void {
    if (bytes === 0 || ring.length < 2) return;
    this.sent += 1;
    for (let i = 0; i < ring.length; i += 1)
      this.account(ring[i], ring[i + 1 === ring.length ? 0 : i + 1], bytes, queuePair);
  }

  override sendOnRails(nodes: readonly number[], bytes: number, isReturning: boolean): boolean {
    if (!this.regular) return false;
    const isUnderOneLeaf = this.isUnderOneLeaf(nodes);
    if (!isUnderOneLeaf && this.fabric.routing !== 'adaptive') return false;
    if (bytes === 0 || nodes.length === 1) return true;
    const { tables, shape } = this.fabric.graph;
    const { gpuPcie, gpuNic, nicPcie, nicUplink } = tables;
    const times = nodes.length - 1;
    for (const node of nodes)
      for (let gpu = node * shape.gpusPerNode; gpu < (node + 1) * shape.gpusPerNode; gpu += 1) {
        const nic = gpuNic[gpu];
        for (const link of [gpuPcie[gpu], nicPcie[nic], nicUplink[nic]]) {
          this.addTimes(link, bytes, times);
          this.addTimes(link ^ 1, bytes, times);
        }
      }
    this.sent += nodes.length * shape.gpusPerNode * times;
    if (!isUnderOneLeaf) this.poolOnRails(nodes, bytes, isReturning);
    return true;
  }

  override sendInside(members: readonly number[], bytes: number): boolean {
    if (!this.regular) return false;
    const times = members.length - 1;
    if (bytes === 0 || times === 0) return true;
    const { gpuNvlink } = this.fabric.graph.tables;
    for (const gpu of members) {
      this.addTimes(gpuNvlink[gpu], bytes, times);
      this.addTimes(gpuNvlink[gpu] ^ 1, bytes, times);
    }
    this.sent += members.length * times;
    return true;
  }

  override sendBy(route: Route | undefined, bytes: number): void {
    const { links, shares } = requireRoute(route);
    for (let i = 0; i < links.length; i += 1) this.add(links[i], bytes, shares === null ? 1 : shares[i]);
  }

  /** `bytes` from a GPU to storage: `Router.toStorage` from the graph's tables. */
  store(gpu: number, bytes: number): void {
    if (bytes === 0) return;
    const { graph } = this.fabric;
    const { gpuPcie, gpuHost, nodeStorageNic, nodeStorageUplink, storageTrunk } = graph.tables;
    const node = graph.nodeOfGpu(gpu);
    this.add(gpuPcie[gpu], bytes, 1);
    this.add(gpuHost[gpu], bytes, 1);
    this.add(nodeStorageNic[node], bytes, 1);
    this.add(nodeStorageUplink[node], bytes, 1);
    this.add(storageTrunk, bytes, 1);
  }

  /** Adds `messages` of `bytes` each; [links] how many of them each carries, sprayed ones by their share. */
  addCarried(carried: Float64Array, messages: number, bytes: number): void {
    this.sent += messages;
    for (let link = 0; link < this.links; link += 1)
      if (carried[link] > 0) {
        const at = this.trafficClass * this.links + link;
        this.bytes[at] += carried[link] * bytes;
        this.messages[at] += carried[link];
      }
  }

  /** Spreads what went from switch to switch over the links between them. */
  settle(): this {
    const { graph, router } = this.fabric;
    for (const pair of this.pairs.values()) {
      const route = router.route(pair.from, pair.to);
      invariant(route !== undefined, 'pairs that were added are connected', { from: pair.from, to: pair.to });
      for (let i = 0; i < route.links.length; i += 1) {
        const link = route.links[i];
        if (ENDS.has(graph.linkClass[link])) continue;
        const share = route.shares === null ? 1 : route.shares[i];
        for (let c = 0; c < this.classes; c += 1) {
          this.bytes[c * this.links + link] += pair.bytes[c] * share;
          this.messages[c * this.links + link] += pair.messages[c] * share;
        }
      }
    }
    this.pairs.clear();
    return this;
  }

  /** [links] bytes of all classes. */
  totals(): Float64Array {
    const { bytes, links } = this;
    const total = bytes.slice(0, links);
    for (let c = 1; c < this.classes; c += 1)
      for (let link = 0, at = c * links; link < links; link += 1, at += 1) total[link] += bytes[at];
    return total;
  }

  /**
   * Largest difference between what comes in and what goes out of anything but GPUs and storage, as a share
   * of the larger. @param total as `totals` gives it
   */
  largestLoss(total: Float64Array): number {
    const { linkFrom, linkTo, vertexKind, vertexCount } = this.fabric.graph;
    const into = new Float64Array(vertexCount);
    const out = new Float64Array(vertexCount);
    for (let link = 0; link < total.length; link += 1) {
      const bytes = total[link];
      if (bytes === 0) continue;
      into[linkTo[link]] += bytes;
      out[linkFrom[link]] += bytes;
    }
    let worst = 0;
    for (let v = 0; v < vertexCount; v += 1) {
      const [taken, given] = [into[v], out[v]];
      if (taken === given || vertexKind[v] === GPU || vertexKind[v] === STORAGE) continue;
      worst = Math.max(worst, Math.abs(taken - given) / Math.max(taken, given));
    }
    return worst;
  }

  /** Bytes of one class on a link. */
  bytesOf(trafficClass: number, link: number): number {
    return this.bytes[trafficClass * this.links + link];
  }

  /**
   * Seconds that the busiest link needs for all that the account holds. Messages of one size that start
   * together end then: the link that is busiest for its rate gives each of its messages the smallest fair
   * share of all, and no share falls while others end.
   */
  busiestSeconds(rateShare: (linkClass: number) => number = () => 1): number {
    const { graph, capacity } = this.fabric;
    let worst = 0;
    for (let link = 0; link < this.links; link += 1) {
      let bytes = 0;
      for (let c = 0; c < this.classes; c += 1) bytes += this.bytesOf(c, link);
      if (bytes > 0) worst = Math.max(worst, bytes / (capacity[link] * rateShare(graph.linkClass[link])));
    }
    return worst;
  }

  private account(from: number, to: number, bytes: number, queuePair: number): void {
    if (!this.regular || !this.sendByTables(from, to, bytes))
      this.sendBy(this.fabric.router.route(from, to, queuePair), bytes);
  }

  /** The same ways as `Router.route`, from the graph's tables; false where only the router knows. */
  private sendByTables(from: number, to: number, bytes: number): boolean {
    const { graph, pxn, routing } = this.fabric;
    const { gpuNvlink, gpuPcie, gpuNic, nicPcie, nicUplink, nicSwitch } = graph.tables;
    if (graph.nodeOfGpu(from) === graph.nodeOfGpu(to)) {
      this.add(gpuNvlink[from], bytes, 1);
      this.add(gpuNvlink[to] ^ 1, bytes, 1);
      return true;
    }
    const otherRail = graph.placeOfGpu(from) !== graph.placeOfGpu(to) && graph.shape.railAligned;
    if (otherRail && !pxn && graph.shape.planes > 1) return false;
    const leaver = otherRail && pxn ? this.fabric.sameRail(to, graph.nodeOfGpu(from)) : from;
    const [source, target] = [gpuNic[leaver], gpuNic[to]];
    const [first, last] = [nicSwitch[source], nicSwitch[target]];
    if (first !== last && routing !== 'adaptive') return false;
    if (leaver !== from) {
      this.add(gpuNvlink[from], bytes, 1);
      this.add(gpuNvlink[leaver] ^ 1, bytes, 1);
    }
    this.add(gpuPcie[leaver], bytes, 1);
    this.add(nicPcie[source], bytes, 1);
    this.add(nicUplink[source], bytes, 1);
    this.add(nicUplink[target] ^ 1, bytes, 1);
    this.add(nicPcie[target] ^ 1, bytes, 1);
    this.add(gpuPcie[to] ^ 1, bytes, 1);
    if (first !== last) this.pool(first * graph.vertexCount + last, leaver, to, bytes);
    return true;
  }

  /** Every rail of these nodes stays under one switch. */
  private isUnderOneLeaf(nodes: readonly number[]): boolean {
    const { gpusPerNode } = this.fabric;
    for (let place = 0; place < gpusPerNode; place += 1) {
      const leaf = this.fabric.leafOf(nodes[0] * gpusPerNode + place);
      for (const node of nodes) if (this.fabric.leafOf(node * gpusPerNode + place) !== leaf) return false;
    }
    return true;
  }

  /** What goes from each GPU of these nodes to each of its rail, or the other way, between switches. */
  private poolOnRails(nodes: readonly number[], bytes: number, isReturning: boolean): void {
    const { vertexCount } = this.fabric.graph;
    const { gpusPerNode } = this.fabric;
    for (const own of nodes)
      for (let place = 0; place < gpusPerNode; place += 1)
        for (const other of nodes) {
          const [one, two] = [own * gpusPerNode + place, other * gpusPerNode + place];
          const [from, to] = isReturning ? [two, one] : [one, two];
          const [first, last] = [this.fabric.leafOf(from), this.fabric.leafOf(to)];
          if (first !== last) this.pool(first * vertexCount + last, from, to, bytes);
        }
  }

  private pool(key: number, from: number, to: number, bytes: number): void {
    let pair = this.pairs.get(key);
    if (pair === undefined) {
      pair = { from, to, bytes: new Float64Array(this.classes), messages: new Float64Array(this.classes) };
      this.pairs.set(key, pair);
    }
    pair.bytes[this.trafficClass] += bytes;
    pair.messages[this.trafficClass] += 1;
  }

  /** Added one by one, so that it is the same sum to the last bit however messages are sent. */
  private addTimes(link: number, bytes: number, times: number): void {
    const at = this.trafficClass * this.links + link;
    const { repeated } = this;
    const before = this.bytes[at];
    if (before !== repeated.before || bytes !== repeated.bytes || times !== repeated.times) {
      let after = before;
      for (let i = 0; i < times; i += 1) after += bytes;
      this.repeated = { before, bytes, times, after };
    }
    this.bytes[at] = this.repeated.after;
    this.messages[at] += times;
  }

  private add(link: number, bytes: number, share: number): void {
    const at = this.trafficClass * this.links + link;
    this.bytes[at] += bytes * share;
    this.messages[at] += share;
  }
}
