/**
 * What a pass is bound by: kernels, by whichever of reading memory and computing takes longer at the device's
 * peaks; bytes on the links; or starts and hops, which nothing of these shortens.
 */
import { type PassTime } from '../pass/index.js';

export interface PassLimits {
  readonly memoryBandwidthS: number;
  readonly computeS: number;
  /** Bytes of dispatch, combine and all-reduce on the fabric. */
  readonly networkS: number;
  readonly latencyS: number;
  /** What most of the pass is: kernels at the rates that they reach, bytes on the fabric, or starts. */
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
  const kernelS = pass.attentionS + pass.denseS + pass.expertS + pass.headS - pass.kernelStartS;
  const named = [
    [limits.memoryBandwidthS >= limits.computeS ? 'memory bandwidth' : 'compute', kernelS],
    ['dispatch, combine and all-reduce', limits.networkS],
    ['latency', limits.latencyS],
  ] as const;
  const [boundBy] = named.reduce((most, next) => (next[1] > most[1] ? next : most));
  return { ...limits, boundBy };
}
