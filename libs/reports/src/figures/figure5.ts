/** Figure 5: NCCL all-to-all from 32 to 128 GPUs on MPFT and MRFT. */
import { type FigurePoint } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { NCCL_ALL_TO_ALL_CEILING, NCCL_H800_ALL_TO_ALL } from '../published/index.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';
import { curvesOf } from './curves.js';
import { collectiveInputs } from './network-inputs.js';
import { parityRow, sizeName, valueAt } from './parity.js';

const TOLERANCE = 10;
const MIB = 1024 * 1024;
/** Points of each curve that are shown. */
const SHOWN = [MIB, 8 * MIB, 64 * MIB, 512 * MIB, 4096 * MIB];

export interface WithoutPxn {
  /** e.g. `MPFT without PXN`. */
  readonly series: string;
  readonly gpus: number;
  readonly bytes: number;
  readonly busbwGBps: number;
  readonly timeUs: number;
}

export function figure5(points: readonly FigurePoint[], withoutPxn: readonly WithoutPxn[]): Report {
  const rows = [
    ...['MPFT', 'MRFT'].flatMap((network) => [...judgedRows(points, network), ...curveRows(points, network)]),
    parityRow(points, 'all sizes, 32 to 128 GPUs'),
    ...withoutPxn.flatMap(withoutPxnRows),
  ];
  return {
    artifact: 'figure5',
    reference: 'published',
    title: 'Figure 5: NCCL all-to-all, bus bandwidth',
    engineVersion: ENGINE_VERSION,
    rows,
    curves: curvesOf('NCCL all-to-all: bus bandwidth', points),
    inputs: collectiveInputs('h800-2048-mpft'),
    withinTolerance: allWithin(rows),
    conclusion:
      'With PXN no message leaves its rail, so the planes are as good as one fabric. Without PXN ' +
      'messages for other rails cross the host to the NIC of their plane (MPFT) or ' +
      'the spines (MRFT): large ones lose nothing while PCIe and spines have room, and none is ' +
      'forwarded over NVLink.',
  };
}

/** What other measurements of this machine say, in place of the figure's own values. */
function judgedRows(points: readonly FigurePoint[], network: string): ReportRow[] {
  const largest = Math.max(...points.map((point) => point.bytes));
  const { gpus: measuredGpus, bytes: measuredBytes, busbwGBps: measured } = NCCL_H800_ALL_TO_ALL;
  return [
    ...NCCL_ALL_TO_ALL_CEILING.map(({ gpus, busbwGBps }) =>
      reportRow({
        ...busbwRow(points, network, gpus, largest),
        paper: busbwGBps,
        tolerancePct: TOLERANCE,
        note:
          "Beside NCCL's ceiling by its maintainers' rule; the figure's own values exist only as a " +
          'picture.',
      }),
    ),
    reportRow({
      ...busbwRow(points, network, measuredGpus, measuredBytes),
      paper: measured,
      kind: 'fitted',
      tolerancePct: TOLERANCE,
      note: 'The cost of one more message was derived from this measurement.',
    }),
  ];
}

const curveRows = (points: readonly FigurePoint[], network: string): ReportRow[] =>
  NCCL_ALL_TO_ALL_CEILING.flatMap(({ gpus }) =>
    SHOWN.map((bytes) => reportRow({ ...busbwRow(points, network, gpus, bytes), paper: null })),
  );

const busbwRow = (points: readonly FigurePoint[], network: string, gpus: number, bytes: number) => ({
  name: `busbw, ${gpus} GPUs, ${sizeName(bytes)}`,
  unit: 'GB/s',
  case: network,
  twin: valueAt(points, network, gpus, bytes),
});

function withoutPxnRows({ series, gpus, bytes, busbwGBps, timeUs }: WithoutPxn): ReportRow[] {
  const row = (name: string, unit: string, twin: number): ReportRow =>
    reportRow({ name: `${name}, ${gpus} GPUs, ${sizeName(bytes)}`, unit, case: series, paper: null, twin });
  const time = row('time', 'us', timeUs);
  return bytes < MIB ? [time] : [row('busbw', 'GB/s', busbwGBps), time];
}
