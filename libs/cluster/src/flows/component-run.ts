/**
 * One independent component over time: rates are max-min fair between events; an event is the end of a flow,
 * the start of one, or a change of a link's capacity. All state is in arrays allocated once for the largest
 * component.
 */
import { type Bundles } from './bundles.js';
import { type Size } from './components.js';
import { FairShare } from './fair-share.js';
import { type CapacityChanges, type FlowSet } from './flow-set.js';
import { LinkClocks } from './link-clocks.js';

/** Ends closer together than this part of the elapsed time are one event; each still gets its own time. */
export const SIMULTANEOUS = 1e-13;
/** So is an end that the rounding of many events puts this little behind a start, a change or `until`. */
const ROUNDING = 1e-12;

export interface Scope {
  readonly set: FlowSet;
  readonly bundles: Bundles;
  readonly changes: CapacityChanges;
  /** Part of the elapsed time within which ends are taken together, at least `SIMULTANEOUS`. */
  readonly batching: number;
  /** Stop here, seconds; flows that still run have `left` bytes then. */
  readonly until: number;
  /** [flows] out: seconds at which each flow ends; Infinity when it does not. */
  readonly finish: Float64Array;
  /** [flows] out: bytes that were not sent. */
  readonly left: Float64Array;
}

/** Called for each span of constant rates; `run.linkOf` and `run.variableOf` give global numbers. */
export type SpanObserver = (from: number, to: number, run: ComponentRun) => void;

export class ComponentRun {
  readonly share: FairShare;
  /** [local link] link of the set; -1 for a rate cap. */
  readonly linkOf: Int32Array;
  /** [local variable] variable of the bundles. */
  readonly variableOf: Int32Array;
  /** Variables that are alive. */
  liveCount = 0;
  /** Rate problems solved so far, over all components. */
  solves = 0;
  /** Longest time that any link was idle because ends were taken together, in seconds of its full rate. */
  lostSeconds = 0;
  /**
   * Members (positions in the bundles) that the last `endFlows` ended, and the local variable of each: the
   * first `endedCount`.
   */
  readonly ended: Int32Array;
  readonly endedOf: Int32Array;
  endedCount = 0;
  /** When its first flow starts, seconds. */
  begin = 0;
  private readonly capLink: Int32Array;
  private readonly clocks: LinkClocks;
  /** [local variable] position of the member that ends next. */
  private readonly cursor: Int32Array;
  private readonly order: Int32Array;
  private readonly lost: Float64Array;
  private nextStart = 0;

  /** `localOf`: [links] -1, shared by runs that meet no link of each other. */
  constructor(
    private readonly scope: Scope,
    private readonly most: Size,
    private readonly localOf: Int32Array,
  ) {
    const { variables, hops } = most;
    const links = Math.min(scope.set.capacity.length, hops) + variables;
    this.share = new FairShare({ variables, links, hops: hops + variables });
    this.linkOf = new Int32Array(links);
    this.clocks = new LinkClocks(this.share);
    this.lost = new Float64Array(links);
    this.ended = new Int32Array(most.flows);
    this.endedOf = new Int32Array(most.flows);
    this.variableOf = new Int32Array(variables);
    this.capLink = new Int32Array(variables);
    this.cursor = new Int32Array(variables);
    this.order = new Int32Array(variables);
  }

  /** Traffic class of a local variable. */
  classOf(v: number): number {
    return this.scope.bundles.trafficClass[this.variableOf[v]];
  }

  /** Whether a component fits. */
  fits(size: Size): boolean {
    return (
      size.variables <= this.most.variables && size.hops <= this.most.hops && size.flows <= this.most.flows
    );
  }

  /** Runs the variables `variable[from .. to)` to their end. */
  run(variable: Int32Array, from: number, to: number, observe?: SpanObserver): void {
    this.load(variable, from, to);
    const variables = to - from;
    const { changes, until } = this.scope;
    const { begin } = this;
    let change = 0;
    let time = begin;
    while (time < until) {
      while (change < changes.time.length && changes.time[change] <= time) this.change(change++);
      while (this.nextStart < variables && this.startOf(this.nextStart) <= time)
        this.admit(this.order[this.nextStart++], time);
      const start = this.nextStart < variables ? this.startOf(this.nextStart) : Infinity;
      if (this.liveCount === 0) {
        if (start >= until) break;
        time = start;
        continue;
      }
      this.refill(time);
      const external = Math.min(until, start, change < changes.time.length ? changes.time[change] : Infinity);
      const event = this.soonestEnd();
      if (event === Infinity && external === Infinity) break;
      const end = Math.min(external, event + Math.max(this.scope.batching, SIMULTANEOUS) * (event - begin));
      if (observe !== undefined) observe(time, Math.min(event, end), this);
      if (end === external) this.endBy(end);
      else this.endFlows(end);
      time = end;
    }
    this.close(time);
  }

  /**
   * Loads the variables `variable[from .. to)`, which all start at the same time, for a caller that takes the
   * steps of `run` itself.
   */
  open(variable: Int32Array, from: number, to: number): void {
    this.load(variable, from, to);
    while (this.nextStart < to - from) this.admit(this.order[this.nextStart++], this.begin);
  }

  /** Ends the run at `time`: flows that have not ended keep what they have `left`. */
  close(time: number): void {
    this.abandon(time);
    this.release();
  }

  /** Rates for what is live now. False when nothing had changed. */
  refill(time: number): boolean {
    if (!this.share.solve()) return false;
    this.solves += 1;
    this.clocks.follow(time);
    return true;
  }

  /** Fair share of a link of the set; Infinity where it is no bottleneck or not part of the component. */
  fairShareOf(link: number): number {
    return this.localOf[link] < 0 ? Infinity : this.share.fairShare[this.localOf[link]];
  }

  /** When the next flow ends at the present rates. */
  soonestEnd(): number {
    return this.clocks.soonest();
  }

  /**
   * Ends the flows that get done by a moment at which something else happens: one that is done but for
   * rounding must not wait for a link that fails just then.
   */
  endBy(moment: number): void {
    this.endFlows(moment + ROUNDING * (moment - this.begin));
  }

  /** Ends the flows that get done by `end`. */
  endFlows(end: number): void {
    const { clocks } = this;
    const { links, linkStart, bottlenecked, slotVar } = this.share.on;
    this.endedCount = 0;
    for (let link = 0; link < links; link += 1) {
      if (!clocks.endsBy(link, end)) continue;
      const reached = clocks.reached(link, end);
      for (let slot = linkStart[link] + bottlenecked[link] - 1; slot >= linkStart[link]; slot -= 1) {
        const v = slotVar[slot];
        if (clocks.due[v] <= reached && this.endMembers(v, link, reached, end)) this.liveCount -= 1;
      }
      clocks.regroup(link);
    }
  }

  /**
   * Ends the members of variable v that are done when its bottleneck's clock reads `reached`; true when none
   * is left.
   */
  private endMembers(v: number, link: number, reached: number, end: number): boolean {
    const { bundles, set, finish, batching } = this.scope;
    const { share, clocks } = this;
    const { due } = clocks;
    const first = this.cursor[v];
    const last = bundles.memberStart[this.variableOf[v] + 1];
    let at = first;
    for (;;) {
      const flow = bundles.member[at];
      const done = Math.min(end, clocks.timeOf(link, due[v]));
      finish[flow] = done;
      this.ended[this.endedCount] = at;
      this.endedOf[this.endedCount++] = v;
      if (batching > SIMULTANEOUS) this.loseRate(v, share.fairShare[link] * (end - done));
      at += 1;
      if (at === last) break;
      due[v] += set.bytes[bundles.member[at]] - set.bytes[flow];
      if (due[v] > reached) break;
    }
    this.cursor[v] = at;
    share.end(v, at - first);
    if (this.capLink[v] >= 0)
      share.setCapacity(this.capLink[v], bundles.rateCap[this.variableOf[v]] * (last - at));
    return at === last;
  }

  private loseRate(v: number, bytes: number): void {
    const { varStart, hopLink, hopShare, capacity } = this.share.on;
    for (let hop = varStart[v]; hop < varStart[v + 1]; hop += 1) {
      const link = hopLink[hop];
      if (this.linkOf[link] < 0) continue;
      this.lost[link] += bytes * hopShare[hop];
      this.lostSeconds = Math.max(this.lostSeconds, this.lost[link] / capacity[link]);
    }
  }

  private startOf(nth: number): number {
    return this.scope.bundles.startTime[this.variableOf[this.order[nth]]];
  }

  private admit(v: number, time: number): void {
    const { bundles, set, finish } = this.scope;
    const variable = this.variableOf[v];
    let at = bundles.memberStart[variable];
    const last = bundles.memberStart[variable + 1];
    for (; at < last && set.bytes[bundles.member[at]] === 0; at += 1) finish[bundles.member[at]] = time;
    if (at === last) return;
    this.cursor[v] = at;
    this.clocks.due[v] = set.bytes[bundles.member[at]];
    this.liveCount += 1;
    this.share.start(v, last - at);
    if (this.capLink[v] >= 0)
      this.share.setCapacity(this.capLink[v], bundles.rateCap[variable] * (last - at));
  }

  private change(index: number): void {
    const link = this.localOf[this.scope.changes.link[index]];
    if (link >= 0) this.share.setCapacity(link, this.scope.changes.capacity[index]);
  }

  /** Flows that did not end: what runs (or stalls, on a link that is down), and what has not started. */
  private abandon(time: number): void {
    const { bundles, set, finish, left } = this.scope;
    const { on } = this.share;
    const stop = (v: number, from: number, sent: number): void => {
      for (let at = from; at < bundles.memberStart[this.variableOf[v] + 1]; at += 1) {
        const flow = bundles.member[at];
        finish[flow] = Infinity;
        left[flow] = set.bytes[flow] - sent;
      }
    };
    for (let v = 0; this.liveCount > 0 && v < on.variables; v += 1) {
      if (on.weight[v] === 0) continue;
      const cursor = this.cursor[v];
      stop(v, cursor, set.bytes[bundles.member[cursor]] - this.clocks.left(v, time));
      this.liveCount -= 1;
    }
    for (let i = this.nextStart; i < on.variables; i += 1)
      stop(this.order[i], bundles.memberStart[this.variableOf[this.order[i]]], 0);
  }

  /** Writes the component into the fair-share problem with local numbers; a rate cap is a link of its own. */
  private load(variable: Int32Array, from: number, to: number): void {
    const { bundles, set } = this.scope;
    const { paths, rateCap } = bundles;
    const { varStart, hopLink, hopShare, capacity } = this.share.on;
    let links = 0;
    let hops = 0;
    for (let v = 0; v < to - from; v += 1) {
      const global = variable[from + v];
      this.variableOf[v] = global;
      let tightest = Infinity;
      for (let hop = paths.start[global]; hop < paths.start[global + 1]; hop += 1) {
        const link = paths.link[hop];
        if (this.localOf[link] < 0) {
          this.localOf[link] = links;
          this.linkOf[links] = link;
          this.lost[links] = 0;
          capacity[links++] = set.capacity[link];
        }
        hopLink[hops] = this.localOf[link];
        hopShare[hops++] = paths.share[hop];
        tightest = Math.min(tightest, set.capacity[link] / paths.share[hop]);
      }
      this.capLink[v] = -1;
      if (rateCap[global] < tightest || (rateCap[global] < Infinity && this.scope.changes.link.length > 0)) {
        this.capLink[v] = links;
        this.linkOf[links] = -1;
        hopLink[hops] = links++;
        hopShare[hops++] = 1;
      }
      varStart[v + 1] = hops;
    }
    this.share.index(to - from, links);
    this.clocks.reset();
    this.orderByStart(to - from);
    this.begin = to === from ? 0 : this.startOf(0);
    this.nextStart = 0;
    this.liveCount = 0;
  }

  /** Local variables by start time; ties keep their order. */
  private orderByStart(variables: number): void {
    const { startTime } = this.scope.bundles;
    const at = (v: number): number => startTime[this.variableOf[v]];
    let sorted = true;
    for (let v = 0; v < variables; v += 1) {
      this.order[v] = v;
      if (v > 0 && at(v) < at(v - 1)) sorted = false;
    }
    if (!sorted) this.order.subarray(0, variables).sort((a, b) => at(a) - at(b) || a - b);
  }

  private release(): void {
    const { links } = this.share.on;
    for (let link = 0; link < links; link += 1)
      if (this.linkOf[link] >= 0) this.localOf[this.linkOf[link]] = -1;
  }
}
