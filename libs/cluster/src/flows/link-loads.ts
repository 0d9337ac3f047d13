/** What links carried: bytes, mean and peak utilisation, by traffic class. */
import { type FlowSet } from './flow-set.js';
import { type FlowResult, simulateFlows, type SimulateOptions } from './simulate-flows.js';

export interface LinkLoads {
  /** Traffic classes: 0 .. classes - 1. */
  readonly classes: number;
  /** [class * links + link] bytes. */
  readonly bytes: Float64Array;
  /** [class * links + link] share of the link's rate, mean from 0 to the makespan. */
  readonly mean: Float64Array;
  /**
   * [class * links + link] and [link]: highest share of the link's rate at any moment, of a class and of all
   * together.
   */
  readonly peak: Float64Array;
  readonly peakOfAll: Float64Array;
}

/**
 * Simulates with accounts of loads; slower than `simulateFlows` alone, for links are neither pruned nor
 * bundled across classes.
 */
export function simulateWithLoads(
  set: FlowSet,
  options: Omit<SimulateOptions, 'observe'> = {},
): { readonly result: FlowResult; readonly loads: LinkLoads } {
  const links = set.capacity.length;
  const classes = set.trafficClass.reduce((most, own) => Math.max(most, own + 1), 1);
  const peak = new Float64Array(classes * links);
  const peakOfAll = new Float64Array(links);
  const rate = new Float64Array(classes * links);
  const result = simulateFlows(set, {
    ...options,
    observe: (_from, _to, run) => {
      const { share } = run;
      const { on } = share;
      for (let local = 0; local < on.links; local += 1) {
        const link = run.linkOf[local];
        if (link >= 0) for (let c = 0; c < classes; c += 1) rate[c * links + link] = 0;
      }
      for (let v = 0; v < on.variables; v += 1) {
        if (on.weight[v] === 0) continue;
        const base = run.classOf(v) * links;
        for (let hop = on.varStart[v]; hop < on.varStart[v + 1]; hop += 1) {
          const link = run.linkOf[on.hopLink[hop]];
          if (link >= 0) rate[base + link] += share.rateOf(v) * on.weight[v] * on.hopShare[hop];
        }
      }
      for (let local = 0; local < on.links; local += 1) {
        const link = run.linkOf[local];
        if (link < 0 || on.capacity[local] === 0) continue;
        let all = 0;
        for (let c = 0; c < classes; c += 1) {
          const used = rate[c * links + link] / on.capacity[local];
          all += used;
          peak[c * links + link] = Math.max(peak[c * links + link], used);
        }
        peakOfAll[link] = Math.max(peakOfAll[link], all);
      }
    },
  });
  const bytes = bytesByClass(set, classes, result);
  const mean = bytes.map((sent, i) => (sent === 0 ? 0 : sent / (set.capacity[i % links] * result.makespan)));
  return { result, loads: { classes, bytes, mean, peak, peakOfAll } };
}

function bytesByClass(set: FlowSet, classes: number, { left }: FlowResult): Float64Array {
  const links = set.capacity.length;
  const bytes = new Float64Array(classes * links);
  for (let flow = 0; flow < set.bytes.length; flow += 1) {
    const base = set.trafficClass[flow] * links;
    const sent = set.bytes[flow] - left[flow];
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      bytes[base + set.pathLink[hop]] += sent * set.pathShare[hop];
  }
  return bytes;
}
