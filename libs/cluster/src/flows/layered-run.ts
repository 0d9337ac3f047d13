/**
 * Components that only meet on loose links, advanced together. Each has its own rates and events; in addition
 * the load of flows over tight links on every loose link is kept. Flows over loose links alone share
 * what is left of those.
 *
 * The rates are max-min fair on all links as long as no loose link is over its capacity, and none that is
 * full gives its own flows less than it gives one that is bottlenecked elsewhere: every flow then has a full
 * link on which no other has more. When that fails, the run says at what time and what was left; from there
 * all links have to be solved as one.
 */
import { ComponentRun, type Scope, SIMULTANEOUS } from './component-run.js';
import { type Components, sizeOf } from './components.js';
import { layerOfVariable, LOOSE, type LooseHops } from './layers.js';

/** Tolerance for the rounding of loads that are kept by adding and subtracting. */
const ROUNDING = 1 + 1e-11;
/** A share that is left by rounding when all members have ended. */
const NOTHING = 1e-9;
/**
 * While no flow shares a loose link's rest, loads are kept as bounds: a rate counts as this much more until
 * it has grown as far.
 */
const AHEAD = 1.125;
/**
 * What to do for a component that shares loose links: compare its rates with the others', or solve them
 * again first.
 */
const CHECK = 1;
const REFILL = 2;

export class LayeredRun {
  /** Rate problems solved so far. */
  solves = 0;
  private readonly runs: ComponentRun[] = [];
  private used = 0;
  /** [used] run numbers; those with a flow that will end are the first `activeCount`. */
  private active: Int32Array = new Int32Array(0);
  private activeCount = 0;
  /** [runs] when its next flow ends. */
  private next: Float64Array = new Float64Array(0);
  /** [runs] for components of flows over loose links alone: CHECK or REFILL. */
  private due: Uint8Array = new Uint8Array(0);
  /** [runs] no flow of it has ever had a higher rate. */
  private top: Float64Array = new Float64Array(0);
  /** Components of flows over loose links alone that still run. */
  private sharing = 0;
  /** [links] bytes/s that flows over tight links put on a loose link, at most; exact while `sharing`. */
  private readonly load: Float64Array;
  /** [variables] rate with which a variable counts in `load`. */
  private readonly counted: Float64Array;
  /** [links] run whose flows share the rest of a loose link; -1: none. */
  private readonly sharedBy: Int32Array;
  private readonly localOf: Int32Array;
  /**
   * [runs][local links] while no flow shares a loose link's rest: variables bottlenecked at the link
   * count in `load` with this rate at least.
   */
  private readonly promised: Float64Array[] = [];
  private overloaded = false;

  constructor(
    private readonly scope: Scope,
    private readonly layer: Uint8Array,
    private readonly loose: LooseHops,
  ) {
    const links = scope.set.capacity.length;
    this.load = new Float64Array(links);
    this.counted = new Float64Array(scope.bundles.count);
    this.sharedBy = new Int32Array(links).fill(-1);
    this.localOf = new Int32Array(links).fill(-1);
  }

  /**
   * Runs the components `group[from .. to)` until all flows have ended or the scope's `until`: Infinity.
   * Otherwise the time from which loose links decide; the flows that had not ended then have Infinity in
   * `finish` and what remains in `left`.
   */
  run(components: Components, group: Int32Array, from: number, to: number): number {
    this.open(components, group, from, to);
    const { begin } = this.runs[0];
    const { until } = this.scope;
    let time = begin;
    for (let r = 0; r < this.used; r += 1) if (!this.sharesLoose(r)) this.refill(r, time);
    let decided = Infinity;
    for (;;) {
      if (!this.holds(time)) {
        decided = time;
        break;
      }
      const r = this.soonest();
      if (r < 0 || this.next[r] >= until) {
        if (until < Infinity) time = until;
        break;
      }
      time = Math.min(until, this.next[r] + SIMULTANEOUS * (this.next[r] - begin));
      this.endFlows(r, time);
      this.refill(r, time);
    }
    this.close(time);
    return decided;
  }

  private open(components: Components, group: Int32Array, from: number, to: number): void {
    const { scope } = this;
    this.used = to - from;
    this.overloaded = false;
    this.sharing = 0;
    if (this.due.length < this.used) {
      this.due = new Uint8Array(2 * this.used);
      this.next = new Float64Array(2 * this.used);
      this.top = new Float64Array(2 * this.used);
      this.active = new Int32Array(2 * this.used);
    }
    this.activeCount = this.used;
    for (let r = 0; r < this.used; r += 1) {
      const component = group[from + r];
      const size = sizeOf(components, component, scope.bundles);
      if (this.runs[r] === undefined || !this.runs[r].fits(size)) {
        this.runs[r] = new ComponentRun(scope, size, this.localOf);
        this.promised[r] = new Float64Array(this.runs[r].linkOf.length);
      }
      const run = this.runs[r];
      this.promised[r].fill(0);
      run.open(components.variable, components.start[component], components.start[component + 1]);
      this.active[r] = r;
      this.top[r] = 0;
      this.due[r] = 0;
      if (!this.sharesLoose(r)) continue;
      this.due[r] = REFILL;
      this.sharing += 1;
      for (let link = 0; link < run.share.on.links; link += 1)
        if (run.linkOf[link] >= 0) this.sharedBy[run.linkOf[link]] = r;
    }
  }

  private sharesLoose(r: number): boolean {
    return layerOfVariable(this.scope.bundles, this.layer, this.runs[r].variableOf[0]) === LOOSE;
  }

  /** The run whose flow ends next; -1 when none will. */
  private soonest(): number {
    const { active, next } = this;
    let at = -1;
    let soonest = Infinity;
    let kept = 0;
    for (let i = 0; i < this.activeCount; i += 1) {
      const r = active[i];
      const end = next[r];
      if (end === Infinity) continue;
      active[kept++] = r;
      if (end < soonest) {
        soonest = end;
        at = r;
      }
    }
    this.activeCount = kept;
    return at;
  }

  /** Ends what ends by `time`; takes it off the loose links. */
  private endFlows(r: number, time: number): void {
    const { load, counted } = this;
    const { link, share, memberStart, ofMember, shareOfMember } = this.loose;
    const run = this.runs[r];
    run.endFlows(time);
    for (let i = 0; i < run.endedCount; i += 1) {
      const member = run.ended[i];
      const v = run.endedOf[i];
      const rate = counted[run.variableOf[v]];
      if (run.share.on.weight[v] === 0) {
        if (rate > 0) this.count(run.variableOf[v], 0);
        continue;
      }
      for (let at = memberStart[member]; at < memberStart[member + 1]; at += 1) {
        const entry = ofMember[at];
        share[entry] -= shareOfMember[at];
        load[link[entry]] -= rate * shareOfMember[at];
        if (this.sharing > 0) this.touch(link[entry]);
      }
    }
  }

  /** New rates for a run whose flows ended; what changes on loose links. */
  private refill(r: number, time: number): void {
    const run = this.runs[r];
    if (run.refill(time)) {
      this.solves += 1;
      this.recountChanged(r);
    }
    this.next[r] = run.soonestEnd();
    if (this.sharing === 0 || !this.sharesLoose(r)) return;
    if (run.liveCount === 0) this.sharing -= 1;
    else if (this.due[r] === 0) this.due[r] = CHECK;
  }

  /** Counts what has other rates since the last refill of run r. */
  private recountChanged(r: number): void {
    const { share, variableOf } = this.runs[r];
    const { changed, changedCount, reassigned, reassignedCount, fairShare, on } = share;
    const promised = this.promised[r];
    const exact = this.sharing > 0;
    for (let i = 0; i < changedCount; i += 1) {
      const link = changed[i];
      const now = fairShare[link];
      if (on.bottlenecked[link] === 0) continue;
      if (now > this.top[r]) this.top[r] = now;
      if (!exact && now <= promised[link]) continue;
      if (!exact) promised[link] = now * AHEAD;
      const rate = exact ? now : promised[link];
      const end = on.linkStart[link] + on.bottlenecked[link];
      for (let slot = on.linkStart[link]; slot < end; slot += 1)
        this.count(variableOf[on.slotVar[slot]], rate);
    }
    for (let i = 0; i < reassignedCount; i += 1) {
      const link = on.bottleneck[reassigned[i]];
      const variable = variableOf[reassigned[i]];
      if (exact) this.count(variable, fairShare[link]);
      else if (this.counted[variable] < promised[link]) this.count(variable, promised[link]);
    }
  }

  /** Counts a variable with `rate` on the loose links that it crosses. */
  private count(variable: number, rate: number): void {
    const { load, counted } = this;
    const { start, link, share } = this.loose;
    const { capacity } = this.scope.set;
    const more = rate - counted[variable];
    counted[variable] = rate;
    for (let entry = start[variable]; entry < start[variable + 1]; entry += 1) {
      const crossed = link[entry];
      const now = load[crossed] + more * share[entry];
      load[crossed] = now;
      if (now > capacity[crossed] * ROUNDING) this.overloaded = true;
      if (this.sharing > 0) this.touch(crossed);
    }
  }

  private touch(link: number): void {
    if (this.sharedBy[link] >= 0) this.due[this.sharedBy[link]] = REFILL;
  }

  /** Counts every variable with its present rate. */
  private recount(): void {
    this.forget();
    this.overloaded = false;
    for (let r = 0; r < this.used; r += 1) {
      const { share, variableOf } = this.runs[r];
      this.promised[r].fill(0);
      for (let v = 0; v < share.on.variables; v += 1)
        if (share.on.weight[v] > 0) this.count(variableOf[v], share.rateOf(v));
    }
  }

  /** Shares out what is left of the loose links; whether the rates are max-min fair on all links. */
  private holds(time: number): boolean {
    if (this.overloaded) this.recount();
    if (this.overloaded) return false;
    for (let r = 0; this.sharing > 0 && r < this.used; r += 1) {
      const due = this.due[r];
      this.due[r] = 0;
      const run = this.runs[r];
      if (due === 0 || run.liveCount === 0) continue;
      if (due === REFILL) this.shareRest(r, time);
      if (!this.othersHaveLess(run)) return false;
    }
    return true;
  }

  private shareRest(r: number, time: number): void {
    const run = this.runs[r];
    const { capacity } = this.scope.set;
    for (let link = 0; link < run.share.on.links; link += 1) {
      const own = run.linkOf[link];
      if (own >= 0) run.share.setCapacity(link, Math.max(0, capacity[own] - this.load[own]));
    }
    if (run.refill(time)) this.solves += 1;
    this.next[r] = run.soonestEnd();
  }

  /** Whether no flow that is bottlenecked elsewhere has more than the flows of a loose link that is full. */
  private othersHaveLess(sharing: ComponentRun): boolean {
    const lowest = sharing.share.lowestFairShare();
    const { loose } = this;
    for (let r = 0; r < this.used; r += 1) {
      const run = this.runs[r];
      if (run === sharing || this.top[r] <= lowest) continue;
      const { share } = run;
      for (let v = 0; v < share.on.variables; v += 1) {
        if (share.on.weight[v] === 0) continue;
        const rate = share.rateOf(v);
        if (rate <= lowest) continue;
        const variable = run.variableOf[v];
        for (let entry = loose.start[variable]; entry < loose.start[variable + 1]; entry += 1) {
          if (loose.share[entry] > NOTHING && rate > sharing.fairShareOf(loose.link[entry])) return false;
        }
      }
    }
    return true;
  }

  private forget(): void {
    const { loose } = this;
    for (let r = 0; r < this.used; r += 1) {
      const run = this.runs[r];
      for (let v = 0; v < run.share.on.variables; v += 1) {
        const variable = run.variableOf[v];
        this.counted[variable] = 0;
        for (let entry = loose.start[variable]; entry < loose.start[variable + 1]; entry += 1)
          this.load[loose.link[entry]] = 0;
      }
    }
  }

  private close(time: number): void {
    this.forget();
    for (let r = 0; r < this.used; r += 1) {
      const run = this.runs[r];
      if (time === this.scope.until) run.endBy(time);
      for (let link = 0; link < run.share.on.links; link += 1)
        if (run.linkOf[link] >= 0) this.sharedBy[run.linkOf[link]] = -1;
      run.close(time);
    }
  }
}
