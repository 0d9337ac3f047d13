/**
 * Figures 5 to 8 of the paper as data: what the twin computes for each point. The published curves exist only
 * as pictures, so there is nothing here to compare with; the text's claims are checked in the spec.
 */
import { type ClusterSpec, type RoutingPolicy } from '../definition/index.js';
import { addRings, allToAll, collectiveTime, expertAllToAll, tokenCopies } from '../collectives/index.js';
import { Fabric, Traffic } from '../traffic/index.js';

export interface FigurePoint {
  /** Curve of the figure: a network, a routing policy, a direction. */
  readonly series: string;
  readonly gpus: number;
  readonly bytes: number;
  readonly value: number;
  readonly unit: 'GB/s' | 'us';
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Names and definitions of the networks that a figure compares. */
export type Networks = Readonly<Record<string, ClusterSpec>>;

/** Powers of two from `first` to `last`. */
function sizes(first: number, last: number): number[] {
  const list: number[] = [];
  for (let bytes = first; bytes <= last; bytes *= 2) list.push(bytes);
  return list;
}

const KIB = 1024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;

/** Figure 5: NCCL all-to-all, bus bandwidth by message size, from 32 to 128 GPUs. */
export function figure5(networks: Networks): readonly FigurePoint[] {
  return acrossNetworks(networks, (fabric, series) =>
    [32, 64, 128].flatMap((gpus) =>
      sizes(MIB, 16 * GIB).map((bytes) => ({
        series,
        gpus,
        bytes,
        value: allToAll(fabric, { groups: [range(gpus)], bytes }).busbwGBps,
        unit: 'GB/s' as const,
      })),
    ),
  );
}

/** Figure 6: latency of an all-to-all among 16 GPUs by message size. */
export function figure6(networks: Networks): readonly FigurePoint[] {
  return acrossNetworks(networks, (fabric, series) =>
    sizes(64, 64 * MIB).map((bytes) => ({
      series,
      gpus: 16,
      bytes,
      value: allToAll(fabric, { groups: [range(16)], bytes }).seconds * 1e6,
      unit: 'us' as const,
    })),
  );
}

const HIDDEN = 7168;
const FIGURE7_TOKENS = 4096;

/**
 * Figure 7: DeepEP dispatch (FP8 with scales) and combine (BF16), 4,096 tokens a GPU, bandwidth as DeepEP
 * counts it.
 */
export function figure7(networks: Networks): readonly FigurePoint[] {
  return acrossNetworks(networks, (fabric, series) =>
    [16, 32, 64, 128].flatMap((gpus) =>
      (['dispatch', 'combine'] as const).map((direction) => {
        const nodes = gpus / fabric.gpusPerNode;
        const { nodesPerToken, gpusPerToken } = tokenCopies(gpus, nodes);
        const bytesPerToken = direction === 'dispatch' ? HIDDEN * (1 + 4 / 128) : HIDDEN * 2;
        const { logicalGBps } = expertAllToAll(fabric, {
          direction,
          groups: [range(gpus)],
          tokensPerGpu: FIGURE7_TOKENS,
          bytesPerToken,
          remoteNodesPerToken: (nodesPerToken * (nodes - 1)) / nodes,
          gpusPerToken,
        });
        return {
          series: `${series} ${direction}`,
          gpus,
          bytes: FIGURE7_TOKENS * bytesPerToken,
          value: logicalGBps,
          unit: 'GB/s' as const,
        };
      }),
    ),
  );
}

const FIGURE8_BYTES = GIB;

/**
 * Figure 8: all-gather and reduce-scatter on RoCE under each routing policy, by TP size. Every GPU is in a TP
 * group; groups are spread so that each hop of a ring leaves its leaf (`stride` nodes apart), which is where
 * routing matters. ECMP is the mean over `seeds` hashes.
 */
export function figure8(cluster: ClusterSpec, seeds = 5): readonly FigurePoint[] {
  const graph = new Fabric(cluster).graph;
  const policies: readonly RoutingPolicy[] = ['ecmp', 'adaptive', 'static'];
  return policies.flatMap((routing) =>
    [2, 4, 8, 16].flatMap((gpus) =>
      (['all-gather', 'reduce-scatter'] as const).map((operation) => {
        const draws = routing === 'ecmp' ? seeds : 1;
        let total = 0;
        for (let seed = 0; seed < draws; seed += 1) {
          const fabric = new Fabric(cluster, { graph, routing, seed });
          const groups = spreadGroups(fabric, gpus);
          const traffic = addRings(new Traffic(fabric), operation, { groups, bytes: FIGURE8_BYTES });
          total +=
            collectiveTime(traffic, traffic.latency, { bytes: FIGURE8_BYTES, busFactor: (gpus - 1) / gpus })
              .busbwGBps / draws;
        }
        return {
          series: `${operation} ${routing}`,
          gpus,
          bytes: FIGURE8_BYTES,
          value: total,
          unit: 'GB/s' as const,
        };
      }),
    ),
  );
}

/** Groups of `size` GPUs on one rail, on nodes as far apart as the cluster allows; every GPU is in one. */
function spreadGroups(fabric: Fabric, size: number): number[][] {
  const { nodes, gpusPerNode } = fabric.spec;
  const stride = nodes / size;
  return range(stride).flatMap((first) =>
    range(gpusPerNode).map((rail) => range(size).map((i) => (first + i * stride) * gpusPerNode + rail)),
  );
}

function acrossNetworks(
  networks: Networks,
  points: (fabric: Fabric, series: string) => readonly FigurePoint[],
): readonly FigurePoint[] {
  return Object.entries(networks).flatMap(([series, cluster]) => points(new Fabric(cluster), series));
}
