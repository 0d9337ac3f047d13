/**
 * Measured kernels (rows of test/data/hopper-kernels.json), what the model says of each, and which of them it
 * may be fitted to.
 */
import { type DeviceSpec } from '@railyard/cluster';
import { attentionEdgeBytes, coreSeconds } from './attention.js';
import { type KernelConstants } from './constants.js';
import { matrixSeconds } from './gemm.js';
import { type AttentionShape, type GemmOptions, type StreamKernel } from './kernel-options.js';
import { memoryBoundSeconds } from './stream.js';

/** Device events around one launch, on an otherwise idle GPU. */
export interface KernelMeasurement {
  readonly op: string;
  readonly precision: string;
  readonly seconds: number;
  readonly m?: number;
  readonly n?: number;
  readonly k?: number;
  /** Of a grouped GEMM; `m` is then the rows of all groups. */
  readonly groups?: number;
  readonly held_sms?: number;
  readonly batch?: number;
  readonly heads?: number;
  readonly seq?: number;
  readonly d_qk?: number;
  readonly d_v?: number;
  readonly causal?: boolean;
  readonly backend?: string;
  readonly pass?: string;
  readonly bytes?: number;
}

const STREAM_KERNELS: Readonly<Record<string, StreamKernel>> = {
  copy: 'copy',
  rmsnorm: 'rmsnorm',
  swiglu: 'swiglu',
  quantize_1x128: 'quantize',
  residual_add: 'residual',
  permute_rows: 'permute',
  cross_entropy: 'cross-entropy',
  adamw_fused: 'adam',
};

/**
 * Rows of one family share their constants; undefined for the framework's own attention kernel, of an older
 * generation, which is not modelled.
 */
export function familyOf(row: KernelMeasurement): string | undefined {
  switch (row.op) {
    case 'gemm':
    case 'grouped_gemm':
    case 'gemm_with_held_sms':
      return `${row.op} ${row.precision}`;
    case 'attention':
      return row.backend === 'cudnn_attention'
        ? `attention ${row.pass} ${row.causal === true ? 'causal' : 'full'}`
        : undefined;
    default:
      return isStream(row) ? `stream ${row.op} ${row.pass ?? ''}`.trimEnd() : undefined;
  }
}

export interface RowSplit<T extends KernelMeasurement> {
  readonly fitted: readonly T[];
  readonly heldOut: readonly T[];
}

/**
 * Every second row of each family, ordered by depth, columns, rows (GEMM) or sequence and heads (attention),
 * is fitted; the others are held out. Memory-bound kernels have three rows or one: the first is fitted.
 */
export function splitRows<T extends KernelMeasurement>(rows: readonly T[]): RowSplit<T> {
  const families = new Map<string, T[]>();
  for (const row of rows) {
    const family = familyOf(row);
    if (family === undefined) continue;
    const members = families.get(family);
    if (members === undefined) families.set(family, [row]);
    else members.push(row);
  }
  const fitted: T[] = [];
  const heldOut: T[] = [];
  for (const [family, members] of families) {
    const stream = family.startsWith('stream');
    if (!stream) members.sort(byShape);
    const isFitted = (index: number): boolean => index === 0 || (!stream && index % 2 === 0);
    members.forEach((row, index) => (isFitted(index) ? fitted : heldOut).push(row));
  }
  return { fitted, heldOut };
}

const SHAPE_KEYS = ['k', 'n', 'm', 'groups', 'held_sms', 'seq', 'heads', 'd_qk', 'd_v', 'batch'] as const;

function byShape(a: KernelMeasurement, b: KernelMeasurement): number {
  for (const key of SHAPE_KEYS) {
    const difference = (a[key] ?? 0) - (b[key] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.seconds - b.seconds;
}

const isStream = (row: KernelMeasurement): boolean => row.op in STREAM_KERNELS;

/** What the stopwatch should have shown, timing overhead included. */
export function predictedSeconds(c: KernelConstants, device: DeviceSpec, row: KernelMeasurement): number {
  return (isStream(row) ? c.streamTimingSeconds : c.matrixTimingSeconds) + kernelSeconds(c, device, row);
}

function kernelSeconds(c: KernelConstants, device: DeviceSpec, row: KernelMeasurement): number {
  switch (row.op) {
    case 'gemm':
      return matrixSeconds(c, device, 1, row.m ?? 0, row.n ?? 0, row.k ?? 0, optionsOf(row), true);
    case 'grouped_gemm':
      return matrixSeconds(
        c,
        device,
        row.groups ?? 0,
        (row.m ?? 0) / (row.groups ?? 1),
        row.n ?? 0,
        row.k ?? 0,
        optionsOf(row),
        true,
      );
    case 'gemm_with_held_sms':
      return matrixSeconds(
        c,
        device,
        1,
        row.m ?? 0,
        row.n ?? 0,
        row.k ?? 0,
        { ...optionsOf(row), sms: device.sms - (row.held_sms ?? 0), smAware: false },
        true,
      );
    case 'attention': {
      const shape = attentionShape(row);
      const edges = attentionEdgeBytes(shape) / (device.memoryBandwidthGBps * 1e9 * c.rowsFraction);
      return coreSeconds(c, device, shape, device.sms, true) + edges;
    }
    default:
      return memoryBoundSeconds(
        c,
        device,
        {
          bytes: row.bytes ?? 0,
          kernel: STREAM_KERNELS[row.op] as StreamKernel,
          pass: row.pass === 'bwd' ? 'backward' : 'forward',
        },
        {},
      );
  }
}

/** The measured GEMMs of all passes write BF16 once. */
function optionsOf(row: KernelMeasurement): GemmOptions {
  const precision =
    row.precision === 'bf16' ? 'bf16' : row.precision === 'fp8-block128' ? 'fp8-block' : 'fp8-tensor';
  return { precision, pass: 'forward', outputBytes: 2 };
}

function attentionShape(row: KernelMeasurement): AttentionShape {
  return {
    batch: row.batch ?? 0,
    heads: row.heads ?? 0,
    sequenceQuery: row.seq ?? 0,
    sequenceKey: row.seq ?? 0,
    headDimQk: row.d_qk ?? 0,
    headDimV: row.d_v ?? 0,
    causal: row.causal === true,
    pass: row.pass === 'bwd' ? 'backward' : 'forward',
  };
}
