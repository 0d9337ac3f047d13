/** All points of a figure as its curves. */
import { type FigurePoint } from '@railyard/cluster';
import { type ReportCurves } from '../report.js';

const KIB = 1024;
const MIB = KIB * KIB;

/** Over message sizes where these vary, else over GPUs. */
export function curvesOf(title: string, points: readonly FigurePoint[]): ReportCurves {
  const isBySize = new Set(points.map(({ bytes }) => bytes)).size > 1;
  const least = Math.min(...points.map(({ bytes }) => bytes));
  const [unit, unitBytes] = least < MIB ? ['KiB', KIB] : ['MiB', MIB];
  const counts = new Set(points.map(({ gpus }) => gpus));
  const series = new Map<string, (readonly [number, number])[]>();
  for (const { series: of, gpus, bytes, value } of points) {
    const name = isBySize && counts.size > 1 ? `${of}, ${gpus} GPUs` : of;
    series.set(name, [...(series.get(name) ?? []), [isBySize ? bytes / unitBytes : gpus, value]]);
  }
  return {
    title,
    xLabel: isBySize ? `message (${unit})` : 'GPUs',
    yLabel: points[0]?.unit ?? '',
    logX: true,
    logY: isBySize,
    series: [...series].map(([name, all]) => ({ name, points: all.toSorted(([a], [b]) => a - b) })),
  };
}
