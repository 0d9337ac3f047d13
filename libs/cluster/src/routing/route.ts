/** A route: which links carry a message, and what share of its bytes each of them carries. */

export interface Route {
  /** Directed links of the graph, in path order where there is one path; no link occurs twice. */
  readonly links: readonly number[];
  /** Share of the message's bytes on each of `links`; null when every link carries all of it (one path). */
  readonly shares: Float64Array | null;
  /** Network switches on the longest path; NVSwitch and PCIe switches do not count. */
  readonly hops: number;
  /** End-to-end seconds of a message too small to matter otherwise, endpoints included (latency.ts). */
  readonly latency: number;
}

/** Collects links and shares of one route at a time. */
export class RouteWriter {
  /** A list, since copies of short lists are several times quicker than of typed arrays. */
  private readonly links: number[] = [];
  private shares = new Float64Array(32);
  private length = 0;
  private split = false;
  private share = 1;
  private hops = 0;
  private latency = 0;

  reset(): void {
    this.length = 0;
    this.split = false;
    this.share = 1;
    this.hops = 0;
    this.latency = 0;
  }

  /** Every link added from now on carries this share of the message. */
  setShare(share: number): void {
    this.share = share;
  }

  get currentShare(): number {
    return this.share;
  }

  /**
   * Adds links that divide the current share among them, e.g. a spray; none of them may be in the route yet.
   */
  addDivided(links: Int32Array, parts: Float64Array): void {
    while (this.length + links.length > this.shares.length) this.grow();
    for (let i = 0; i < parts.length; i += 1) {
      this.links[this.length + i] = links[i];
      this.shares[this.length + i] = this.share * parts[i];
    }
    this.length += links.length;
    this.split = true;
  }

  add(link: number): void {
    if (this.length === this.shares.length) this.grow();
    if (this.share !== 1) this.split = true;
    this.links[this.length] = link;
    this.shares[this.length] = this.share;
    this.length += 1;
  }

  /** A path just written crosses so many switches in so many seconds; a route keeps the largest of each. */
  arrive(hops: number, latency: number): void {
    this.hops = Math.max(this.hops, hops);
    this.latency = Math.max(this.latency, latency);
  }

  finish(): Route {
    const { length, hops, latency } = this;
    return {
      links: this.links.slice(0, length),
      shares: this.split ? this.shares.slice(0, length) : null,
      hops,
      latency,
    };
  }

  /** Merges links that several ways of a divided message have in common, e.g. the sender's NVLink. */
  mergeRepeats(): void {
    const seen = new Map<number, number>();
    let kept = 0;
    for (let i = 0; i < this.length; i += 1) {
      const link = this.links[i];
      const before = seen.get(link);
      if (before !== undefined) {
        this.shares[before] += this.shares[i];
        continue;
      }
      seen.set(link, kept);
      this.links[kept] = link;
      this.shares[kept] = this.shares[i];
      kept += 1;
    }
    this.length = kept;
  }

  private grow(): void {
    const shares = new Float64Array(2 * this.shares.length);
    shares.set(this.shares);
    this.shares = shares;
  }
}
