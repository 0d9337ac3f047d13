/** Two networks point by point: how far apart their curves are. */
import { type FigurePoint } from '@railyard/cluster';
import { invariant, elementAt } from '@railyard/base';
import { PARITY_PCT } from '../published/index.js';
import { type ReportRow, reportRow } from '../report.js';

/** The largest ratio of MRFT to MPFT, or its inverse, over all points that both have; 1 is the same curve. */
export function parityRow(points: readonly FigurePoint[], on: string): ReportRow {
  let farthest = 1;
  const mpft = points.filter((point) => point.series.startsWith('MPFT'));
  invariant(mpft.length > 0, 'a figure compares MPFT with MRFT');
  for (const point of mpft) {
    const twin = valueAt(points, point.series.replace('MPFT', 'MRFT'), point.gpus, point.bytes);
    const ratio = twin / point.value;
    if (Math.abs(ratio - 1) > Math.abs(farthest - 1)) farthest = ratio;
  }
  return reportRow({
    name: 'MRFT / MPFT, farthest point',
    unit: 'ratio',
    case: on,
    paper: 1,
    twin: farthest,
    tolerancePct: PARITY_PCT,
    note: 'The paper says that the networks are nearly identical; its curves exist only as a picture.',
  });
}

/** @throws InvariantError when there is no such point. */
export function valueAt(
  points: readonly FigurePoint[],
  series: string,
  gpus: number,
  bytes?: number,
): number {
  const found = points.find(
    (point) =>
      point.series === series && point.gpus === gpus && (bytes === undefined || point.bytes === bytes),
  );
  invariant(found !== undefined, 'a figure has every point', { series, gpus, bytes });
  return found.value;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** Powers of two: 8 MiB, 16 GiB. */
export function sizeName(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value} ${elementAt(UNITS, unit)}`;
}
