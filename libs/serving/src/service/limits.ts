/**
 * What a pass is bound by: what reading memory and computing would take at the device's peaks, what bytes
 * take on the links, and what starts and hops take, which nothing of these shortens.
 */
import { type PassTime } from '../pass/index.js';

export interface PassLimits {
  readonly memoryBandwidthS: number;
  readonly computeS: number;
  /** Bytes of dispatch, combine and all-reduce on the fabric. */
  readonly networkS: number;
  readonly latencyS: number;
  /** The longest of them. */
  readonly boundBy: 'memory bandwidth' | 'compute' | 'dispatch, combine and all-reduce' | 'latency';
}

export function limitsOf(pass: PassTime): PassLimits {
  const exchangeS = pass.dispatchS + pass.combineS + pass.allReduceS;
  const limits = {
    memoryBandwidthS: pass.memoryS,
    computeS: pass.tensorS,
    networkS: exchangeS - pass.exchangeStartS,
    latencyS: pass.kernelStartS + pass.exchangeStartS,
  };
  const named = [
    ['memory bandwidth', limits.memoryBandwidthS],
    ['compute', limits.computeS],
    ['dispatch, combine and all-reduce', limits.networkS],
    ['latency', limits.latencyS],
  ] as const;
  const [boundBy] = named.reduce((most, next) => (next[1] > most[1] ? next : most));
  return { ...limits, boundBy };
}
