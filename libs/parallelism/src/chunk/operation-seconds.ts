/** Prices one operation of a layer with the kernel model. */
import { assertUnreachable } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import {
  type KernelPass,
  alignmentSlowdown,
  attentionSeconds,
  gemmSeconds,
  groupedGemmSeconds,
  peakTflops,
  recurrenceSeconds,
  streamSeconds,
} from '../kernels/index.js';
import {
  type LayerOperation,
  type MatrixOperation,
  PRECISION_RECIPES,
  operationFlops,
} from '../model/index.js';
import { computedHeads, librarySpeed } from './attention-library.js';
import { type Situation } from './situation.js';

/** Seconds on the compute stream, the gaps between kernels included. */
export function operationSeconds(
  device: DeviceSpec,
  operation: LayerOperation,
  situation: Situation,
): number {
  const { gapSeconds = LAUNCH_GAP_SECONDS } = situation;
  switch (operation.kind) {
    case 'gemm':
      return (
        gapSeconds +
        slowdownOf(operation) * gemmSeconds(device, operation, matrixOptions(operation, situation))
      );
    case 'grouped-gemm': {
      if (operation.recurrent === true) return ofRecurrence(device, operation, situation);
      const shape = { groups: operation.groups, mPerGroup: operation.m, n: operation.n, k: operation.k };
      return (
        gapSeconds +
        slowdownOf(operation) * groupedGemmSeconds(device, shape, matrixOptions(operation, situation))
      );
    }
    case 'attention': {
      if (operation.recurrent === true) return ofRecurrence(device, operation, situation);
      const pass = operation.pass === 'backward-input' ? 'backward' : 'forward';
      const shape = {
        batch: operation.batch,
        heads: operation.heads,
        sequenceQuery: operation.sequence,
        sequenceKey: operation.keys ?? operation.sequence,
        ...computedHeads(operation),
        causal: operation.causal,
        pass,
        ...(operation.window === undefined ? {} : { window: Math.ceil(operation.window) }),
      } as const;
      const { freeSms: sms, contended, tensorShare, streamShare } = situation;
      const seconds = attentionSeconds(device, shape, { sms, contended, tensorShare, streamShare });
      // In FP32 as in BF16, at the rate and with the bytes of FP32.
      const slower =
        operation.precision === 'fp32' ? peakTflops(device, 'bf16') / peakTflops(device, 'fp32') : 1;
      return gapSeconds + (slower * seconds) / librarySpeed(device, operation, pass);
    }
    case 'stream': {
      const { kernel, kernelPass, pieces = 1, rate = 1 } = operation;
      const launches = pieces * operation.launches;
      const bytes = operation.bytes / rate;
      return (
        launches * gapSeconds +
        streamSeconds(
          device,
          { bytes, kernel, pass: kernelPass, launches },
          { sms: situation.freeSms, contended: situation.contended },
        )
      );
    }
    default:
      return assertUnreachable(operation);
  }
}

const ofRecurrence = (
  device: DeviceSpec,
  operation: LayerOperation,
  { freeSms: sms, contended, gapSeconds = LAUNCH_GAP_SECONDS }: Situation,
): number => gapSeconds + recurrenceSeconds(device, operationFlops(operation), { sms, contended });

/**
 * The contiguous dimensions are those of the features, never the tokens. Frameworks pad the vocabulary
 * themselves.
 */
function slowdownOf({ name, pass, m, n, k }: MatrixOperation): number {
  if (name === 'head') return 1;
  return alignmentSlowdown(pass === 'backward-weight' ? [m, n] : [n, k]);
}

function matrixOptions(operation: MatrixOperation, situation: Situation) {
  const { kernel } = PRECISION_RECIPES[operation.precision];
  // BF16 matrices (router, head) run on the vendor's library, which takes what is free.
  const sms = operation.precision === 'fp8' ? situation.persistentSms : situation.freeSms;
  return {
    precision: kernel,
    pass: kernelPass(operation.pass),
    sms,
    contended: situation.contended,
    ...(situation.plansWhole === true && operation.precision !== 'fp8' ? { smAware: false } : {}),
    outputBytes: outputOf(operation),
    weightBytes: operation.kind === 'gemm' ? operation.weightBytes : undefined,
    tensorShare: situation.tensorShare,
    streamShare: situation.streamShare,
    library: situation.library,
  };
}

function outputOf({ outputBytes, pass, precision }: MatrixOperation): number | undefined {
  if (outputBytes !== undefined) return outputBytes;
  const { elementBytes } = PRECISION_RECIPES[precision];
  return elementBytes === 2 || pass === 'backward-weight' ? undefined : elementBytes;
}

function kernelPass(pass: LayerOperation['pass']): KernelPass {
  switch (pass) {
    case 'forward':
    case 'recompute':
      return 'forward';
    case 'backward-input':
      return 'dgrad';
    case 'backward-weight':
      return 'wgrad';
    default:
      return assertUnreachable(pass);
  }
}
