/**
 * A time that no step of a row beats, without a document of it: the slowest rank's kernels at the clock of an
 * idle device, of all micro-batches. Nothing is sent, nothing waits (work-floor.ts says more, of fewer rows).
 */
import { elementAt } from '@railyard/base';
import { microBatchesPerPipeline, stageCost, type WorkloadSpec } from '@railyard/parallelism';
import { type Choices, ColumnTable, type LayoutColumns } from './layout-columns.js';
import { type LayoutMemory } from './layout-memory.js';

/** Sums of other order than the step's own. */
const ROUNDING = 1e-9;

export class LayoutWork {
  private readonly microBatches: ColumnTable<number>;

  constructor(
    columns: LayoutColumns,
    private readonly memory: LayoutMemory,
    workloadOf: (choices: Choices) => WorkloadSpec,
  ) {
    this.microBatches = new ColumnTable(
      columns,
      ['pipeline', 'tensor', 'context', 'microBatchSequences'],
      (row) => microBatchesPerPipeline(workloadOf(row)),
    );
  }

  /** @param row that breaks no rule */
  leastSeconds(row: Choices): number {
    const { classes, copies, costs } = this.memory.ranksOf(row);
    let slowest = 0;
    for (let index = 0; index < classes.length; index += 1) {
      let seconds = 0;
      for (const stage of elementAt(classes, index).stages) seconds += stageCost(stage, costs);
      slowest = Math.max(slowest, seconds);
    }
    return ((this.microBatches.of(row) * slowest) / copies) * (1 - ROUNDING);
  }
}
