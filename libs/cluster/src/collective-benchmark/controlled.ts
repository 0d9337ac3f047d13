/**
 * Collectives at once where switches pause each other: each message, and each hop of a ring or a tree, is a
 * flow of its own on its one path.
 */
import { type Control, finishPaused } from '../congestion/index.js';
import { type Fabric, type Leg, Traffic } from '../traffic/index.js';

/** Adds one collective's messages. */
type Add = (traffic: Traffic) => unknown;

class HopTraffic extends Traffic {
  override sendAlong(legs: readonly Leg[], bytes: number): void {
    for (const { from, to, queuePair } of legs) this.send(from, to, bytes, queuePair ?? 0);
  }
}

/** Links of the network pause each other; those inside nodes have flow control by connection. */
const PAUSING: ReadonlySet<string> = new Set(['host', 'leaf-spine', 'spine-core', 'local', 'global']);

/** [collectives] seconds until each is done. */
export function controlledSeconds(fabric: Fabric, adds: readonly Add[], control: Control): Float64Array {
  const traffic = new HopTraffic(fabric, { everyHop: true });
  adds.forEach((add, kind) => {
    traffic.trafficClass = kind;
    add(traffic);
  });
  const { flows, linkOf } = traffic.build();
  const pausing = Uint8Array.from(linkOf, (link) => Number(PAUSING.has(fabric.graph.classOf(link))));
  const ends = new Float64Array(adds.length);
  finishPaused(flows, pausing, control).forEach((end, flow) => {
    const kind = flows.trafficClass[flow];
    ends[kind] = Math.max(ends[kind], end);
  });
  return ends;
}
