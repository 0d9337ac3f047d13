/**
 * What software reaches of the hardware, with origin. The hardware's own rates and latencies are in the
 * cluster's definition and hardware/.
 */
import { type Constant, assumed, derived, published } from '@railyard/base';

/**
 * Share of a GPU's achievable NVLink rate that an EP kernel moves inside a node: DeepEP EP8 dispatch shows
 * 153 GB/s on H800, counting the token copies a GPU keeps for itself; 7/8 of them cross NVLink, at 160 GB/s
 * achievable.
 */
export const KERNEL_NVLINK_EFFICIENCY: Constant = derived(
  (153 * 7) / 8 / 160,
  '',
  'DeepEP docs/legacy.md, intranode EP8 dispatch 153 GB/s; paper section 4.3: 160 GB/s achievable',
);

/**
 * The same while the kernel also receives from RDMA and forwards: DeepEP normal dispatch at EP16 shows 43
 * GB/s of node copies (1.99 a token, its own node included) while 6.45 x 7/8 copies a token cross NVLink.
 * EP32 to EP128 are predictions.
 */
export const KERNEL_FORWARD_EFFICIENCY: Constant = derived(
  ((43 / 1.99) * 6.45 * (7 / 8)) / 160,
  '',
  'DeepEP docs/legacy.md, internode EP16 dispatch 43 GB/s; copies from the gate of its test',
);

/**
 * Share of a NIC's rate for large transfers that the same kernels reach, in chunks of a few tokens: DeepEP
 * normal dispatch at EP32 moves 43.5 GB/s over the wire (58 GB/s logical, a quarter of it local) of 48.5.
 * EP64 and EP128 are predictions.
 */
export const KERNEL_RDMA_EFFICIENCY: Constant = derived(
  43.5 / 48.5,
  '',
  'DeepEP docs/legacy.md, internode EP32 dispatch 58 GB/s x 3/4; NCCL on CX-7 48.5 GB/s ' +
    '(nccl-tests issue 267)',
);

/** SMs from which on EP kernels fill NVLink and RDMA; fewer move proportionally less. */
export const KERNEL_SATURATING_SMS: Constant = published(
  20,
  'SMs',
  'DeepSeek-V3 technical report (arXiv 2412.19437) section 3.2.2: 20 SMs fully use IB and NVLink',
);

/** NIC rate that single-token messages reach (7 to 14 KB each, no aggregation). */
export const SMALL_MESSAGE_NIC_RATE: Constant = published(
  40,
  'GB/s',
  'Insights into DeepSeek-V3 section 4.3: effective IB bandwidth with small message size and latency',
);

/** The same as a share of line rate, for NICs of other rates. */
export const SMALL_MESSAGE_NIC_SHARE = SMALL_MESSAGE_NIC_RATE.value / 50;

/**
 * What a low-latency EP kernel costs in addition to moving bytes: cast, counting, and the barrier of all
 * ranks. What DeepEP's dispatch at EP16 takes beyond its bytes and hops; the other eleven rows of that table
 * are predictions.
 */
export const LOW_LATENCY_OVERHEAD: Constant = derived(
  118e-6 - 100.75e-6,
  's',
  'DeepEP docs/legacy.md, low-latency dispatch at EP16, 118 us, less the 100.75 us of its bytes and hops',
);

/** Launch and rendezvous of a collective kernel on all its members, before the first byte moves. */
export const COLLECTIVE_LAUNCH: Constant = assumed(
  10e-6,
  's',
  'a kernel launch and one rendezvous of all members; NCCL collectives of 8 bytes take 10 to 20 ' +
    'us on Hopper nodes',
);

/**
 * What a GPU's proxy thread needs for one more point-to-point message of a collective, in addition to its
 * bytes: 56 messages a GPU there.
 */
export const MESSAGE_COST: Constant = derived(
  3.1e-6,
  's',
  'NVIDIA/nccl issue 1531: 64 H800, all-to-all of 8 MiB in 337.8 us, less 7.3 MB at 48.5 GB/s, ' +
    'launch and hops',
);

/**
 * Flows into which NCCL divides what a NIC of an 8-GPU, 8-NIC Hopper node sends around a ring when nothing is
 * set: the search finds one ring a NIC, all are doubled for efficiency, and a connection has one queue pair
 * (NCCL_IB_QPS_PER_CONNECTION).
 */
export const NCCL_FLOWS_PER_NIC: Constant = published(
  2,
  'flows',
  'NVIDIA/nccl issue 524 (maintainer: channels are doubled), issue 1453 (log of 2.22.3: 16 ' +
    'channels over 8 NICs), src/transport/net_ib.cc (IB_QPS_PER_CONNECTION 1)',
);
