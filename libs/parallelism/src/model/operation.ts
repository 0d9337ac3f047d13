/**
 * One operation of a layer: what a kernel is asked to do, without saying how long it takes. Matrices are
 * out[m,n] = a[m,k] b[n,k].
 */

import { type StreamKernel } from '../kernels/index.js';
import { type AttentionKernel } from '../software/index.js';
import { meanKeys } from './mean-keys.js';
import { type PlainPrecision, type Precision, PRECISION_RECIPES, operandBytes } from './precision.js';

export type OperationPass = 'forward' | 'recompute' | 'backward-input' | 'backward-weight';

/**
 * Where a chunk's sections are cut by expert-parallel communication: dispatch follows `attention`, combine
 * follows `mlp`. The router belongs to `attention` (facts of the DeepSeek trace: attn(F) ends with the gate).
 */
export type OperationSection = 'attention' | 'mlp';

interface OperationBase {
  readonly name: string;
  readonly pass: OperationPass;
  readonly section: OperationSection;
}

export interface GemmOperation extends OperationBase {
  readonly kind: 'gemm';
  readonly precision: Precision;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Moved for each element of the result; absent: as its pass does. */
  readonly outputBytes?: number;
  /** Of a weight as it lies in memory; absent: as the product takes it. */
  readonly weightBytes?: number;
}

export interface GroupedGemmOperation extends OperationBase {
  readonly kind: 'grouped-gemm';
  readonly precision: Precision;
  readonly groups: number;
  /** Per group: m x n x k each. Mean where the groups differ, so it may be a fraction. */
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Moved for each element of the result; absent: as its pass does. */
  readonly outputBytes?: number;
  /** Of a recurrence over chunks, whose kernels have a rate of their own. */
  readonly recurrent?: boolean;
}

export interface AttentionOperation extends OperationBase {
  readonly kind: 'attention';
  /** Of a recurrence over chunks, whose kernels have a rate of their own. */
  readonly recurrent?: boolean;
  /** Sequences. */
  readonly batch: number;
  readonly sequence: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly queryKeyDim: number;
  readonly valueDim: number;
  /** The lower triangle; false: every query meets every key of a block that lies below it. */
  readonly causal: boolean;
  /** Keys of such a block; absent: as many as queries. */
  readonly keys?: number;
  readonly precision: PlainPrecision;
  /** Keys that a query sees, itself included; absent: all before it. */
  readonly window?: number;
  /** Absent: that of the device's calibration. `deepseek`: the kernel of DeepSeek's public profile. */
  readonly library?: AttentionKernel | 'deepseek';
  /** Probabilities are dropped inside the kernel. */
  readonly dropout?: boolean;
}

export interface StreamOperation extends OperationBase {
  readonly kind: 'stream';
  readonly kernel: StreamKernel;
  /** A backward norm or activation is another kernel than its forward. */
  readonly kernelPass: 'forward' | 'backward';
  /** Read plus written. */
  readonly bytes: number;
  /** Kernels that the operation stands for; small ones cost a launch each. */
  readonly launches: number;
  /** Kernels of each launch, of single experts, one after the other; absent: one. */
  readonly pieces?: number;
  /** Of the rate of its kernel that this one reaches (software/kernel-rates.ts); absent: 1. */
  readonly rate?: number;
}

export type LayerOperation = GemmOperation | GroupedGemmOperation | AttentionOperation | StreamOperation;
export type MatrixOperation = GemmOperation | GroupedGemmOperation;

/** Input gradient of out = a b^T: da[m,k] = dout[m,n] b[n,k]. */
export function inputGradientOf<T extends MatrixOperation>(forward: T): T {
  return { ...forward, pass: 'backward-input', n: forward.k, k: forward.n };
}

/** Weight gradient: db[n,k] = dout[m,n]^T a[m,k]. */
export function weightGradientOf<T extends MatrixOperation>(forward: T): T {
  return { ...forward, pass: 'backward-weight', m: forward.n, n: forward.k, k: forward.m };
}

/**
 * FLOPs of a kernel; causal attention does the lower triangle. Its backward is 5 products (flash attention):
 * QK again, dV, dP, dQ, dK.
 */
export function operationFlops(operation: LayerOperation): number {
  switch (operation.kind) {
    case 'gemm':
      return 2 * operation.m * operation.n * operation.k;
    case 'grouped-gemm':
      return 2 * operation.groups * operation.m * operation.n * operation.k;
    case 'attention': {
      const depth =
        operation.pass === 'backward-input'
          ? 3 * operation.queryKeyDim + 2 * operation.valueDim
          : operation.queryKeyDim + operation.valueDim;
      const keys = operation.causal
        ? meanKeys(operation.sequence, operation.window ?? Infinity, true)
        : (operation.keys ?? operation.sequence);
      return 2 * operation.batch * operation.sequence * keys * operation.heads * depth;
    }
    case 'stream':
      return 0;
  }
}

const resultBytes = ({ pass, precision }: MatrixOperation): number =>
  pass === 'backward-weight' ? 8 : PRECISION_RECIPES[precision].elementBytes;

/**
 * Least memory traffic: every operand read once and every result written once; gradients of weights
 * accumulate in FP32.
 */
export function operationBytes(operation: LayerOperation): number {
  switch (operation.kind) {
    case 'gemm':
    case 'grouped-gemm': {
      const groups = operation.kind === 'gemm' ? 1 : operation.groups;
      const operand = operandBytes(operation.precision);
      const result = operation.outputBytes ?? resultBytes(operation);
      return (
        groups * (operand * operation.k * (operation.m + operation.n) + result * operation.m * operation.n)
      );
    }
    case 'attention': {
      const tokens = operation.batch * operation.sequence;
      const queries = operation.heads * (operation.queryKeyDim + operation.valueDim);
      const keyShare = (operation.keys ?? operation.sequence) / operation.sequence;
      const keyValues = keyShare * operation.keyValueHeads * (operation.queryKeyDim + operation.valueDim);
      const element = PRECISION_RECIPES[operation.precision].elementBytes;
      return element * tokens * (queries + keyValues) * (operation.pass === 'backward-input' ? 2 : 1);
    }
    case 'stream':
      return operation.bytes;
  }
}
