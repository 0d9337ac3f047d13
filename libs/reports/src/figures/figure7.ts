/** Figure 7: DeepEP dispatch and combine on MPFT, 16 to 128 GPUs, alongside DeepEP's own tables. */
import { type FigurePoint, kernelInputs } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { DEEPEP_LOW_LATENCY, DEEPEP_NORMAL, EXPERT_RATE_CLAIM_GBPS } from '../published/index.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';
import { curvesOf } from './curves.js';
import { collectiveInputs } from './network-inputs.js';
import { parityRow, valueAt } from './parity.js';

const TOLERANCE = 10;
const SIZES = [16, 32, 64, 128];
const GPUS_PER_NODE = 8;
const DIRECTIONS = ['dispatch', 'combine'] as const;

/** Latency of one low-latency collective, 128 tokens a GPU. */
export interface LowLatencyPoint {
  readonly gpus: number;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly us: number;
}

export function figure7(points: readonly FigurePoint[], lowLatency: readonly LowLatencyPoint[]): Report {
  const slowest = Math.min(...points.map((point) => point.value));
  const claim = reportRow({
    name: 'slowest rate of a GPU',
    unit: 'GB/s',
    case: '16 to 128 GPUs',
    paper: EXPERT_RATE_CLAIM_GBPS,
    twin: slowest,
    note: 'The text: exceeding 40 GB/s. Judged as a floor.',
  });
  const rows = [
    ...SIZES.flatMap((gpus) => DIRECTIONS.flatMap((direction) => normalRows(points, gpus, direction))),
    claim,
    parityRow(points, 'dispatch and combine'),
    ...lowLatencyRows(lowLatency),
  ];
  return {
    artifact: 'figure7',
    reference: 'published',
    title: 'Figure 7: DeepEP on MPFT, 4,096 tokens a GPU',
    engineVersion: ENGINE_VERSION,
    rows,
    curves: curvesOf('DeepEP on MPFT: rate of a GPU as DeepEP counts it', points),
    inputs: [...collectiveInputs('h800-2048-mpft'), ...kernelInputs()],
    withinTolerance: allWithin(rows) && slowest > EXPERT_RATE_CLAIM_GBPS,
    conclusion:
      `Every GPU moves more than ${EXPERT_RATE_CLAIM_GBPS} GB/s as DeepEP counts it; the slowest ` +
      `${slowest.toFixed(1)} GB/s. Two of the eight normal rates and one of the twelve low ` +
      `latencies gave the kernels' constants, the others are predictions.`,
  };
}

const DERIVED = { kind: 'fitted', note: 'A kernel constant was derived from this measurement.' } as const;

/**
 * Wire: what crosses a NIC. Logical: as DeepEP counts it, copies for the own node included, which is how it
 * can exceed the NIC.
 */
function normalRows(
  points: readonly FigurePoint[],
  gpus: number,
  direction: (typeof DIRECTIONS)[number],
): ReportRow[] {
  const published = DEEPEP_NORMAL.find((row) => row.gpus === gpus);
  const logical = published?.[direction === 'dispatch' ? 'dispatchGBps' : 'combineGBps'] ?? null;
  const remote = 1 - GPUS_PER_NODE / gpus;
  const twin = valueAt(points, `MPFT ${direction}`, gpus);
  const common = {
    unit: 'GB/s',
    case: `EP${gpus}`,
    tolerancePct: TOLERANCE,
    ...(published?.derivedFrom === direction ? DERIVED : {}),
  };
  return [
    reportRow({ ...common, name: `${direction}, logical`, paper: logical, twin }),
    reportRow({
      ...common,
      name: `${direction}, wire`,
      paper: logical === null ? null : logical * remote,
      twin: twin * remote,
    }),
  ];
}

const lowLatencyRows = (lowLatency: readonly LowLatencyPoint[]): ReportRow[] =>
  DEEPEP_LOW_LATENCY.flatMap((row) =>
    DIRECTIONS.map((direction) =>
      reportRow({
        name: `low-latency ${direction}`,
        unit: 'us',
        case: `EP${row.gpus}`,
        paper: direction === 'dispatch' ? row.dispatchUs : row.combineUs,
        twin:
          lowLatency.find((point) => point.gpus === row.gpus && point.direction === direction)?.us ??
          Number.NaN,
        tolerancePct: TOLERANCE,
        ...(row.derivedFrom === direction ? DERIVED : {}),
      }),
    ),
  );
