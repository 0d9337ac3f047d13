/** The three ways to lay model stages on ranks: in turns, as a V, and in both directions. */
/** Where the stages lie: `stageRank[direction * stages + stage]`. */
export interface StageMap {
  readonly stages: number;
  readonly directions: 1 | 2;
  readonly stageRank: Int32Array;
}

/** Stage s on rank s mod ranks: one chunk per device is the plain pipeline, more is interleaved 1F1B. */
export function roundRobinStages(ranks: number, chunksPerDevice: number): StageMap {
  const stages = ranks * chunksPerDevice;
  return {
    stages,
    directions: 1,
    stageRank: Int32Array.from({ length: stages }, (_, stage) => stage % ranks),
  };
}

/**
 * 2 x ranks stages that run down the ranks and back up: the first and the last stage share rank 0 (ZB-V,
 * DualPipeV).
 */
export function vShapeStages(ranks: number): StageMap {
  const stages = 2 * ranks;
  return {
    stages,
    directions: 1,
    stageRank: Int32Array.from({ length: stages }, (_, stage) =>
      stage < ranks ? stage : stages - 1 - stage,
    ),
  };
}

/**
 * Each stage twice: rank r holds stage r for the first half of the micro-batches and stage ranks - 1 - r for
 * the second (DualPipe).
 */
export function bidirectionalStages(ranks: number): StageMap {
  const stageRank = Int32Array.from({ length: 2 * ranks }, (_, index) =>
    index < ranks ? index : 2 * ranks - 1 - index,
  );
  return { stages: ranks, directions: 2, stageRank };
}
