/** What software reaches of the hardware, with origin. The hardware's own rates and latencies are in the cluster's definition and hardware/. */
import { type Constant, derived, fitted, published } from '@railyard/base';

/**
 * Share of a GPU's achievable NVLink rate that an EP kernel moves inside a node: DeepEP EP8 dispatch shows 153 GB/s on
 * H800, counting the token copies a GPU keeps for itself; 7/8 of them cross NVLink, at 160 GB/s achievable.
 */
export const KERNEL_NVLINK_EFFICIENCY: Constant = derived((153 * 7) / 8 / 160, '', 'DeepEP docs/legacy.md, intranode EP8 dispatch 153 GB/s; paper section 4.3: 160 GB/s achievable');

/**
 * The same while the kernel also receives from RDMA and forwards. Fitted to one row, DeepEP normal dispatch at EP16
 * (43 GB/s logical: two nodes, so forwarding is the bottleneck); EP32 and EP64 are predictions.
 */
export const KERNEL_FORWARD_EFFICIENCY: Constant = fitted(0.62, '', 'DeepEP docs/legacy.md, internode EP16 dispatch 43 GB/s');

/** SMs from which on EP kernels fill NVLink and RDMA; fewer move proportionally less. */
export const KERNEL_SATURATING_SMS: Constant = published(20, 'SMs', 'DeepSeek-V3 technical report (arXiv 2412.19437) section 3.2.2: 20 SMs fully use IB and NVLink');

/** NIC rate that single-token messages reach (7 to 14 KB each, no aggregation). */
export const SMALL_MESSAGE_NIC_RATE: Constant = published(40, 'GB/s', 'Insights into DeepSeek-V3 section 4.3: effective IB bandwidth with small message size and latency');

/** The same as a share of line rate, for NICs of other rates. */
export const SMALL_MESSAGE_NIC_SHARE = SMALL_MESSAGE_NIC_RATE.value / 50;

/**
 * What a low-latency EP kernel costs beside moving bytes: cast, counting, and the barrier of all ranks. One value for the
 * twelve rows of DeepEP's low-latency table, chosen to make the largest error smallest (10 %).
 */
export const LOW_LATENCY_OVERHEAD: Constant = fitted(17e-6, 's', 'DeepEP docs/legacy.md, low-latency table, all twelve rows');

/** Launch and rendezvous of a collective kernel on all its members, before the first byte moves. */
export const COLLECTIVE_LAUNCH: Constant = fitted(10e-6, 's', 'NCCL small-message floor of about 10 us per collective beside its hops (nccl-tests, 8 bytes)');

/** What a NIC's proxy needs for one more point-to-point message of a collective, beside its bytes. */
export const MESSAGE_COST: Constant = fitted(3.1e-6, 's', 'NVIDIA/nccl issue 1531: 64 H800, all-to-all of 8 MiB in 337.8 us');
