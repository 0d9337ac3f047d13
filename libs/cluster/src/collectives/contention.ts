/**
 * Several kinds of traffic at once (paper, sections 4.5 and 5.2.2): how long each takes alone, when all flows share links as
 * equals, when each kind has a queue of its own on every link (VOQ, traffic classes), and when kinds keep to planes of their own.
 * Shared, a kind gets bandwidth in proportion to its flows, so an all-to-all of many crowds out a ring of one per NIC.
 */
import { invariant } from '@railyard/base';
import { type FlowSet, simulateFlows } from '../flows/index.js';
import { type Fabric } from './fabric.js';
import { Traffic } from './traffic.js';

export interface TrafficKind {
  readonly name: string;
  /** Puts the kind's messages into the traffic: `addExpertMessages`, `addRings`, `Traffic.store`, ... */
  readonly add: (traffic: Traffic) => unknown;
  /** Rails of the kind when kinds are kept apart by plane. */
  readonly rails?: readonly number[];
}

export interface KindTimes {
  readonly name: string;
  readonly aloneSeconds: number;
  readonly sharedSeconds: number;
  /** Each link divides its rate evenly over the kinds present, then over their flows. */
  readonly queuedSeconds: number;
  /** On its own rails only; undefined unless every kind names rails. */
  readonly separatedSeconds: number | undefined;
}

export function contention(fabric: Fabric, kinds: readonly TrafficKind[]): readonly KindTimes[] {
  invariant(kinds.length > 0 && kinds.length <= 256, 'one to 256 kinds of traffic', { kinds: kinds.length });
  const together = gather(fabric, kinds, false);
  const shared = endByKind(together, kinds.length);
  const queued = endByKind(withQueues(together, kinds.length), kinds.length);
  const separated = kinds.every((kind) => kind.rails !== undefined) ? endByKind(gather(fabric, kinds, true), kinds.length) : undefined;
  return kinds.map((kind, i) => ({
    name: kind.name, aloneSeconds: endByKind(gather(fabric, [kind], false), 1)[0]!, sharedSeconds: shared[i]!, queuedSeconds: queued[i]!, separatedSeconds: separated?.[i],
  }));
}

function gather(fabric: Fabric, kinds: readonly TrafficKind[], onOwnRails: boolean): FlowSet {
  const traffic = new Traffic(fabric);
  kinds.forEach((kind, i) => {
    traffic.trafficClass = i;
    traffic.rails = onOwnRails ? kind.rails : undefined;
    kind.add(traffic);
  });
  return traffic.build().flows;
}

function endByKind(set: FlowSet, kinds: number): Float64Array {
  const { finish } = simulateFlows(set);
  const end = new Float64Array(kinds);
  for (let flow = 0; flow < finish.length; flow += 1) end[set.trafficClass[flow]!] = Math.max(end[set.trafficClass[flow]!]!, finish[flow]!);
  return end;
}

/**
 * Weighted sharing by substitution: a flow of weight w is one of weight 1 with bytes / w whose share of each link is times w. A
 * flow weighs 1 / (flows of its kind where it meets most of them), so that on a link that two kinds fill each gets half.
 */
function withQueues(set: FlowSet, kinds: number): FlowSet {
  const links = set.capacity.length;
  const crowd = new Int32Array(links * kinds);
  const each = (visit: (flow: number, slot: number, hop: number) => void): void => {
    for (let flow = 0; flow < set.bytes.length; flow += 1) {
      for (let hop = set.pathStart[flow]!; hop < set.pathStart[flow + 1]!; hop += 1) visit(flow, set.trafficClass[flow]! * links + set.pathLink[hop]!, hop);
    }
  };
  each((_flow, slot) => { crowd[slot]! += 1; });
  const most = new Int32Array(set.bytes.length);
  each((flow, slot) => { most[flow] = Math.max(most[flow]!, crowd[slot]!); });
  const pathShare = set.pathShare.slice();
  each((flow, _slot, hop) => { pathShare[hop]! /= most[flow]!; });
  return { ...set, pathShare, bytes: set.bytes.map((bytes, flow) => bytes * most[flow]!) };
}
