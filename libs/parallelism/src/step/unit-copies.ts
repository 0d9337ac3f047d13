/**
 * Copies of FSDP2, which shards each parameter by itself: gathered weights leave the buffer of the gather,
 * gradients enter that of the reduction in its precision. Both run where kernels do.
 */
import { type Constant, measured } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type ShardTimes } from '../chunk/index.js';

const SOURCE = 'PyTorch 2.11 on an H200, one layer of Llama 3 8B (fsdp-steps.json)';

/** Of the memory's rate: torch.split_with_sizes_copy after a gather. */
const COPY_OUT_FRACTION: Constant = measured(0.68, 'of memory bandwidth', SOURCE);

/** Of the memory's rate: torch._chunk_cat before a reduction, mean of groups of 8 and of 64. */
const COPY_IN_FRACTION: Constant = measured(0.385, 'of memory bandwidth', SOURCE);

/** Gradients are as kernels write them, whatever is reduced. */
const GRADIENT_BYTES = 2;

interface Copied {
  readonly gathers: number;
  readonly reduces: boolean;
  /** Bytes of an element as it is gathered, and as it is reduced. */
  readonly gathered: number;
  readonly reduced: number;
}

/** @param parameters of the unit, on one rank before they are in shards */
export function unitCopies(
  { memoryBandwidthGBps }: DeviceSpec,
  parameters: number,
  { gathers, reduces, gathered, reduced }: Copied,
): Pick<ShardTimes, 'copyOut' | 'copyIn'> {
  const seconds = (bytes: number, fraction: Constant): number =>
    (parameters * bytes) / (memoryBandwidthGBps * 1e9 * fraction.value);
  return {
    copyOut: gathers > 0 ? seconds(2 * gathered, COPY_OUT_FRACTION) : 0,
    copyIn: reduces ? seconds(GRADIENT_BYTES + reduced, COPY_IN_FRACTION) : 0,
  };
}
