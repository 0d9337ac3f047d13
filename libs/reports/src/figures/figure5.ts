/** Figure 5: NCCL all-to-all from 32 to 128 GPUs on MPFT and MRFT. */
import { type FigurePoint } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { NCCL_ALL_TO_ALL_CEILING, NCCL_H800_ALL_TO_ALL } from '../published/index.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';
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
  const largest = Math.max(...points.map((point) => point.bytes));
  const rows = ['MPFT', 'MRFT'].flatMap((network): ReportRow[] => [
    ...NCCL_ALL_TO_ALL_CEILING.map(({ gpus, busbwGBps }) =>
      reportRow({
        name: `busbw, ${gpus} GPUs, ${sizeName(largest)}`,
        unit: 'GB/s',
        case: network,
        paper: busbwGBps,
        twin: valueAt(points, network, gpus, largest),
        tolerancePct: TOLERANCE,
        note:
          "Beside NCCL's ceiling by its maintainers' rule; the figure's own values exist only as a " +
          'picture.',
      }),
    ),
    reportRow({
      name: `busbw, ${NCCL_H800_ALL_TO_ALL.gpus} GPUs, ${sizeName(NCCL_H800_ALL_TO_ALL.bytes)}`,
      unit: 'GB/s',
      case: network,
      paper: NCCL_H800_ALL_TO_ALL.busbwGBps,
      twin: valueAt(points, network, NCCL_H800_ALL_TO_ALL.gpus, NCCL_H800_ALL_TO_ALL.bytes),
      kind: 'fitted',
      tolerancePct: TOLERANCE,
      note: 'The cost of one more message was derived from this measurement.',
    }),
    ...NCCL_ALL_TO_ALL_CEILING.flatMap(({ gpus }) =>
      SHOWN.map((bytes) =>
        reportRow({
          name: `busbw, ${gpus} GPUs, ${sizeName(bytes)}`,
          unit: 'GB/s',
          case: network,
          paper: null,
          twin: valueAt(points, network, gpus, bytes),
        }),
      ),
    ),
  ]);
  const parity = parityRow(points, 'all sizes, 32 to 128 GPUs');
  const without = withoutPxn.flatMap(({ series, gpus, bytes, busbwGBps, timeUs }) => [
    ...(bytes < MIB
      ? []
      : [
          reportRow({
            name: `busbw, ${gpus} GPUs, ${sizeName(bytes)}`,
            unit: 'GB/s',
            case: series,
            paper: null,
            twin: busbwGBps,
          }),
        ]),
    reportRow({
      name: `time, ${gpus} GPUs, ${sizeName(bytes)}`,
      unit: 'us',
      case: series,
      paper: null,
      twin: timeUs,
    }),
  ]);
  const all = [...rows, parity, ...without];
  return {
    artifact: 'figure5',
    reference: 'published',
    title: 'Figure 5: NCCL all-to-all, bus bandwidth',
    engineVersion: ENGINE_VERSION,
    rows: all,
    inputs: collectiveInputs('h800-2048-mpft'),
    withinTolerance: allWithin(all),
    conclusion:
      'With PXN no message leaves its rail, so the planes are as good as one fabric. Without PXN ' +
      'messages for other rails cross the host to the NIC of their plane (MPFT) or ' +
      ('the spines (MRFT): large ones lose nothing while PCIe and spines have room, and none is ' +
        'forwarded over NVLink.'),
  };
}
