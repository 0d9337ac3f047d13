/**
 * Flows that ECMP hashes, drawn: how many fall on each link between switches. At each switch flows on their
 * way to one destination are alike wherever they came from, so they are drawn as counts, switch by switch.
 * What leaves the first switch is drawn for all destinations that have the same ways there, apart from what
 * arrives at the next ones, which is drawn for all first switches that divide alike. Each of the two has its
 * exact distribution; what is lost is that a flow is in both, a correlation of one in as many as a switch has
 * destinations.
 */
import { RandomStream } from '@railyard/base';
import { type SwitchPaths } from '../routing/index.js';
import { HashDraws } from './hash-draws.js';

/** Flows of one weight, all with these ways on from one or several switches. */
interface Hop {
  flows: number;
  readonly weight: number;
  readonly links: Int32Array;
}

/** Two switches between which flows of one weight were added, and where they are counted. */
interface Way {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** By switch that they go to. */
  readonly row: Float64Array;
}

/** To one switch: flows that arrive one switch further, and what becomes of them. */
interface Destination {
  readonly weight: number;
  /** By ways: the next switches, numbered from the first, once for each cable. */
  readonly arrivals: Map<string, { flows: number; readonly next: Int32Array }>;
  /** Switches that they may cross, the farthest first, and their ways on. */
  readonly hops: readonly { readonly at: number; readonly links: Int32Array; readonly next: Int32Array }[];
}

/** More links than any switch has in parallel. */
const MOST_WAYS = 4096;

export class HashedFlows {
  private readonly firstHops = new Map<string, Hop>();
  private readonly destinations = new Map<string, Destination>();
  /** By weight, and by switch that they come from: counted for each two ports, so not by text. */
  private readonly flowsOf = new Map<number, Float64Array[]>();
  /** In the order in which they were first met, which is that of draws. */
  private readonly ways: Way[] = [];
  private readonly counts = new Float64Array(MOST_WAYS);
  private readonly held: Float64Array;

  /** `headerValues`: over how many each message is sent. */
  constructor(
    private readonly paths: SwitchPaths,
    private readonly headerValues: number,
  ) {
    this.held = new Float64Array(paths.count);
  }

  /** So many `flows` of `weight` messages from switch to switch; all are added before the first draw. */
  add(from: number, to: number, flows: number, weight: number): void {
    const { paths } = this;
    const rows = entry(this.flowsOf, weight, (): Float64Array[] => []);
    const row = (rows[from - paths.first] ??= new Float64Array(paths.count));
    if (row[to - paths.first] === 0) this.ways.push({ from, to, weight, row });
    row[to - paths.first] += flows;
  }

  /** Puts what was added by two switches together by the ways that it takes; once. */
  private gather(): void {
    for (const { from, to, weight, row } of this.ways)
      this.sendOff(from, to, row[to - this.paths.first] * this.headerValues, weight / this.headerValues);
    this.ways.length = 0;
    this.flowsOf.clear();
  }

  private sendOff(from: number, to: number, flows: number, weight: number): void {
    const { paths } = this;
    const links = paths.nextLinks(from, to);
    const hop = { flows: 0, weight, links };
    entry(this.firstHops, `${from} ${weight} ${links.join()}`, () => hop).flows += flows;
    const destination = entry(this.destinations, `${to} ${weight}`, () => this.destination(to, weight));
    const next = links.map((link) => paths.graph.linkTo[link] - paths.first);
    entry(destination.arrivals, next.join(), () => ({ flows: 0, next })).flows += flows;
  }

  /** Draws that one hash function takes. */
  get work(): number {
    this.gather();
    let work = 0;
    for (const { links } of this.firstHops.values()) work += links.length;
    for (const { arrivals, hops } of this.destinations.values()) {
      const reached = new Set<number>();
      for (const { next } of arrivals.values()) {
        work += next.length;
        next.forEach((at) => reached.add(at));
      }
      for (const { at, links, next } of hops) {
        if (!reached.has(at)) continue;
        work += links.length - 1;
        next.forEach((to) => reached.add(to));
      }
    }
    return work;
  }

  /** Adds to `loads` [links] what one hash function puts on each. */
  draw(seed: number, number: number, loads: Float64Array): void {
    this.gather();
    const draws = new HashDraws(new RandomStream(seed, `exchange/hash/${number}`));
    const { counts } = this;
    for (const { flows, weight, links } of this.firstHops.values()) {
      draws.spread(flows, links.length, counts);
      for (let i = 0; i < links.length; i += 1) loads[links[i]] += weight * counts[i];
    }
    for (const destination of this.destinations.values()) this.arrive(destination, draws, loads);
  }

  private arrive({ weight, arrivals, hops }: Destination, draws: HashDraws, loads: Float64Array): void {
    const { held, counts } = this;
    held.fill(0);
    for (const { flows, next } of arrivals.values()) {
      draws.spread(flows, next.length, counts);
      for (let i = 0; i < next.length; i += 1) held[next[i]] += counts[i];
    }
    for (const { at, links, next } of hops) {
      const here = held[at];
      if (here === 0) continue;
      draws.spread(here, links.length, counts);
      for (let i = 0; i < links.length; i += 1) {
        held[next[i]] += counts[i];
        loads[links[i]] += weight * counts[i];
      }
    }
  }

  private destination(to: number, weight: number): Destination {
    const { paths } = this;
    const { linkTo } = paths.graph;
    const hops = Array.from(paths.farthestFirst(to))
      .filter((at) => at !== to)
      .map((at) => {
        const links = paths.nextLinks(at, to);
        return { at: at - paths.first, links, next: links.map((link) => linkTo[link] - paths.first) };
      });
    return { weight, arrivals: new Map(), hops };
  }
}

function entry<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) {
    found = make();
    map.set(key, found);
  }
  return found;
}
