/** Rows of test/data/hopper-kernels.json and hopper-kernels-2.json: kernels of a training framework. */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type AttentionShape,
  type Clock,
  type GemmOptions,
  type KernelConstants,
  type StreamKernel,
  attentionEdgeBytes,
  coreSeconds,
  decodeSeconds,
  matrixSeconds,
  memoryBoundSeconds,
  restedClock,
  sustainedClock,
} from '@railyard/parallelism';
import { type KernelRow } from './measured-kernel.js';
import { type MeasurementOverheads } from './measurement-overheads.js';

export interface HopperRow {
  readonly op: string;
  readonly precision?: string;
  readonly seconds: number;
  readonly m?: number;
  readonly n?: number;
  readonly k?: number;
  /** Of a grouped GEMM; `m` is then the rows of all groups. */
  readonly groups?: number;
  /** Rows of each group, or one number for equal groups. */
  readonly sizes?: number | readonly number[];
  readonly elements?: number;
  readonly held_sms?: number;
  readonly batch?: number;
  readonly heads?: number;
  readonly kv_heads?: number;
  readonly d?: number;
  readonly context?: number;
  readonly seq?: number;
  readonly d_qk?: number;
  readonly d_v?: number;
  readonly causal?: boolean;
  readonly backend?: string;
  readonly pass?: string;
  readonly bytes?: number;
  /** Present where the profiler took the time; absent with device events. */
  readonly kernels?: number;
  /** Launched back to back for longer than the clock takes to give way, and timed as a whole. */
  readonly sustained?: boolean;
  /** Of `linear_layers`: [m, n, k] of products timed one after the other, their times added up. */
  readonly shapes?: readonly (readonly [m: number, n: number, k: number])[];
}

const STREAM_KERNELS: Readonly<Record<string, StreamKernel>> = {
  copy: 'copy',
  rmsnorm: 'rmsnorm',
  layernorm: 'layernorm',
  bias_gelu: 'bias-gelu',
  swiglu: 'swiglu',
  dropout_add: 'dropout',
  quantize_1x128: 'quantize',
  quantize_128x1_transposed: 'quantize-transposed',
  rope: 'rope',
  residual_add: 'residual',
  permute_rows: 'permute',
  unpermute_weighted: 'unpermute',
  cross_entropy: 'cross-entropy',
  adamw_fused: 'adam',
  l2_norm: 'copy',
};

/** Memory bandwidth that no kernel of the H200 can exceed on more data than its cache holds. */
const POSSIBLE_GBPS = 4800;
const L2_BYTES = 50e6;

export function hopperKernel(row: HopperRow, device: string, source: string): KernelRow {
  const id = describe(row);
  const leftOut = (why: string): KernelRow => ({ id, source, device, seconds: row.seconds, why });
  if (row.op === 'attention' && row.backend !== 'cudnn_attention')
    return leftOut('An older attention kernel of the framework, which is not modelled.');
  if (row.op === 'sustained' && sustainedGemm(row) === undefined)
    return leftOut('The clock under this load is not modelled.');
  if (impossible(row)) return leftOut('Part of the work is missing: faster than the memory allows.');
  const family = familyOf(row);
  if (family === undefined) return leftOut('The operation is not modelled.');
  return {
    id,
    source,
    device,
    family,
    shape: id,
    seconds: row.seconds,
    predict: (c, spec, overheads) =>
      overheadOf(row, overheads) + kernelSeconds(c, spec, row, clockOf(c, row, overheads)),
  };
}

function impossible(row: HopperRow): boolean {
  const bytes = row.bytes ?? 0;
  const gathers = row.op === 'permute_rows';
  return !gathers && bytes > L2_BYTES && bytes / row.seconds > POSSIBLE_GBPS * 1e9;
}

function describe(row: HopperRow): string {
  const sizes = typeof row.sizes === 'object' ? `[${row.sizes.join(' ')}]` : row.sizes;
  const parts = [row.op, row.precision, row.pass, row.backend];
  const shape: Record<string, number | string | undefined> = {
    m: row.m,
    n: row.n,
    k: row.k,
    groups: row.groups,
    sizes,
    held: row.held_sms,
    elements: row.elements,
    batch: row.batch,
    heads: row.heads,
    kv: row.kv_heads,
    seq: row.seq,
    context: row.context,
    d: row.d ?? row.d_qk,
    dv: row.d_v,
    causal: row.causal === undefined ? undefined : String(row.causal),
    timed: row.kernels === undefined ? 'events' : 'profiler',
    shapes: row.shapes?.map((shape) => shape.join('x')).join('+'),
  };
  for (const [name, value] of Object.entries(shape)) if (value !== undefined) parts.push(`${name}=${value}`);
  return parts.filter((part) => part !== undefined).join(' ');
}

function familyOf(row: HopperRow): string | undefined {
  switch (row.op) {
    case 'gemm':
      if (row.sustained === true) return `gemm ${precisionOf(row)} back to back`;
      if (row.precision === 'fp8-1x128-1x128') return 'gemm fp8-block weight gradient';
      if (row.precision === 'fp8-block128')
        return row.pass === 'dgrad' ? 'gemm fp8-block input gradient' : 'gemm fp8-block forward';
      return `gemm ${precisionOf(row)}${(row.m ?? 0) <= FEW_ROWS ? ' few rows' : ''}`;
    case 'linear_layers':
      return `linear layers ${precisionOf(row)} back to back`;
    case 'grouped_gemm':
      return `grouped ${precisionOf(row)}${row.sustained === true ? ' back to back' : ''}`;
    case 'gemm_with_held_sms':
      return 'gemm while SMs are held';
    case 'attention':
      return `attention ${row.pass === 'bwd' ? 'backward' : 'forward'}`;
    case 'decode_attention':
      return 'attention decode';
    case 'sustained':
      return 'gemm sustained';
    default:
      if (!(row.op in STREAM_KERNELS)) return undefined;
      return `memory-bound ${row.op}${row.pass === 'bwd' ? ' backward' : ''}`;
  }
}

const FEW_ROWS = 512;

function precisionOf(row: HopperRow): GemmOptions['precision'] {
  if (row.precision === 'bf16' || row.precision === 'nvfp4') return row.precision;
  return row.precision === 'fp8-block128' || row.precision === 'fp8-1x128-1x128' ? 'fp8-block' : 'fp8-tensor';
}

/**
 * The profiler's calls are few and apart, so that the clock gives way later; attention takes as long under it
 * as in a loop (shapes in common of hopper-kernels.json and h200-measured.json).
 */
function droopSecondsOf(row: HopperRow, overheads: MeasurementOverheads): number {
  const looped = row.kernels === undefined || row.op === 'attention';
  return looped ? overheads.eventsDroopSeconds : overheads.profilerDroopSeconds;
}

const clockOf = (c: KernelConstants, row: HopperRow, overheads: MeasurementOverheads): Clock =>
  row.sustained === true ? sustainedClock(c, 1) : restedClock(droopSecondsOf(row, overheads));

function overheadOf(row: HopperRow, overheads: MeasurementOverheads): number {
  if (row.op === 'sustained' || row.sustained === true) return 0;
  if (row.kernels !== undefined) return row.op in STREAM_KERNELS ? 0 : overheads.flushedSeconds;
  return row.op in STREAM_KERNELS ? overheads.streamEventsSeconds : overheads.eventsSeconds;
}

function kernelSeconds(c: KernelConstants, device: DeviceSpec, row: HopperRow, rested: Clock): number {
  switch (row.op) {
    case 'gemm':
      return gemm(c, device, row, {}, rested);
    case 'linear_layers':
      return (row.shapes ?? []).reduce(
        (sum, [m, n, k]) => sum + gemm(c, device, { ...row, m, n, k }, {}, rested),
        0,
      );
    case 'gemm_with_held_sms': {
      const sms = device.sms - (row.held_sms ?? 0);
      return gemm(c, device, row, { sms, smAware: false }, rested);
    }
    case 'grouped_gemm':
      return grouped(c, device, row, rested);
    case 'sustained':
      return gemm(c, device, sustainedGemm(row) ?? row, {}, sustainedClock(c, 1));
    case 'attention':
      return attention(c, device, row, rested);
    case 'decode_attention':
      return decode(c, device, row);
    default:
      return stream(c, device, row);
  }
}

/** Those of a framework's backward add weight gradients to what is there in FP32; others write BF16 once. */
const outputOf = (row: HopperRow): Pick<GemmOptions, 'pass' | 'outputBytes'> =>
  row.sustained === true && row.pass === 'wgrad'
    ? { pass: 'wgrad', outputBytes: 8 }
    : { pass: row.precision === 'fp8-1x128-1x128' ? 'wgrad' : 'forward', outputBytes: 2 };

function gemm(
  c: KernelConstants,
  device: DeviceSpec,
  row: HopperRow,
  how: Pick<GemmOptions, 'sms' | 'smAware'>,
  clock: Clock,
): number {
  const options = { precision: precisionOf(row), ...outputOf(row), ...how };
  const { m = 0, n = 0, k = 0 } = row;
  return matrixSeconds(c, device, { groups: 1, m, n, k }, options, clock);
}

function grouped(c: KernelConstants, device: DeviceSpec, row: HopperRow, rested: Clock): number {
  const { m = 0, n = 0, k = 0, groups = 1, sizes } = row;
  const rows = typeof sizes === 'object' ? sizes.filter((size) => size > 0) : undefined;
  const shape = { groups: rows?.length ?? groups, m: m / groups, n, k, sizes: rows };
  return matrixSeconds(c, device, shape, { precision: precisionOf(row), ...outputOf(row) }, rested);
}

/** `bf16 8192,8192,8192`: back to back for seconds. Zeros draw less power than numbers do. */
function sustainedGemm(row: HopperRow): HopperRow | undefined {
  const match = /^(bf16|fp8) (\d+),(\d+),(\d+)$/.exec(row.precision ?? '');
  if (match === null) return undefined;
  const [, precision = '', m, n, k] = match;
  return { ...row, precision, m: Number(m), n: Number(n), k: Number(k) };
}

function attention(c: KernelConstants, device: DeviceSpec, row: HopperRow, rested: Clock): number {
  const shape: AttentionShape = {
    batch: row.batch ?? 0,
    heads: row.heads ?? 0,
    sequenceQuery: row.seq ?? 0,
    sequenceKey: row.seq ?? 0,
    headDimQk: row.d_qk ?? 0,
    headDimV: row.d_v ?? 0,
    causal: row.causal === true,
    pass: row.pass === 'bwd' ? 'backward' : 'forward',
  };
  const edges = attentionEdgeBytes(shape) / (device.memoryBandwidthGBps * 1e9 * c.rowsFraction);
  return coreSeconds(c, device, shape, {}, rested) + edges;
}

function decode(c: KernelConstants, device: DeviceSpec, row: HopperRow): number {
  const { batch = 0, heads = 0, kv_heads: keyValueHeads = 0, context = 0, d = 0 } = row;
  return decodeSeconds(c, device, {
    batch,
    heads,
    keyValueHeads,
    context,
    headDimQk: d,
    headDimV: d,
    bytesPerElement: 2,
    split: false,
  });
}

function stream(c: KernelConstants, device: DeviceSpec, row: HopperRow): number {
  const kernel = STREAM_KERNELS[row.op] ?? 'copy';
  const work = {
    bytes: row.bytes ?? 0,
    kernel: kernel === 'adam' && row.precision === 'bf16' ? 'adam-bf16' : kernel,
    pass: row.pass === 'bwd' ? 'backward' : 'forward',
  } as const;
  return memoryBoundSeconds(c, device, work, {});
}
