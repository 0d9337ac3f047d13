/**
 * Kernels of DeepSeek's training profile (test/data/deepseek-v3-*.json) and what the model says of each, on
 * the device and with the communication that ran at the same time.
 */
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants } from '../calibration/index.js';
import { type MatrixShape, matrixSeconds } from './gemm.js';
import { type GemmOptions } from './kernel-options.js';
import { type LayerDims, type LayerStream } from './layer-streams.js';
import { memoryBoundSeconds } from './stream.js';

/** SMs that the profile's persistent GEMMs launched on. */
export const TRACE_SMS = 112;
/**
 * Share of the profile's compute time during a dispatch or combine that moves data (77.5 of 118.2 ms), and
 * during any kernel that holds SMs (110.3 of 124.3 ms).
 */
export const TRACE_CONTENDED_SHARE = 77.509 / 118.193;
export const TRACE_HELD_SHARE = 110.292 / 124.286;
/** Routed experts on the profile's GPU (256 over EP64). */
const TRACE_EXPERTS = 4;

/** DeepSeek-V3's MoE layer on that GPU; rows are the mean of the profile's layers. */
export function traceDims(expertRows: number, receivedTokens: number): LayerDims {
  return {
    tokens: 4096,
    hidden: 7168,
    heads: 128,
    queryRank: 1536,
    keyValueRank: 512,
    nopeHeadDim: 128,
    ropeHeadDim: 64,
    valueHeadDim: 128,
    routedExperts: 256,
    topK: 8,
    localExperts: TRACE_EXPERTS,
    expertHidden: 2048,
    sharedHidden: 2048,
    expertRows,
    receivedTokens,
  };
}

/**
 * A GEMM of the profile, named `<matrix>_<fwd|recompute|dgrad|wgrad>`; `mnk` starts with 'rows' for the
 * grouped ones.
 */
export interface TraceGemm {
  readonly kind: string;
  readonly precision: string;
  readonly mnk?: readonly (number | string)[] | null;
  readonly rows_padded?: readonly number[];
  readonly durations_us: readonly number[];
}

const WEIGHT_GRADIENT_SHAPES: Readonly<Record<string, readonly [number, number]>> = {
  shared_down_wgrad: [7168, 2048],
  shared_gate_up_wgrad: [4096, 7168],
  routed_down_wgrad_x4: [7168, 2048],
  routed_gate_up_wgrad_x4: [4096, 7168],
};

/**
 * Seconds of layer `layer` of this kind, while communication moves data or not as often as in the profile;
 * undefined when the row is no GEMM.
 */
export function traceGemmSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  row: TraceGemm,
  layer: number,
): number | undefined {
  const shape = traceShape(row, row.rows_padded?.[layer]);
  if (shape === undefined) return undefined;
  const pass = row.kind.includes('wgrad') ? 'wgrad' : row.kind.endsWith('dgrad') ? 'dgrad' : 'forward';
  const options: GemmOptions = {
    precision: row.precision === 'fp8' ? 'fp8-block' : 'bf16',
    pass,
    sms: TRACE_SMS,
    // The router's forward and weight gradient write FP32 once.
    ...(row.precision === 'bf16' ? { outputBytes: pass === 'dgrad' ? 2 : 4 } : {}),
  };
  const contended = matrixSeconds(c, device, shape, { ...options, contended: true });
  const alone = matrixSeconds(c, device, shape, options);
  return TRACE_CONTENDED_SHARE * contended + (1 - TRACE_CONTENDED_SHARE) * alone;
}

function traceShape(row: TraceGemm, rows: number | undefined): MatrixShape | undefined {
  const shape = WEIGHT_GRADIENT_SHAPES[row.kind];
  if (shape !== undefined) {
    const [m, n] = shape;
    // Four per-expert kernels on two streams, so that one fills the other's last wave: one launch with four
    // groups.
    return rows === undefined
      ? { groups: 1, m, n, k: 4096 }
      : { groups: TRACE_EXPERTS, m, n, k: rows / TRACE_EXPERTS };
  }
  if (row.mnk === undefined || row.mnk === null) return undefined;
  const [m, n, k] = row.mnk;
  const sizes = { n: Number(n), k: Number(k) };
  return m === 'rows'
    ? { groups: TRACE_EXPERTS, m: (rows ?? 0) / TRACE_EXPERTS, ...sizes }
    : { groups: 1, m: Number(m), ...sizes };
}

/**
 * Mean over the profile: while communication moves data, while it waits on its SMs, and alone.
 */
export function traceStreamSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  stream: LayerStream,
  dims: LayerDims,
): number {
  const work = {
    bytes: stream.bytes(dims),
    kernel: stream.kernel,
    pass: stream.pass,
    launches: stream.launches,
  };
  const contended = memoryBoundSeconds(c, device, work, { sms: TRACE_SMS, contended: true });
  const reserved = memoryBoundSeconds(c, device, work, { sms: TRACE_SMS });
  const alone = memoryBoundSeconds(c, device, work, {});
  return (
    TRACE_CONTENDED_SHARE * contended +
    (TRACE_HELD_SHARE - TRACE_CONTENDED_SHARE) * reserved +
    (1 - TRACE_HELD_SHARE) * alone
  );
}
