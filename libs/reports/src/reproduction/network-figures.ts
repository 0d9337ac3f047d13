/** Figures 5 to 8: the collectives that they show, run on the networks that they compare. */
import { GIBI, entryOf, invariant } from '@railyard/base';
import {
  CLUSTERS,
  Fabric,
  LOW_LATENCY_TOKENS,
  NCCL_FLOWS_PER_NIC,
  allToAll,
  ecmpPermutation,
  figure5,
  figure6,
  figure7,
  figure8,
  hashImbalance,
  nicUtilisation,
  plannedOverEcmp,
  timeOf,
  tokenBytes,
} from '@railyard/cluster';
import {
  type EcmpEvidence,
  type LowLatencyPoint,
  type PermutationDraws,
  type WithoutPxn,
  figure5 as figure5Report,
  figure6 as figure6Report,
  figure7 as figure7Report,
  figure8 as figure8Report,
} from '../figures/index.js';
import { type Report } from '../report.js';

const WITHOUT_PXN_GPUS = 64;
const WITHOUT_PXN_BYTES = [64, 16 * GIBI];
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
/** NCCL's flows a NIC by size of the all-reduce; other counts at the largest. */
const PLANNED_BYTES = [GIBI / 2, GIBI, 8 * GIBI, 16 * GIBI];
const OTHER_FLOWS_PER_NIC = [1, 4, 8];
/** What two spines of 128 ports take from each of four leaves. */
const PLANNED_UPLINKS = 64;
const RACK_UPLINKS = [16, 32];
const QUEUE_PAIRS = 16;
/** 1,000 flows on 16 links. */
const IMBALANCE = [1000, 16, 200] as const;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const MPFT = entryOf(CLUSTERS, 'h800-2048-mpft');
const MRFT = entryOf(CLUSTERS, 'h800-2048-mrft');
const NETWORKS = { MPFT, MRFT };

export const reproduceFigure5 = (): Report => figure5Report(figure5(NETWORKS), withoutPxn());

function withoutPxn(): readonly WithoutPxn[] {
  return Object.entries(NETWORKS).flatMap(([name, spec]) => {
    const fabric = new Fabric(spec, { pxn: false });
    return WITHOUT_PXN_BYTES.map((bytes) => {
      const { busbwGBps, seconds } = allToAll(fabric, { groups: [range(WITHOUT_PXN_GPUS)], bytes });
      return {
        series: `${name} without PXN`,
        gpus: WITHOUT_PXN_GPUS,
        bytes,
        busbwGBps,
        timeUs: seconds * 1e6,
      };
    });
  });
}

export const reproduceFigure6 = (): Report => figure6Report(figure6(NETWORKS));

export const reproduceFigure7 = (): Report => figure7Report(figure7(NETWORKS), lowLatencyPoints());

function lowLatencyPoints(): readonly LowLatencyPoint[] {
  const fabric = new Fabric(MPFT);
  return LOW_LATENCY_SIZES.flatMap((gpus) =>
    (['dispatch', 'combine'] as const).map((direction) => {
      const collective = `low-latency-${direction}` as const;
      const bytes = tokenBytes(collective);
      invariant(bytes !== undefined, 'an expert collective sends tokens', { collective });
      const { seconds } = timeOf(fabric, collective, range(gpus), LOW_LATENCY_TOKENS * bytes);
      return { gpus, direction, us: seconds * 1e6 };
    }),
  );
}

export const reproduceFigure8 = (): Report =>
  figure8Report(figure8(entryOf(CLUSTERS, 'h800-2048-roce'), RING_SEEDS), permutations(), ecmpEvidence());

/**
 * H20 and H100 nodes are equal to an all-reduce: NVLink of 450 GB/s, eight NICs of 50. Two spines join four
 * leaves.
 */
function ecmpEvidence(): EcmpEvidence {
  const leaves = (nodes: number, uplinks: number) => ({
    ...entryOf(CLUSTERS, 'h100-1024-roce'),
    nodes,
    topology: {
      kind: 'fat-tree',
      layers: 2,
      switchPorts: LEAF_NICS + uplinks,
      leafDownlinks: LEAF_NICS,
    } as const,
  });
  const usual = NCCL_FLOWS_PER_NIC.value;
  const small = leaves(8, PLANNED_UPLINKS);
  const largest = PLANNED_BYTES.slice(-1);
  return {
    imbalance: hashImbalance(...IMBALANCE),
    planned: [
      ...plannedOverEcmp(small, { flowsPerNic: [usual], bytes: PLANNED_BYTES, seeds: HASH_SEEDS }),
      ...plannedOverEcmp(small, { flowsPerNic: OTHER_FLOWS_PER_NIC, bytes: largest, seeds: HASH_SEEDS }),
    ],
    racks: new Map(
      RACK_UPLINKS.map((uplinks) => {
        const flowsPerNic = [usual, usual * QUEUE_PAIRS];
        const options = { flowsPerNic, bytes: largest, seeds: HASH_SEEDS };
        return [uplinks, plannedOverEcmp(leaves(16, uplinks), options)] as const;
      }),
    ),
    utilisation: [usual, usual * 4].map((flows) => nicUtilisation(leaves(8, LEAF_NICS), flows, HASH_SEEDS)),
  };
}

function permutations(): PermutationDraws {
  return new Map([
    [1, ecmpPermutation(MRFT, HASH_SEEDS)],
    ...SPRAYED.map(([values, seeds]) => [values, ecmpPermutation(MRFT, seeds, values)] as const),
  ]);
}
