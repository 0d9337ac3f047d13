/**
 * Attention kernels of other times than the calibration's: their speed over that of the library that the
 * calibration was made with (cuDNN's on Hopper and Blackwell), by generation of the device and head size
 * (docs/model/software.md, section 4).
 */
import { type Constant, assumed, fitted, measured } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { paddedHeadDim } from '../kernels/index.js';
import { type AttentionOperation } from '../model/index.js';
import { type AttentionKernel } from '../software/index.js';

type Flash = Exclude<AttentionKernel, 'unfused' | 'cudnn'>;
type Generation = 'ampere' | 'hopper' | 'blackwell';

/** Shares of speed with heads of up to 64 and of more, forward and backward. */
interface LibrarySpeed {
  readonly small: { readonly forward: Constant; readonly backward: Constant };
  readonly large: { readonly forward: Constant; readonly backward: Constant };
}

const ROWS = 'test/data/software-kernels.json (H200): FlashAttention-2 over cuDNN, head size 64 and 128';
const CHART =
  'Dao-AILab/flash-attention charts, H100 and A100 (test/data/flash-attention-charts.csv): FlashAttention ' +
  'over FlashAttention-2, forward and backward together';

const both = (constant: Constant): LibrarySpeed['small'] => ({ forward: constant, backward: constant });
const alike = (constant: Constant): LibrarySpeed => ({ small: both(constant), large: both(constant) });
const share = (value: number, source: string): Constant => fitted(value, 'of the library', source);

const BEST = assumed(1, 'of the library', 'the fastest kernel of its device: as the calibration has it');
const OLD_ON_BLACKWELL = assumed(
  0.3,
  'of the library',
  'kernels without the tensor memory of Blackwell: the rate of an SM of Hopper',
);

const SPEEDS: Readonly<Record<Generation, Readonly<Record<Flash, LibrarySpeed>>>> = {
  ampere: {
    flash1: alike(share(0.45, CHART)),
    flash2: alike(BEST),
    flash3: alike(BEST),
  },
  hopper: {
    flash1: { small: both(share(0.36, `${CHART}; ${ROWS}`)), large: both(share(0.22, `${CHART}; ${ROWS}`)) },
    flash2: {
      small: { forward: share(0.64, ROWS), backward: share(0.61, ROWS) },
      large: { forward: share(0.53, ROWS), backward: share(0.52, ROWS) },
    },
    flash3: alike(BEST),
  },
  blackwell: {
    flash1: alike(OLD_ON_BLACKWELL),
    flash2: alike(OLD_ON_BLACKWELL),
    flash3: alike(OLD_ON_BLACKWELL),
  },
};

function generationOf(device: DeviceSpec): Generation {
  if ((device.fp4Tflops ?? 0) > 0) return 'blackwell';
  return device.fp8Tflops > 0 ? 'hopper' : 'ampere';
}

const DROPOUT_ROWS =
  'test/data/software-kernels.json, attentionDropout (H200): median over head sizes and sequences';
const longer = (value: number): Constant => measured(value, 'x', DROPOUT_ROWS);

/** Time of a kernel that draws random numbers for every probability, over one that does not. */
const DROPOUT = {
  flash: { forward: longer(1.23), backward: longer(1.13) },
  cudnn: { forward: longer(2.2), backward: longer(1.22) },
} as const;

const isFlash = (library: AttentionOperation['library']): library is Flash =>
  library === 'flash1' || library === 'flash2' || library === 'flash3';

/** Speed of the operation's kernel over that of the calibration's library. */
export function librarySpeed(
  device: DeviceSpec,
  operation: AttentionOperation,
  pass: 'forward' | 'backward',
): number {
  const { library, dropout } = operation;
  const drawn = dropout === true ? DROPOUT[isFlash(library) ? 'flash' : 'cudnn'][pass].value : 1;
  return plainSpeed(device, operation, pass) / drawn;
}

function plainSpeed(
  device: DeviceSpec,
  { library, queryKeyDim }: AttentionOperation,
  pass: 'forward' | 'backward',
): number {
  if (!isFlash(library)) return 1;
  const { small, large } = SPEEDS[generationOf(device)][library];
  return (queryKeyDim <= 64 ? small : large)[pass].value;
}

/** Head sizes that the operation's kernel computes. */
export function computedHeads({ library, queryKeyDim, valueDim }: AttentionOperation): {
  readonly headDimQk: number;
  readonly headDimV: number;
} {
  const kernels = isFlash(library) ? 'flash' : 'cudnn';
  return {
    headDimQk: paddedHeadDim(queryKeyDim, kernels),
    headDimV: paddedHeadDim(valueDim, kernels),
  };
}
