/** Figures 5 to 8: the collectives that they show, run on the networks that they compare. */
import { entryOf } from '@railyard/base';
import { type Report } from '@railyard/reports';

type Cluster = typeof import('@railyard/cluster');

const WITHOUT_PXN_GPUS = 64;
const WITHOUT_PXN_BYTES = [64, 16 * 1024 ** 3];
const LOW_LATENCY_SIZES = [8, 16, 32, 64, 128, 256];
const HASH_SEEDS = 50;
/** Header values of the sprayed permutations, with their seeds. */
const SPRAYED = [
  [8, 10],
  [64, HASH_SEEDS],
  [256, 10],
] as const;
/** Seeds of the collectives, each a ring over the whole fabric. */
const RING_SEEDS = 5;
/** NICs of a leaf: two nodes. */
const LEAF_NICS = 16;
const GIB = 1024 ** 3;
/** NCCL's flows a NIC by size of the all-reduce; other counts at the largest. */
const PLANNED_BYTES = [GIB / 2, GIB, 8 * GIB, 16 * GIB];
const OTHER_FLOWS_PER_NIC = [1, 4, 8];
/** What two spines of 128 ports take from each of four leaves. */
const PLANNED_UPLINKS = 64;
const RACK_UPLINKS = [16, 32];
const QUEUE_PAIRS = 16;
/** 1,000 flows on 16 links. */
const IMBALANCE = [1000, 16, 200] as const;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const networks = ({ CLUSTERS }: Cluster) => ({
  MPFT: entryOf(CLUSTERS, 'h800-2048-mpft'),
  MRFT: entryOf(CLUSTERS, 'h800-2048-mrft'),
});

export async function figure5(): Promise<Report> {
  const cluster = await import('@railyard/cluster');
  const without = Object.entries(networks(cluster)).flatMap(([name, spec]) => {
    const fabric = new cluster.Fabric(spec, { pxn: false });
    return WITHOUT_PXN_BYTES.map((bytes) => {
      const { busbwGBps, seconds } = cluster.allToAll(fabric, { groups: [range(WITHOUT_PXN_GPUS)], bytes });
      return {
        series: `${name} without PXN`,
        gpus: WITHOUT_PXN_GPUS,
        bytes,
        busbwGBps,
        timeUs: seconds * 1e6,
      };
    });
  });
  return (await import('@railyard/reports')).figure5(cluster.figure5(networks(cluster)), without);
}

export async function figure6(): Promise<Report> {
  const cluster = await import('@railyard/cluster');
  return (await import('@railyard/reports')).figure6(cluster.figure6(networks(cluster)));
}

export async function figure7(): Promise<Report> {
  const cluster = await import('@railyard/cluster');
  const fabric = new cluster.Fabric(networks(cluster).MPFT);
  const small = LOW_LATENCY_SIZES.flatMap((gpus) =>
    (['dispatch', 'combine'] as const).map((direction) => {
      const collective = `low-latency-${direction}` as const;
      return {
        gpus,
        direction,
        us:
          cluster.timeOf(
            fabric,
            collective,
            range(gpus),
            cluster.LOW_LATENCY_TOKENS * cluster.tokenBytes(collective)!,
          ).seconds * 1e6,
      };
    }),
  );
  return (await import('@railyard/reports')).figure7(cluster.figure7(networks(cluster)), small);
}

export async function figure8(): Promise<Report> {
  const cluster = await import('@railyard/cluster');
  return (await import('@railyard/reports')).figure8(
    cluster.figure8(entryOf(cluster.CLUSTERS, 'h800-2048-roce'), RING_SEEDS),
    permutations(cluster),
    evidence(cluster),
  );
}

type FigureArguments = Parameters<typeof import('@railyard/reports').figure8>;

/**
 * H20 and H100 nodes are alike to an all-reduce: NVLink of 450 GB/s, eight NICs of 50. Two spines join four
 * leaves.
 */
function evidence(cluster: Cluster): FigureArguments[2] {
  const leaves = (nodes: number, uplinks: number) => ({
    ...entryOf(cluster.CLUSTERS, 'h100-1024-roce'),
    nodes,
    topology: {
      kind: 'fat-tree',
      layers: 2,
      switchPorts: LEAF_NICS + uplinks,
      leafDownlinks: LEAF_NICS,
    } as const,
  });
  const usual = cluster.NCCL_FLOWS_PER_NIC.value;
  const small = leaves(8, PLANNED_UPLINKS);
  const largest = PLANNED_BYTES.slice(-1);
  return {
    imbalance: cluster.hashImbalance(...IMBALANCE),
    planned: [
      ...cluster.plannedOverEcmp(small, { flowsPerNic: [usual], bytes: PLANNED_BYTES, seeds: HASH_SEEDS }),
      ...cluster.plannedOverEcmp(small, {
        flowsPerNic: OTHER_FLOWS_PER_NIC,
        bytes: largest,
        seeds: HASH_SEEDS,
      }),
    ],
    racks: new Map(
      RACK_UPLINKS.map(
        (uplinks) =>
          [
            uplinks,
            cluster.plannedOverEcmp(leaves(16, uplinks), {
              flowsPerNic: [usual, usual * QUEUE_PAIRS],
              bytes: largest,
              seeds: HASH_SEEDS,
            }),
          ] as const,
      ),
    ),
    utilisation: [usual, usual * 4].map((flows) =>
      cluster.nicUtilisation(leaves(8, LEAF_NICS), flows, HASH_SEEDS),
    ),
  };
}

function permutations(cluster: Cluster): FigureArguments[1] {
  const network = networks(cluster).MRFT;
  return new Map([
    [1, cluster.ecmpPermutation(network, HASH_SEEDS)],
    ...SPRAYED.map(
      ([entropies, seeds]) => [entropies, cluster.ecmpPermutation(network, seeds, entropies)] as const,
    ),
  ]);
}
