/** Whether a layout fits the device, by how much it does not, and what would fit. */
import { GIBI, GIGA, type IssueList } from '@railyard/base';
import { type WorkloadSpec } from '../plan/index.js';
import { chunksPerDeviceOf } from '../schedule/index.js';
import { type MemoryEstimate, type RankMemory } from './estimate-memory.js';

/** The memory of a changed workload; undefined where it cannot be laid out. */
export type MemoryOf = (workload: WorkloadSpec) => MemoryEstimate | undefined;

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
      `Pipeline rank ${fullest.rank} must fit in the device's ${gib(estimate.deviceGB)} GiB ` +
        `(got ${excess(estimate)}: ${partsOf(workload, fullest)}).`,
      fittingChange(workload, memoryOf) ?? usualAdvice(fullest),
    );
}

export const fullestRank = ({ ranks }: MemoryEstimate): RankMemory =>
  ranks.reduce((most, rank) => (rank.totalGB > most.totalGB ? rank : most));

/** `80.9 GiB, 2.3 % over`. */
export function excess({ peakGB, deviceGB }: MemoryEstimate): string {
  const percent = 100 * (peakGB / deviceGB - 1);
  return `${gib(peakGB)} GiB, ${percent.toFixed(percent < 10 ? 1 : 0)} % over`;
}

/** GiB, as tools of the driver and of frameworks print memory. */
export const gib = (gigabytes: number): string => ((gigabytes * GIGA) / GIBI).toFixed(1);

function partsOf(workload: WorkloadSpec, rank: RankMemory): string {
  // A micro-batch passes a rank once for each of its chunks, so a rank may hold more of these than there are
  // micro-batches.
  const inFlight = chunksPerDeviceOf(workload.schedule) === 1 ? 'micro-batches' : 'chunks of micro-batches';
  return (
    `weights, gradients and optimizer ${gib(stateGB(rank))}, activations of ${rank.inFlight} ${inFlight} ` +
    `${gib(rank.activationsGB)}, buffers ${gib(rank.buffersGB)}, reserve ${gib(rank.reserveGB)}`
  );
}

const stateGB = (rank: RankMemory): number => rank.parametersGB + rank.gradientsGB + rank.optimizerGB;

/** The smallest change that fits, with what it leaves on the fullest rank. */
function fittingChange(workload: WorkloadSpec, memoryOf: MemoryOf): string | undefined {
  for (const [words, changed] of changesOf(workload)) {
    const changedMemory = memoryOf(changed);
    if (changedMemory?.fits === true) return `${words}: ${gib(changedMemory.peakGB)} GiB would fit.`;
  }
  return undefined;
}

/** What costs least time comes first: sharding, smaller micro-batches, recomputation, another layout. */
function changesOf(workload: WorkloadSpec): readonly (readonly [words: string, changed: WorkloadSpec])[] {
  const { parallelism, batch } = workload;
  const { pipeline, tensor, data } = parallelism;
  const half = batch.microBatchSequences / 2;
  const layout = (of: Partial<WorkloadSpec['parallelism']>): WorkloadSpec => ({
    ...workload,
    parallelism: { ...parallelism, ...of },
  });
  const recompute = (of: WorkloadSpec['recompute']): WorkloadSpec => ({ ...workload, recompute: of });
  return [
    ['Set zeroStage to 1', layout({ zeroStage: 1 })],
    ...(Number.isInteger(half)
      ? [
          [
            `Set microBatchSequences to ${half}`,
            { ...workload, batch: { ...batch, microBatchSequences: half } },
          ] as const,
        ]
      : []),
    ['Set recompute to selective', recompute('selective')],
    [
      `Set pipeline to ${2 * pipeline} and data to ${data / 2}`,
      layout({ pipeline: 2 * pipeline, data: data / 2 }),
    ],
    [`Set tensor to ${2 * tensor} and data to ${data / 2}`, layout({ tensor: 2 * tensor, data: data / 2 })],
    ['Set recompute to full', recompute('full')],
    ['Set activationOffload to {}', { ...workload, activationOffload: {} }],
    ['Set zeroStage to 3', layout({ zeroStage: 3 })],
  ];
}

function usualAdvice(fullest: RankMemory): string {
  if (stateGB(fullest) >= fullest.activationsGB)
    return 'Raise pipeline, tensor or expert: more GPUs share the weights.';
  return (
    'Use a smaller micro-batch, a schedule that keeps fewer micro-batches (1f1b), or raise pipeline ' +
    'or tensor.'
  );
}
