/**
 * Messages of one size between every two GPUs of a group, all at once (all-to-all, and the low-latency expert
 * kernels): what every link carries, and with it the time, on any graph, under any routing and any fault.
 *
 * Why no flow need be simulated. Let messages have b bytes and message f put the share a(f, l) of itself on
 * link l of rate C(l); let T be the largest of b x sum over f of a(f, l) / C(l), reached at link m.
 * (1) Not all are done before T: those on m put C(m) T bytes on it. (2) None is done later: at any moment the
 * rate b / T for each message that is left fits every link, so the smallest max-min fair rate is at least
 * b / T, and each message has had b bytes at T. So the last ends at T exactly, whatever the rates meanwhile.
 */
import { SwitchPaths } from '../routing/index.js';
import { classCode } from '../topology/index.js';
import { type Fabric, type TrafficOptions } from '../traffic/index.js';
import { EndLinks } from './end-links.js';
import { type HashedFlows } from './hashed-flows.js';
import { PortsOfKinds } from './leaf-pairs.js';
import { nodeKinds } from './node-kinds.js';
import { endLoads } from './port-pairs.js';
import { addSwitchLoads, hashedFlows, type Ways } from './switch-loads.js';

const HOST = classCode('host');
const NVLINK = classCode('nvlink');

export type ReachedShares = Pick<TrafficOptions, 'nicShare' | 'nvlinkShare'>;

export class Exchange {
  /** [links] messages that each carries; one that is sprayed counts by its share. */
  readonly loads: Float64Array;
  readonly messages: number;
  /** Longest latency of a message, seconds. */
  readonly latency: number;
  /** The hashes were drawn, not computed from each message's addresses. */
  readonly drawn: boolean;
  private readonly ways: Ways;
  private flows?: HashedFlows;

  /** @throws NoRouteError when no path is left. */
  constructor(
    readonly fabric: Fabric,
    group: readonly number[],
  ) {
    const { graph, capacity } = fabric;
    const paths = new SwitchPaths(graph, capacity);
    this.loads = new Float64Array(graph.linkCount);
    const ends = endLoads(fabric, nodeKinds(fabric, group, paths), new EndLinks(graph), this.loads);
    this.messages = ends.count;
    this.ways = { fabric, paths, ports: new PortsOfKinds(fabric), pairs: ends.pairs };
    this.latency = Math.max(ends.insideSeconds, this.networkSeconds());
    this.drawn = addSwitchLoads(this.ways, this.loads);
  }

  /**
   * Link that is busiest for what messages reach of its rate, and the seconds that it needs for messages of
   * one byte.
   */
  busiest(
    shares: ReachedShares = {},
    loads: Float64Array = this.loads,
  ): { readonly link: number; readonly seconds: number } {
    let link = -1;
    let seconds = 0;
    for (let at = 0; at < loads.length; at += 1) {
      if (loads[at] === 0) continue;
      const busy = loads[at] / this.rateOf(at, shares);
      if (busy <= seconds * (1 + 1e-9)) continue;
      seconds = busy;
      link = at;
    }
    return { link, seconds };
  }

  /** Flows that ECMP hashes, without what end links carry. */
  hashes(): HashedFlows {
    return (this.flows ??= hashedFlows(this.ways));
  }

  private rateOf(link: number, { nicShare = 1, nvlinkShare = 1 }: ReachedShares): number {
    const { graph, capacity } = this.fabric;
    const kind = graph.linkClass[link];
    return capacity[link] * (kind === HOST ? nicShare : kind === NVLINK ? nvlinkShare : 1);
  }

  private networkSeconds(): number {
    const { paths, ports, pairs, fabric } = this.ways;
    const { perSwitch } = fabric.graph.shape.hopSeconds;
    let seconds = 0;
    for (const { endSeconds } of pairs) seconds = Math.max(seconds, endSeconds + perSwitch);
    ports.forEachLeafPair(pairs, (from, to, _flows, _messages, { endSeconds }) => {
      const switches = (paths.distance(from, to) ?? 0) + 1;
      seconds = Math.max(seconds, endSeconds + switches * perSwitch);
    });
    return seconds;
  }
}

const latest = new WeakMap<Fabric, { readonly group: readonly number[]; readonly exchange: Exchange }>();

/** The exchange of a group, which does not depend on sizes: the last one of each fabric is kept. */
export function exchangeOf(fabric: Fabric, group: readonly number[]): Exchange {
  let known = latest.get(fabric);
  if (known?.group !== group) {
    known = { group, exchange: new Exchange(fabric, group) };
    latest.set(fabric, known);
  }
  return known.exchange;
}
