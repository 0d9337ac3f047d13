/**
 * Copies of FSDP2, which shards each parameter by itself: shards enter the buffer of a gather in its
 * precision and gathered weights leave it, gradients enter that of the reduction in its precision. All run
 * where kernels do.
 */
import { type Constant, measured } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type ShardTimes } from '../chunk/index.js';

const SOURCE = 'PyTorch 2.11 on an H200, one layer of Llama 3 8B (fsdp-steps.json)';

/** Of the memory's rate: torch._foreach_copy_ of master weights to BF16, tensors of a layer of that size. */
const CAST_FRACTION: Constant = measured(0.72, 'of memory bandwidth', SOURCE);

/** Of the memory's rate: torch.split_with_sizes_copy after a gather. */
const COPY_OUT_FRACTION: Constant = measured(0.68, 'of memory bandwidth', SOURCE);

/** Of the memory's rate: torch._chunk_cat before a reduction, mean of groups of 8 and of 64. */
const COPY_IN_FRACTION: Constant = measured(0.385, 'of memory bandwidth', SOURCE);

/** Gradients are as kernels write them, whatever is reduced. */
const GRADIENT_BYTES = 2;

interface Copied {
  readonly gathers: number;
  readonly reduces: boolean;
  /** Bytes of an element as its shard is kept, as it is gathered, and as it is reduced. */
  readonly kept: number;
  readonly gathered: number;
  readonly reduced: number;
}

/** @param parameters of the unit on one rank, whole and in its shard */
export function unitCopies(
  { memoryBandwidthGBps }: DeviceSpec,
  { whole, shard }: { readonly whole: number; readonly shard: number },
  { gathers, reduces, kept, gathered, reduced }: Copied,
): Required<Pick<ShardTimes, 'gatherIn' | 'gatherOut' | 'reduceIn'>> {
  const seconds = (bytes: number, fraction: Constant): number =>
    bytes / (memoryBandwidthGBps * 1e9 * fraction.value);
  return {
    gatherIn: gathers > 0 ? seconds(shard * (kept + gathered), CAST_FRACTION) : 0,
    gatherOut: gathers > 0 ? seconds(whole * 2 * gathered, COPY_OUT_FRACTION) : 0,
    reduceIn: reduces ? seconds(whole * (GRADIENT_BYTES + reduced), COPY_IN_FRACTION) : 0,
  };
}
