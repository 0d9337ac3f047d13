/** From traffic to times and loads: what every collective answers with. */
import { GIGA, invariant } from '@railyard/base';
import { type FlowSet, simulateFlows } from '../flows/index.js';
import { type LinkClass } from '../topology/index.js';
import { type Fabric, type Traffic, type TrafficSet } from '../traffic/index.js';

export interface CollectiveTime {
  /** From start to the last byte at the last member. */
  readonly seconds: number;
  /** The part that does not depend on size: launch, hops, steps. */
  readonly latencySeconds: number;
  /** Buffer of one rank over time, as nccl-tests defines it for the collective. */
  readonly algbwGBps: number;
  /** algbw corrected to what a link carries, as nccl-tests defines it. */
  readonly busbwGBps: number;
  /** Class of the link that is busiest for its rate. */
  readonly bottleneck: LinkClass;
  /** Flows simulated, after symmetry. */
  readonly flows: number;
}

export interface Bandwidth {
  readonly bytes: number;
  readonly busFactor: number;
}

/** A collective of groups that have nobody to talk to. */
export const withoutPeers = (bytes: number): CollectiveTime =>
  timed(0, 0, { bytes, busFactor: 0 }, 'nvlink', 0);

/** Simulates the traffic and adds what does not depend on size. */
export function collectiveTime(
  traffic: Traffic,
  latencySeconds: number,
  bandwidth: Bandwidth,
): CollectiveTime {
  return completedTime(traffic, bandwidth, (transferSeconds) => ({ latencySeconds, transferSeconds }));
}

/** Simulates the traffic; `partsOf` says what it takes in all when its busiest link takes so many seconds. */
export function completedTime(
  traffic: Traffic,
  bandwidth: Bandwidth,
  partsOf: (wire: number) => { readonly latencySeconds: number; readonly transferSeconds: number },
): CollectiveTime {
  const set = traffic.build();
  const { latencySeconds, transferSeconds } = partsOf(simulateFlows(set.flows).makespan);
  const bottleneck = bottleneckOf(traffic.fabric, set);
  return timed(transferSeconds, latencySeconds, bandwidth, bottleneck, set.flows.bytes.length);
}

export function timed(
  transferSeconds: number,
  latencySeconds: number,
  bandwidth: Bandwidth,
  bottleneck: CollectiveTime['bottleneck'],
  flows: number,
): CollectiveTime {
  invariant(transferSeconds < Infinity, 'every message of a collective arrives');
  const seconds = latencySeconds + transferSeconds;
  const algbwGBps = seconds > 0 ? bandwidth.bytes / seconds / GIGA : 0;
  return {
    seconds,
    latencySeconds,
    algbwGBps,
    busbwGBps: algbwGBps * bandwidth.busFactor,
    bottleneck,
    flows,
  };
}

/** [links] bytes that each link of a set carries. */
export function linkBytes(set: FlowSet): Float64Array {
  const bytes = new Float64Array(set.capacity.length);
  for (let flow = 0; flow < set.bytes.length; flow += 1) {
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      bytes[set.pathLink[hop]] += set.bytes[flow] * set.pathShare[hop];
  }
  return bytes;
}

function bottleneckOf(fabric: Fabric, { flows, linkOf }: TrafficSet): LinkClass {
  const bytes = linkBytes(flows);
  let worst = 0;
  let at = -1;
  for (let link = 0; link < bytes.length; link += 1) {
    const busy = bytes[link] / flows.capacity[link];
    if (busy <= worst * (1 + 1e-9)) continue;
    worst = busy;
    at = link;
  }
  return at < 0 ? 'nvlink' : fabric.graph.classOf(linkOf[at]);
}
