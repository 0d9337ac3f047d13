/** Prices one operation of a layer with the kernel model. */
import { assertUnreachable } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import {
  type KernelPass,
  type KernelPrecision,
  attentionSeconds,
  gemmSeconds,
  groupedGemmSeconds,
  streamSeconds,
} from '../kernels/index.js';
import { type LayerOperation } from '../model/index.js';
import { type Situation } from './situation.js';

/**
 * Fine-grained scales are what FP8 training uses (paper section 3.1); one scale per tensor does not train.
 */
const PRECISION: Readonly<Record<'bf16' | 'fp8', KernelPrecision>> = { bf16: 'bf16', fp8: 'fp8-block' };

/** Seconds on the compute stream, the gaps between kernels included. */
export function operationSeconds(
  device: DeviceSpec,
  operation: LayerOperation,
  situation: Situation,
): number {
  switch (operation.kind) {
    case 'gemm':
      return LAUNCH_GAP_SECONDS + gemmSeconds(device, operation, matrixOptions(operation, situation));
    case 'grouped-gemm': {
      const shape = { groups: operation.groups, mPerGroup: operation.m, n: operation.n, k: operation.k };
      return LAUNCH_GAP_SECONDS + groupedGemmSeconds(device, shape, matrixOptions(operation, situation));
    }
    case 'attention': {
      const pass = operation.pass === 'backward-input' ? 'backward' : 'forward';
      const shape = {
        batch: operation.batch,
        heads: operation.heads,
        sequenceQuery: operation.sequence,
        sequenceKey: operation.sequence,
        headDimQk: operation.queryKeyDim,
        headDimV: operation.valueDim,
        causal: operation.causal,
        pass,
        ...(operation.window === undefined ? {} : { window: Math.ceil(operation.window) }),
      } as const;
      const { freeSms: sms, contended, tensorShare } = situation;
      return (
        LAUNCH_GAP_SECONDS + attentionSeconds(device, shape, { sms, contended, ...shareOf(tensorShare) })
      );
    }
    case 'stream': {
      const { bytes, kernel, kernelPass, launches } = operation;
      return (
        launches * LAUNCH_GAP_SECONDS +
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

function matrixOptions(
  operation: { readonly precision: 'bf16' | 'fp8'; readonly pass: LayerOperation['pass'] },
  situation: Situation,
) {
  // BF16 matrices (router, head) run on the vendor's library, which takes what is free.
  const sms = operation.precision === 'fp8' ? situation.persistentSms : situation.freeSms;
  return {
    precision: PRECISION[operation.precision],
    pass: kernelPass(operation.pass),
    sms,
    contended: situation.contended,
    ...shareOf(situation.tensorShare),
  };
}

const shareOf = (tensorShare: number | undefined): { readonly tensorShare?: number } =>
  tensorShare === undefined ? {} : { tensorShare };

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
