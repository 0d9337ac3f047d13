/**
 * Accelerators. Rates are datasheet peaks per device (dense, no sparsity); what kernels reach of them is the
 * kernel model's business (libs/parallelism/kernels). Memory is what a process finds: the bytes that CUDA
 * reports, else those of nvidia-smi (0.3 to 0.5 % more); the nominal size is less in the one unit and more in
 * the other (an "80 GB" card has 79.1 GiB).
 */

import { type DeviceSpec } from './device-spec.js';
import { OTHER_DEVICES } from './other-devices.js';

const PAPER = 'Insights into DeepSeek-V3 (ISCA 2025) section 4.1-4.3';

/**
 * Fraction of NVLink peak that large transfers reach: 160 of 200 GB/s on the H800 (published: paper, section
 * 4.3); assumed the same where nothing was published.
 */
export const NVLINK_EFFICIENCY = 0.8;

/**
 * The same on the H100 and its like: 370 of 450 GB/s (published: NVIDIA maintainer, NVIDIA/nccl-tests issue
 * 212).
 */
export const NVLINK_EFFICIENCY_H100 = 370 / 450;

const hopper = {
  sms: 132,
  bf16Tflops: 989.5,
  fp8Tflops: 1979,
  fp32Tflops: 66.9,
  l2CacheMB: 50,
  pcieGBps: 64,
} as const;

const nvlink = (perDirectionGBps: number, efficiency = NVLINK_EFFICIENCY) => ({
  nvlinkGBps: perDirectionGBps,
  nvlinkAchievedGBps: perDirectionGBps * efficiency,
});

export const DEVICES: Readonly<Record<string, DeviceSpec>> = {
  h800: {
    name: 'h800',
    ...hopper,
    memoryGB: 84.94,
    memoryBandwidthGBps: 3350,
    ...nvlink(200),
    source: `${PAPER}; NVIDIA H100 SXM datasheet for compute and bandwidth; memory: deepseek-ai/profile-data`,
  },
  h100: {
    name: 'h100',
    ...hopper,
    memoryGB: 84.94,
    memoryBandwidthGBps: 3350,
    ...nvlink(450, NVLINK_EFFICIENCY_H100),
    source: 'NVIDIA H100 SXM datasheet; memory: 79.11 GiB in CUDA (vllm-project/vllm issue 27508)',
  },
  h200: {
    name: 'h200',
    ...hopper,
    memoryGB: 150.11,
    memoryBandwidthGBps: 4800,
    ...nvlink(450, NVLINK_EFFICIENCY_H100),
    source: 'NVIDIA H200 SXM datasheet; memory: 150,109,880,320 bytes in CUDA, measured',
  },
  a100: {
    name: 'a100',
    sms: 108,
    bf16Tflops: 312,
    fp8Tflops: 0,
    fp32Tflops: 19.5,
    memoryGB: 84.99,
    memoryBandwidthGBps: 2039,
    l2CacheMB: 40,
    ...nvlink(300),
    pcieGBps: 32,
    source: 'NVIDIA A100 80GB SXM datasheet; memory: 84,990,623,744 bytes in CUDA (HolisticTraceAnalysis)',
  },
  gb200: {
    name: 'gb200',
    sms: 148,
    bf16Tflops: 2500,
    fp8Tflops: 5000,
    fp4Tflops: 10000,
    fp32Tflops: 80,
    memoryGB: 198.67,
    memoryBandwidthGBps: 8000,
    l2CacheMB: 126,
    ...nvlink(900),
    pcieGBps: 64,
    source: 'NVIDIA GB200 NVL72 datasheet (per GPU); memory: 189,471 MiB',
  },
  b200: {
    name: 'b200',
    sms: 148,
    bf16Tflops: 2250,
    fp8Tflops: 4500,
    fp4Tflops: 9000,
    fp32Tflops: 80,
    memoryGB: 191.5,
    memoryBandwidthGBps: 7700,
    l2CacheMB: 126,
    ...nvlink(900),
    pcieGBps: 64,
    source: 'NVIDIA HGX B200 datasheet (per GPU); memory: 178.35 GiB in CUDA (pytorch/ao pull request 4002)',
  },
  b300: {
    name: 'b300',
    sms: 148,
    bf16Tflops: 2250,
    fp8Tflops: 4500,
    fp4Tflops: 14000,
    fp32Tflops: 80,
    memoryGB: 288.4,
    memoryBandwidthGBps: 7750,
    l2CacheMB: 126,
    ...nvlink(900),
    pcieGBps: 64,
    source: 'NVIDIA HGX B300 datasheet (per GPU); memory: 275,040 MiB',
  },
  gb300: {
    name: 'gb300',
    sms: 148,
    bf16Tflops: 2500,
    fp8Tflops: 5000,
    fp4Tflops: 15000,
    fp32Tflops: 80,
    memoryGB: 298.01,
    memoryBandwidthGBps: 8000,
    l2CacheMB: 126,
    ...nvlink(900),
    pcieGBps: 64,
    source: 'NVIDIA GB300 NVL72 datasheet (per GPU); memory: 284,208 MiB',
  },
  l40s: {
    name: 'l40s',
    sms: 142,
    bf16Tflops: 362,
    fp8Tflops: 733,
    fp32Tflops: 91.6,
    memoryGB: 48.31,
    memoryBandwidthGBps: 864,
    l2CacheMB: 96,
    nvlinkGBps: 0,
    nvlinkAchievedGBps: 0,
    pcieGBps: 32,
    source: 'NVIDIA L40S datasheet; memory: 46,068 MiB; no NVLink',
  },
  ...OTHER_DEVICES,
};
