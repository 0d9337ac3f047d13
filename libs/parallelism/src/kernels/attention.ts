/**
 * Time of the attention core, softmax(QK')V and its gradient, as a flash kernel (docs/model/kernels.md,
 * section 4): blocks of 128 queries by 128 keys, those outside of the mask skipped; each block costs its
 * products and the exponentials that they do not hide, so that small heads reach less of the peak; each CTA
 * has a fixed start, and a tail while the last CTAs finish.
 */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, calibrationOf } from '../calibration/index.js';
import { type Clock, clocked, sustainedClock } from './clock.js';
import { joined } from './gemm.js';
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
  return coreSeconds(calibrationOf(device).constants, device, shape, options);
}

/** The model itself; the fit calls it with trial constants and the clock of a benchmark. */
export function coreSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  shape: AttentionShape,
  options: SmOptions = {},
  clock: Clock = sustainedClock(c, options.tensorShare, options.streamShare),
): number {
  const sms = options.sms ?? device.sms;
  invariant(sms > 0 && sms <= device.sms, 'a kernel runs on at least one SM and at most the device', {
    sms,
    device: device.name,
  });
  invariant(
    shape.batch > 0 && shape.heads > 0 && shape.sequenceQuery > 0 && shape.sequenceKey > 0,
    'attention has queries and keys',
    { ...shape },
  );
  const kernel = coreKernel(c, shape);
  const peakPerSm = (device.bf16Tflops * 1e12) / device.sms;
  const block =
    (2 * BLOCK * BLOCK * productDims(filledUp(shape))) / (peakPerSm * kernel.fraction) + kernel.softmax;
  const { perCta, longest, uneven } = keyBlocks(shape);
  const ctas = shape.batch * shape.heads * Math.ceil(shape.sequenceQuery / BLOCK);
  const active = Math.min(sms, ctas);
  const even = (ctas * (perCta * block + kernel.start)) / active;
  // CTAs that start together end with the longest; of many that follow each other the last ones are uneven.
  const tail = kernel.tail * uneven * block * (1 - active / ctas);
  const busy = Math.max(longest * block * c.attentionLoneBlock + kernel.start, even + tail);
  const bandwidth = device.memoryBandwidthGBps * 1e9 * Math.min(1, sms / (device.sms * c.saturatingSmShare));
  const memory = (coreBytes(shape) * (shape.pass === 'backward' ? 2 : 1)) / (bandwidth * c.loadFraction);
  const compute = clocked(device, clock, c.attentionDroop, busy, active / device.sms);
  const slowdown = options.contended === true ? c.attentionContention : 1;
  return (startSeconds(c, shape) + joined(compute, memory, c.rooflineKnee)) * slowdown;
}

interface CoreKernel {
  readonly fraction: number;
  /** Exponentials of a block that no product hides. */
  readonly softmax: number;
  readonly start: number;
  readonly tail: number;
}

function coreKernel(c: KernelConstants, shape: AttentionShape): CoreKernel {
  if (shape.pass === 'backward')
    return {
      fraction: c.attentionBackwardFraction * backwardShare(c, shape),
      softmax: c.attentionBackwardSoftmaxSeconds,
      start: c.attentionBackwardStartSeconds,
      tail: c.attentionBackwardTail,
    };
  if (shape.library === undefined)
    return {
      fraction: c.attentionForwardFraction,
      softmax: c.attentionSoftmaxSeconds,
      start: c.attentionForwardStartSeconds,
      tail: c.attentionForwardTail,
    };
  const common = { start: c.engineForwardStartSeconds, tail: c.engineForwardTail };
  if (shape.library === 'latent')
    return { fraction: c.latentForwardFraction, softmax: c.latentSoftmaxSeconds, ...common };
  const share =
    (shape.library === 'generic' ? c.attentionGenericShare : 1) *
    (shape.sinks === true ? c.attentionSinkShare : 1);
  return {
    fraction: c.engineForwardFraction * (shape.fp8 === true ? c.attentionFp8Gain : 1) * share,
    softmax: c.engineSoftmaxSeconds / share,
    ...common,
  };
}

/** Of the speed with heads of one size up to 128. */
function backwardShare(c: KernelConstants, shape: AttentionShape): number {
  if (!hasOwnBackward(shape)) return c.attentionFallback;
  return shape.headDimQk > shape.headDimV ? c.attentionUnequalShare : 1;
}

/** Start and end of the kernel. */
function startSeconds(c: KernelConstants, shape: AttentionShape): number {
  if (shape.library === 'latent') return c.latentStartSeconds;
  if (shape.library === undefined) return c.attentionStartSeconds;
  return c.engineStartSeconds + (shape.fp8 === true ? c.attentionFp8StartSeconds : 0);
}

interface KeyBlocks {
  readonly perCta: number;
  readonly longest: number;
  /** That the end of a kernel of many waves may wait for. */
  readonly uneven: number;
}

/**
 * Key blocks of a CTA, on average and at most. Causal: block row i meets i blocks, or those that its window
 * reaches; causality assumes as many queries as keys.
 */
function keyBlocks(shape: AttentionShape): KeyBlocks {
  const blocks = Math.ceil(shape.sequenceKey / BLOCK);
  if (!shape.causal) return { perCta: blocks, longest: blocks, uneven: blocks / 2 };
  const window = shape.window ?? 0;
  const longest = window > 0 ? Math.min(blocks, Math.ceil(window / BLOCK) + 1) : blocks;
  const growing = (longest * (longest + 1)) / 2;
  return { perCta: (growing + (blocks - longest) * longest) / blocks, longest, uneven: longest };
}

/** Queries and output, keys and values once each. */
function coreBytes(shape: AttentionShape): number {
  const keyHeads = shape.keyValueHeads ?? shape.heads;
  const rows = shape.heads * shape.sequenceQuery + keyHeads * shape.sequenceKey;
  return (shape.fp8 === true ? 1 : 2) * shape.batch * rows * (shape.headDimQk + shape.headDimV);
}

function productDims({ pass, headDimQk, headDimV }: AttentionShape): number {
  return pass === 'forward' ? headDimQk + headDimV : 3 * headDimQk + 2 * headDimV;
}

/** The library's kernels are written for heads of so many columns: others are filled up (96 runs as 128). */
const HEAD_COLUMNS = 64;

function filledUp(shape: AttentionShape): AttentionShape {
  if (shape.library !== undefined) return shape;
  const columns = (size: number): number => Math.ceil(size / HEAD_COLUMNS) * HEAD_COLUMNS;
  return { ...shape, headDimQk: columns(shape.headDimQk), headDimV: columns(shape.headDimV) };
}

/**
 * Head dimensions for which the library's backward is written for this architecture; others fall back on a
 * generic kernel.
 */
function hasOwnBackward(shape: AttentionShape): boolean {
  return Math.max(shape.headDimQk, shape.headDimV) <= 128 || (shape.causal && shape.headDimV <= 128);
}
