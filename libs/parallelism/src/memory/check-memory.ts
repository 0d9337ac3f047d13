/** Whether a layout fits the device, by how much it does not, and what would fit. */
import { type IssueList } from '@railyard/base';
import { type WorkloadSpec } from '../plan/index.js';
import { chunksPerDeviceOf } from '../schedule/index.js';
import { type MemoryEstimate, type RankMemory } from './estimate-memory.js';

/** Another workload's memory on the same stages. */
export type MemoryOf = (workload: WorkloadSpec) => MemoryEstimate;

/**
 * Adds `out-of-memory` when the fullest rank does not fit. `issues` is at the document that holds
 * `workload`.
 */
export function checkMemory(
  workload: WorkloadSpec,
  estimate: MemoryEstimate,
  issues: IssueList,
  memoryOf: MemoryOf,
): void {
  if (estimate.fits) return;
  const fullest = fullestRank(estimate);
  issues
    .at('workload')
    .at('parallelism')
    .add(
      'out-of-memory',
      `Pipeline rank ${fullest.rank} must fit in the device's ${estimate.deviceGB} GB ` +
        `(got ${excess(estimate)}: ${partsOf(workload, fullest)}).`,
      fittingChange(workload, memoryOf) ?? usualAdvice(fullest),
    );
}

export const fullestRank = ({ ranks }: MemoryEstimate): RankMemory =>
  ranks.reduce((most, rank) => (rank.totalGB > most.totalGB ? rank : most));

/** `81.1 GB, 1.4 % over`. */
export function excess({ peakGB, deviceGB }: MemoryEstimate): string {
  const percent = 100 * (peakGB / deviceGB - 1);
  return `${gb(peakGB)} GB, ${percent.toFixed(percent < 10 ? 1 : 0)} % over`;
}

const gb = (value: number): string => value.toFixed(1);

function partsOf(workload: WorkloadSpec, rank: RankMemory): string {
  // A micro-batch passes a rank once for each of its chunks, so a rank may hold more of these than there are
  // micro-batches.
  const inFlight = chunksPerDeviceOf(workload.schedule) === 1 ? 'micro-batches' : 'chunks of micro-batches';
  return (
    `weights, gradients and optimizer ${gb(stateGB(rank))}, activations of ${rank.inFlight} ${inFlight} ` +
    `${gb(rank.activationsGB)}, buffers ${gb(rank.buffersGB)}, reserve ${gb(rank.reserveGB)}`
  );
}

const stateGB = (rank: RankMemory): number => rank.parametersGB + rank.gradientsGB + rank.optimizerGB;

/**
 * The smallest change of what is kept that fits on the same stages, with what it leaves on the fullest rank.
 */
function fittingChange(workload: WorkloadSpec, memoryOf: MemoryOf): string | undefined {
  const { parallelism } = workload;
  const changes: readonly (readonly [string, WorkloadSpec])[] = [
    ['Set zeroStage to 1', { ...workload, parallelism: { ...parallelism, zeroStage: 1 } }],
    ['Set recompute to selective', { ...workload, recompute: 'selective' }],
    ['Set recompute to full', { ...workload, recompute: 'full' }],
  ];
  for (const [words, changed] of changes) {
    const { fits, peakGB } = memoryOf(changed);
    if (fits) return `${words}: ${gb(peakGB)} GB would fit.`;
  }
  return undefined;
}

function usualAdvice(fullest: RankMemory): string {
  if (stateGB(fullest) >= fullest.activationsGB)
    return 'Raise pipeline, tensor or expert: more GPUs share the weights.';
  return (
    'Use a smaller micro-batch, a schedule that keeps fewer micro-batches (1f1b), or raise pipeline ' +
    'or tensor.'
  );
}
