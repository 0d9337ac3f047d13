/**
 * Max-min fair rates of one connected set of variables, kept as levels of links. A variable has the lowest
 * level on its path; the link with that level holds it. Levels are max-min fair when no link on a path is
 * lower than the holder, and every link that holds something is full:
 *
 *   level(l) x crossings of what l holds = capacity(l) - sum, over what others hold on l, of crossing x level(holder)
 *
 * So links are solved one by one in the order of their levels, each from those before it, and rates of single
 * variables need not be written down at all.
 *
 * When flows end, the links that they crossed are stale, and so is, whenever a level changes, every link that
 * meets what its link holds. Stale links are solved again in the old order. Where one comes out lower than
 * links before it that hold some of its variables, it takes these over, highest first, goes to its place in
 * the order, and those that it robbed are solved again behind it. When none is stale, the equations hold.
 * Little of the order changes from one end to the next.
 */
import { LevelOrder } from './level-order.js';
import { ProgressiveFilling } from './progressive-filling.js';
import { type Room, SEVERAL, SharedLinks } from './shared-links.js';

/** Levels closer together than this part are equal: the rounding of long sums. */
const TIE = 1e-12;
/** Links solved in one pass, for each link there is, from which on it is quicker to fill from nothing. */
const PATIENCE = 2;

export class FairShare {
  readonly on: SharedLinks;
  /** [links] rate of one flow that the link holds, bytes/s; Infinity where it holds none. */
  readonly level: Float64Array;
  /** Links whose level the last `settle` changed, with the level before: the first `changedCount`. */
  readonly changed: Int32Array;
  readonly oldLevel: Float64Array;
  changedCount = 0;
  /** Variables that have another holder since, with the one before: the first `movedCount`. */
  readonly moved: Int32Array;
  readonly oldHolder: Int32Array;
  movedCount = 0;
  private readonly filling: ProgressiveFilling;
  private readonly byLevel: LevelOrder;
  /** [links] to be solved again. */
  private readonly stale: Uint8Array;
  /** First place with a stale link; `links` when there is none. */
  private lowest = 0;
  /** Links that became stale since the last `settle`: the first `disturbedCount`. */
  private readonly disturbed: Int32Array;
  private disturbedCount = 0;
  /** The next `settle` fills from nothing: variables started, or none was held yet. */
  private fresh = true;
  /** [links] crossings of what the link holds, where `summed`. */
  private readonly demand: Float64Array;
  private readonly summed: Uint8Array;
  /** Highest level of a variable that others hold on the link which `ownLevel` looked at. */
  private highest = 0;
  private readonly changedIn: Int32Array;
  private readonly movedIn: Int32Array;
  private pass = 0;
  private readonly levelBefore: Float64Array;
  private readonly holderBefore: Int32Array;

  constructor(room: Room) {
    const { variables, links } = room;
    this.on = new SharedLinks(room);
    this.filling = new ProgressiveFilling(this.on);
    this.level = new Float64Array(links);
    this.byLevel = new LevelOrder(this.level);
    this.changed = new Int32Array(links);
    this.oldLevel = new Float64Array(links);
    this.moved = new Int32Array(variables);
    this.oldHolder = new Int32Array(variables);
    this.stale = new Uint8Array(links);
    this.disturbed = new Int32Array(links);
    this.demand = new Float64Array(links);
    this.summed = new Uint8Array(links);
    this.changedIn = new Int32Array(links);
    this.movedIn = new Int32Array(variables);
    this.levelBefore = new Float64Array(links);
    this.holderBefore = new Int32Array(variables);
  }

  /** Takes up the paths that the caller wrote into `on`; no variable is alive yet. */
  index(variables: number, links: number): void {
    this.on.index(variables, links);
    this.filling.colourLinks();
    this.level.fill(Infinity, 0, links);
    this.stale.fill(0, 0, links);
    this.disturbedCount = 0;
    this.fresh = true;
  }

  /** bytes/s of one flow of a live variable, after `settle`. */
  rateOf(v: number): number {
    return this.level[this.on.holder[v]];
  }

  /** Lowest level of any link, after `settle`. */
  lowestLevel(): number {
    return this.on.links === 0 ? Infinity : this.level[this.byLevel.order[0]];
  }

  /** `members` flows of variable v start. */
  start(v: number, members: number): void {
    this.on.start(v, members);
    this.fresh = true;
  }

  /** `members` flows of variable v have ended. */
  end(v: number, members: number): void {
    const { varStart, hopLink, holder } = this.on;
    for (let hop = varStart[v]; hop < varStart[v + 1]; hop += 1) this.disturb(hopLink[hop]);
    this.summed[holder[v]] = 0;
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
    if (this.byLevel.place[link] < this.lowest) this.lowest = this.byLevel.place[link];
  }

  /** Max-min fair levels of what is alive now. False when nothing had changed. */
  settle(): boolean {
    this.changedCount = 0;
    this.movedCount = 0;
    this.pass += 1;
    if (!this.fresh && this.disturbedCount === 0) return false;
    if (this.fresh || !this.resettle()) this.fillAnew();
    this.lowest = this.on.links;
    this.disturbedCount = 0;
    return true;
  }

  /** Solves stale links in order, until none is left; false when that takes too long. */
  private resettle(): boolean {
    const { level, stale, byLevel } = this;
    const { links } = this.on;
    this.foresee();
    let patience = PATIENCE * links;
    for (let at = this.lowest; at < links; at += 1) {
      const link = byLevel.order[at];
      const before = level[link];
      this.lowest = links;
      if (stale[link] === 1) {
        if (--patience < 0) return false;
        stale[link] = 0;
        this.setLevel(link, this.solve(link));
      }
      if (byLevel.isLow(at)) at = byLevel.sink(at);
      if (level[link] !== before) this.markHeld(link);
      if (this.lowest < at) at = this.lowest - 1;
    }
    return true;
  }

  /**
   * Puts disturbed links where they will be about, from the levels of all others as they were: what they no
   * longer hold can then be taken over at once.
   */
  private foresee(): void {
    const { disturbed, byLevel } = this;
    for (let i = 0; i < this.disturbedCount; i += 1) {
      const link = disturbed[i];
      if (this.on.held[link] === 0) continue;
      const likely = this.ownLevel(link);
      if (likely === this.level[link]) continue;
      this.setLevel(link, likely);
      this.markHeld(link);
      this.lowest = Math.min(this.lowest, byLevel.sink(byLevel.place[link]));
      byLevel.rise(byLevel.place[link]);
    }
  }

  /** Level of a link from those of the others; takes over variables that have more than it can give. */
  private solve(link: number): number {
    for (;;) {
      const own = this.ownLevel(link);
      const { highest } = this;
      if (own >= highest) return own;
      if (own >= highest * (1 - TIE)) return highest;
      this.take(link, highest);
    }
  }

  /**
   * Level at which the link is full, if others hold what they hold: Infinity where nothing is left to hold,
   * -1 where they bring too much.
   */
  private ownLevel(link: number): number {
    const { level, summed, demand } = this;
    const { linkStart, held, live, slotHolder, slotCrossing, capacity } = this.on;
    const end = linkStart[link] + live[link];
    let used = 0;
    let highest = 0;
    for (let slot = linkStart[link] + held[link]; slot < end; slot += 1) {
      const rate = level[slotHolder[slot]];
      used += slotCrossing[slot] * rate;
      if (rate > highest) highest = rate;
    }
    this.highest = highest;
    const left = capacity[link] - used;
    if (held[link] === 0) return left >= -TIE * capacity[link] ? Infinity : -1;
    if (summed[link] === 0) {
      demand[link] = this.on.heldDemand(link);
      summed[link] = 1;
    }
    return left > 0 ? left / demand[link] : 0;
  }

  /** `link` takes over its variables of the level `highest`. */
  private take(link: number, highest: number): void {
    const { on, level } = this;
    const end = on.linkStart[link] + on.live[link];
    // Taking moves a slot among those held and puts in its place one that was looked at before.
    for (let slot = on.linkStart[link] + on.held[link]; slot < end; slot += 1) {
      const robbed = on.slotHolder[slot];
      if (level[robbed] !== highest) continue;
      const v = on.slotVar[slot];
      this.noteHolder(v, robbed);
      this.markPath(v, link);
      this.summed[robbed] = 0;
      on.hold(v, link);
    }
    this.summed[link] = 0;
  }

  /** Links that meet what this one holds are stale. */
  private markHeld(link: number): void {
    const { linkStart, held, slotVar, slotPartner } = this.on;
    const end = linkStart[link] + held[link];
    for (let slot = linkStart[link]; slot < end; slot += 1) {
      const partner = slotPartner[slot];
      if (partner === SEVERAL) this.markPath(slotVar[slot], link);
      else this.mark(partner);
    }
  }

  /** The links of a variable, but for one, are stale. */
  private markPath(v: number, but: number): void {
    const { varStart, hopLink } = this.on;
    for (let hop = varStart[v]; hop < varStart[v + 1]; hop += 1)
      if (hopLink[hop] !== but) this.mark(hopLink[hop]);
  }

  private mark(link: number): void {
    this.stale[link] = 1;
    if (this.byLevel.place[link] < this.lowest) this.lowest = this.byLevel.place[link];
  }

  private fillAnew(): void {
    const { level, on, levelBefore, holderBefore } = this;
    const { variables, links, weight, holder } = on;
    levelBefore.set(level.subarray(0, links));
    holderBefore.set(holder.subarray(0, variables));
    this.filling.fill(level);
    for (let v = 0; v < variables; v += 1)
      if (weight[v] > 0 && holder[v] !== holderBefore[v]) this.noteHolder(v, holderBefore[v]);
    for (let link = 0; link < links; link += 1)
      if (level[link] !== levelBefore[link]) this.noteLevel(link, levelBefore[link]);
    this.stale.fill(0, 0, links);
    this.summed.fill(0, 0, links);
    this.byLevel.arrange(links, this.filling);
    this.fresh = false;
  }

  private setLevel(link: number, level: number): void {
    if (level === this.level[link]) return;
    this.noteLevel(link, this.level[link]);
    this.level[link] = level;
  }

  private noteLevel(link: number, before: number): void {
    if (this.changedIn[link] === this.pass) return;
    this.changedIn[link] = this.pass;
    this.changed[this.changedCount++] = link;
    this.oldLevel[link] = before;
  }

  private noteHolder(v: number, before: number): void {
    if (this.movedIn[v] === this.pass) return;
    this.movedIn[v] = this.pass;
    this.moved[this.movedCount++] = v;
    this.oldHolder[v] = before;
  }
}
