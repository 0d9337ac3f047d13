/**
 * The part of a route between two NICs, by policy:
 * - ecmp: every switch picks one of its equal-cost links by the flow's hash; with several header values
 *   (entropies) the packets of a message rotate over them, so it is a set of shares that nothing balances;
 * - adaptive: every switch sprays packets over all of them, so a message is a set of shares;
 * - static: tables by destination, D-mod-K (Zahavi 2012): the uplink at tier t is digit t of the
 *   destination's position, and the way down through parallel cables is the one that the position owns. Shift
 *   permutations then meet no conflict.
 */
import { assertUnreachable, invariant } from '@railyard/base';
import { type RoutingOptions, type RoutingPolicy } from '../definition/index.js';
import { type FabricGraph, kindCode } from '../topology/index.js';
import { FlowHash } from './flow-hash.js';
import { type RouteWriter } from './route.js';
import { Sprays } from './sprays.js';
import { SwitchPaths } from './switch-paths.js';

const LEAF = kindCode('leaf');
const SPINE = kindCode('spine');

/** From one NIC port to another, with the share of the message that the route at hand sends that way. */
export type PortPair = (fromPort: number, toPort: number, share: number) => void;

/** Paths that ECMP hashes for one message. */
export const hashedPaths = ({ routing, entropies = 1 }: Partial<RoutingOptions>): number =>
  routing === 'ecmp' ? entropies : 1;

export class NetworkPaths {
  private lazyPaths: SwitchPaths | undefined;
  private lazySprays: Sprays | undefined;
  private lazyPositions: Positions | undefined;
  private readonly policy: RoutingPolicy;
  private readonly hash: FlowHash;
  private readonly entropies: number;
  private readonly tally: LinkTally;

  constructor(
    private readonly graph: FabricGraph,
    private readonly capacity: Float64Array,
    options: RoutingOptions,
    /** Told of each pair of ports in place of what lies between them. */
    private readonly portPair?: PortPair,
  ) {
    this.policy = options.routing;
    this.hash = new FlowHash(options.seed ?? 0);
    this.entropies = hashedPaths(options);
    this.tally = new LinkTally(this.entropies > 1 ? graph.linkCount : 0);
  }

  private get paths(): SwitchPaths {
    this.lazyPaths ??= new SwitchPaths(this.graph, this.capacity);
    return this.lazyPaths;
  }

  /**
   * Switches between two NICs on a shortest path, over the first port that connects them; undefined when none
   * does.
   */
  switchesBetween(source: number, destination: number): number | undefined {
    const ports = this.graph.shape.portsPerNic;
    for (let port = 0; port < ports; port += 1) {
      const switches = this.throughPort(source * ports + port, destination * ports + port);
      if (switches !== undefined) return switches;
    }
    return undefined;
  }

  /**
   * Adds the links from NIC to NIC; returns the switches crossed, or undefined (nothing added) when they are
   * not connected.
   */
  write(
    source: number,
    destination: number,
    flow: number,
    into: RouteWriter,
    share: number,
  ): number | undefined {
    const ports = this.graph.shape.portsPerNic;
    if (ports === 1) return this.writePort(source, destination, source, destination, flow, into);
    // A multi-port NIC sprays one queue pair over its ports, by what each plane can carry.
    const rates = new Float64Array(ports);
    let total = 0;
    for (let port = 0; port < ports; port += 1) {
      rates[port] = this.portRate(source * ports + port, destination * ports + port);
      total += rates[port];
    }
    let switches: number | undefined;
    for (let port = 0; port < ports; port += 1) {
      if (rates[port] === 0) continue;
      into.setShare((share * rates[port]) / total);
      const crossed = this.writePort(
        source,
        destination,
        source * ports + port,
        destination * ports + port,
        flow,
        into,
      );
      switches = Math.max(switches ?? 0, crossed ?? 0);
    }
    into.setShare(share);
    return switches;
  }

  private throughPort(from: number, to: number): number | undefined {
    const { nicUplink, nicSwitch } = this.graph.tables;
    if (this.capacity[nicUplink[from]] === 0 || this.capacity[nicUplink[to] ^ 1] === 0) return undefined;
    if (nicSwitch[from] === nicSwitch[to]) return 1;
    const links = this.paths.distance(nicSwitch[from], nicSwitch[to]);
    return links === undefined ? undefined : links + 1;
  }

  /**
   * What a plane can carry between two ports: the ports' rates, and of a rate between leaves what the leaves'
   * uplinks have left.
   */
  private portRate(from: number, to: number): number {
    const { nicUplink, nicSwitch } = this.graph.tables;
    if (this.throughPort(from, to) === undefined) return 0;
    const ports = Math.min(this.capacity[nicUplink[from]], this.capacity[nicUplink[to] ^ 1]);
    if (nicSwitch[from] === nicSwitch[to]) return ports;
    const whole = this.graph.linkCapacity[nicUplink[from]];
    return Math.min(
      ports,
      whole * this.paths.shareLeft(nicSwitch[from], 'out'),
      whole * this.paths.shareLeft(nicSwitch[to], 'in'),
    );
  }

  private writePort(
    source: number,
    destination: number,
    from: number,
    to: number,
    flow: number,
    into: RouteWriter,
  ): number | undefined {
    const switches = this.throughPort(from, to);
    if (switches === undefined) return undefined;
    const { nicUplink, nicSwitch } = this.graph.tables;
    into.add(nicUplink[from]);
    if (this.portPair !== undefined) this.portPair(from, to, into.currentShare);
    else if (switches > 1)
      this.betweenSwitches(source, destination, nicSwitch[from], nicSwitch[to], to, flow, into);
    into.add(nicUplink[to] ^ 1);
    return switches;
  }

  private betweenSwitches(
    source: number,
    destination: number,
    from: number,
    to: number,
    port: number,
    flow: number,
    into: RouteWriter,
  ): void {
    switch (this.policy) {
      case 'ecmp': {
        if (this.entropies > 1) this.overEntropies(source, destination, from, to, flow, into);
        else this.byHash(source, destination, from, to, flow, (link) => into.add(link));
        return;
      }
      case 'adaptive': {
        this.lazySprays ??= new Sprays(this.paths);
        const spray = this.lazySprays.between(from, to);
        invariant(spray !== undefined, 'switches that are connected have a spray', { from, to });
        into.addDivided(spray.links, spray.shares);
        return;
      }
      case 'static':
        this.byTable(from, port, (link) => into.add(link));
        return;
      default:
        assertUnreachable(this.policy);
    }
  }

  /** The path that one header value hashes to, between two switches. */
  byHash(
    source: number,
    destination: number,
    from: number,
    to: number,
    flow: number,
    take: (link: number) => void,
  ): void {
    this.hash.of(source, destination, flow);
    this.walk(from, to, (hop, links) => this.hash.choose(hop, links.length), take);
  }

  /** A path for each header value, all with the same part of the message: what hashes to one link adds up. */
  private overEntropies(
    source: number,
    destination: number,
    from: number,
    to: number,
    flow: number,
    into: RouteWriter,
  ): void {
    const { entropies, tally } = this;
    const count = (link: number): void => tally.count(link);
    for (let value = 0; value < entropies; value += 1)
      this.byHash(source, destination, from, to, flow * entropies + value, count);
    into.addDivided(...tally.take(entropies));
  }

  private walk(
    from: number,
    to: number,
    choose: (hop: number, links: Int32Array) => number,
    take: (link: number) => void,
  ): void {
    let at = from;
    for (let hop = 0; at !== to; hop += 1) {
      const links = this.paths.nextLinks(at, to);
      const link = links[choose(hop, links)];
      take(link);
      at = this.graph.linkTo[link];
    }
  }

  /** The path of `static` from a switch to the port `to`. */
  byTable(from: number, to: number, take: (link: number) => void): void {
    this.walk(from, this.graph.tables.nicSwitch[to], this.byDestination(to), take);
  }

  /**
   * D-mod-K for one destination port. On the way down, cable n of a bundle belongs to the positions that went
   * up by the n-th round of switches.
   */
  private byDestination(port: number): (hop: number, links: Int32Array) => number {
    const { linkFrom, linkTo, vertexKind } = this.graph;
    const { portsOfSwitch } = this.positions;
    const position = this.positions.ofPort[port];
    const upward: { readonly digit: number; readonly count: number }[] = [];
    return (_hop, links) => {
      const from = vertexKind[linkFrom[links[0]]];
      const goesUp = from >= LEAF && from <= SPINE && vertexKind[linkTo[links[0]]] > from;
      if (goesUp) {
        const digit = Math.floor(position / (upward.length === 0 ? 1 : portsOfSwitch)) % links.length;
        upward.push({ digit, count: links.length });
        return digit;
      }
      const matching = upward.pop();
      return matching === undefined
        ? position % links.length
        : Math.floor((matching.digit * links.length) / matching.count) % links.length;
    };
  }

  private get positions(): Positions {
    this.lazyPositions ??= positionsOf(this.graph, this.paths);
    return this.lazyPositions;
  }
}

/** How many paths cross each link. */
class LinkTally {
  private readonly paths: Int32Array;
  private readonly touched: Int32Array;
  private length = 0;

  constructor(linkCount: number) {
    this.paths = new Int32Array(linkCount);
    this.touched = new Int32Array(linkCount);
  }

  count(link: number): void {
    if (this.paths[link] === 0) this.touched[this.length++] = link;
    this.paths[link] += 1;
  }

  /**
   * The links counted, in the order in which they were met first, and what part of `of` paths crosses each;
   * counts start again from zero.
   */
  take(of: number): [Int32Array, Float64Array] {
    const links = this.touched.slice(0, this.length);
    const shares = new Float64Array(this.length);
    for (let i = 0; i < this.length; i += 1) {
      shares[i] = this.paths[links[i]] / of;
      this.paths[links[i]] = 0;
    }
    this.length = 0;
    return [links, shares];
  }
}

/**
 * Where NIC ports stand, as digits of D-mod-K: ports of the first switch in order of their NICs, then those
 * of the next.
 */
interface Positions {
  readonly ofPort: Int32Array;
  /** Most NIC ports on one switch: the weight of the second digit. */
  readonly portsOfSwitch: number;
}

function positionsOf(graph: FabricGraph, paths: SwitchPaths): Positions {
  const { nicSwitch } = graph.tables;
  const seen = new Int32Array(paths.count);
  const rank = nicSwitch.map((at) => seen[at - paths.first]++);
  const portsOfSwitch = seen.reduce((most, count) => Math.max(most, count), 1);
  return {
    ofPort: rank.map((place, port) => (nicSwitch[port] - paths.first) * portsOfSwitch + place),
    portsOfSwitch,
  };
}
