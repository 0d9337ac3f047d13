/**
 * Variables on the links of one component, with local numbers. A variable is a bundle of `weight` flows with
 * the same path; the link that decides its rate is its bottleneck. Every link has a slot for each variable
 * alive on it, those bottlenecked at it first, so that these and the others are two runs of an array.
 */

/** Bottleneck of a variable whose rate has not been solved. */
export const UNASSIGNED = -1;

/** `slotPartner` of a variable that does not cross two links. */
export const NO_PARTNER = -1;

/** The largest problem that the arrays must hold. */
export interface ProblemCapacity {
  readonly variables: number;
  readonly links: number;
  readonly hops: number;
}

export class SharedLinks {
  /**
   * Paths: hops of variable v are `varStart[v] .. varStart[v + 1])`. The caller writes these and `capacity`,
   * then calls `index`.
   */
  readonly varStart: Int32Array;
  readonly hopLink: Int32Array;
  readonly hopShare: Float64Array;
  /** [links] bytes/s. */
  readonly capacity: Float64Array;
  variables = 0;
  links = 0;
  /** [variables] flows alive in the bundle. */
  readonly weight: Float64Array;
  /** [variables] link that decides its rate. */
  readonly bottleneck: Int32Array;
  /**
   * [links] slots of link l are `linkStart[l] .. linkStart[l] + live[l]`, the first
   * `bottlenecked[l]` of them variables bottlenecked at it.
   */
  readonly linkStart: Int32Array;
  readonly live: Int32Array;
  readonly bottlenecked: Int32Array;
  /**
   * [slots] the variable, its bottleneck, and weight x share: what it puts on the link for each byte/s of its
   * rate.
   */
  readonly slotVar: Int32Array;
  readonly slotBottleneck: Int32Array;
  readonly slotCrossing: Float64Array;
  /**
   * [slots] the other link of a variable that crosses two; NO_PARTNER where it crosses one or more than two.
   */
  readonly slotPartner: Int32Array;
  private readonly slotHop: Int32Array;
  private readonly hopSlot: Int32Array;

  constructor({ variables, links, hops }: ProblemCapacity) {
    this.varStart = new Int32Array(variables + 1);
    this.hopLink = new Int32Array(hops);
    this.hopShare = new Float64Array(hops);
    this.capacity = new Float64Array(links);
    this.weight = new Float64Array(variables);
    this.bottleneck = new Int32Array(variables);
    this.linkStart = new Int32Array(links + 1);
    this.live = new Int32Array(links);
    this.bottlenecked = new Int32Array(links);
    this.slotVar = new Int32Array(hops);
    this.slotBottleneck = new Int32Array(hops);
    this.slotCrossing = new Float64Array(hops);
    this.slotPartner = new Int32Array(hops);
    this.slotHop = new Int32Array(hops);
    this.hopSlot = new Int32Array(hops);
  }

  /** Indexes the paths written; no variable is alive yet. */
  index(variables: number, links: number): void {
    const { linkStart, hopLink } = this;
    this.variables = variables;
    this.links = links;
    const hops = this.varStart[variables];
    linkStart.fill(0, 0, links + 1);
    for (let hop = 0; hop < hops; hop += 1) linkStart[hopLink[hop] + 1] += 1;
    for (let link = 0; link < links; link += 1) linkStart[link + 1] += linkStart[link];
    this.live.fill(0, 0, links);
    this.bottlenecked.fill(0, 0, links);
    this.weight.fill(0, 0, variables);
    this.bottleneck.fill(UNASSIGNED, 0, variables);
  }

  /** Puts `members` flows of variable v on its links; it has no bottleneck yet. */
  start(v: number, members: number): void {
    this.weight[v] = members;
    this.bottleneck[v] = UNASSIGNED;
    const from = this.varStart[v];
    const two = this.varStart[v + 1] - from === 2;
    for (let hop = from; hop < this.varStart[v + 1]; hop += 1) {
      const link = this.hopLink[hop];
      const slot = this.linkStart[link] + this.live[link]++;
      this.slotVar[slot] = v;
      this.slotBottleneck[slot] = UNASSIGNED;
      this.slotCrossing[slot] = members * this.hopShare[hop];
      this.slotPartner[slot] = two ? this.hopLink[2 * from + 1 - hop] : NO_PARTNER;
      this.slotHop[slot] = hop;
      this.hopSlot[hop] = slot;
    }
  }

  /** `members` flows of variable v have ended; the last one takes the variable off its links. */
  end(v: number, members: number): void {
    const left = this.weight[v] - members;
    this.weight[v] = left;
    for (let hop = this.varStart[v]; hop < this.varStart[v + 1]; hop += 1) {
      const slot = this.hopSlot[hop];
      if (left > 0) this.slotCrossing[slot] = left * this.hopShare[hop];
      else this.remove(this.hopLink[hop], slot);
    }
  }

  private remove(link: number, slot: number): void {
    const first = this.linkStart[link];
    let at = slot;
    if (at < first + this.bottlenecked[link]) {
      const last = first + --this.bottlenecked[link];
      this.swap(at, last);
      at = last;
    }
    this.swap(at, first + --this.live[link]);
  }

  /** Makes `link` the bottleneck of variable v. */
  assign(v: number, link: number): void {
    const before = this.bottleneck[v];
    this.bottleneck[v] = link;
    for (let hop = this.varStart[v]; hop < this.varStart[v + 1]; hop += 1) {
      const crossed = this.hopLink[hop];
      const slot = this.hopSlot[hop];
      this.slotBottleneck[slot] = link;
      if (crossed === before) this.swap(slot, this.linkStart[crossed] + --this.bottlenecked[crossed]);
      else if (crossed === link) this.swap(slot, this.linkStart[crossed] + this.bottlenecked[crossed]++);
    }
  }

  /** Puts the slots in order after `bottleneck` was written for all variables. */
  arrange(): void {
    for (let link = 0; link < this.links; link += 1) {
      const first = this.linkStart[link];
      let bottlenecked = 0;
      for (let slot = first; slot < first + this.live[link]; slot += 1) {
        this.slotBottleneck[slot] = this.bottleneck[this.slotVar[slot]];
        if (this.slotBottleneck[slot] === link) this.swap(slot, first + bottlenecked++);
      }
      this.bottlenecked[link] = bottlenecked;
    }
  }

  /** Demand of the variables bottlenecked at the link, per byte/s of its fair share. */
  bottleneckedDemand(link: number): number {
    let demand = 0;
    const first = this.linkStart[link];
    for (let slot = first; slot < first + this.bottlenecked[link]; slot += 1)
      demand += this.slotCrossing[slot];
    return demand;
  }

  private swap(a: number, b: number): void {
    if (a === b) return;
    const { slotVar, slotBottleneck, slotCrossing, slotPartner, slotHop, hopSlot } = this;
    const variable = slotVar[a];
    const bottleneck = slotBottleneck[a];
    const crossing = slotCrossing[a];
    const partner = slotPartner[a];
    const hop = slotHop[a];
    slotVar[a] = slotVar[b];
    slotBottleneck[a] = slotBottleneck[b];
    slotCrossing[a] = slotCrossing[b];
    slotPartner[a] = slotPartner[b];
    slotHop[a] = slotHop[b];
    slotVar[b] = variable;
    slotBottleneck[b] = bottleneck;
    slotCrossing[b] = crossing;
    slotPartner[b] = partner;
    slotHop[b] = hop;
    hopSlot[slotHop[a]] = a;
    hopSlot[hop] = b;
  }
}
