/**
 * Flows over links, as typed arrays: what the solver reads. Nothing here knows a topology; collectives fill a
 * set from routes, tests from random graphs.
 */
import { invariant } from '@railyard/base';

/** A set of flows; all arrays but `capacity` are indexed by flow or by hop. */
export interface FlowSet {
  /** [links] bytes/s; 0 is a link that is down. */
  readonly capacity: Float64Array;
  /** [flows + 1] hops of flow f are `pathStart[f] .. pathStart[f + 1]`. */
  readonly pathStart: Int32Array;
  /** [hops] link of the hop. */
  readonly pathLink: Int32Array;
  /** [hops] part of the flow that crosses the link: 1, or 1/k where it is sprayed over k links. */
  readonly pathShare: Float64Array;
  /** [flows] bytes to send. */
  readonly bytes: Float64Array;
  /** [flows] seconds at which the flow may send. */
  readonly startTime: Float64Array;
  /** [flows] most that the flow may use, bytes/s; Infinity when only links limit it. */
  readonly rateCap: Float64Array;
  /** [flows] traffic class, 0..255, for the accounts of loads. */
  readonly trafficClass: Uint8Array;
}

/** Links whose capacity changes while flows run, by ascending time. */
export interface CapacityChanges {
  readonly time: Float64Array;
  readonly link: Int32Array;
  /** New capacity, bytes/s. */
  readonly capacity: Float64Array;
}

export const NO_CHANGES: CapacityChanges = {
  time: new Float64Array(0),
  link: new Int32Array(0),
  capacity: new Float64Array(0),
};

export interface FlowOptions {
  readonly start?: number;
  readonly rateCap?: number;
  readonly trafficClass?: number;
}

/** Collects flows, growing by doubling. */
export class FlowSetBuilder {
  private flows = 0;
  private hops = 0;
  private pathStart = new Int32Array(1024);
  private pathLink = new Int32Array(4096);
  private pathShare = new Float64Array(4096);
  private bytes = new Float64Array(1024);
  private startTime = new Float64Array(1024);
  private rateCap = new Float64Array(1024);
  private trafficClass = new Uint8Array(1024);

  private links = 0;
  private capacity: Float64Array;

  /** Links known from the start; more may follow by `link`. */
  constructor(capacity: Float64Array = new Float64Array(0)) {
    this.capacity = capacity;
    this.links = capacity.length;
  }

  /** Adds a link, bytes/s; returns its number. */
  link(capacity: number): number {
    if (this.links === this.capacity.length)
      this.capacity = grown(this.capacity, new Float64Array(Math.max(64, this.links * 2)));
    this.capacity[this.links] = capacity;
    return this.links++;
  }

  get flowCount(): number {
    return this.flows;
  }

  /** Appends a hop to the flow that the next `add` completes. */
  hop(link: number, share = 1): this {
    if (this.hops === this.pathLink.length) {
      this.pathLink = grown(this.pathLink, new Int32Array(this.hops * 2));
      this.pathShare = grown(this.pathShare, new Float64Array(this.hops * 2));
    }
    this.pathLink[this.hops] = link;
    this.pathShare[this.hops++] = share;
    return this;
  }

  /** Completes a flow over the hops appended since the last one; returns its index. */
  add(bytes: number, options: FlowOptions = {}): number {
    const flow = this.flows++;
    if (flow + 1 >= this.pathStart.length) this.growFlows();
    this.bytes[flow] = bytes;
    this.startTime[flow] = options.start ?? 0;
    this.rateCap[flow] = options.rateCap ?? Infinity;
    this.trafficClass[flow] = options.trafficClass ?? 0;
    this.pathStart[flow + 1] = this.hops;
    return flow;
  }

  build(): FlowSet {
    const { flows, hops } = this;
    return {
      capacity: this.links === this.capacity.length ? this.capacity : this.capacity.slice(0, this.links),
      pathStart: this.pathStart.slice(0, flows + 1),
      pathLink: this.pathLink.slice(0, hops),
      pathShare: this.pathShare.slice(0, hops),
      bytes: this.bytes.slice(0, flows),
      startTime: this.startTime.slice(0, flows),
      rateCap: this.rateCap.slice(0, flows),
      trafficClass: this.trafficClass.slice(0, flows),
    };
  }

  private growFlows(): void {
    const size = this.pathStart.length * 2;
    this.pathStart = grown(this.pathStart, new Int32Array(size));
    this.bytes = grown(this.bytes, new Float64Array(size));
    this.startTime = grown(this.startTime, new Float64Array(size));
    this.rateCap = grown(this.rateCap, new Float64Array(size));
    this.trafficClass = grown(this.trafficClass, new Uint8Array(size));
  }
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/**
 * Whether a flow is sprayed: a share that is not 1.
 *
 * @throws InvariantError when the arrays do not fit each other or hold values that no flow can have.
 */
export function checkFlowSet(set: FlowSet): boolean {
  const flows = set.bytes.length;
  const hops = set.pathLink.length;
  invariant(
    set.pathStart.length === flows + 1 && set.pathStart[flows] === hops && set.pathShare.length === hops,
    'paths fit the flows',
    { flows, hops },
  );
  const links = set.capacity.length;
  for (let link = 0; link < links; link += 1)
    invariant(set.capacity[link] >= 0, 'a capacity is not negative', { link });
  const { pathStart, pathLink, pathShare, bytes, rateCap } = set;
  let sprayed = false;
  for (let hop = 0; hop < hops; hop += 1) {
    const link = pathLink[hop];
    const share = pathShare[hop];
    if (share === 1 && link >= 0 && link < links) continue;
    sprayed = true;
    if (link >= 0 && link < links && share > 0 && share <= 1) continue;
    invariant(link >= 0 && link < links, 'a path stays on the graph', { hop, link });
    invariant(false, 'a share is in (0, 1]', { hop, share });
  }
  for (let flow = 0; flow < flows; flow += 1) {
    const size = bytes[flow];
    const cap = rateCap[flow];
    const limited = cap < Infinity || pathStart[flow + 1] > pathStart[flow];
    if (size >= 0 && size < Infinity && cap > 0 && limited) continue;
    invariant(size >= 0 && size < Infinity, 'a flow has a size', { flow, bytes: size });
    invariant(cap > 0, 'a rate cap is positive', { flow });
    invariant(false, 'a flow needs a path or a rate cap', { flow });
  }
  return sprayed;
}
