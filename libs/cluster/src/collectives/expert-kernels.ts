/**
 * What the kernels of dispatch and combine reach of links. DeepEP's move a token with a few warps: each copy
 * has a start and takes time for its bytes, so an SM has a rate of its own, and where links are fast the SMs
 * set the pace. HybridEP's move tokens by TMA: 16 SMs fill the links of Blackwell.
 */
import { type Constant, derived } from '@railyard/base';
import {
  KERNEL_FORWARD_EFFICIENCY,
  KERNEL_NVLINK_EFFICIENCY,
  KERNEL_RDMA_EFFICIENCY,
  KERNEL_SATURATING_SMS,
} from './constants.js';

export interface ExpertKernel {
  readonly direction: 'dispatch' | 'combine';
  /** Bytes of one copy of a token: FP8 with scales is hidden x (1 + 4/128), BF16 is hidden x 2. */
  readonly bytesPerToken: number;
  /** Absent: DeepEP. */
  readonly kernel?: 'deepep' | 'hybridep';
  /** SMs that the kernel holds; absent: as many as fill the links. */
  readonly sms?: number;
}

const ROWS =
  'ai-dynamo/aiconfigurator 095f58a, DeepEP with SGLang 0.5.12 on one B200 node, 20 SMs, top 8 of 256: ';

interface CopyOfAnSm {
  readonly start: Constant;
  readonly byteSeconds: Constant;
}

/** Time of an SM for a copy that crosses NVLink. */
const COPY: Readonly<Record<ExpertKernel['direction'], CopyOfAnSm>> = {
  dispatch: {
    start: derived(0.223e-6, 's', `${ROWS}137 and 284 GB/s of FP8 rows of 2048 and 7168 elements`),
    byteSeconds: derived(40.2e-12, 's/B', `${ROWS}137 and 284 GB/s of FP8 rows of 2048 and 7168 elements`),
  },
  combine: {
    start: derived(0.207e-6, 's', `${ROWS}207 and 330 GB/s of BF16 rows of 2048 and 7168 elements`),
    byteSeconds: derived(46.2e-12, 's/B', `${ROWS}207 and 330 GB/s of BF16 rows of 2048 and 7168 elements`),
  },
};

/** GB/s that SMs bring across NVLink. */
function smRate({ direction, bytesPerToken, kernel, sms }: ExpertKernel): number {
  if (sms === undefined || kernel === 'hybridep') return Infinity;
  const { start, byteSeconds } = COPY[direction];
  return (sms * bytesPerToken) / (start.value + bytesPerToken * byteSeconds.value);
}

/** Shares of a NIC and of NVLink: forwarding costs a kernel more than NVLink alone. */
export function kernelShares(
  kernel: ExpertKernel | undefined,
  forwards: boolean,
  nvlinkRate: number,
): { readonly nicShare: number; readonly nvlinkShare: number } {
  const filled = Math.min(1, (kernel?.sms ?? KERNEL_SATURATING_SMS.value) / KERNEL_SATURATING_SMS.value);
  const reached = filled * (forwards ? KERNEL_FORWARD_EFFICIENCY.value : KERNEL_NVLINK_EFFICIENCY.value);
  return {
    nicShare: filled * KERNEL_RDMA_EFFICIENCY.value,
    nvlinkShare: kernel === undefined ? reached : Math.min(reached, smRate(kernel) / nvlinkRate),
  };
}
