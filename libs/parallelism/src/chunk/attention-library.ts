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
type Library = AttentionOperation['library'];
type Generation = 'ampere' | 'hopper' | 'blackwell';

interface PassSpeed {
  readonly forward: Constant;
  readonly backward: Constant;
}

/** Shares of speed with heads of up to 64, up to 128 and more columns. */
interface LibrarySpeed {
  readonly small: PassSpeed;
  readonly large: PassSpeed;
  readonly wide: PassSpeed;
}

const ROWS = 'test/data/software-kernels.json (H200): FlashAttention-2 over cuDNN, head size 64, 128, 192';
const CHART =
  'Dao-AILab/flash-attention charts, H100 and A100 (test/data/flash-attention-charts.csv): FlashAttention ' +
  'over FlashAttention-2, forward and backward together';

const both = (constant: Constant): PassSpeed => ({ forward: constant, backward: constant });
const alike = (constant: Constant): LibrarySpeed => ({
  small: both(constant),
  large: both(constant),
  wide: both(constant),
});
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
    flash1: {
      small: both(share(0.36, `${CHART}; ${ROWS}`)),
      large: both(share(0.22, `${CHART}; ${ROWS}`)),
      wide: both(share(0.22, `${CHART}; ${ROWS}`)),
    },
    flash2: {
      small: { forward: share(0.64, ROWS), backward: share(0.61, ROWS) },
      large: { forward: share(0.53, ROWS), backward: share(0.52, ROWS) },
      // cuDNN's own backward ends at 128 columns: the generic one that it falls back on is less ahead.
      wide: { forward: share(0.48, ROWS), backward: share(0.71, ROWS) },
    },
    flash3: alike(BEST),
  },
  blackwell: {
    flash1: alike(OLD_ON_BLACKWELL),
    flash2: alike(OLD_ON_BLACKWELL),
    flash3: alike(OLD_ON_BLACKWELL),
  },
};

const PROFILE =
  'deepseek-ai/profile-data train.json (H800, 112 SMs): attention core, over cuDNN as calibrated';

/** DeepSeek's own kernel of latent attention on Hopper; elsewhere the library's stands for it. */
const DEEPSEEK: PassSpeed = {
  forward: fitted(1.09, 'of the library', PROFILE),
  backward: fitted(1.12, 'of the library', PROFILE),
};

function generationOf(device: DeviceSpec): Generation {
  if ((device.fp4Tflops ?? 0) > 0) return 'blackwell';
  return device.fp8Tflops > 0 ? 'hopper' : 'ampere';
}

const DROPOUT_ROWS =
  'test/data/software-kernels.json, attentionDropout (H200): median over head sizes and sequences';
const longer = (value: number): Constant => measured(value, 'x', DROPOUT_ROWS);

/** Time of a kernel that draws random numbers for each probability over one that does not, on an H200. */
const DROPOUT = {
  flash: { forward: longer(1.23), backward: longer(1.13) },
  cudnn: { forward: longer(2.2), backward: longer(1.22) },
} as const;

const isFlash = (library: Library): library is Flash =>
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

function plainSpeed(device: DeviceSpec, operation: AttentionOperation, pass: 'forward' | 'backward'): number {
  const { library } = operation;
  if (library === 'deepseek') return generationOf(device) === 'hopper' ? DEEPSEEK[pass].value : 1;
  if (!isFlash(library)) return 1;
  const { small, large, wide } = SPEEDS[generationOf(device)][library];
  const columns = computedHeads(operation).headDimQk;
  return (columns <= 64 ? small : columns <= 128 ? large : wide)[pass].value;
}

/**
 * Head sizes that the operation's kernel computes. FlashAttention 1 and 2 have one size for all three: values
 * of fewer columns than keys, as in latent attention, are filled up to theirs.
 */
export function computedHeads({ library, queryKeyDim, valueDim }: AttentionOperation): {
  readonly headDimQk: number;
  readonly headDimV: number;
} {
  const kernels = isFlash(library) ? 'flash' : 'cudnn';
  const headDimQk = paddedHeadDim(queryKeyDim, kernels);
  const oneSize = library === 'flash1' || library === 'flash2';
  return {
    headDimQk,
    headDimV: oneSize
      ? Math.max(headDimQk, paddedHeadDim(valueDim, kernels))
      : paddedHeadDim(valueDim, kernels),
  };
}
