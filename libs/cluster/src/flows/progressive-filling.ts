/**
 * Max-min fair levels from nothing, by progressive filling: the water level rises for every variable that is
 * not frozen; the link that fills first freezes those that cross it, and holds them.
 *
 * A link may be filled as soon as no link that shares a variable with it would fill sooner: levels only rise
 * while others freeze. Links are coloured so that two of one colour share no variable (senders' and
 * receivers' NICs, for one); every round fills all links of the colour of the lowest level that lie below
 * every other colour's lowest.
 */
import { NOBODY, type SharedLinks } from './shared-links.js';

/** Shared colours; numbers above are colours of a single link. */
const COLOURS = 30;

export class ProgressiveFilling {
  /**
   * Links that filled, in that order: the first `filledCount`. A holder stands before all links that its
   * variables cross.
   */
  readonly filled: Int32Array;
  filledCount = 0;
  private readonly remaining: Float64Array;
  private readonly open: Float64Array;
  private readonly openCount: Int32Array;
  /**
   * Highest level at which a variable of the link was frozen elsewhere: its own cannot be lower but by
   * rounding.
   */
  private readonly least: Float64Array;
  private readonly waiting: Int32Array;
  private readonly wouldFill: Float64Array;
  private readonly colour: Int32Array;
  private lowestColour = 0;
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
    this.colour = new Int32Array(links);
  }

  /**
   * Smallest colour free in the first variable that shows a link; a link that meets its own colour later gets
   * one for itself.
   */
  colourLinks(): void {
    const { colour } = this;
    const { variables, links, varStart, hopLink } = this.on;
    colour.fill(-1, 0, links);
    for (let v = 0; v < variables; v += 1) {
      const from = varStart[v];
      const to = varStart[v + 1];
      let used = 0;
      for (let hop = from; hop < to; hop += 1) {
        const own = colour[hopLink[hop]];
        if (own < 0 || own >= COLOURS) continue;
        if ((used & (1 << own)) !== 0) colour[hopLink[hop]] = COLOURS + hopLink[hop];
        used |= 1 << own;
      }
      for (let hop = from; hop < to; hop += 1) {
        if (colour[hopLink[hop]] >= 0) continue;
        const free = 31 - Math.clz32(~used & -~used);
        colour[hopLink[hop]] = free < COLOURS ? free : COLOURS + hopLink[hop];
        used |= 1 << Math.min(free, COLOURS);
      }
    }
  }

  /** Writes the holder of every live variable, and the level of every link: Infinity where it holds none. */
  fill(level: Float64Array): void {
    const { waiting, wouldFill, colour } = this;
    this.filledCount = 0;
    this.on.holder.fill(NOBODY, 0, this.on.variables);
    let size = this.collect(level);
    while (size > 0) {
      size = this.findLowest(size);
      const { lowestColour, lowestElsewhere } = this;
      for (let i = 0; i < size; i += 1) {
        const link = waiting[i];
        if (colour[link] !== lowestColour || wouldFill[link] > lowestElsewhere) continue;
        level[link] = wouldFill[link];
        this.filled[this.filledCount++] = link;
        this.freeze(link, level[link]);
      }
    }
    this.on.arrange();
  }

  private collect(level: Float64Array): number {
    const { waiting, remaining, open, openCount, least } = this;
    const { links, live, linkStart, slotCrossing, capacity } = this.on;
    let size = 0;
    for (let link = 0; link < links; link += 1) {
      level[link] = Infinity;
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
   * Drops links with nothing left to freeze; finds the colour of the lowest level, and the lowest of all
   * other colours.
   */
  private findLowest(size: number): number {
    const { waiting, wouldFill, colour, remaining, open, openCount, least } = this;
    let lowest = Infinity;
    let elsewhere = Infinity;
    let at = -1;
    let kept = 0;
    for (let i = 0; i < size; i += 1) {
      const link = waiting[i];
      if (openCount[link] === 0) continue;
      waiting[kept++] = link;
      const left = remaining[link];
      const level = Math.max(left > 0 ? left / open[link] : 0, least[link]);
      wouldFill[link] = level;
      const own = colour[link];
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

  private freeze(link: number, level: number): void {
    const { remaining, open, openCount, least } = this;
    const { live, linkStart, slotVar, varStart, hopLink, hopShare, holder, weight } = this.on;
    const end = linkStart[link] + live[link];
    for (let slot = linkStart[link]; slot < end; slot += 1) {
      const v = slotVar[slot];
      if (holder[v] !== NOBODY) continue;
      holder[v] = link;
      const lastHop = varStart[v + 1];
      for (let hop = varStart[v]; hop < lastHop; hop += 1) {
        const other = hopLink[hop];
        const crossing = weight[v] * hopShare[hop];
        remaining[other] -= level * crossing;
        open[other] -= crossing;
        openCount[other] -= 1;
        least[other] = level;
      }
    }
  }
}
