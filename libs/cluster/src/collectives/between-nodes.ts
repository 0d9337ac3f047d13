/**
 * Rings and trees between nodes (docs/model/network.md, section 4). NCCL has one protocol for small messages,
 * whose steps are short and whose rate is low, and one for large ones; the sooner is taken.
 *
 *   seconds = start + steps inside nodes x hop + steps between nodes x (wire latency + step)
 *             + max(busiest link, channels of the busiest GPU)
 */
import { type LinkConstants, linkCalibrationOf } from '../link-calibration/index.js';
import { type Fabric } from '../traffic/index.js';
import { pipeline } from './node-collective.js';

/** The way of one chunk from start to end, and what it loads besides links. */
export interface ChunkWay {
  readonly members: number;
  readonly nodes: number;
  /** Steps over NVLink, and over the network. */
  readonly hops: number;
  readonly networkSteps: number;
  /** Latency of all network steps together, seconds. */
  readonly wireLatency: number;
  /** What the channels of one GPU send. */
  readonly channelBytes: number;
  /** What a rank copies of its own. */
  readonly ownBytes: number;
}

export interface Parts {
  readonly latencySeconds: number;
  readonly transferSeconds: number;
}

/** `wire`: seconds of the busiest link. */
export function chunkedSeconds(fabric: Fabric, way: ChunkWay, wire: number): Parts {
  if (way.members < 2) return { latencySeconds: 0, transferSeconds: 0 };
  const { constants: c, channelGBps } = linkCalibrationOf(fabric.spec.device);
  if (way.nodes === 1)
    return {
      latencySeconds: c.startSeconds + way.hops * c.hopSeconds,
      transferSeconds: pipeline(wire, c.chunkSeconds),
    };
  const [small, large] = [smallMessages(c, way, wire), largeMessages(c, way, wire, channelGBps)];
  return totalOf(small) < totalOf(large) ? small : large;
}

const totalOf = ({ latencySeconds, transferSeconds }: Parts): number => latencySeconds + transferSeconds;

const smallMessages = (c: LinkConstants, way: ChunkWay, wire: number): Parts => ({
  latencySeconds:
    c.startSeconds + way.hops * c.hopSeconds + way.networkSteps * c.networkStepSeconds + way.wireLatency,
  transferSeconds: Math.max(wire, way.channelBytes / (c.lowLatencyGBps * 1e9)),
});

function largeMessages(c: LinkConstants, way: ChunkWay, wire: number, channelGBps: number): Parts {
  // Alone in its node, a GPU hands everything to its network interface.
  const channels =
    way.nodes < way.members ? way.channelBytes / (channelGBps * 1e9) + way.ownBytes / (c.copyGBps * 1e9) : 0;
  return {
    latencySeconds:
      c.startSeconds +
      way.hops * c.bulkHopSeconds +
      way.networkSteps * c.bulkNetworkStepSeconds +
      way.wireLatency,
    transferSeconds: Math.max(wire, channels),
  };
}
