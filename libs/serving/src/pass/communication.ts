/**
 * What the GPUs of an instance exchange in a layer: partial sums of split heads and dense layers (an
 * all-reduce for each block), and tokens for the experts of other replicas (dispatch and combine).
 */
import { type Constant, GIGA, fitted, microseconds } from '@railyard/base';
import { type CollectiveTime, Fabric, allReduce, expertAllToAll, lowLatencyShares } from '@railyard/cluster';
import {
  type LayerKind,
  type ModelSpec,
  codecFactor,
  expertWidth,
  gateStatistics,
  isRouted,
  tokenBytes,
} from '@railyard/parallelism';
import { type PoolSpec, type ServingSpec, replicasOf } from '../spec/index.js';
import { type Pass, tokensOf } from './pass.js';

/** Seconds of each exchange of a layer. */
export interface LayerExchange {
  readonly allReduceS: number;
  readonly dispatchS: number;
  readonly combineS: number;
  /** Of all of them, starts of kernels and hops: what no faster link shortens. */
  readonly latencyS: number;
}

/** An exchange, and the part of it that is no byte's. */
interface Timed {
  readonly seconds: number;
  readonly latencyS: number;
}

const NOTHING: Timed = { seconds: 0, latencyS: 0 };

const range = (count: number): number[] => Array.from({ length: count }, (_, gpu) => gpu);

/**
 * Kernels of inference engines that read their peers' memory over NVLink, in one go or in two (each sums a
 * part, then all gather): what starting one and meeting the peers takes.
 */
const PEER_START: Constant = fitted(
  4.2e-6,
  's',
  'SGLang custom all-reduce on 8 H100 in a CUDA graph: 4.82, 3.75, 6.4 and 20.08 us for 256 B to 2 MiB',
);

function peerAllReduce({ nvlinkRate }: Fabric, members: number, bytes: number): Timed {
  const all = (members - 1) * bytes;
  const oneShot = PEER_START.value + all / nvlinkRate;
  const twoShot = 2 * PEER_START.value + (2 * all) / members / nvlinkRate;
  return oneShot <= twoShot
    ? { seconds: oneShot, latencyS: PEER_START.value }
    : { seconds: twoShot, latencyS: 2 * PEER_START.value };
}

/** Times of one instance on the first GPUs of its cluster; each size is simulated once. */
export class InstanceNetwork {
  private readonly fabric: Fabric;
  private readonly known = new Map<string, Timed>();

  constructor(
    private readonly spec: ServingSpec,
    private readonly pool: PoolSpec,
  ) {
    this.fabric = new Fabric(spec.cluster);
  }

  exchangeOf(kind: LayerKind, pass: Pass): LayerExchange {
    const { model } = this.spec;
    const tokens = tokensOf(pass);
    const dispatched = isRouted(kind) && replicasOf(this.pool) > 1 && this.pool.expert > 1;
    const blocks = Number(kind.mixer.kind !== 'none') + Number(kind.ffn.kind !== 'none' && !dispatched);
    const sums = this.allReduce(2 * tokens * model.hidden);
    const [dispatch, combine] = dispatched
      ? [this.expertExchange('dispatch', pass), this.expertExchange('combine', pass)]
      : [NOTHING, NOTHING];
    return {
      allReduceS: blocks * sums.seconds,
      dispatchS: dispatch.seconds,
      combineS: combine.seconds,
      latencyS: blocks * sums.latencyS + dispatch.latencyS + combine.latencyS,
    };
  }

  private allReduce(bytes: number): Timed {
    const { tensor } = this.pool;
    if (tensor === 1) return NOTHING;
    return this.once(`all-reduce ${bytes}`, () => {
      const { seconds, latencySeconds } = allReduce(this.fabric, { groups: [range(tensor)], bytes });
      const collective = { seconds, latencyS: latencySeconds };
      if (tensor > this.fabric.graph.shape.nvlinkGpus) return collective;
      const peers = peerAllReduce(this.fabric, tensor, bytes);
      return peers.seconds < seconds ? peers : collective;
    });
  }

  private expertExchange(direction: 'dispatch' | 'combine', pass: Pass): Timed {
    const tokensPerGpu = tokensOf(pass) / this.pool.tensor;
    return this.once(`${direction} ${pass.phase} ${tokensPerGpu}`, () => {
      const { model, communication } = this.spec;
      const { moe } = model;
      if (moe === undefined) return NOTHING;
      const precision =
        direction === 'dispatch' ? communication.dispatchPrecision : communication.combinePrecision;
      const request = {
        direction,
        groups: [range(this.pool.expert)],
        tokensPerGpu,
        bytesPerToken: tokenBytes(expertWidth(model, moe), precision),
        ...this.copiesOf(model, moe.topK, pass),
      };
      const { codecShare, hostProxy = 1, signalRoundTrips = 0 } = communication;
      const time = expertAllToAll(this.fabric, request);
      const codec = codecFactor(precision, codecShare);
      if (pass.phase === 'prefill') return { seconds: time.seconds * codec, latencyS: time.latencySeconds };
      const { seconds, latencyS } = this.decodeExchange(time);
      const signalS = signalRoundTrips * this.roundTripS;
      return { seconds: seconds * codec * hostProxy + signalS, latencyS: latencyS * hostProxy + signalS };
    });
  }

  /** Start and hops, and bytes at the rates that kernels reach, unless the document says what they are. */
  private decodeExchange({ seconds, latencySeconds, bottleneck }: CollectiveTime): Timed {
    const { startUs, lineShare } = this.spec.communication;
    const startS = startUs === undefined ? latencySeconds : microseconds(startUs);
    const bytesS = seconds - latencySeconds;
    const sentS = lineShare === undefined ? bytesS : (bytesS * this.reachedOf(bottleneck)) / lineShare;
    return { seconds: startS + sentS, latencyS: startS };
  }

  /** What single-token messages reach of a link's line rate. */
  private reachedOf(bottleneck: CollectiveTime['bottleneck']): number {
    const { nicShare, nvlinkShare } = lowLatencyShares(this.fabric);
    const { device, nic } = this.spec.cluster;
    return bottleneck === 'nvlink'
      ? (nvlinkShare * this.fabric.nvlinkRate) / (device.nvlinkGBps * GIGA)
      : nicShare * nic.efficiency;
  }

  /** To the farthest peer and back. */
  private get roundTripS(): number {
    const latencies = range(this.pool.expert).map((peer) => this.fabric.router.route(0, peer)?.latency ?? 0);
    return 2 * Math.max(...latencies);
  }

  /** Decode sends every copy straight to its GPU; prefill sends one to a node, which forwards it. */
  private copiesOf(model: ModelSpec, topK: number, pass: Pass) {
    const { expert } = this.pool;
    const { gpusPerNode } = this.fabric;
    const nodes = Math.ceil(expert / gpusPerNode);
    const deduplicates = pass.phase === 'prefill' && expert % gpusPerNode === 0;
    const divides = model.moe !== undefined && model.moe.routedExperts % expert === 0;
    if (!deduplicates || !divides || model.moe === undefined)
      return { remoteNodesPerToken: 0, gpusPerToken: topK, lowLatency: { copiesPerToken: topK } };
    const gate = gateStatistics(model.moe, expert, gpusPerNode);
    return {
      remoteNodesPerToken: (gate.nodesPerToken * (nodes - 1)) / nodes,
      gpusPerToken: gate.gpusPerToken,
      sms: this.spec.communication.sms,
    };
  }

  private once(key: string, compute: () => Timed): Timed {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const timed = compute();
    this.known.set(key, timed);
    return timed;
  }
}
