/**
 * What a search for the best layout tries when the document does not say: every power of two that could work,
 * wide experts split or not, sharded weights or not, the schedules with their chunks, the recomputation with
 * its modules. What else there is of a layout (overlap) stays as written unless the document sweeps it too.
 */
import { layerKinds, modulesOfModel, type RecomputeModule } from '@railyard/parallelism';
import { type SweepDocument } from '../sweep-document.js';
import { type Axis } from './values.js';

/** gpipe and zb-h1, which others of these beat in memory or time, can be asked for by name. */
const SCHEDULES = ['1f1b', 'interleaved', 'zb1p', 'zb-v', 'dualpipe', 'dualpipe-v'];

/** Chunks of a device that are tried: more send more, for a bubble that is small by then. */
const CHUNKS = [2, 4];

/** Sequences shorter than this are not shared, and each rank keeps that many tokens. */
const LEAST_SHARE = 8192;

/** Columns of an expert that each of the ranks which split it keeps. */
const LEAST_COLUMNS = 2048;

const SCHEDULE_PATH = 'workload.schedule.name';
const CHUNKS_PATH = 'workload.schedule.chunksPerDevice';
const RECOMPUTE_PATH = 'workload.recompute';
const MODULES_PATH = 'workload.recomputeModules';

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
    workload: { model, batch },
  } = sweep;
  const open: readonly (readonly [path: string, values: readonly unknown[]])[] = [
    ['workload.parallelism.tensor', powersOfTwo(cluster.gpusPerNode)],
    ['workload.parallelism.context', powersOfTwo(batch.sequenceLength / LEAST_SHARE)],
    ['workload.parallelism.expert', powersOfTwo(model.moe?.routedExperts ?? 1)],
    ['workload.parallelism.expertTensor', splitsOf(sweep)],
    ['workload.parallelism.zeroStage', [1, 3]],
    ['workload.batch.microBatchSequences', [1, 2, 4]],
    [RECOMPUTE_PATH, ['none', 'selective', 'full']],
    [MODULES_PATH, [null, widestModules(sweep)]],
    [
      'workload.parallelism.pipeline',
      powersOfTwo(Math.min(model.layers, cluster.nodes * cluster.gpusPerNode)),
    ],
    [SCHEDULE_PATH, SCHEDULES],
    [CHUNKS_PATH, CHUNKS],
  ];
  const isStated = (path: string): boolean =>
    stated.some((axis) => path === axis.path || path.startsWith(`${axis.path}.`));
  const added = open
    .filter(([path, values]) => !isStated(path) && values.length > 0)
    .map(([path, values]): Axis => ({
      path,
      parameter: { values },
      whole: false,
      ...(path === CHUNKS_PATH ? { only: { path: SCHEDULE_PATH, value: 'interleaved' } } : {}),
    }));
  const all = [...stated, ...added];
  const modules = all.filter(({ path }) => path === MODULES_PATH);
  if (modules.length === 0 || !all.some(({ path }) => path === RECOMPUTE_PATH)) return all;
  // Modules belong to selective recomputation, and stand behind it.
  const only = { path: RECOMPUTE_PATH, value: 'selective' };
  const others = all.filter(({ path }) => path !== MODULES_PATH);
  return [...others, ...modules.map((axis) => ({ ...axis, only }))];
}

/** Cheap alongside what they keep, or part of another: the attention core is repeated by `full` alone. */
const LEFT_OUT: readonly RecomputeModule[] = ['attention-core', 'moe-activation', 'shared-experts'];

/** Alongside what selective recomputation has by itself (null) everything but the attention core. */
const widestModules = ({ workload: { model } }: SweepDocument): readonly RecomputeModule[] =>
  modulesOfModel(layerKinds(model)).filter((module) => !LEFT_OUT.includes(module));

/** Ways to split an expert that are tried; none where experts are narrow. */
function splitsOf({ cluster, workload: { model } }: SweepDocument): readonly number[] {
  const { moe } = model;
  if (moe === undefined) return [];
  const splits = powersOfTwo(Math.min(cluster.gpusPerNode, moe.expertHidden / LEAST_COLUMNS));
  return splits.length > 1 ? splits : [];
}
