/** Gathers and reductions of a stage's units: who gathers what, and how often. */
import { CLUSTERS, type ClusterSpec, Fabric, allGather } from '@railyard/cluster';
import { MODELS } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec, assignStages, placeRanks } from '../plan/index.js';
import { stageShardTimes } from './shard-communication.js';

const cluster: ClusterSpec = { ...CLUSTERS['h800-2048-mrft']!, nodes: 1 };
const fabric = new Fabric(cluster);
const base = WORKLOADS['llama3-8b']!;
const LAYERS = 4;
const job = (
  more: Partial<WorkloadSpec>,
  parallelism: Partial<WorkloadSpec['parallelism']>,
): WorkloadSpec => ({
  ...base,
  model: { ...base.model, layers: LAYERS },
  parallelism: { ...base.parallelism, pipeline: 1, tensor: 1, data: 8, ...parallelism },
  ...more,
});
const costs = { kinds: [1], embedding: 0, head: 0, mtp: 0 };
const unitsOf = (workload: WorkloadSpec) => {
  const times = stageShardTimes(fabric, workload, placeRanks(cluster, workload, 1));
  const [stage] = assignStages(workload, 1, costs);
  return { shards: times.shards?.(stage!), once: times.once?.(stage!) };
};

describe('units of a stage whose weights are in shards', () => {
  const { shards, once } = unitsOf(job({}, { zeroStage: 3 }));

  it('are gathered in forward and backward, and reduced; the head stays for its backward', () => {
    expect(once).toBeUndefined();
    expect(shards!.layers).toHaveLength(LAYERS);
    for (const { forwardGather, backwardGather, reduce } of [shards!.entry, ...shards!.layers]) {
      expect(forwardGather).toBeGreaterThan(0);
      expect(backwardGather).toBe(forwardGather);
      expect(reduce).toBeGreaterThan(0);
    }
    // A layer's weights in BF16, from eight ranks.
    const parameters = 3 * 4096 * 14336 + 4096 * (4096 + 2 * 1024) + 4096 * 4096 + 2 * 4096;
    const groups = [[0, 1, 2, 3, 4, 5, 6, 7]];
    expect(shards!.layers[0]!.forwardGather).toBeCloseTo(
      allGather(fabric, { groups, bytes: 2 * parameters }).seconds,
      12,
    );
    expect(shards!.exit.forwardGather).toBeGreaterThan(0);
    expect(shards!.exit.backwardGather).toBe(0);
  });

  it('are gathered and reduced next to what is computed, unless the document says otherwise', () => {
    const of = (overlap: object) => unitsOf(job({}, { zeroStage: 3, overlap })).shards;
    expect(of({})).toMatchObject({ overlapsGather: true, overlapsReduction: true });
    expect(of({ parameterGather: false })).toMatchObject({ overlapsGather: false, overlapsReduction: true });
    expect(of({ gradientReduction: false })).toMatchObject({
      overlapsGather: true,
      overlapsReduction: false,
    });
  });

  it('are cast where kernels read another precision than is sent', () => {
    const castOf = (precision: WorkloadSpec['precision']): number =>
      unitsOf(job({ precision }, { zeroStage: 3 })).shards!.layers[0]!.cast;
    expect(castOf('bf16')).toBe(0);
    expect(castOf('fp8-row')).toBeGreaterThan(0);
  });
});

describe('units that are sent once in a step', () => {
  const onceOf = (overlap: object) => unitsOf(job({ precision: 'fp8-row' }, { zeroStage: 1, overlap })).once!;

  it('are gathered, and cast, or reduced, as each is hidden', () => {
    const [gathered] = onceOf({ parameterGather: true, gradientReduction: false }).layers;
    expect(gathered).toMatchObject({ backwardGather: 0, reduce: 0 });
    expect(Math.min(gathered!.forwardGather, gathered!.cast)).toBeGreaterThan(0);
    const [reduced] = onceOf({ parameterGather: false, gradientReduction: true }).layers;
    expect(reduced).toMatchObject({ forwardGather: 0, backwardGather: 0, cast: 0 });
    expect(reduced!.reduce).toBeGreaterThan(0);
  });
});

it('units are copied by software that shards each parameter, and by none else', () => {
  const layerOf = (level: 'torchtitan-2025' | 'llm-foundry') =>
    unitsOf(job({ software: { level } }, { zeroStage: 3 })).shards!.layers[0]!;
  const { gatherIn, gatherOut, reduceIn } = layerOf('torchtitan-2025');
  expect(reduceIn).toBeGreaterThan(gatherOut!);
  // A shard alone is cast.
  expect(gatherOut).toBeGreaterThan(gatherIn!);
  expect(gatherIn).toBeGreaterThan(0);
  // Of routed experts as well as of the rest: a layer of Mixtral is its parameters over the memory.
  const mixtral = { ...MODELS['mixtral-8x7b']!, layers: LAYERS };
  const copied = unitsOf(job({ model: mixtral, software: { level: 'torchtitan-2025' } }, { zeroStage: 3 }));
  const routed = 8 * 3 * 4096 * 14336;
  const others = 4096 * (4096 + 2 * 1024) + 4096 * 4096 + 4096 * 8 + 2 * 4096;
  const layer = 3 * 4096 * 14336 + 4096 * (4096 + 2 * 1024) + 4096 * 4096 + 2 * 4096;
  expect(copied.shards!.layers[0]!.gatherIn! / gatherIn!).toBeCloseTo((routed + others) / layer, 6);
  expect(copied.shards!.layers[0]!.gatherOut! / gatherOut!).toBeCloseTo((routed + others) / layer, 6);
  const { reduce } = copied.shards!.layers[0]!;
  const { moe: _, ...dense } = mixtral;
  expect(reduce).toBeGreaterThan(
    5 * unitsOf(job({ model: dense }, { zeroStage: 3 })).shards!.layers[0]!.reduce,
  );
  for (const copy of ['gatherIn', 'gatherOut', 'reduceIn'])
    expect(layerOf('llm-foundry')).not.toHaveProperty(copy);
});

it('units that every rank holds are gathered at no time', () => {
  expect(unitsOf(job({}, { zeroStage: 0 })).shards).toBeUndefined();
});
