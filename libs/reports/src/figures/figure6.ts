/** Figure 6: latency of an all-to-all among 16 GPUs by message size. */
import { type FigurePoint } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { type Report, allWithin, reportRow } from '../report.js';
import { curvesOf } from './curves.js';
import { collectiveInputs } from './network-inputs.js';
import { parityRow, sizeName, valueAt } from './parity.js';

const KIB = 1024;
const SHOWN = [64, KIB, 16 * KIB, 256 * KIB, KIB * KIB, 16 * KIB * KIB, 64 * KIB * KIB];
const GPUS = 16;

export function figure6(points: readonly FigurePoint[]): Report {
  const rows = [
    parityRow(points, 'all sizes, 16 GPUs'),
    ...['MPFT', 'MRFT'].flatMap((network) =>
      SHOWN.map((bytes) =>
        reportRow({
          name: `all-to-all of ${GPUS} GPUs, ${sizeName(bytes)}`,
          unit: 'us',
          case: network,
          paper: null,
          twin: valueAt(points, network, GPUS, bytes),
        }),
      ),
    ),
  ];
  return {
    artifact: 'figure6',
    title: 'Figure 6: latency of an all-to-all among 16 GPUs',
    engineVersion: ENGINE_VERSION,
    rows,
    curves: curvesOf('All-to-all among 16 GPUs: latency', points),
    inputs: collectiveInputs('h800-2048-mpft'),
    withinTolerance: allWithin(rows),
    conclusion:
      'Two nodes meet in one leaf of each rail in either network, so the ways are the same. The ' +
      'figure exists only as a picture: no value of it can be compared.',
  };
}
