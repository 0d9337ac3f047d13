/** Stages: every layer once and in order, edges at the ends, and a partition that no other beats. */
import fc from 'fast-check';
import { CLUSTERS } from '@railyard/cluster';
import { balancedLayerShape, layerKinds } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec, assignStages } from '../plan/index.js';
import { hostPassSeconds, resolveSoftware } from '../software/index.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  NO_TIME,
  type PhaseTimes,
  type SectionTimes,
  type StageTimes,
  at,
} from './section-times.js';
import { pricedCosts } from './layer-costs.js';
import { type PricedModel, planStages, priceModel } from './index.js';

/** `count` stages, balanced by the prices themselves. */
const planned = (workload: WorkloadSpec, priced: PricedModel, count: number) =>
  planStages(workload, priced, assignStages(workload, count, pricedCosts(workload.model, priced)));

const founding = WORKLOADS['deepseek-v3'];
const moe = founding.model.moe!;
const job = (
  layers: number,
  denseLayers: number,
  mtpModules: number,
  stageLayers?: number[],
): WorkloadSpec => {
  const model = { ...founding.model, layers, mtpModules, moe: { ...moe, denseLayers } };
  return { ...founding, model, ...(stageLayers === undefined ? {} : { stageLayers }) };
};

const sectionsOf = (seconds: number): SectionTimes => ({
  attentionForward: seconds,
  attentionBackward: 2 * seconds,
  attentionWeight: seconds,
  mlpForward: { fixed: seconds, perLoad: seconds },
  mlpBackward: { fixed: seconds, perLoad: 2 * seconds },
  mlpWeight: { fixed: 0, perLoad: seconds },
});
const layerOf = (seconds: number): Omit<LayerTimes, 'routingLayer'> => ({
  overlapped: sectionsOf(seconds),
  held: sectionsOf(NaN),
  alone: sectionsOf(NaN),
  exposedInside: NO_TIME,
});
const phasesOf = (seconds: number): PhaseTimes => ({
  forward: seconds,
  backwardInput: 2 * seconds,
  backwardWeight: 4 * seconds,
});
const pricedAt = (
  dense: number,
  routed: number,
  embedding: number,
  head: number,
  projection: number,
): PricedModel => ({
  layers: [layerOf(dense), layerOf(routed)],
  embedding: phasesOf(embedding),
  head: phasesOf(head),
  mtpProjection: phasesOf(projection),
});
const phases = ({ forward, backwardInput, backwardWeight }: PhaseTimes): number =>
  forward + backwardInput + backwardWeight;
/** All that a stage computes for a balanced micro-batch: a layer of `sectionsOf(s)` takes 10 s. */
const costOf = ({ entry, layers, exit }: StageTimes): number =>
  phases(entry) +
  phases(exit) +
  layers.reduce((sum, layer) => sum + 10 * layer.overlapped.attentionForward, 0);

describe('stages', () => {
  const priced = pricedAt(1, 2, 3, 5, 7);
  const { stages, routingLayers } = planned(job(7, 2, 2, [3, 2, 2]), priced, 3);

  it('hold dense layers first, then routed ones, then those of the MTP modules', () => {
    const kinds = stages.map(({ layers }) => layers.map((layer) => layer.overlapped.attentionForward));
    expect(kinds).toEqual([
      [1, 1, 2],
      [2, 2],
      [2, 2, 2, 2],
    ]);
  });

  it('number routed layers through, MTP modules included', () => {
    expect(stages.map(({ layers }) => layers.map(({ routingLayer }) => routingLayer))).toEqual([
      [-1, -1, 0],
      [1, 2],
      [3, 4, 5, 6],
    ]);
    expect(routingLayers).toBe(7);
  });

  it('embed at the first; at the last, one head and another with a projection for each MTP module', () => {
    expect(stages.map(({ entry }) => entry)).toEqual([phasesOf(3), NO_TIME, NO_TIME]);
    expect(stages.map(({ exit }) => exit)).toEqual([NO_TIME, NO_TIME, phasesOf(3 * 5 + 2 * 7)]);
  });
});

/** Every way to cut `layers` into `count` stages of at least one. */
function partitions(layers: number, count: number): number[][] {
  if (count === 1) return [[layers]];
  return Array.from({ length: layers - count + 1 }, (_, i) => i + 1).flatMap((first) =>
    partitions(layers - first, count - 1).map((rest) => [first, ...rest]),
  );
}

it('a partition makes the slowest stage as fast as any partition does', () => {
  const cost = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      fc.tuple(cost, cost, cost, cost, cost),
      fc.nat(3),
      fc.nat(2),
      fc.integer({ min: 1, max: 4 }),
      ([dense, routed, embedding, head, projection], denseLayers, mtpModules, count) => {
        const priced = pricedAt(dense, routed, embedding, head, projection);
        const slowest = (stageLayers?: number[]): number =>
          Math.max(
            ...planned(job(7, denseLayers, mtpModules, stageLayers), priced, count).stages.map(costOf),
          );
        expect(slowest()).toBe(Math.min(...partitions(7, count).map(slowest)));
      },
    ),
  );
});

it('a partition counts what a backward repeats, attention and experts', () => {
  const priced = pricedAt(1, 1, 0, 0, 0);
  const repeats = (attention: number, mlp: number) => ({
    ...layerOf(1),
    repeatsForward: true,
    overlapped: { ...sectionsOf(1), repeated: { attention, mlp: { fixed: mlp / 2, perLoad: mlp / 2 } } },
  });
  const layersOfFirst = (routed: PricedModel['layers'][number]): number =>
    planned(job(7, 6, 0), { ...priced, layers: [layerOf(1), routed] }, 2).assignment[0]!.layers;
  // Seven layers of 10 s; of 40 s the last, and six before it: 50 and 50.
  expect([3, 4]).toContain(layersOfFirst(layerOf(1)));
  expect(layersOfFirst(repeats(15, 15))).toBe(5);
  expect(layersOfFirst(repeats(0, 30))).toBe(5);
});

describe('a priced model', () => {
  const cluster = CLUSTERS['h800-2048-mpft'];
  const wire = { fixed: 1, perLoad: 2 };
  const four: ExpertCollectives = {
    dispatchForward: wire,
    combineForward: wire,
    combineBackward: wire,
    dispatchBackward: wire,
  };
  const collectives = { overlapped: four, alone: four };
  const shape = balancedLayerShape(founding.model, {
    tokens: 4096,
    sequence: 4096,
    tensorParallel: 1,
    expertParallel: 64,
    precision: 'fp8',
    recompute: 'selective',
  });
  const plain = priceModel(cluster, founding, shape, { tensorSeconds: 0 });
  const sending = priceModel(cluster, founding, shape, { tensorSeconds: 0, collectives });

  it('has expert collectives in routed layers only', () => {
    expect(sending.layers.map((layer) => layer.collectives)).toEqual([undefined, collectives]);
    expect(plain.layers.map((layer) => layer.collectives)).toEqual([undefined, undefined]);
  });

  it('gives up SMs to them: layers are slower, embedding and head have the GPU to themselves', () => {
    const attention = ({ layers }: PricedModel) => layers[1]!.overlapped.attentionForward;
    expect(attention(sending)).toBeGreaterThan(attention(plain));
    expect(plain.layers[1]!.alone).toEqual(plain.layers[1]!.overlapped);
    expect(sending.layers[1]!.alone.attentionForward).toBeLessThan(attention(sending));
    expect(sending.embedding).toEqual(plain.embedding);
    // What the layers give up changes the share of tensor work, and with it the clock, by little.
    for (const pass of ['forward', 'backwardInput', 'backwardWeight'] as const)
      expect(Math.abs(sending.head[pass] / plain.head[pass] - 1)).toBeLessThan(0.006);
  });

  it('projects an MTP module: one matrix of two hidden sizes, with both gradients', () => {
    const { forward, backwardInput, backwardWeight } = plain.mtpProjection;
    expect(Math.min(forward, backwardInput, backwardWeight)).toBeGreaterThan(0);
    expect(Math.max(forward, backwardInput, backwardWeight)).toBeLessThan(phases(plain.head) / 3);
  });

  it.each(layerKinds(founding.model))(
    'waits for tensor ranks in the forward and the input gradient of both sections of a $name layer',
    ({ index }) => {
      const split = priceModel(cluster, founding, shape, { tensorSeconds: 1 }).layers[index]!;
      for (const situation of ['overlapped', 'alone'] as const) {
        const [before, after] = [plain.layers[index]![situation], split[situation]];
        const added = (section: 'mlpForward' | 'mlpBackward' | 'mlpWeight') =>
          after[section].fixed - before[section].fixed;
        expect(after.attentionForward - before.attentionForward).toBeCloseTo(1, 12);
        expect(after.attentionBackward - before.attentionBackward).toBeCloseTo(1, 12);
        expect(added('mlpForward')).toBeCloseTo(1, 12);
        expect(added('mlpBackward')).toBeCloseTo(1, 12);
        expect(after.attentionWeight).toBe(before.attentionWeight);
        expect(added('mlpWeight')).toBe(0);
        expect(after.mlpForward.perLoad).toBe(before.mlpForward.perLoad);
        expect(after.mlpBackward.perLoad).toBe(before.mlpBackward.perLoad);
      }
      expect(split.exposedInside).toEqual({ forward: 2, backwardInput: 2, backwardWeight: 0 });
    },
  );

  it('repeats all of its forward in the backward when all is recomputed, and prices the rest as ever', () => {
    const communication = { tensorSeconds: 1, collectives };
    const priced = (recompute: 'none' | 'full') =>
      priceModel(cluster, founding, { ...shape, recompute }, communication).layers;
    expect(sending.layers.map(({ repeatsForward }) => repeatsForward)).toEqual([undefined, undefined]);
    priced('full').forEach(({ repeatsForward, alone, exposedInside }, kind) => {
      expect(repeatsForward).toBe(true);
      const kept = priced('none')[kind]!;
      expect(exposedInside).toEqual(kept.exposedInside);
      // What is repeated changes the share of tensor work, and with it the clock, by little.
      expect(Math.abs(alone.attentionBackward / kept.alone.attentionBackward - 1)).toBeLessThan(0.01);
      expect(Math.abs(at(alone.mlpBackward, 1) / at(kept.alone.mlpBackward, 1) - 1)).toBeLessThan(0.01);
    });
  });

  it('is priced alongside collectives where weights are gathered, once a step or always', () => {
    const nothing = { forwardGather: 0, backwardGather: 0, reduce: 0, cast: 0 };
    const shards = () => ({
      entry: nothing,
      layers: [],
      exit: nothing,
      overlapsGather: true,
      overlapsReduction: true,
    });
    const priced = (more: object) => priceModel(cluster, founding, shape, { tensorSeconds: 0, ...more });
    expect(plain.layers[0]!.beside).toBeUndefined();
    expect(plain.sharded).toBeUndefined();
    for (const more of [{ shards }, { once: shards }]) {
      const { layers, sharded } = priced(more);
      expect(layers[0]!.beside!.attentionForward).toBeGreaterThan(layers[0]!.alone.attentionForward);
      expect(Object.keys(sharded!).sort()).toEqual(['edges', ...Object.keys(more)]);
      for (const stage of planned(founding, priced(more), 4).stages) {
        expect(Object.keys(stage).sort()).toEqual(['entry', 'exit', 'layers', ...Object.keys(more)]);
        const { besideEntry, besideExit } = (stage.shards ?? stage.once)!;
        expect(phases(besideEntry)).toBeGreaterThanOrEqual(phases(stage.entry));
        expect(phases(besideExit)).toBeGreaterThanOrEqual(phases(stage.exit));
      }
    }
  });

  it('waits for a host that launches, two calls of a section for its tensor group included', () => {
    const host = resolveSoftware({ level: 'megatron-2021', hostLaunchUs: 1000 })!;
    const eager = { ...shape, tokens: 64, sequence: 64, software: host };
    const forward = (tensorParallel: number) => {
      const [layer] = priceModel(
        cluster,
        founding,
        { ...eager, tensorParallel },
        { tensorSeconds: 0 },
      ).layers;
      return layer!.alone.attentionForward + at(layer!.alone.mlpForward, 1);
    };
    expect(forward(2) - forward(1)).toBeCloseTo(2 * hostPassSeconds(host, 2, 'forward'), 12);
  });

  it('of a dense model has no other layer', () => {
    const llama = WORKLOADS['llama3-8b'];
    const dense = balancedLayerShape(llama.model, {
      tokens: 4096,
      sequence: 4096,
      tensorParallel: 2,
      expertParallel: 1,
      precision: 'bf16',
      recompute: 'selective',
    });
    const { layers } = priceModel(cluster, llama, dense, { tensorSeconds: 1e-3 });
    expect(layers).toHaveLength(1);
  });
});
