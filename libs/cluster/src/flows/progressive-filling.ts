/**
 * Max-min fair shares from scratch, by progressive filling (Bertsekas and Gallager, section 6.5.2): the rates
 * of all variables rise together until a link is full; it is the bottleneck of those that cross it and
 * freezes them, and the others rise on.
 *
 * A link may be filled as soon as no link that shares a variable with it would fill sooner, as fair shares
 * only rise while others freeze. Links are partitioned into independent sets, in which no two share a
 * variable (senders' NICs and receivers' NICs, for example); every round fills all links of the set with the
 * lowest fair share that lie below the lowest of every other set.
 */
import { UNASSIGNED, type SharedLinks } from './shared-links.js';

/** Sets of several links, one bit each; higher numbers are sets of a single link. */
const INDEPENDENT_SETS = 30;

export class ProgressiveFilling {
  /**
   * Links that filled, in that order: the first `filledCount`. A bottleneck stands before all links that its
   * variables cross.
   */
  readonly filled: Int32Array;
  filledCount = 0;
  private readonly remaining: Float64Array;
  private readonly open: Float64Array;
  private readonly openCount: Int32Array;
  /**
   * Highest rate at which a variable of the link was frozen elsewhere: its own fair share cannot be lower
   * but by rounding.
   */
  private readonly least: Float64Array;
  private readonly waiting: Int32Array;
  private readonly wouldFill: Float64Array;
  private readonly setOf: Int32Array;
  private lowestSet = 0;
  private lowestElsewhere = 0;

  constructor(private readonly on: SharedLinks) {
    const links = on.capacity.length;
    this.filled = new Int32Array(links);
    this.remaining = new Float64Array(links);
    this.open = new Float64Array(links);
    this.openCount = new Int32Array(links);
    this.least = new Float64Array(links);
    this.waiting = new Int32Array(links);
    this.wouldFill = new Float64Array(links);
    this.setOf = new Int32Array(links);
  }

  /**
   * Greedy: a link gets the lowest set free on the first path that crosses it; one that later meets a link of
   * its own set gets a set for itself.
   */
  partitionLinks(): void {
    const { setOf } = this;
    const { variables, links, varStart, hopLink } = this.on;
    setOf.fill(-1, 0, links);
    for (let v = 0; v < variables; v += 1) {
      const from = varStart[v];
      const to = varStart[v + 1];
      let used = 0;
      for (let hop = from; hop < to; hop += 1) {
        const own = setOf[hopLink[hop]];
        if (own < 0 || own >= INDEPENDENT_SETS) continue;
        if ((used & (1 << own)) !== 0) setOf[hopLink[hop]] = INDEPENDENT_SETS + hopLink[hop];
        used |= 1 << own;
      }
      for (let hop = from; hop < to; hop += 1) {
        if (setOf[hopLink[hop]] >= 0) continue;
        const free = 31 - Math.clz32(~used & -~used);
        setOf[hopLink[hop]] = free < INDEPENDENT_SETS ? free : INDEPENDENT_SETS + hopLink[hop];
        used |= 1 << Math.min(free, INDEPENDENT_SETS);
      }
    }
  }

  /**
   * Writes the bottleneck of every live variable and the fair share of every link: Infinity where it is none.
   */
  fill(fairShare: Float64Array): void {
    const { waiting, wouldFill, setOf } = this;
    this.filledCount = 0;
    this.on.bottleneck.fill(UNASSIGNED, 0, this.on.variables);
    let size = this.collect(fairShare);
    while (size > 0) {
      size = this.findLowest(size);
      const { lowestSet, lowestElsewhere } = this;
      for (let i = 0; i < size; i += 1) {
        const link = waiting[i];
        if (setOf[link] !== lowestSet || wouldFill[link] > lowestElsewhere) continue;
        fairShare[link] = wouldFill[link];
        this.filled[this.filledCount++] = link;
        this.freeze(link, fairShare[link]);
      }
    }
    this.on.arrange();
  }

  private collect(fairShare: Float64Array): number {
    const { waiting, remaining, open, openCount, least } = this;
    const { links, live, linkStart, slotCrossing, capacity } = this.on;
    let size = 0;
    for (let link = 0; link < links; link += 1) {
      fairShare[link] = Infinity;
      if (live[link] === 0) continue;
      let demand = 0;
      for (let slot = linkStart[link]; slot < linkStart[link] + live[link]; slot += 1)
        demand += slotCrossing[slot];
      remaining[link] = capacity[link];
      open[link] = demand;
      openCount[link] = live[link];
      least[link] = 0;
      waiting[size++] = link;
    }
    return size;
  }

  /**
   * Drops links with nothing left to freeze; finds the set with the lowest fair share, and the lowest of all
   * other sets.
   */
  private findLowest(size: number): number {
    const { waiting, wouldFill, setOf, remaining, open, openCount, least } = this;
    let lowest = Infinity;
    let elsewhere = Infinity;
    let at = -1;
    let kept = 0;
    for (let i = 0; i < size; i += 1) {
      const link = waiting[i];
      if (openCount[link] === 0) continue;
      waiting[kept++] = link;
      const left = remaining[link];
      const fairShare = Math.max(left > 0 ? left / open[link] : 0, least[link]);
      wouldFill[link] = fairShare;
      const own = setOf[link];
      if (fairShare < lowest) {
        if (own !== at) elsewhere = lowest;
        at = own;
        lowest = fairShare;
      } else if (own !== at && fairShare < elsewhere) elsewhere = fairShare;
    }
    this.lowestSet = at;
    this.lowestElsewhere = elsewhere;
    return kept;
  }

  private freeze(link: number, fairShare: number): void {
    const { remaining, open, openCount, least } = this;
    const { live, linkStart, slotVar, varStart, hopLink, hopShare, bottleneck, weight } = this.on;
    const end = linkStart[link] + live[link];
    for (let slot = linkStart[link]; slot < end; slot += 1) {
      const v = slotVar[slot];
      if (bottleneck[v] !== UNASSIGNED) continue;
      bottleneck[v] = link;
      const lastHop = varStart[v + 1];
      for (let hop = varStart[v]; hop < lastHop; hop += 1) {
        const other = hopLink[hop];
        const crossing = weight[v] * hopShare[hop];
        remaining[other] -= fairShare * crossing;
        open[other] -= crossing;
        openCount[other] -= 1;
        least[other] = fairShare;
      }
    }
  }
}
