/** A route: which links carry a message, and what share of its bytes each of them carries. */

export interface Route {
  /** Directed links of the graph, in path order where there is one path; no link occurs twice. */
  readonly links: Int32Array;
  /** Share of the message's bytes on each of `links`; null when every link carries all of it (one path). */
  readonly shares: Float64Array | null;
  /** Network switches on the longest path; NVSwitch and PCIe switches do not count. */
  readonly hops: number;
  /** End-to-end seconds of a message too small to matter otherwise, endpoints included (latency.ts). */
  readonly latency: number;
}

/** Collects links and shares of one route at a time. */
export class RouteWriter {
  private links = new Int32Array(32);
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

  /** Adds links that divide the current share among them, e.g. a spray; none of them may be in the route yet. */
  addDivided(links: Int32Array, parts: Float64Array): void {
    while (this.length + links.length > this.links.length) this.grow();
    this.links.set(links, this.length);
    for (let i = 0; i < parts.length; i += 1) this.shares[this.length + i] = this.share * parts[i]!;
    this.length += links.length;
    this.split = true;
  }

  add(link: number): void {
    if (this.length === this.links.length) this.grow();
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
    const links = new Int32Array(length);
    // Routes are short: a loop is twice as quick as a slice.
    for (let i = 0; i < length; i += 1) links[i] = this.links[i]!;
    return { links, shares: this.split ? this.shares.slice(0, length) : null, hops, latency };
  }

  /** Merges links that several ways of a divided message have in common, e.g. the sender's NVLink. */
  mergeRepeats(): void {
    const seen = new Map<number, number>();
    let kept = 0;
    for (let i = 0; i < this.length; i += 1) {
      const link = this.links[i]!;
      const before = seen.get(link);
      if (before !== undefined) {
        this.shares[before]! += this.shares[i]!;
        continue;
      }
      seen.set(link, kept);
      this.links[kept] = link;
      this.shares[kept] = this.shares[i]!;
      kept += 1;
    }
    this.length = kept;
  }

  private grow(): void {
    const links = new Int32Array(2 * this.links.length);
    const shares = new Float64Array(2 * this.links.length);
    links.set(this.links);
    shares.set(this.shares);
    this.links = links;
    this.shares = shares;
  }
}
