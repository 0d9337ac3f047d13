/**
 * Max-min fair rates of one connected set of variables over links, by progressive filling: the water level rises for
 * every variable that is not frozen; the link that fills first freezes those that cross it. A variable is a bundle of
 * `weight` flows with the same path. Links wait in a heap by the level at which they would fill; that level only rises
 * while others freeze, so a stale key is a lower bound and is put right when it reaches the top.
 */

/** Compact problem: local numbers for variables and links. `load` a component, then `fill` as often as weights change. */
export class FairShare {
  /** [variables] bytes/s of one flow of the bundle, after `fill`. */
  readonly rate: Float64Array;
  /** [variables] flows alive in the bundle. */
  readonly weight: Float64Array;
  /** [links] bytes/s. */
  readonly capacity: Float64Array;
  /** [links] bytes/s left over, after `fill`. */
  readonly remaining: Float64Array;
  readonly varStart: Int32Array;
  readonly hopLink: Int32Array;
  readonly hopShare: Float64Array;
  variables = 0;
  links = 0;
  private readonly hopVar: Int32Array;
  private readonly hopSlot: Int32Array;
  private readonly linkStart: Int32Array;
  private readonly linkHop: Int32Array;
  /** [links] live hops: those at `linkStart[l] .. linkStart[l] + linkLive[l]`. */
  private readonly linkLive: Int32Array;
  /** [links] sum of weight x share of live variables. */
  private readonly demand: Float64Array;
  private readonly open: Float64Array;
  private readonly openCount: Int32Array;
  private readonly frozen: Int32Array;
  private readonly heapLink: Int32Array;
  private readonly heapKey: Float64Array;
  private epoch = 0;

  constructor(maxVariables: number, maxLinks: number, maxHops: number) {
    this.rate = new Float64Array(maxVariables);
    this.weight = new Float64Array(maxVariables);
    this.varStart = new Int32Array(maxVariables + 1);
    this.frozen = new Int32Array(maxVariables);
    this.capacity = new Float64Array(maxLinks);
    this.remaining = new Float64Array(maxLinks);
    this.linkStart = new Int32Array(maxLinks + 1);
    this.linkLive = new Int32Array(maxLinks);
    this.demand = new Float64Array(maxLinks);
    this.open = new Float64Array(maxLinks);
    this.openCount = new Int32Array(maxLinks);
    this.heapLink = new Int32Array(maxLinks);
    this.heapKey = new Float64Array(maxLinks);
    this.hopLink = new Int32Array(maxHops);
    this.hopShare = new Float64Array(maxHops);
    this.hopVar = new Int32Array(maxHops);
    this.hopSlot = new Int32Array(maxHops);
    this.linkHop = new Int32Array(maxHops);
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
    this.demand.fill(0, 0, links);
    this.weight.fill(0, 0, variables);
    this.rate.fill(0, 0, variables);
    for (let v = 0; v < variables; v += 1) for (let hop = this.varStart[v]!; hop < this.varStart[v + 1]!; hop += 1) this.hopVar[hop] = v;
  }

  /** Puts `members` flows of variable v on its links. */
  start(v: number, members: number): void {
    this.weight[v] = members;
    for (let hop = this.varStart[v]!; hop < this.varStart[v + 1]!; hop += 1) {
      const link = this.hopLink[hop]!;
      const slot = this.linkStart[link]! + this.linkLive[link]!++;
      this.linkHop[slot] = hop;
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
    this.rate[v] = 0;
    for (let hop = from; hop < to; hop += 1) {
      const link = this.hopLink[hop]!;
      const last = this.linkStart[link]! + --this.linkLive[link]!;
      if (this.linkLive[link] === 0) this.demand[link] = 0;
      const slot = this.hopSlot[hop]!;
      const moved = this.linkHop[last]!;
      this.linkHop[slot] = moved;
      this.hopSlot[moved] = slot;
    }
  }

  /** Max-min fair rates of all live variables into `rate`; what is left of each link into `remaining`. */
  fill(): void {
    const { capacity, remaining, open, openCount, linkLive, linkStart, linkHop, hopVar, hopLink, hopShare, varStart, weight, rate, frozen, heapLink, heapKey } = this;
    const epoch = ++this.epoch;
    let size = this.collectLinks();
    while (size > 0) {
      const link = heapLink[0]!;
      if (openCount[link]! > 0) {
        const left = remaining[link]!;
        const level = left > 0 ? left / open[link]! : 0;
        if (level > heapKey[0]!) {
          siftDown(heapLink, heapKey, size, link, level);
          if (heapLink[0] !== link) continue;
        }
        const from = linkStart[link]!;
        const to = from + linkLive[link]!;
        for (let slot = from; slot < to; slot += 1) {
          const v = hopVar[linkHop[slot]!]!;
          if (frozen[v] === epoch) continue;
          frozen[v] = epoch;
          rate[v] = level;
          const members = weight[v]!;
          const end = varStart[v + 1]!;
          for (let hop = varStart[v]!; hop < end; hop += 1) {
            const other = hopLink[hop]!;
            const crossing = members * hopShare[hop]!;
            remaining[other]! -= level * crossing;
            open[other]! -= crossing;
            openCount[other]! -= 1;
          }
        }
      }
      size -= 1;
      if (size > 0) siftDown(heapLink, heapKey, size, heapLink[size]!, heapKey[size]!);
    }
    for (let link = 0; link < this.links; link += 1) if (linkLive[link] === 0) remaining[link] = capacity[link]!;
  }

  /** Heap of the links that carry something, keyed by the level at which each would fill alone. */
  private collectLinks(): number {
    const { links, capacity, demand, remaining, open, openCount, linkLive, heapLink, heapKey } = this;
    let size = 0;
    for (let link = 0; link < links; link += 1) {
      const live = linkLive[link]!;
      if (live === 0) continue;
      remaining[link] = capacity[link]!;
      open[link] = demand[link]!;
      openCount[link] = live;
      heapLink[size] = link;
      heapKey[size++] = capacity[link]! / demand[link]!;
    }
    for (let at = (size >> 1) - 1; at >= 0; at -= 1) siftDownFrom(heapLink, heapKey, size, at, heapLink[at]!, heapKey[at]!);
    return size;
  }
}

function siftDown(links: Int32Array, keys: Float64Array, size: number, link: number, key: number): void {
  siftDownFrom(links, keys, size, 0, link, key);
}

function siftDownFrom(links: Int32Array, keys: Float64Array, size: number, hole: number, link: number, key: number): void {
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && keys[child + 1]! < keys[child]!) child += 1;
    if (keys[child]! >= key) break;
    links[hole] = links[child]!;
    keys[hole] = keys[child]!;
    hole = child;
  }
  links[hole] = link;
  keys[hole] = key;
}
