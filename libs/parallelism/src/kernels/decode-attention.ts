/**
 * Time of attention in decoding: one query for each sequence against its cache (docs/model/kernels.md,
 * section 4). Keys and values are read once; a CTA that walks a long context alone is slower than the memory,
 * and many short contexts cost a start each.
 */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, calibrationOf } from '../calibration/index.js';
import { joined } from './gemm.js';
import { type DecodeShape } from './kernel-options.js';

/** Rows of the tile of kernels for many heads. */
const WIDE_ROWS = 64;

/** Seconds of the kernel and of the sum of its splits. @throws InvariantError on an empty shape. */
export function decodeAttentionSeconds(device: DeviceSpec, shape: DecodeShape): number {
  return decodeSeconds(calibrationOf(device).constants, device, shape);
}

/** The model itself; the fit calls it with trial constants. */
export function decodeSeconds(c: KernelConstants, device: DeviceSpec, shape: DecodeShape): number {
  const { batch, heads, keyValueHeads, context, headDimQk, headDimV } = shape;
  invariant(batch > 0 && heads > 0 && keyValueHeads > 0 && context > 0, 'decoding has a context', {
    ...shape,
  });
  const walks = batch * keyValueHeads;
  // A latent cache is one row that serves as key and as value.
  const row = shape.latent === true ? headDimQk : headDimQk + headDimV;
  const bytes = walks * context * row * shape.bytesPerElement;
  const reached = c.decodeLoadFraction * (shape.bytesPerElement < 2 ? c.decodeFp8Share : 1);
  const memory = bytes / (device.memoryBandwidthGBps * 1e9 * reached);
  const splits = shape.split === false ? 1 : Math.max(1, Math.floor(device.sms / walks));
  const perKey = shape.split === false ? c.decodeKeySeconds : c.decodeSplitKeySeconds;
  const starts = Math.max(1, walks / device.sms) * c.decodeWalkSeconds;
  const walk = starts + (context / splits) * perKey;
  // Query heads that one key head serves are computed in tiles of so many rows.
  const tiled = (tile: number, fraction: number): number =>
    (Math.ceil(heads / keyValueHeads / tile) * tile) / fraction;
  // Engines take the kernel that is sooner: small tiles for few heads, wide ones for many.
  const rows = Math.min(
    tiled(c.latentTileRows, c.latentDecodeFraction),
    tiled(WIDE_ROWS, c.latentWideFraction),
  );
  const flops = shape.latent === true ? 2 * walks * rows * context * (headDimQk + headDimV) : 0;
  // A cache in FP8 is multiplied as such where the tensor cores have the format.
  const peak = shape.bytesPerElement < 2 ? Math.max(device.bf16Tflops, device.fp8Tflops) : device.bf16Tflops;
  const products = flops / (peak * 1e12);
  const start = c.decodeStartSeconds + (shape.latent === true ? c.latentDecodeStartSeconds : 0);
  return start + joined(Math.max(walk, products), memory, c.rooflineKnee);
}
