/**
 * What a search for the best layout tries when the document does not say: every power of two that could work,
 * the schedules, the recomputation.
 */
import { type SweepDocument } from '../sweep-document.js';
import { type Axis } from './values.js';

/**
 * Zero-bubble schedules and those they are measured against; interleaved and gpipe can be asked for by name.
 */
const SCHEDULES = ['1f1b', 'zb1p', 'zb-v', 'dualpipe', 'dualpipe-v'];

const powersOfTwo = (most: number): readonly number[] => {
  const powers: number[] = [];
  for (let power = 1; power <= most; power *= 2) powers.push(power);
  return powers;
};

/**
 * The axes of the document, completed by those of a layout that it leaves open; the schedule varies fastest.
 */
export function layoutAxes(sweep: SweepDocument, stated: readonly Axis[]): readonly Axis[] {
  const {
    cluster,
    workload: { model },
  } = sweep;
  const open: readonly (readonly [path: string, values: readonly unknown[]])[] = [
    ['workload.parallelism.tensor', powersOfTwo(cluster.gpusPerNode)],
    ['workload.parallelism.expert', powersOfTwo(model.moe?.routedExperts ?? 1)],
    ['workload.batch.microBatchSequences', [1, 2, 4]],
    ['workload.recompute', ['none', 'selective', 'full']],
    [
      'workload.parallelism.pipeline',
      powersOfTwo(Math.min(model.layers, cluster.nodes * cluster.gpusPerNode)),
    ],
    ['workload.schedule.name', SCHEDULES],
  ];
  const named = new Set(stated.map((axis) => axis.path));
  const added = open
    .filter(([path]) => !named.has(path))
    .map(([path, values]): Axis => ({ path, parameter: { values }, whole: false }));
  return [...stated, ...added];
}
