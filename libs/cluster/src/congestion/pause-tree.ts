/**
 * Rates of flows where switches pause their neighbours (PFC) and senders do not slow down by themselves. A
 * port that is fed faster than it sends serves the ports behind it in turn; each of these is paused for most
 * of the time and serves the ports behind it in turn, and so on back to the senders: a pause tree. Queues are
 * first in, first out, so what crosses a paused link on its way to somewhere else waits with the rest.
 *
 * Of the rate of a link, flow f has the part w(l, f): ports that enter l are served evenly, and the port by
 * which f comes passes on what it has in the proportions that it has it. The link that is fed most for its
 * rate C gives its flows C w, or what they have anyway where that is less. Links before it then run at the
 * rate at which these flows leave them, and their other flows get their parts of that.
 */
import { type FlowSet } from '../flows/index.js';

/** Rates are compared to within this part. */
const ROUNDING = 1e-9;
/** A link is full within this part of its rate. */
const NEAR = 1e-6;
/** Of rates that fall from the start, each from what the one before left. */
const ROUNDS = 4;

export class PauseTree {
  /** [flows] bytes/s. */
  readonly rate: Float64Array;
  /** [hops] part of the link's rate. */
  private readonly part: Float64Array;
  /** [links] bytes/s that its flows bring. */
  private readonly fed: Float64Array;
  /** [flows] bytes/s of the round before. */
  private readonly before: Float64Array;
  private readonly hopsOn: readonly Int32Array[];
  private readonly flowOf: Int32Array;

  /**
   * Flows of one path each, their hops in the order of the way. `pausing` [links]: 1 for a link that can be
   * paused, and then holds up what is behind it.
   */
  constructor(
    private readonly set: FlowSet,
    private readonly pausing: Uint8Array,
  ) {
    const flows = set.bytes.length;
    this.rate = new Float64Array(flows);
    this.part = new Float64Array(set.pathLink.length);
    this.fed = new Float64Array(set.capacity.length);
    this.before = new Float64Array(flows);
    this.flowOf = new Int32Array(set.pathLink.length);
    const lists: number[][] = Array.from({ length: set.capacity.length }, () => []);
    for (let flow = 0; flow < flows; flow += 1)
      for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1) {
        this.flowOf[hop] = flow;
        lists[set.pathLink[hop]].push(hop);
      }
    this.hopsOn = lists.map((list) => Int32Array.from(list));
  }

  /** Rates of the flows that are `alive` [flows]; 0 for others. */
  solve(alive: Uint8Array): Float64Array {
    const { rate, before } = this;
    this.findParts(alive);
    before.fill(Infinity);
    for (let round = 0; round < ROUNDS; round += 1) {
      this.start(alive);
      // Rates only fall, so that a link once served is never overfed again.
      for (let link = this.mostFed(); link >= 0; link = this.mostFed()) this.serve(link, alive);
      before.set(rate);
    }
    return rate;
  }

  /** What the sender's own link gives each of its flows. */
  private start(alive: Uint8Array): void {
    const { set, rate, fed, part } = this;
    fed.fill(0);
    for (let flow = 0; flow < rate.length; flow += 1) {
      const first = set.pathStart[flow];
      rate[flow] = alive[flow] === 1 ? set.capacity[set.pathLink[first]] * part[first] : 0;
      for (let hop = first; hop < set.pathStart[flow + 1]; hop += 1) fed[set.pathLink[hop]] += rate[flow];
    }
  }

  private slow(flow: number, to: number): void {
    const { set, rate, fed } = this;
    const less = rate[flow] - to;
    rate[flow] = to;
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      fed[set.pathLink[hop]] -= less;
  }

  /** The link that is fed most for its rate; -1 where none is fed more than it carries. */
  private mostFed(): number {
    const { set, fed } = this;
    let worst = 1 + NEAR;
    let found = -1;
    for (let link = 0; link < fed.length; link += 1) {
      if (fed[link] <= worst * set.capacity[link]) continue;
      worst = fed[link] / set.capacity[link];
      found = link;
    }
    return found;
  }

  /**
   * Gives the flows of an overfed link what it carries: a level for each part, or what they have. What a flow
   * was left with elsewhere in the round before counts as what it has, so that others get the rest of it.
   */
  private serve(link: number, alive: Uint8Array): void {
    const { rate, part, flowOf, before } = this;
    const wants = (hop: number): number => Math.min(rate[flowOf[hop]], before[flowOf[hop]]);
    const hops = Array.from(this.hopsOn[link]).filter((hop) => alive[flowOf[hop]] === 1);
    const total = hops.reduce((sum, hop) => sum + wants(hop), 0);
    hops.sort((a, b) => wants(a) / part[a] - wants(b) / part[b] || a - b);
    let rest = this.set.capacity[link];
    let parts = hops.reduce((sum, hop) => sum + part[hop], 0);
    let level = Infinity;
    for (const hop of hops) {
      level = rest / parts;
      if (wants(hop) > level * part[hop]) break;
      rest -= wants(hop);
      parts -= part[hop];
    }
    // Where what flows had before leaves room, it is theirs in proportion.
    const room = total <= this.set.capacity[link] ? this.set.capacity[link] / total : 1;
    for (const hop of hops) {
      const flow = flowOf[hop];
      const most = room > 1 ? wants(hop) * room : Math.min(level * part[hop], wants(hop));
      if (rate[flow] <= most * (1 + ROUNDING)) continue;
      this.slow(flow, most);
      this.pauseBehind(hop, alive);
    }
  }

  /** The links before a hop run at the rate at which its flow leaves them. */
  private pauseBehind(hop: number, alive: Uint8Array): void {
    const { set, rate, part, flowOf, pausing } = this;
    const waiting = [hop];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const flow = flowOf[at];
      for (let back = at - 1; back >= set.pathStart[flow]; back -= 1) {
        const link = set.pathLink[back];
        if (pausing[link] === 0) continue;
        const most = rate[flow] / part[back];
        for (const other of this.hopsOn[link]) {
          const beside = flowOf[other];
          if (alive[beside] === 0 || rate[beside] <= most * part[other] * (1 + ROUNDING)) continue;
          this.slow(beside, most * part[other]);
          waiting.push(other);
        }
      }
    }
  }

  /** Parts of every hop, in the order of hops: a link's need those of the links before it. */
  private findParts(alive: Uint8Array): void {
    const { set, part, flowOf } = this;
    part.fill(1);
    const known = new Uint8Array(set.capacity.length);
    const linkBefore = (hop: number): number =>
      hop === set.pathStart[flowOf[hop]] ? -1 : set.pathLink[hop - 1];
    const find = (link: number): void => {
      if (known[link] === 1) return;
      known[link] = 1;
      const inputs = new Map<number, number[]>();
      for (const hop of this.hopsOn[link]) {
        if (alive[flowOf[hop]] === 0) continue;
        // Flows that begin here are ports of their own.
        const from = linkBefore(hop);
        const key = from < 0 ? -1 - hop : from;
        const hops = inputs.get(key);
        if (hops === undefined) inputs.set(key, [hop]);
        else hops.push(hop);
      }
      for (const [from, hops] of inputs) {
        if (from >= 0) find(from);
        const held = hops.reduce((sum, hop) => sum + (from < 0 ? 1 : part[hop - 1]), 0);
        for (const hop of hops) part[hop] = (from < 0 ? 1 : part[hop - 1]) / held / inputs.size;
      }
    };
    for (let link = 0; link < known.length; link += 1) find(link);
  }
}
