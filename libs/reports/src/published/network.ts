/**
 * Published measurements of collectives, and the claims of the paper's text. The curves of figures 5 to 8
 * exist only as pictures: these are next to the twin's points in their place.
 */

/**
 * Largest difference between the networks that the text's "nearly identical" (captions of figures 5 and 6,
 * section 5.1.1) allows here, per cent.
 */
export const PARITY_PCT = 1;

/**
 * Bus bandwidth that an NCCL all-to-all cannot exceed: N/(N-1) x 48.5 GB/s for N nodes (NVIDIA/nccl-tests
 * issues 130 and 267).
 */
export const NCCL_ALL_TO_ALL_CEILING = [
  { gpus: 32, busbwGBps: 64.7 },
  { gpus: 64, busbwGBps: 55.4 },
  { gpus: 128, busbwGBps: 51.7 },
] as const;

/** 64 H800s, 8 MiB out of place (NVIDIA/nccl issue 1531): the one published all-to-all of this machine. */
export const NCCL_H800_ALL_TO_ALL = { gpus: 64, bytes: 8 * 1024 * 1024, busbwGBps: 24.44 } as const;

/** Section 5.1.2: "DeepEP ... exceeding 40 GB/s per GPU". */
export const EXPERT_RATE_CLAIM_GBPS = 40;

/**
 * DeepEP docs/legacy.md, normal kernels: GB/s as the test counts them, the own node's copies included;
 * `derivedFrom` names the column that a kernel constant was derived from.
 */
export const DEEPEP_NORMAL = [
  { gpus: 16, dispatchGBps: 43, combineGBps: 43, derivedFrom: 'dispatch' },
  { gpus: 32, dispatchGBps: 58, combineGBps: 57, derivedFrom: 'dispatch' },
  { gpus: 64, dispatchGBps: 51, combineGBps: 50, derivedFrom: '' },
] as const;

/** DeepEP docs/legacy.md, low-latency kernels, 128 tokens a GPU: microseconds; `derivedFrom` as above. */
export const DEEPEP_LOW_LATENCY = [
  { gpus: 8, dispatchUs: 77, combineUs: 114, derivedFrom: '' },
  { gpus: 16, dispatchUs: 118, combineUs: 195, derivedFrom: 'dispatch' },
  { gpus: 32, dispatchUs: 155, combineUs: 273, derivedFrom: '' },
  { gpus: 64, dispatchUs: 173, combineUs: 314, derivedFrom: '' },
  { gpus: 128, dispatchUs: 192, combineUs: 369, derivedFrom: '' },
  { gpus: 256, dispatchUs: 194, combineUs: 360, derivedFrom: '' },
] as const;

/**
 * 64 H20s in eight nodes with eight 400G RoCE NICs each, 128-port switches, 4 leaves and 2 spines, NCCL
 * 2.22.3: bus bandwidth of planned paths over ECMP, less one, by size of a ring all-reduce (Tolly report
 * 225112, abstract, sponsored by the vendor). The mean over all sizes, which are not listed, is 9.70 %
 * (212.644 to 233.262 GB/s). Not stated: uplinks of a leaf, which NICs share one, queue pairs, and over how
 * many hashes it was measured.
 */
export const PLANNED_OVER_ECMP = [
  { gib: 0.5, gainPct: 10.43 },
  { gib: 1, gainPct: 11.29 },
  { gib: 8, gainPct: 17.32 },
  { gib: 16, gainPct: 22.76 },
] as const;

/**
 * Flows on the fullest link over the mean: "over 1.2" on average in a simulation of 1,000 flows on 16 links
 * (Gangidi et al., RDMA over Ethernet for Distributed AI Training at Meta Scale, SIGCOMM 2024, section 4;
 * read in two independent summaries).
 */
export const HASH_IMBALANCE = { flows: 1000, links: 16, fullestOverMean: 1.2 } as const;

/**
 * The same paper: all-reduce with messages over several queue pairs, hashed on, alongside one: "up to" this.
 * Its LLM jobs use 16; GPUs, uplinks and sizes of that benchmark stand only in a picture (figure 7). Racks
 * have 16 NICs, and had 16, later 32, later 18 uplinks.
 */
export const QUEUE_PAIR_SCALING = { queuePairs: 16, gainPct: 40 } as const;

/**
 * "Bandwidth utilisation" of a switch vendor's test report, of which only this is public (cloudswit.ch,
 * 2025-09-25): routing by measured load, and ECMP on the five-tuple. ECMP with queue pairs hashed on reached
 * 88.05 on two nodes of eight GPUs. Not stated: fabric, flows, what is divided by what.
 */
export const NIC_UTILISATION_PCT = { balanced: 97, ecmp: 84.5 } as const;

/**
 * 2,048 hosts, host i to i + 1024, 2 MB each, ECMP by hash: completion times over that of an empty network,
 * 40.06 us. Packet level: htsim, RoCE; the last flow ended after 206 to 208 us. Flow level: another max-min
 * model, 50 hash seeds (last flow 5 to 9), with the share of its link that the mean flow has at first.
 */
export const ECMP_PERMUTATION = {
  meanSlowdown: 2.11,
  lastSlowdown: 5.17,
  flowLevelLastSlowdown: 6,
  flowLevelInitialShare: 0.64,
} as const;

/**
 * The same permutation at packet level, every flow sprayed over 64 header values: completion time of the last
 * flow over that of an empty network. UEC htsim (NSCC) rotates over all of them, 58.0 us; csg-htsim (EQDS)
 * passes over values whose packets were marked or trimmed, 53.08 us.
 */
export const SPRAYED_PERMUTATION = {
  headerValues: 64,
  obliviousLastSlowdown: 1.448,
  avoidingLastSlowdown: 1.325,
} as const;
