/**
 * Max-min fair rates of one connected set of variables over links, by progressive filling: the water level rises for
 * every variable that is not frozen; the link that fills first freezes those that cross it. A variable is a bundle of
 * `weight` flows with the same path.
 *
 * A link may be filled as soon as no link that shares a variable with it would fill sooner: levels only rise while others
 * freeze. Links are coloured so that two of one colour share no variable (senders' and receivers' NICs, for one); every round
 * fills all links of the colour of the lowest level that lie below every other colour's lowest.
 *
 * Incremental: when a flow of rate r ends, everything that froze below r froze without it, so the filling is taken up
 * again at r; links and variables below keep what they have.
 */

/** Levels this close to the one where the filling is taken up again are filled anew, for their rounding may differ. */
const RESTART_MARGIN = 1 - 1e-9;
/** Shared colours; numbers above are colours of a single link. */
const COLOURS = 30;


/** Compact problem: local numbers for variables and links. `load` a component, then `fill` as often as weights change. */
export class FairShare {
  /** [variables] bytes/s of one flow of the bundle, after `fill`. */
  readonly rate: Float64Array;
  /** [variables] flows alive in the bundle. */
  readonly weight: Float64Array;
  /** [links] bytes/s. */
  readonly capacity: Float64Array;
  /** Variables that the last `fill` froze: the first `changedCount`, with the rate each had before. */
  readonly changed: Int32Array;
  readonly oldRate: Float64Array;
  changedCount = 0;
  readonly varStart: Int32Array;
  readonly hopLink: Int32Array;
  readonly hopShare: Float64Array;
  variables = 0;
  links = 0;
  /** [links] level at which the link filled; Infinity when it did not. */
  private readonly level: Float64Array;
  private readonly remaining: Float64Array;
  private readonly hopVar: Int32Array;
  private readonly hopSlot: Int32Array;
  private readonly linkStart: Int32Array;
  private readonly linkHop: Int32Array;
  /** Variable of the hop at the same place in `linkHop`. */
  private readonly linkVar: Int32Array;
  /** [links] live hops: those at `linkStart[l] .. linkStart[l] + linkLive[l]`. */
  private readonly linkLive: Int32Array;
  /** [links] sum of weight x share of live variables. */
  private readonly demand: Float64Array;
  private readonly open: Float64Array;
  private readonly openCount: Int32Array;
  private readonly frozen: Int32Array;
  /** Links that still wait to be filled, and the level at which each would. */
  private readonly waiting: Int32Array;
  private readonly wouldFill: Float64Array;
  private readonly colour: Int32Array;
  private epoch = 0;
  /** No variable divides over links. */
  private unitShares = true;
  /** Every variable crosses two different links whole. */
  private pairs = false;
  /** Rates and levels below this stay as they are in the present filling. */
  private settled = 0;
  private lowestColour = 0;
  private lowestElsewhere = 0;

  constructor(maxVariables: number, maxLinks: number, maxHops: number) {
    this.rate = new Float64Array(maxVariables);
    this.weight = new Float64Array(maxVariables);
    this.changed = new Int32Array(maxVariables);
    this.oldRate = new Float64Array(maxVariables);
    this.varStart = new Int32Array(maxVariables + 1);
    this.frozen = new Int32Array(maxVariables);
    this.capacity = new Float64Array(maxLinks);
    this.remaining = new Float64Array(maxLinks);
    this.level = new Float64Array(maxLinks);
    this.linkStart = new Int32Array(maxLinks + 1);
    this.linkLive = new Int32Array(maxLinks);
    this.demand = new Float64Array(maxLinks);
    this.open = new Float64Array(maxLinks);
    this.openCount = new Int32Array(maxLinks);
    this.waiting = new Int32Array(maxLinks);
    this.wouldFill = new Float64Array(maxLinks);
    this.colour = new Int32Array(maxLinks);
    this.hopLink = new Int32Array(maxHops);
    this.hopShare = new Float64Array(maxHops);
    this.hopVar = new Int32Array(maxHops);
    this.hopSlot = new Int32Array(maxHops);
    this.linkHop = new Int32Array(maxHops);
    this.linkVar = new Int32Array(maxHops);
  }

  /** Indexes what the caller wrote into `varStart`, `hopLink`, `hopShare` and `capacity`; no variable is alive yet. */
  index(variables: number, links: number): void {
    this.variables = variables;
    this.links = links;
    const hops = this.varStart[variables]!;
    this.linkStart.fill(0, 0, links + 1);
    for (let hop = 0; hop < hops; hop += 1) this.linkStart[this.hopLink[hop]! + 1]! += 1;
    for (let link = 0; link < links; link += 1) this.linkStart[link + 1]! += this.linkStart[link]!;
    this.linkLive.fill(0, 0, links);
    this.level.fill(Infinity, 0, links);
    this.demand.fill(0, 0, links);
    this.weight.fill(0, 0, variables);
    this.rate.fill(0, 0, variables);
    for (let v = 0; v < variables; v += 1) for (let hop = this.varStart[v]!; hop < this.varStart[v + 1]!; hop += 1) this.hopVar[hop] = v;
    this.unitShares = true;
    for (let hop = 0; hop < hops && this.unitShares; hop += 1) this.unitShares = this.hopShare[hop] === 1;
    this.pairs = this.unitShares && hops === 2 * variables;
    for (let v = 0; v < variables && this.pairs; v += 1) this.pairs = this.varStart[v + 1] === 2 * v + 2 && this.hopLink[2 * v] !== this.hopLink[2 * v + 1];
    this.colourLinks();
  }

  /** Smallest colour free in the first variable that shows a link; a link that meets its own colour later gets one for itself. */
  private colourLinks(): void {
    const { variables, links, varStart, hopLink, colour } = this;
    colour.fill(-1, 0, links);
    for (let v = 0; v < variables; v += 1) {
      const from = varStart[v]!;
      const to = varStart[v + 1]!;
      let used = 0;
      for (let hop = from; hop < to; hop += 1) {
        const own = colour[hopLink[hop]!]!;
        if (own < 0 || own >= COLOURS) continue;
        if ((used & (1 << own)) !== 0) colour[hopLink[hop]!] = COLOURS + hopLink[hop]!;
        used |= 1 << own;
      }
      for (let hop = from; hop < to; hop += 1) {
        if (colour[hopLink[hop]!]! >= 0) continue;
        const free = 31 - Math.clz32(~used & -~used);
        colour[hopLink[hop]!] = free < COLOURS ? free : COLOURS + hopLink[hop]!;
        used |= 1 << Math.min(free, COLOURS);
      }
    }
  }

  /** Level at which a link filled in the last `fill`; Infinity when it did not. */
  levelOf(link: number): number {
    return this.linkLive[link]! > 0 ? this.level[link]! : Infinity;
  }

  /** Lowest level at which any link filled. */
  lowestLevel(): number {
    let lowest = Infinity;
    for (let link = 0; link < this.links; link += 1) if (this.linkLive[link]! > 0) lowest = Math.min(lowest, this.level[link]!);
    return lowest;
  }

  /** Puts `members` flows of variable v on its links. */
  start(v: number, members: number): void {
    this.weight[v] = members;
    for (let hop = this.varStart[v]!; hop < this.varStart[v + 1]!; hop += 1) {
      const link = this.hopLink[hop]!;
      const slot = this.linkStart[link]! + this.linkLive[link]!++;
      this.linkHop[slot] = hop;
      this.linkVar[slot] = v;
      this.hopSlot[hop] = slot;
      this.demand[link]! += members * this.hopShare[hop]!;
    }
  }

  /** One flow of variable v has ended; the last one takes the variable off its links. */
  endOne(v: number): void {
    const left = --this.weight[v]!;
    const from = this.varStart[v]!;
    const to = this.varStart[v + 1]!;
    for (let hop = from; hop < to; hop += 1) this.demand[this.hopLink[hop]!]! -= this.hopShare[hop]!;
    if (left > 0) return;
    for (let hop = from; hop < to; hop += 1) {
      const link = this.hopLink[hop]!;
      const last = this.linkStart[link]! + --this.linkLive[link]!;
      if (this.linkLive[link] === 0) this.demand[link] = 0;
      const slot = this.hopSlot[hop]!;
      const moved = this.linkHop[last]!;
      this.linkHop[slot] = moved;
      this.linkVar[slot] = this.hopVar[moved]!;
      this.hopSlot[moved] = slot;
    }
  }

  /**
   * Max-min fair rates of all live variables. `from`: level below which nothing has changed since the last fill: the least rate
   * of the flows that ended; 0 when flows started or capacities changed.
   */
  fill(from: number): void {
    const { waiting, wouldFill, colour, level } = this;
    this.epoch += 1;
    this.changedCount = 0;
    this.settled = from * RESTART_MARGIN;
    let size = from > 0 ? this.collectAbove() : this.collectAll();
    while (size > 0) {
      size = this.findLowest(size);
      const { lowestColour, lowestElsewhere } = this;
      for (let i = 0; i < size; i += 1) {
        const link = waiting[i]!;
        if (colour[link] !== lowestColour || wouldFill[link]! > lowestElsewhere) continue;
        level[link] = wouldFill[link]!;
        if (this.pairs) this.freezePairs(link, wouldFill[link]!);
        else this.freeze(link, wouldFill[link]!);
      }
    }
  }

  /** Drops links with nothing left to freeze; finds the colour of the lowest level, and the lowest of all other colours. */
  private findLowest(size: number): number {
    const { waiting, wouldFill, colour, remaining, open, openCount } = this;
    let lowest = Infinity;
    let elsewhere = Infinity;
    let at = -1;
    let kept = 0;
    for (let i = 0; i < size; i += 1) {
      const link = waiting[i]!;
      if (openCount[link] === 0) continue;
      waiting[kept++] = link;
      const left = remaining[link]!;
      const level = left > 0 ? left / open[link]! : 0;
      wouldFill[link] = level;
      const own = colour[link]!;
      if (level < lowest) {
        if (own !== at) elsewhere = lowest;
        at = own;
        lowest = level;
      } else if (own !== at && level < elsewhere) elsewhere = level;
    }
    this.lowestColour = at;
    this.lowestElsewhere = elsewhere;
    return kept;
  }

  /** `freeze` for variables of two whole links each: only the other link has to know. */
  private freezePairs(link: number, rateNow: number): void {
    const { remaining, open, openCount, linkLive, linkStart, linkVar, hopLink, weight, rate, frozen, changed, oldRate, epoch, settled } = this;
    let count = this.changedCount;
    const end = linkStart[link]! + linkLive[link]!;
    for (let slot = linkStart[link]!; slot < end; slot += 1) {
      const v = linkVar[slot]!;
      const before = rate[v]!;
      if (frozen[v] === epoch || before < settled) continue;
      frozen[v] = epoch;
      oldRate[v] = before;
      changed[count++] = v;
      rate[v] = rateNow;
      const other = hopLink[2 * v]! + hopLink[2 * v + 1]! - link;
      const crossing = weight[v]!;
      remaining[other]! -= rateNow * crossing;
      open[other]! -= crossing;
      openCount[other]! -= 1;
    }
    openCount[link] = 0;
    this.changedCount = count;
  }

  private freeze(link: number, rateNow: number): void {
    const { remaining, open, openCount, linkLive, linkStart, linkVar, hopLink, hopShare, varStart, weight, rate, frozen, changed, oldRate, epoch, settled, unitShares: unit } = this;
    let count = this.changedCount;
    const end = linkStart[link]! + linkLive[link]!;
    for (let slot = linkStart[link]!; slot < end; slot += 1) {
      const v = linkVar[slot]!;
      const before = rate[v]!;
      if (frozen[v] === epoch || before < settled) continue;
      frozen[v] = epoch;
      oldRate[v] = before;
      changed[count++] = v;
      rate[v] = rateNow;
      const members = weight[v]!;
      const lastHop = varStart[v + 1]!;
      for (let hop = varStart[v]!; hop < lastHop; hop += 1) {
        const other = hopLink[hop]!;
        const crossing = unit ? members : members * hopShare[hop]!;
        remaining[other]! -= rateNow * crossing;
        open[other]! -= crossing;
        openCount[other]! -= 1;
      }
    }
    this.changedCount = count;
  }

  /** All links that carry something. */
  private collectAll(): number {
    const { waiting, links, capacity, demand, remaining, open, openCount, linkLive, level } = this;
    let size = 0;
    for (let link = 0; link < links; link += 1) {
      const live = linkLive[link]!;
      if (live === 0) continue;
      level[link] = Infinity;
      remaining[link] = capacity[link]!;
      open[link] = demand[link]!;
      openCount[link] = live;
      waiting[size++] = link;
    }
    return size;
  }

  /** Links that filled at or above `settled`, less what their variables below it use. */
  private collectAbove(): number {
    const { unitShares: unit, settled, waiting, links, capacity, remaining, open, openCount, linkLive, linkStart, linkVar, linkHop, hopShare, rate, weight, level } = this;
    let size = 0;
    for (let link = 0; link < links; link += 1) {
      const live = linkLive[link]!;
      if (live === 0 || level[link]! < settled) continue;
      let left = capacity[link]!;
      let demand = 0;
      let count = 0;
      const end = linkStart[link]! + live;
      for (let slot = linkStart[link]!; slot < end; slot += 1) {
        const v = linkVar[slot]!;
        const crossing = unit ? weight[v]! : weight[v]! * hopShare[linkHop[slot]!]!;
        const own = rate[v]!;
        // Without branches: which side a rate falls on is unpredictable.
        const below = Number(own < settled);
        left -= own * crossing * below;
        demand += crossing * (1 - below);
        count += 1 - below;
      }
      level[link] = Infinity;
      if (count === 0) continue;
      remaining[link] = left;
      open[link] = demand;
      openCount[link] = count;
      waiting[size++] = link;
    }
    return size;
  }
}
