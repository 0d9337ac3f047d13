/**
 * Accelerators that no kernel was measured on here: datasheet peaks, dense, and memory in bytes as the driver
 * reports it. A result on one says that its kernels are those of a relative, scaled by peaks.
 */
import { type DeviceSpec } from './device-spec.js';

/** Share of the scale-up link that large transfers reach, as on the H800; assumed. */
const LINK_EFFICIENCY = 0.8;

const link = (perDirectionGBps: number) => ({
  nvlinkGBps: perDirectionGBps,
  nvlinkAchievedGBps: perDirectionGBps * LINK_EFFICIENCY,
});

const ampere = {
  sms: 108,
  bf16Tflops: 312,
  fp8Tflops: 0,
  fp32Tflops: 19.5,
  l2CacheMB: 40,
  pcieGBps: 32,
} as const;

export const OTHER_DEVICES: Readonly<Record<string, DeviceSpec>> = {
  v100: {
    name: 'v100',
    sms: 80,
    bf16Tflops: 125,
    lacksBf16: true,
    tf32Tflops: 15.7,
    fp8Tflops: 0,
    fp32Tflops: 15.7,
    memoryGB: 34.09,
    memoryBandwidthGBps: 900,
    l2CacheMB: 6,
    ...link(150),
    pcieGBps: 16,
    source: 'NVIDIA V100 SXM2 32GB datasheet (125 TFLOPS FP16, 900 GB/s, 300 GB/s NVLink); 32,510 MiB',
  },
  'a100-40': {
    name: 'a100-40',
    ...ampere,
    memoryGB: 42.5,
    memoryBandwidthGBps: 1555,
    ...link(300),
    source: 'NVIDIA A100 40GB SXM datasheet; 40,536 MiB',
  },
  'a100-pcie': {
    name: 'a100-pcie',
    ...ampere,
    memoryGB: 84.99,
    memoryBandwidthGBps: 1935,
    ...link(0),
    source: 'NVIDIA A100 80GB PCIe datasheet; memory as the SXM card; NVLink bridges of pairs are left out',
  },
  a800: {
    name: 'a800',
    ...ampere,
    memoryGB: 84.99,
    memoryBandwidthGBps: 2039,
    ...link(200),
    source: 'NVIDIA A800 80GB SXM datasheet (400 GB/s NVLink); memory as the A100',
  },
  'h100-pcie': {
    name: 'h100-pcie',
    sms: 114,
    bf16Tflops: 756,
    fp8Tflops: 1513,
    fp32Tflops: 51,
    memoryGB: 85.5,
    memoryBandwidthGBps: 2000,
    l2CacheMB: 50,
    ...link(0),
    pcieGBps: 64,
    source: 'NVIDIA H100 PCIe datasheet; 81,559 MiB; NVLink bridges of pairs are left out',
  },
  h20: {
    name: 'h20',
    sms: 78,
    bf16Tflops: 148,
    fp8Tflops: 296,
    fp32Tflops: 44,
    memoryGB: 102.6,
    memoryBandwidthGBps: 4000,
    l2CacheMB: 60,
    ...link(450),
    pcieGBps: 64,
    source: 'NVIDIA H20 specifications (148 TFLOPS BF16, 4.0 TB/s, 900 GB/s NVLink); 97,871 MiB',
  },
  /** Compute units stand for SMs, Infinity Fabric (7 links of 64 GB/s) for NVLink, Infinity Cache for L2. */
  mi300x: {
    name: 'mi300x',
    sms: 304,
    bf16Tflops: 1307.4,
    fp8Tflops: 2614.9,
    fp32Tflops: 163.4,
    memoryGB: 206.1,
    memoryBandwidthGBps: 5300,
    l2CacheMB: 256,
    ...link(448),
    pcieGBps: 64,
    source: 'AMD Instinct MI300X datasheet; 192 GiB',
  },
  /** As the MI300X, with 7 links of 76.8 GB/s and no TF32: FP32 matrices at their own rate. */
  mi355x: {
    name: 'mi355x',
    sms: 256,
    bf16Tflops: 2516.6,
    tf32Tflops: 157.3,
    fp8Tflops: 5033.2,
    fp4Tflops: 10066.3,
    fp32Tflops: 157.3,
    memoryGB: 309.2,
    memoryBandwidthGBps: 8000,
    l2CacheMB: 256,
    ...link(537.6),
    pcieGBps: 64,
    source: 'AMD Instinct MI355X datasheet; 288 GiB',
  },
  'rtx-pro-6000': {
    name: 'rtx-pro-6000',
    sms: 188,
    bf16Tflops: 503.8,
    fp8Tflops: 1007.6,
    fp4Tflops: 2015.2,
    fp32Tflops: 125,
    memoryGB: 102.6,
    memoryBandwidthGBps: 1792,
    l2CacheMB: 128,
    ...link(0),
    pcieGBps: 64,
    source: 'NVIDIA RTX PRO 6000 Blackwell datasheet (125 TFLOPS FP32, 4,000 sparse FP4 TOPS); 97,887 MiB',
  },
  gb10: {
    name: 'gb10',
    sms: 48,
    bf16Tflops: 125,
    fp8Tflops: 250,
    fp4Tflops: 500,
    fp32Tflops: 31,
    memoryGB: 128.5,
    memoryBandwidthGBps: 273,
    l2CacheMB: 24,
    ...link(0),
    pcieGBps: 64,
    source: 'NVIDIA DGX Spark datasheet (6,144 cores, 1 PFLOP sparse FP4, 128 GB LPDDR5x at 273 GB/s)',
  },
};
