/** Muon by hand: matrices of a layer, Newton-Schulz FLOPs, what a shard gathers; absent, nothing changes. */
import { CLUSTERS, Fabric } from '@railyard/cluster';
import { estimateMemory, stateRecipe } from '../memory/index.js';
import { MODELS } from '../model/index.js';
import { type OptimizerSpec, WORKLOADS, type WorkloadSpec, assignStages } from '../plan/index.js';
import { scheduleFor } from '../schedule/index.js';
import { matricesOfRank, momentumBytes, orthogonalizeSeconds, touchedParameters } from './muon.js';
import { simulateStep, stepTraffic } from './index.js';

const cluster = { ...CLUSTERS['h800-2048-mpft']!, nodes: 1 };
const base = WORKLOADS['llama3-8b']!;
const job = (kind: OptimizerSpec['kind'], parallelism: object = {}): WorkloadSpec => ({
  ...base,
  precision: 'bf16',
  optimizer: { kind },
  parallelism: { ...base.parallelism, pipeline: 1, tensor: 1, data: 8, zeroStage: 1, ...parallelism },
  batch: { sequenceLength: 4096, globalSequences: 16, microBatchSequences: 1 },
});
const whole = (workload: WorkloadSpec) =>
  assignStages(workload, 1, { kinds: [1], embedding: 0, head: 0, mtp: 0 });
const sizes = (of: readonly { rows: number; columns: number; count: number }[]) =>
  of.reduce((sum, { rows, columns, count }) => sum + rows * columns * count, 0);

describe('Llama 3 8B on one node', () => {
  const muon = job('muon');
  const { dense, routed } = matricesOfRank(muon, whole(muon));
  // Queries, keys and values, output, gate, up and down, of 32 layers.
  const LAYER = 4096 * (4096 + 2 * 1024) + 4096 * 4096 + 3 * 4096 * 14336;

  it('has the matrices of its layers', () => {
    expect(sizes(dense)).toBe(32 * LAYER);
    expect(routed).toEqual([]);
    const half = job('muon', { tensor: 2, data: 4 });
    expect(sizes(matricesOfRank(half, whole(half)).dense)).toBe(16 * LAYER);
  });

  it('of Mixtral 8x7B has three matrices of each expert of its layers, and the router with the rest', () => {
    const mixtral = { ...job('muon'), model: { ...MODELS['mixtral-8x7b']!, layers: 2 } };
    const held = (expert: number) => {
      const split = { ...mixtral, parallelism: { ...mixtral.parallelism, expert } };
      return matricesOfRank(split, whole(split));
    };
    expect(sizes(held(1).routed)).toBe(2 * 8 * 3 * 4096 * 14336);
    expect(sizes(held(8).routed)).toBe(2 * 3 * 4096 * 14336);
    expect(sizes(held(8).dense)).toBe(2 * (4096 * (4096 + 2 * 1024) + 4096 * 4096 + 4096 * 8));
  });

  it('of a layer with a recurrence leaves out what is no product of weights', () => {
    const hybrid = { ...job('muon'), model: MODELS['nemotron-nano-9b-v2']! };
    expect(matricesOfRank(hybrid, whole(hybrid)).routed).toEqual([]);
  });

  it('of a module of multi-token prediction has its projection too', () => {
    const founding = WORKLOADS['deepseek-v3']!;
    const held = (mtpModules: number) => {
      const workload = { ...job('muon'), model: { ...founding.model, mtpModules } };
      return matricesOfRank(workload, whole(workload)).dense;
    };
    const projection = { rows: 7168, columns: 2 * 7168, count: 1 };
    expect(held(1)).toContainEqual(projection);
    expect(held(0)).not.toContainEqual(expect.objectContaining({ rows: 7168, columns: 2 * 7168 }));
  });

  it('takes five times 4 r^2 c + 2 r^3 FLOPs for a matrix of r x c, near the peak', () => {
    const flops = 5 * (4 * 4096 ** 2 * 14336 + 2 * 4096 ** 3);
    const seconds = orthogonalizeSeconds(cluster.device, { rows: 14336, columns: 4096, count: 1 });
    const reached = flops / seconds / 989.5e12;
    expect(reached).toBeGreaterThan(0.55);
    expect(reached).toBeLessThan(0.9);
  });

  it('keeps one moment of matrices, and of embedding and head both', () => {
    const memory = (kind: OptimizerSpec['kind']) => {
      const workload = job(kind, { zeroStage: 0 });
      const schedule = scheduleFor({
        name: '1f1b',
        ranks: 1,
        microBatches: 2,
        chunksPerDevice: 1,
        sends: 'eager',
      });
      return estimateMemory(cluster, workload, { schedule, stages: whole(workload) }).ranks[0]!.optimizerGB;
    };
    // FP32 masters and moments; the norms of layers are taken for matrices.
    const layers = 32 * (LAYER + 2 * 4096);
    const tables = 2 * 128_256 * 4096 + 4096;
    expect(1e9 * memory('adamw')).toBeCloseTo(12 * (layers + tables), -1);
    expect(1e9 * memory('muon')).toBeCloseTo(8 * layers + 12 * tables, -1);
    expect(stateRecipe(muon).optimizer.value).toBe(8);
  });

  it('gathers the rest of the matrices at both ends of a shard', () => {
    // Four of 8 on two ranks: 16 each, and of a matrix of 8 at either end half is missing.
    const four = [{ rows: 2, columns: 4, count: 4 }];
    expect(touchedParameters(four, 2)).toEqual({ all: 32, touched: 16 + 8, gathered: 8 });
    expect(touchedParameters(four, 1)).toEqual({ all: 32, touched: 32, gathered: 0 });
    // One matrix is whole on every rank.
    expect(touchedParameters([{ rows: 4, columns: 4, count: 1 }], 4).touched).toBe(16);
    expect(momentumBytes(four, 2)).toBe((2 * 8 * 2) / 1);
  });

  it('puts the gather on the graph, and its time in the optimizer', () => {
    const fabric = new Fabric(cluster);
    const step = (workload: WorkloadSpec) => simulateStep(cluster, workload, 1, { fabric });
    const [one, other] = [step(muon), step(job('adamw'))];
    expect(other.optimizer.orthogonalizeS).toBeUndefined();
    expect(one.optimizer.seconds - other.optimizer.seconds).toBeCloseTo(
      one.optimizer.orthogonalizeS! +
        one.optimizer.momentumGatherS! +
        one.optimizer.updateS -
        other.optimizer.updateS,
      9,
    );
    const bytes = (of: typeof one, workload: WorkloadSpec) =>
      stepTraffic(of, workload).bytes.reduce((sum, b) => sum + b, 0);
    // A ring: each of eight ranks sends seven eighths of the gathered bytes, over two links of the node.
    const more = bytes(one, muon) - bytes(other, job('adamw'));
    expect(more / (8 * (7 / 8) * momentumBytes(dense, 8))).toBeCloseTo(2, 3);
  });

  it('works on every matrix where nothing is sharded', () => {
    const alone = simulateStep(cluster, job('muon', { zeroStage: 0 }), 1).optimizer;
    const shared = simulateStep(cluster, muon, 1).optimizer;
    expect(alone.momentumGatherS).toBe(0);
    const { all, touched } = touchedParameters(dense, 8);
    expect(shared.orthogonalizeS! / alone.orthogonalizeS!).toBeCloseTo(touched / all, 9);
    const each = dense.map((matrix) => matrix.count * orthogonalizeSeconds(cluster.device, matrix));
    expect(alone.orthogonalizeS).toBeCloseTo(
      each.reduce((sum, seconds) => sum + seconds, 0),
      9,
    );
  });
});
