/**
 * Max-min fair rates of one connected set of variables, kept as the fair shares of links (Bertsekas and
 * Gallager, Data Networks, section 6.5.2). The bottleneck of a variable is the link with the lowest fair
 * share on its path, and that share is its rate. Rates are max-min fair when no link on a path has a lower
 * fair share than the bottleneck, and every link that is a bottleneck is full. With B(l) the variables
 * bottlenecked at link l, w their demand (flows x share) on it and b(v) the bottleneck of variable v:
 *
 *   fairShare(l) x sum over B(l) of w(v, l)
 *     = capacity(l) - sum over the other variables on l of w(v, l) x fairShare(b(v))
 *
 * So links are solved one by one by ascending fair share, each from those before it, and the rates of single
 * variables need not be stored.
 *
 * When flows end, the links that they crossed are stale, and whenever a fair share changes, so is every link
 * crossed by a variable bottlenecked there. Stale links are solved again in the old order. Where the fair
 * share of one falls below that of links before it, variables on it with a higher rate are reassigned to it,
 * highest first; it moves to its place in the order, and their previous bottlenecks are solved again behind
 * it. When no link is stale, the equations hold. Little of the order changes from one end to the next.
 */
import { FairShareOrder } from './fair-share-order.js';
import { ProgressiveFilling } from './progressive-filling.js';
import { type ProblemCapacity, NO_PARTNER, SharedLinks } from './shared-links.js';

/** Relative difference below which two fair shares are equal: the rounding of long sums. */
const TIE = 1e-12;
/** Solves per link in one pass beyond which progressive filling from scratch is faster (measured). */
const MAX_SOLVES_PER_LINK = 2;

export class FairShare {
  readonly on: SharedLinks;
  /** [links] rate of one flow bottlenecked at the link, bytes/s; Infinity where there is none. */
  readonly fairShare: Float64Array;
  /** Links whose fair share the last `solve` changed, with the one before: the first `changedCount`. */
  readonly changed: Int32Array;
  readonly oldFairShare: Float64Array;
  changedCount = 0;
  /** Variables that it gave another bottleneck, with the one before: the first `reassignedCount`. */
  readonly reassigned: Int32Array;
  readonly oldBottleneck: Int32Array;
  reassignedCount = 0;
  private readonly filling: ProgressiveFilling;
  private readonly byFairShare: FairShareOrder;
  /** [links] to be solved again. */
  private readonly stale: Uint8Array;
  /** First place with a stale link; `links` when there is none. */
  private lowest = 0;
  /** Links that became stale since the last `solve`: the first `disturbedCount`. */
  private readonly disturbed: Int32Array;
  private disturbedCount = 0;
  /** The next `solve` fills from scratch: variables started, or none has a bottleneck yet. */
  private fresh = true;
  /** [links] demand of the variables bottlenecked at the link, where `summed`. */
  private readonly demand: Float64Array;
  private readonly summed: Uint8Array;
  /**
   * Highest rate of a variable bottlenecked elsewhere on the link that `ownFairShare` read last; first slot
   * that has it.
   */
  private highest = 0;
  private highestSlot = 0;
  private readonly changedIn: Int32Array;
  private readonly reassignedIn: Int32Array;
  private pass = 0;
  private readonly fairShareBefore: Float64Array;
  private readonly bottleneckBefore: Int32Array;

  constructor(most: ProblemCapacity) {
    const { variables, links } = most;
    this.on = new SharedLinks(most);
    this.filling = new ProgressiveFilling(this.on);
    this.fairShare = new Float64Array(links);
    this.byFairShare = new FairShareOrder(this.fairShare);
    this.changed = new Int32Array(links);
    this.oldFairShare = new Float64Array(links);
    this.reassigned = new Int32Array(variables);
    this.oldBottleneck = new Int32Array(variables);
    this.stale = new Uint8Array(links);
    this.disturbed = new Int32Array(links);
    this.demand = new Float64Array(links);
    this.summed = new Uint8Array(links);
    this.changedIn = new Int32Array(links);
    this.reassignedIn = new Int32Array(variables);
    this.fairShareBefore = new Float64Array(links);
    this.bottleneckBefore = new Int32Array(variables);
  }

  /** Indexes the paths that the caller wrote into `on`; no variable is alive yet. */
  index(variables: number, links: number): void {
    this.on.index(variables, links);
    this.filling.partitionLinks();
    this.fairShare.fill(Infinity, 0, links);
    this.stale.fill(0, 0, links);
    this.disturbedCount = 0;
    this.fresh = true;
  }

  /** bytes/s of one flow of a live variable, after `solve`. */
  rateOf(v: number): number {
    return this.fairShare[this.on.bottleneck[v]];
  }

  /** Lowest fair share of any link, after `solve`. */
  lowestFairShare(): number {
    return this.on.links === 0 ? Infinity : this.fairShare[this.byFairShare.order[0]];
  }

  /** `members` flows of variable v start. */
  start(v: number, members: number): void {
    this.on.start(v, members);
    this.fresh = true;
  }

  /** `members` flows of variable v have ended. */
  end(v: number, members: number): void {
    const { varStart, hopLink, bottleneck } = this.on;
    for (let hop = varStart[v]; hop < varStart[v + 1]; hop += 1) this.disturb(hopLink[hop]);
    this.summed[bottleneck[v]] = 0;
    this.on.end(v, members);
  }

  setCapacity(link: number, capacity: number): void {
    if (this.on.capacity[link] === capacity) return;
    this.on.capacity[link] = capacity;
    this.disturb(link);
  }

  private disturb(link: number): void {
    if (this.stale[link] === 1) return;
    this.stale[link] = 1;
    this.disturbed[this.disturbedCount++] = link;
    if (this.byFairShare.place[link] < this.lowest) this.lowest = this.byFairShare.place[link];
  }

  /** Max-min fair shares for the variables alive now. False when nothing had changed. */
  solve(): boolean {
    this.changedCount = 0;
    this.reassignedCount = 0;
    this.pass += 1;
    if (!this.fresh && this.disturbedCount === 0) return false;
    if (this.fresh || !this.solveStale()) this.fillFromScratch();
    this.lowest = this.on.links;
    this.disturbedCount = 0;
    return true;
  }

  /** Solves stale links in order, until none is left; false when that takes too long. */
  private solveStale(): boolean {
    const { fairShare, stale, byFairShare } = this;
    const { links } = this.on;
    this.placeDisturbed();
    let solvesLeft = MAX_SOLVES_PER_LINK * links;
    for (let at = this.lowest; at < links; at += 1) {
      const link = byFairShare.order[at];
      const before = fairShare[link];
      this.lowest = links;
      if (stale[link] === 1) {
        if (--solvesLeft < 0) return false;
        stale[link] = 0;
        this.setFairShare(link, this.solveLink(link));
      }
      if (byFairShare.isLow(at)) at = byFairShare.sink(at);
      if (fairShare[link] !== before) this.markBottlenecked(link);
      if (this.lowest < at) at = this.lowest - 1;
    }
    return true;
  }

  /**
   * Moves disturbed links to about where they will end up, from the old fair shares of all others, so that
   * variables no longer bottlenecked there can be reassigned in the first pass.
   */
  private placeDisturbed(): void {
    const { disturbed, byFairShare } = this;
    for (let i = 0; i < this.disturbedCount; i += 1) {
      const link = disturbed[i];
      if (this.on.bottlenecked[link] === 0) continue;
      const likely = this.ownFairShare(link);
      if (likely === this.fairShare[link]) continue;
      this.setFairShare(link, likely);
      this.markBottlenecked(link);
      this.lowest = Math.min(this.lowest, byFairShare.sink(byFairShare.place[link]));
      byFairShare.rise(byFairShare.place[link]);
    }
  }

  /** Fair share of a link from those of the others; variables with a higher rate are reassigned to it. */
  private solveLink(link: number): number {
    for (;;) {
      const own = this.ownFairShare(link);
      const { highest } = this;
      if (own >= highest) return own;
      if (own >= highest * (1 - TIE)) return highest;
      this.reassign(link, highest);
    }
  }

  /**
   * Fair share at which the link is full while all others keep theirs: Infinity where no variable is
   * bottlenecked at it, -1 where the others alone exceed its capacity.
   */
  private ownFairShare(link: number): number {
    const { fairShare, summed, demand } = this;
    const { linkStart, bottlenecked, live, slotBottleneck, slotCrossing, capacity } = this.on;
    const end = linkStart[link] + live[link];
    let used = 0;
    let highest = 0;
    let highestSlot = end;
    for (let slot = linkStart[link] + bottlenecked[link]; slot < end; slot += 1) {
      const rate = fairShare[slotBottleneck[slot]];
      used += slotCrossing[slot] * rate;
      if (rate > highest) {
        highest = rate;
        highestSlot = slot;
      }
    }
    this.highest = highest;
    this.highestSlot = highestSlot;
    const left = capacity[link] - used;
    if (bottlenecked[link] === 0) return left >= -TIE * capacity[link] ? Infinity : -1;
    if (summed[link] === 0) {
      demand[link] = this.on.bottleneckedDemand(link);
      summed[link] = 1;
    }
    return left > 0 ? left / demand[link] : 0;
  }

  /** Makes `link` the bottleneck of its variables of rate `highest`, which `ownFairShare` has found. */
  private reassign(link: number, highest: number): void {
    const { on, fairShare } = this;
    const end = on.linkStart[link] + on.live[link];
    // `assign` swaps the slot into the bottlenecked run; what comes in its place has been visited already.
    for (let slot = this.highestSlot; slot < end; slot += 1) {
      const previous = on.slotBottleneck[slot];
      if (fairShare[previous] !== highest) continue;
      const v = on.slotVar[slot];
      this.noteBottleneck(v, previous);
      this.markPath(v, link);
      this.summed[previous] = 0;
      on.assign(v, link);
    }
    this.summed[link] = 0;
  }

  /** The other links of the variables bottlenecked at this one are stale. */
  private markBottlenecked(link: number): void {
    const { stale } = this;
    const { place } = this.byFairShare;
    const { linkStart, bottlenecked, slotVar, slotPartner } = this.on;
    const end = linkStart[link] + bottlenecked[link];
    let lowest = Infinity;
    for (let slot = linkStart[link]; slot < end; slot += 1) {
      const partner = slotPartner[slot];
      if (partner === NO_PARTNER) this.markPath(slotVar[slot], link);
      else if (stale[partner] === 0) {
        stale[partner] = 1;
        if (place[partner] < lowest) lowest = place[partner];
      }
    }
    if (lowest < this.lowest) this.lowest = lowest;
  }

  /** The links of a variable, but for one, are stale. */
  private markPath(v: number, but: number): void {
    const { varStart, hopLink } = this.on;
    for (let hop = varStart[v]; hop < varStart[v + 1]; hop += 1)
      if (hopLink[hop] !== but) this.mark(hopLink[hop]);
  }

  /** A link that is stale already has been reckoned with in `lowest`. */
  private mark(link: number): void {
    if (this.stale[link] === 1) return;
    this.stale[link] = 1;
    if (this.byFairShare.place[link] < this.lowest) this.lowest = this.byFairShare.place[link];
  }

  private fillFromScratch(): void {
    const { fairShare, on, fairShareBefore, bottleneckBefore } = this;
    const { variables, links, weight, bottleneck } = on;
    fairShareBefore.set(fairShare.subarray(0, links));
    bottleneckBefore.set(bottleneck.subarray(0, variables));
    this.filling.fill(fairShare);
    for (let v = 0; v < variables; v += 1)
      if (weight[v] > 0 && bottleneck[v] !== bottleneckBefore[v]) this.noteBottleneck(v, bottleneckBefore[v]);
    for (let link = 0; link < links; link += 1)
      if (fairShare[link] !== fairShareBefore[link]) this.noteFairShare(link, fairShareBefore[link]);
    this.stale.fill(0, 0, links);
    this.summed.fill(0, 0, links);
    this.byFairShare.arrange(links, this.filling);
    this.fresh = false;
  }

  private setFairShare(link: number, fairShare: number): void {
    if (fairShare === this.fairShare[link]) return;
    this.noteFairShare(link, this.fairShare[link]);
    this.fairShare[link] = fairShare;
  }

  private noteFairShare(link: number, before: number): void {
    if (this.changedIn[link] === this.pass) return;
    this.changedIn[link] = this.pass;
    this.changed[this.changedCount++] = link;
    this.oldFairShare[link] = before;
  }

  private noteBottleneck(v: number, before: number): void {
    if (this.reassignedIn[v] === this.pass) return;
    this.reassignedIn[v] = this.pass;
    this.reassigned[this.reassignedCount++] = v;
    this.oldBottleneck[v] = before;
  }
}
