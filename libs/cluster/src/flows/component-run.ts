/**
 * One independent component over time: rates are max-min fair between events; an event is the end of a flow, the start
 * of one, or a change of a link's capacity. All state is in arrays allocated once for the largest component.
 *
 * Every link keeps a clock: the bytes that a flow has sent which it held all the time. A flow is due at a reading of its holder's clock, so a
 * change of rates touches links, and of flows only those that get another holder.
 */
import { type Bundles } from './bundles.js';
import { type Size } from './components.js';
import { FairShare } from './fair-share.js';
import { type CapacityChanges, type FlowSet } from './flow-set.js';
import { NOBODY } from './shared-links.js';

/** Ends closer together than this part of the elapsed time are one event; each still gets its own time. */
export const SIMULTANEOUS = 1e-13;

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
  /** Members (positions in the bundles) that the last `endFlows` ended, and the local variable of each: the first `endedCount`. */
  readonly ended: Int32Array;
  readonly endedOf: Int32Array;
  endedCount = 0;
  /** When its first flow starts, seconds. */
  begin = 0;
  private readonly capLink: Int32Array;
  /** [local link] its clock at `since`, bytes; the first reading at which something it holds is due, and when that is. */
  private readonly clock: Float64Array;
  private readonly since: Float64Array;
  private readonly firstDue: Float64Array;
  private readonly endsAt: Float64Array;
  /** [local link] 1: it holds others than those of whom `firstDue` is the first. */
  private readonly regrouped: Uint8Array;
  /** Links whose `endsAt` must be worked out anew. */
  private readonly pending: Int32Array;
  private pendingCount = 0;
  /** [local variable] reading of its holder's clock at which the next member ends, and the position of that member. */
  private readonly due: Float64Array;
  private readonly cursor: Int32Array;
  private readonly order: Int32Array;
  private readonly lost: Float64Array;
  private nextStart = 0;

  /** `localOf`: [links] -1, shared by runs that meet no link of each other. */
  constructor(private readonly scope: Scope, private readonly most: Size, private readonly localOf: Int32Array) {
    const { variables, hops } = most;
    const links = Math.min(scope.set.capacity.length, hops) + variables;
    this.share = new FairShare({ variables, links, hops: hops + variables });
    this.linkOf = new Int32Array(links);
    this.clock = new Float64Array(links);
    this.since = new Float64Array(links);
    this.firstDue = new Float64Array(links);
    this.endsAt = new Float64Array(links);
    this.regrouped = new Uint8Array(links);
    this.pending = new Int32Array(links);
    this.lost = new Float64Array(links);
    this.ended = new Int32Array(most.flows);
    this.endedOf = new Int32Array(most.flows);
    this.variableOf = new Int32Array(variables);
    this.capLink = new Int32Array(variables);
    this.due = new Float64Array(variables);
    this.cursor = new Int32Array(variables);
    this.order = new Int32Array(variables);
  }

  /** Traffic class of a local variable. */
  classOf(v: number): number {
    return this.scope.bundles.trafficClass[this.variableOf[v]!]!;
  }

  /** Whether a component fits. */
  fits(size: Size): boolean {
    return size.variables <= this.most.variables && size.hops <= this.most.hops && size.flows <= this.most.flows;
  }

  /** Runs the variables `variable[from .. to)` to their end. */
  run(variable: Int32Array, from: number, to: number, observe?: SpanObserver): void {
    this.load(variable, from, to);
    const variables = to - from;
    const { changes, until } = this.scope;
    const { begin } = this;
    let change = 0;
    let time = begin;
    for (;;) {
      while (change < changes.time.length && changes.time[change]! <= time) this.change(change++);
      while (this.nextStart < variables && this.startOf(this.nextStart) <= time) this.admit(this.order[this.nextStart++]!, time);
      const start = this.nextStart < variables ? this.startOf(this.nextStart) : Infinity;
      if (this.liveCount === 0) {
        if (start >= until) break;
        time = start;
        continue;
      }
      this.refill(time);
      const external = Math.min(until, start, change < changes.time.length ? changes.time[change]! : Infinity);
      const event = this.soonestEnd();
      if (event === Infinity && external === Infinity) break;
      const end = Math.min(external, event + Math.max(this.scope.batching, SIMULTANEOUS) * (event - begin));
      if (observe !== undefined) observe(time, Math.min(event, end), this);
      this.endFlows(end);
      time = end;
      if (time === until) break;
    }
    this.close(time);
  }

  /** Loads the variables `variable[from .. to)`, which all start at the same time, for a caller that takes the steps of `run` itself. */
  open(variable: Int32Array, from: number, to: number): void {
    this.load(variable, from, to);
    while (this.nextStart < to - from) this.admit(this.order[this.nextStart++]!, this.begin);
  }

  /** Ends the run at `time`: flows that have not ended keep what they have `left`. */
  close(time: number): void {
    this.abandon(time);
    this.release();
  }

  /** Rates for what is live now. False when nothing had changed. */
  refill(time: number): boolean {
    const { share, clock, since, due, regrouped } = this;
    if (!share.settle()) return false;
    this.solves += 1;
    const { changed, changedCount, oldLevel, moved, movedCount, oldHolder } = share;
    for (let i = 0; i < changedCount; i += 1) {
      const link = changed[i]!;
      clock[link] = oldLevel[link] === Infinity ? 0 : clock[link]! + oldLevel[link]! * (time - since[link]!);
      since[link] = time;
      this.expect(link);
    }
    for (let i = 0; i < movedCount; i += 1) {
      const v = moved[i]!;
      const from = oldHolder[v]!;
      const to = share.on.holder[v]!;
      if (from === to) continue;
      const left = from === NOBODY ? due[v]! : due[v]! - this.clockAt(from, time);
      due[v] = this.clockAt(to, time) + (left > 0 ? left : 0);
      regrouped[to] = 1;
      this.expect(to);
      if (from === NOBODY) continue;
      regrouped[from] = 1;
      this.expect(from);
    }
    this.foresee(time);
    return true;
  }

  /** Puts a link on the list of those for which `foresee` has work. */
  private expect(link: number): void {
    if (this.endsAt[link] === -1) return;
    this.endsAt[link] = -1;
    this.pending[this.pendingCount++] = link;
  }

  /** Works out when links see something end next. */
  private foresee(time: number): void {
    const { pending, regrouped, firstDue, endsAt, clock, since, due, share } = this;
    const { linkStart, held, slotVar } = share.on;
    for (let i = 0; i < this.pendingCount; i += 1) {
      const link = pending[i]!;
      if (regrouped[link] === 1) {
        regrouped[link] = 0;
        let first = Infinity;
        const end = linkStart[link]! + held[link]!;
        for (let slot = linkStart[link]!; slot < end; slot += 1) {
          const at = due[slotVar[slot]!]!;
          if (at < first) first = at;
        }
        firstDue[link] = first;
      }
      const rest = firstDue[link]! - clock[link]!;
      const level = share.level[link]!;
      if (firstDue[link] === Infinity) endsAt[link] = Infinity;
      else endsAt[link] = rest > 0 ? since[link]! + rest / level : time;
    }
    this.pendingCount = 0;
  }

  /** What a flow has sent that the link has held since its clock began. */
  private clockAt(link: number, time: number): number {
    const level = this.share.level[link]!;
    return level === Infinity ? this.clock[link]! : this.clock[link]! + level * (time - this.since[link]!);
  }

  /** Level of a link of the set; Infinity where it holds none, or is none of the component's. */
  levelOf(link: number): number {
    return this.localOf[link]! < 0 ? Infinity : this.share.level[this.localOf[link]!]!;
  }

  /** When the next flow ends at the present rates. */
  soonestEnd(): number {
    const { endsAt } = this;
    const { links } = this.share.on;
    let soonest = Infinity;
    for (let link = 0; link < links; link += 1) {
      const at = endsAt[link]!;
      if (at < soonest) soonest = at;
    }
    return soonest;
  }

  /** Ends the flows that get done by `end`. */
  endFlows(end: number): void {
    const { endsAt, clock, since, firstDue, due, share } = this;
    const { links, linkStart, held, slotVar } = share.on;
    this.endedCount = 0;
    for (let link = 0; link < links; link += 1) {
      if (endsAt[link]! > end) continue;
      const reached = Math.max(firstDue[link]!, clock[link]! + share.level[link]! * (end - since[link]!));
      for (let slot = linkStart[link]! + held[link]! - 1; slot >= linkStart[link]!; slot -= 1) {
        const v = slotVar[slot]!;
        if (due[v]! <= reached && this.endMembers(v, link, reached, end)) this.liveCount -= 1;
      }
      this.regrouped[link] = 1;
      this.expect(link);
    }
  }

  /** Ends the members of variable v that are done when its holder's clock reads `reached`; true when none is left. */
  private endMembers(v: number, link: number, reached: number, end: number): boolean {
    const { bundles, set, finish, batching } = this.scope;
    const { share, due } = this;
    const rate = share.level[link]!;
    const first = this.cursor[v]!;
    const last = bundles.memberStart[this.variableOf[v]! + 1]!;
    let at = first;
    for (;;) {
      const flow = bundles.member[at]!;
      const rest = due[v]! - this.clock[link]!;
      const done = Math.min(end, rest > 0 ? this.since[link]! + rest / rate : this.since[link]!);
      finish[flow] = done;
      this.ended[this.endedCount] = at;
      this.endedOf[this.endedCount++] = v;
      if (batching > SIMULTANEOUS) this.loseRate(v, rate * (end - done));
      at += 1;
      if (at === last) break;
      due[v]! += set.bytes[bundles.member[at]!]! - set.bytes[flow]!;
      if (due[v]! > reached) break;
    }
    this.cursor[v] = at;
    share.end(v, at - first);
    if (this.capLink[v]! >= 0) share.setCapacity(this.capLink[v]!, bundles.rateCap[this.variableOf[v]!]! * (last - at));
    return at === last;
  }

  private loseRate(v: number, bytes: number): void {
    const { varStart, hopLink, hopShare, capacity } = this.share.on;
    for (let hop = varStart[v]!; hop < varStart[v + 1]!; hop += 1) {
      const link = hopLink[hop]!;
      if (this.linkOf[link]! < 0) continue;
      this.lost[link]! += bytes * hopShare[hop]!;
      this.lostSeconds = Math.max(this.lostSeconds, this.lost[link]! / capacity[link]!);
    }
  }

  private startOf(nth: number): number {
    return this.scope.bundles.startTime[this.variableOf[this.order[nth]!]!]!;
  }

  private admit(v: number, time: number): void {
    const { bundles, set, finish } = this.scope;
    const variable = this.variableOf[v]!;
    let at = bundles.memberStart[variable]!;
    const last = bundles.memberStart[variable + 1]!;
    for (; at < last && set.bytes[bundles.member[at]!] === 0; at += 1) finish[bundles.member[at]!] = time;
    if (at === last) return;
    this.cursor[v] = at;
    this.due[v] = set.bytes[bundles.member[at]!]!;
    this.liveCount += 1;
    this.share.start(v, last - at);
    if (this.capLink[v]! >= 0) this.share.setCapacity(this.capLink[v]!, bundles.rateCap[variable]! * (last - at));
  }

  private change(index: number): void {
    const link = this.localOf[this.scope.changes.link[index]!]!;
    if (link >= 0) this.share.setCapacity(link, this.scope.changes.capacity[index]!);
  }

  /** Flows that did not end: what runs (or stalls, on a link that is down), and what has not started. */
  private abandon(time: number): void {
    const { bundles, set, finish, left } = this.scope;
    const { on } = this.share;
    const stop = (v: number, from: number, sent: number): void => {
      for (let at = from; at < bundles.memberStart[this.variableOf[v]! + 1]!; at += 1) {
        const flow = bundles.member[at]!;
        finish[flow] = Infinity;
        left[flow] = set.bytes[flow]! - sent;
      }
    };
    for (let v = 0; this.liveCount > 0 && v < on.variables; v += 1) {
      if (on.weight[v] === 0) continue;
      const cursor = this.cursor[v]!;
      const rest = on.holder[v] === NOBODY ? this.due[v]! : this.due[v]! - this.clockAt(on.holder[v]!, time);
      stop(v, cursor, set.bytes[bundles.member[cursor]!]! - Math.max(0, rest));
      this.liveCount -= 1;
    }
    for (let i = this.nextStart; i < on.variables; i += 1) stop(this.order[i]!, bundles.memberStart[this.variableOf[this.order[i]!]!]!, 0);
  }

  /** Writes the component into the fair-share problem with local numbers; a rate cap is a link of its own. */
  private load(variable: Int32Array, from: number, to: number): void {
    const { bundles, set } = this.scope;
    const { paths, rateCap } = bundles;
    const { varStart, hopLink, hopShare, capacity } = this.share.on;
    let links = 0;
    let hops = 0;
    for (let v = 0; v < to - from; v += 1) {
      const global = variable[from + v]!;
      this.variableOf[v] = global;
      let tightest = Infinity;
      for (let hop = paths.start[global]!; hop < paths.start[global + 1]!; hop += 1) {
        const link = paths.link[hop]!;
        if (this.localOf[link]! < 0) {
          this.localOf[link] = links;
          this.linkOf[links] = link;
          this.lost[links] = 0;
          capacity[links++] = set.capacity[link]!;
        }
        hopLink[hops] = this.localOf[link]!;
        hopShare[hops++] = paths.share[hop]!;
        tightest = Math.min(tightest, set.capacity[link]! / paths.share[hop]!);
      }
      this.capLink[v] = -1;
      if (rateCap[global]! < tightest || (rateCap[global]! < Infinity && this.scope.changes.link.length > 0)) {
        this.capLink[v] = links;
        this.linkOf[links] = -1;
        hopLink[hops] = links++;
        hopShare[hops++] = 1;
      }
      varStart[v + 1] = hops;
    }
    this.share.index(to - from, links);
    this.endsAt.fill(Infinity, 0, links);
    this.clock.fill(0, 0, links);
    this.regrouped.fill(1, 0, links);
    this.pendingCount = 0;
    this.orderByStart(to - from);
    this.begin = to === from ? 0 : this.startOf(0);
    this.nextStart = 0;
    this.liveCount = 0;
  }

  /** Local variables by start time; ties keep their order. */
  private orderByStart(variables: number): void {
    const { startTime } = this.scope.bundles;
    const at = (v: number): number => startTime[this.variableOf[v]!]!;
    let sorted = true;
    for (let v = 0; v < variables; v += 1) {
      this.order[v] = v;
      if (v > 0 && at(v) < at(v - 1)) sorted = false;
    }
    if (!sorted) this.order.subarray(0, variables).sort((a, b) => at(a) - at(b) || a - b);
  }

  private release(): void {
    const { links } = this.share.on;
    for (let link = 0; link < links; link += 1) if (this.linkOf[link]! >= 0) this.localOf[this.linkOf[link]!] = -1;
  }
}
