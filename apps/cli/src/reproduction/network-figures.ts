/** Figures 5 to 8: the collectives that they show, run on the networks that they compare. */
import { type Report } from '@railyard/reports';

type Cluster = typeof import('@railyard/cluster');

const WITHOUT_PXN_GPUS = 64;
const WITHOUT_PXN_BYTES = [64, 16 * 1024 ** 3];
const LOW_LATENCY_SIZES = [8, 16, 32, 64, 128, 256];
const LOW_LATENCY_TOKENS = 128;
const COPIES = 8;
const HIDDEN = 7168;
const HASH_SEEDS = 50;
/** Header values of the sprayed permutations, with their seeds. */
const SPRAYED = [[8, 10], [64, HASH_SEEDS], [256, 10]] as const;
/** Seeds of the collectives, each a ring over the whole fabric. */
const RING_SEEDS = 5;
/** 64 NICs under four leaves and two spines. */
const FOUR_LEAVES = { kind: 'fat-tree', layers: 2, switchPorts: 32 } as const;
const FLOWS_PER_NIC = [1, 2, 4, 8, 16, 32];

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const networks = ({ CLUSTERS }: Cluster) => ({ MPFT: CLUSTERS['h800-2048-mpft']!, MRFT: CLUSTERS['h800-2048-mrft']! });

export async function figure5(): Promise<Report> {
  const cluster = await import('@railyard/cluster');
  const without = Object.entries(networks(cluster)).flatMap(([name, spec]) => {
    const fabric = new cluster.Fabric(spec, { pxn: false });
    return WITHOUT_PXN_BYTES.map((bytes) => {
      const { busbwGBps, seconds } = cluster.allToAll(fabric, { groups: [range(WITHOUT_PXN_GPUS)], bytes });
      return { series: `${name} without PXN`, gpus: WITHOUT_PXN_GPUS, bytes, busbwGBps, timeUs: seconds * 1e6 };
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
  const small = LOW_LATENCY_SIZES.flatMap((gpus) => (['dispatch', 'combine'] as const).map((direction) => {
    const bytesPerToken = direction === 'dispatch' ? HIDDEN * (1 + 4 / 128) : HIDDEN * 2;
    const request = { direction, groups: [range(gpus)], tokensPerGpu: LOW_LATENCY_TOKENS, bytesPerToken, remoteNodesPerToken: 0, gpusPerToken: COPIES, lowLatency: { copiesPerToken: COPIES } };
    return { gpus, direction, us: cluster.expertAllToAll(fabric, request).seconds * 1e6 };
  }));
  return (await import('@railyard/reports')).figure7(cluster.figure7(networks(cluster)), small);
}

export async function figure8(): Promise<Report> {
  const cluster = await import('@railyard/cluster');
  const roce = cluster.CLUSTERS['h800-2048-roce']!;
  const small = { ...roce, nodes: 8, topology: FOUR_LEAVES };
  return (await import('@railyard/reports')).figure8(
    cluster.figure8(roce, RING_SEEDS), permutations(cluster), cluster.plannedOverEcmp(small, FLOWS_PER_NIC, HASH_SEEDS),
  );
}

function permutations(cluster: Cluster): Parameters<typeof import('@railyard/reports').figure8>[1] {
  const network = networks(cluster).MRFT;
  return new Map([[1, cluster.ecmpPermutation(network, HASH_SEEDS)], ...SPRAYED.map(([entropies, seeds]) => [entropies, cluster.ecmpPermutation(network, seeds, entropies)] as const)]);
}
