/**
 * The faults of a stretch of time in order. The layers of a trace draw theirs one after the other, which
 * costs less than to look for the earliest layer at every fault; a bucket sort then merges them. Faults of
 * one moment keep the order in which they were added.
 */

/** Faults that a window holds on average, at most. */
const MEMBERS = 1024;

export class FaultWindow {
  /** Faults of the window, and the one that is at hand, in order of time. */
  count = 0;
  at = 0;
  /** Faults before this moment are in the window or were in an earlier one. */
  endS = 0;
  private startS = 0;
  private readonly lengthS: number;
  private times: Float64Array;
  private layers: Int32Array;
  private components: Int32Array;
  private order: Int32Array;
  /** Faults that were added and lie beyond the window, which later ones will hold. */
  private readonly later: { readonly timeS: number; readonly layer: number; readonly component: number }[] =
    [];
  /** Where each bucket ends in the order. */
  private readonly ends: Int32Array;

  /**
   * @param ratePerS of all faults together
   * @param untilS faults later than this are of no interest
   * @param stretchS no window is longer
   */
  constructor(
    ratePerS: number,
    private readonly untilS: number,
    stretchS: number,
  ) {
    this.lengthS = Math.min(MEMBERS / ratePerS, stretchS);
    const expected = this.lengthS === Infinity ? 0 : Math.ceil(ratePerS * this.lengthS);
    this.ends = new Int32Array(2 * expected + 1);
    const room = 2 * expected + 16;
    this.times = new Float64Array(room);
    this.layers = new Int32Array(room);
    this.components = new Int32Array(room);
    this.order = new Int32Array(room);
  }

  /** Before the first window of a replica. */
  rewind(): void {
    this.endS = 0;
    this.count = 0;
    this.at = 0;
    this.later.length = 0;
  }

  /** Goes on to the next stretch of time; false when none is of interest. */
  open(): boolean {
    if (this.endS > this.untilS || this.endS === Infinity) return false;
    this.startS = this.endS;
    const endS = this.startS + this.lengthS;
    // The last window holds a fault of its last moment too.
    this.endS = endS < this.untilS ? endS : this.untilS * (1 + Number.EPSILON);
    this.count = 0;
    this.at = 0;
    for (const { timeS, layer, component } of this.later.splice(0)) this.add(timeS, layer, component);
    return true;
  }

  add(timeS: number, layer: number, component: number): void {
    if (timeS >= this.endS) {
      this.later.push({ timeS, layer, component });
      return;
    }
    const at = this.count;
    if (at === this.times.length) this.grow();
    this.times[at] = timeS;
    this.layers[at] = layer;
    this.components[at] = component;
    this.count = at + 1;
  }

  /** Of the fault at hand. */
  get timeS(): number {
    return this.times[this.order[this.at]];
  }

  get layer(): number {
    return this.layers[this.order[this.at]];
  }

  get component(): number {
    return this.components[this.order[this.at]];
  }

  /** Puts what was added in order. */
  putInOrder(): void {
    const { times, order, ends, count } = this;
    const last = ends.length - 1;
    const perS = this.lengthS === Infinity ? 0 : last / this.lengthS;
    ends.fill(0);
    for (let i = 0; i < count; i += 1) ends[this.bucketOf(times[i], perS)] += 1;
    for (let bucket = 1; bucket <= last; bucket += 1) ends[bucket] += ends[bucket - 1];
    for (let i = count - 1; i >= 0; i -= 1) {
      const bucket = this.bucketOf(times[i], perS);
      ends[bucket] -= 1;
      order[ends[bucket]] = i;
    }
    // Buckets are in order, and hold a fault or two each.
    for (let i = 1; i < count; i += 1) {
      const fault = order[i];
      const time = times[fault];
      let hole = i;
      for (; hole > 0 && times[order[hole - 1]] > time; hole -= 1) order[hole] = order[hole - 1];
      order[hole] = fault;
    }
  }

  private bucketOf(timeS: number, perS: number): number {
    return Math.min(this.ends.length - 1, Math.floor((timeS - this.startS) * perS));
  }

  private grow(): void {
    const room = this.times.length * 2;
    const times = new Float64Array(room);
    const layers = new Int32Array(room);
    const components = new Int32Array(room);
    times.set(this.times);
    layers.set(this.layers);
    components.set(this.components);
    this.times = times;
    this.layers = layers;
    this.components = components;
    this.order = new Int32Array(room);
  }
}
