/**
 * Time of the attention core, softmax(QK')V and its gradient, as a flash kernel (docs/model/kernels.md,
 * section 4): blocks of 128 queries by 128 keys, those above the diagonal skipped, each CTA with a fixed
 * start, a tail while the last CTAs finish.
 */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, KERNEL_CONSTANTS } from './constants.js';
import { clocked } from './gemm.js';
import { type AttentionShape, type SmOptions } from './kernel-options.js';

const BLOCK = 128;

/**
 * FLOP of the core: two matrix products forward (QK', PV), five backward (QK', dV, dP, dQ, dK); half of each
 * when causal.
 */
export function attentionFlops(shape: AttentionShape): number {
  const pairs = shape.batch * shape.heads * shape.sequenceQuery * shape.sequenceKey;
  return (shape.causal ? 1 : 2) * pairs * productDims(shape);
}

/**
 * Bytes of what goes before and after the backward core: row sums of dO x O, clearing the FP32 dQ, and its
 * cast to BF16. Separate memory-bound kernels.
 */
export function attentionEdgeBytes(shape: AttentionShape): number {
  const queries = shape.batch * shape.heads * shape.sequenceQuery;
  return shape.pass === 'forward'
    ? 0
    : queries * (4 * shape.headDimV + 4 * shape.headDimQk + 6 * shape.headDimQk);
}

/**
 * Seconds that the core runs, as a profiler shows it; backward without the kernels before and after
 * (`attentionEdgeBytes`).
 */
export function attentionSeconds(device: DeviceSpec, shape: AttentionShape, options: SmOptions = {}): number {
  return coreSeconds(KERNEL_CONSTANTS, device, shape, options.sms ?? device.sms);
}

/** The model itself; the fit calls it with trial constants. `rested`: as in a benchmark. */
export function coreSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  shape: AttentionShape,
  sms: number,
  rested = false,
): number {
  invariant(sms > 0 && sms <= device.sms, 'a kernel runs on at least one SM and at most the device', {
    sms,
    device: device.name,
  });
  invariant(
    shape.batch > 0 && shape.heads > 0 && shape.sequenceQuery > 0 && shape.sequenceKey > 0,
    'attention has queries and keys',
    { ...shape },
  );
  const backward = shape.pass === 'backward';
  const fraction = backward
    ? c.attentionBackwardFraction * (hasOwnKernel(shape) ? 1 : c.attentionFallback)
    : c.attentionForwardFraction;
  const block =
    (2 * BLOCK * BLOCK * productDims(shape)) / (((device.bf16Tflops * 1e12) / device.sms) * fraction);
  const start = backward ? c.attentionBackwardStartSeconds : c.attentionForwardStartSeconds;
  const queryBlocks = Math.ceil(shape.sequenceQuery / BLOCK);
  const keyBlocks = Math.ceil(shape.sequenceKey / BLOCK);
  const perCta = shape.causal ? (keyBlocks + 1) / 2 : keyBlocks;
  const ctas = shape.batch * shape.heads * queryBlocks;
  const active = Math.min(sms, ctas);
  const work = (ctas * (perCta * block + start)) / active;
  const tail =
    (backward ? c.attentionBackwardTail : c.attentionForwardTail) *
    (shape.causal ? keyBlocks : keyBlocks / 2) *
    block;
  const bandwidth = device.memoryBandwidthGBps * 1e9 * Math.min(1, sms / (device.sms * c.saturatingSmShare));
  const memory = (coreBytes(shape) * (backward ? 2 : 1)) / (bandwidth * c.memoryFraction);
  return (
    c.kernelStartSeconds + Math.max(clocked(c, c.bf16Droop, work + tail, active / device.sms, rested), memory)
  );
}

/** Queries, keys, values and output once each, in BF16. */
function coreBytes(shape: AttentionShape): number {
  return (
    2 *
    shape.batch *
    shape.heads *
    (shape.sequenceQuery + shape.sequenceKey) *
    (shape.headDimQk + shape.headDimV)
  );
}

function productDims(shape: AttentionShape): number {
  return shape.pass === 'forward'
    ? shape.headDimQk + shape.headDimV
    : 3 * shape.headDimQk + 2 * shape.headDimV;
}

/**
 * Head dimensions for which the library's backward is written for this architecture; others fall back on a
 * generic kernel.
 */
function hasOwnKernel(shape: AttentionShape): boolean {
  return Math.max(shape.headDimQk, shape.headDimV) <= 128 || (shape.causal && shape.headDimV <= 128);
}
