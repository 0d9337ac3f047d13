/**
 * Muon (arXiv 2502.16982, section 2): the momentum of each matrix is orthogonalized before it is applied, by
 * five Newton-Schulz steps in BF16 on a matrix of r x c, r <= c:
 *
 *   A = X X^T,  X' = a X + (b A + c A A) X,  so 5 (4 r^2 c + 2 r^3) FLOPs
 *
 * Embedding, head and norms are AdamW's. A shard of the optimizer has parts of matrices at its ends, of which
 * the rank gathers the rest, in BF16, and works on the whole (Algorithm 1, distributed Muon). Of a shard of s
 * of a group's n parameters that begins anywhere, the matrices touched have s + sum(p^2) / n. Tensor ranks
 * take their part of a matrix for a matrix (Megatron Core's `muon_tp_mode blockwise`, its default).
 */
import { type DeviceSpec, type Fabric, allGather } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { gemmSeconds } from '../kernels/index.js';
import { type LayerKind, layerKinds, layerOperations, mtpLayerKind } from '../model/index.js';
import { type StageLayers, type WorkloadSpec, layerShape, shardingOf } from '../plan/index.js';
import { type StateGroups } from './shard-communication.js';

/** Of the Newton-Schulz iteration. */
const STEPS = 5;
/** Of a gathered element. */
const GATHERED_BYTES = 2;

/** Equal matrices that a rank holds. */
export interface HeldMatrices {
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
}

export interface MatricesOfRank {
  readonly dense: readonly HeldMatrices[];
  readonly routed: readonly HeldMatrices[];
}

/** What a rank does for its matrices, beyond the update of their parameters. */
export interface MuonWork {
  readonly momentumGatherS: number;
  readonly orthogonalizeS: number;
}

export const usesMuon = ({ optimizer }: Pick<WorkloadSpec, 'optimizer'>): boolean =>
  optimizer?.kind === 'muon';

/** The weights of a rank's products, as tensor ranks and experts split them. */
export function matricesOfRank(workload: WorkloadSpec, stages: readonly StageLayers[]): MatricesOfRank {
  const { model } = workload;
  const shape = layerShape(workload);
  const dense: HeldMatrices[] = [];
  const routed: HeldMatrices[] = [];
  const add = (kind: LayerKind, layers: number): void => {
    for (const operation of layers === 0 ? [] : layerOperations(model, kind, shape)) {
      if (operation.kind === 'gemm') dense.push({ rows: operation.n, columns: operation.k, count: layers });
      else if (operation.kind === 'grouped-gemm' && operation.recurrent !== true)
        routed.push({ rows: operation.n, columns: operation.k, count: layers * operation.groups });
    }
  };
  for (const { kinds, mtpModules } of stages) {
    for (const kind of layerKinds(model)) add(kind, kinds[kind.index] ?? 0);
    add(mtpLayerKind(model), mtpModules);
    if (mtpModules > 0) dense.push({ rows: model.hidden, columns: 2 * model.hidden, count: mtpModules });
  }
  return { dense, routed };
}

/** Seconds of the Newton-Schulz steps of one matrix. */
export function orthogonalizeSeconds(device: DeviceSpec, { rows, columns }: HeldMatrices): number {
  const [r, c] = [Math.min(rows, columns), Math.max(rows, columns)];
  const product = (m: number, n: number, k: number): number =>
    LAUNCH_GAP_SECONDS + gemmSeconds(device, { m, n, k }, { precision: 'bf16', pass: 'forward' });
  return STEPS * (product(r, r, c) + product(r, r, r) + product(r, c, r));
}

/**
 * Parameters of the matrices of which a shard has a part, and of these the ones that other ranks hold.
 * @param ranks that share them; 1: nothing is sharded
 */
export function touchedParameters(
  matrices: readonly HeldMatrices[],
  ranks: number,
): { readonly all: number; readonly touched: number; readonly gathered: number } {
  let [all, squares] = [0, 0];
  for (const { rows, columns, count } of matrices) {
    const size = rows * columns;
    all += count * size;
    squares += count * size * size;
  }
  if (all === 0 || ranks === 1) return { all, touched: all, gathered: 0 };
  const touched = Math.min(all, all / ranks + squares / all);
  return { all, touched, gathered: touched - all / ranks };
}

/** Bytes of an all-gather over the group that brings each rank what it lacks. */
export function momentumBytes(matrices: readonly HeldMatrices[], ranks: number): number {
  const { gathered } = touchedParameters(matrices, ranks);
  return gathered === 0 ? 0 : (GATHERED_BYTES * gathered * ranks) / (ranks - 1);
}

export function muonWork(
  fabric: Fabric,
  workload: WorkloadSpec,
  groups: StateGroups,
  matrices: MatricesOfRank,
): MuonWork {
  const isSharded = shardingOf(workload).optimizer;
  let [momentumGatherS, orthogonalizeS] = [0, 0];
  for (const part of ['dense', 'routed'] as const) {
    const { shards } = groups[part];
    const ranks = isSharded ? (shards[0]?.length ?? 1) : 1;
    const { all, touched } = touchedParameters(matrices[part], ranks);
    if (all === 0) continue;
    const whole = matrices[part].reduce(
      (sum, matrix) => sum + matrix.count * orthogonalizeSeconds(fabric.spec.device, matrix),
      0,
    );
    orthogonalizeS += (touched / all) * whole;
    const bytes = momentumBytes(matrices[part], ranks);
    if (bytes > 0) momentumGatherS += allGather(fabric, { groups: shards, bytes }).seconds;
  }
  return { momentumGatherS, orthogonalizeS };
}
