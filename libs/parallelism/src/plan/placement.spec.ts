import fc from 'fast-check';
import { CLUSTERS } from '@railyard/cluster';
import {
  type Placement,
  type RankGroups,
  type RankOrder,
  WORKLOADS,
  groupMembers,
  placeRanks,
} from './index.js';

const h800 = CLUSTERS['h800-2048-mpft'];
const v3 = WORKLOADS['deepseek-v3'];
const withPlacement = (placement: Placement) => ({ ...v3, parallelism: { ...v3.parallelism, placement } });

const nodesOf = (gpus: Int32Array, perNode = 8): number =>
  new Set([...gpus].map((gpu) => Math.floor(gpu / perNode))).size;
const expectPartition = (groups: RankGroups, gpus: number): void => {
  expect(groups.count * groups.size).toBe(gpus);
  expect([...groups.members].sort((a, b) => a - b)).toEqual(Array.from({ length: gpus }, (_, gpu) => gpu));
};

describe('placeRanks', () => {
  it('puts an expert group of V3 on 8 consecutive nodes, its twin on the next 8, and a stage on 16', () => {
    const placement = placeRanks(h800, v3);
    const { expertGroups, expertDataGroups, pipelines, dataGroups } = placement;
    expect([expertGroups.count, expertGroups.size]).toEqual([32, 64]);
    expect([expertDataGroups.count, expertDataGroups.size]).toEqual([1024, 2]);
    expect([dataGroups.count, dataGroups.size]).toEqual([16, 128]);
    expect([pipelines.count, pipelines.size]).toEqual([128, 16]);
    for (let group = 0; group < 32; group += 1) {
      expect([...groupMembers(expertGroups, group)]).toEqual(
        Array.from({ length: 64 }, (_, i) => 64 * group + i),
      );
    }
    expect([...groupMembers(expertDataGroups, 65)]).toEqual([129, 193]);
    expect([...groupMembers(pipelines, 3)].slice(0, 3)).toEqual([3, 131, 259]);
  });

  it('keeps pipeline neighbours on one rail when packed', () => {
    const { pipelines } = placeRanks(h800, v3);
    for (let group = 0; group < pipelines.count; group += 1) {
      expect(new Set([...groupMembers(pipelines, group)].map((gpu) => gpu % 8)).size).toBe(1);
    }
  });

  it('spreads an expert group over as many nodes as it has members', () => {
    const { expertGroups } = placeRanks(h800, withPlacement('spread'));
    for (let group = 0; group < expertGroups.count; group += 1)
      expect(nodesOf(groupMembers(expertGroups, group))).toBe(64);
  });

  it('draws a random placement from its seed alone', () => {
    const draw = (seed: number) => [...placeRanks(h800, withPlacement('random'), seed).gpuOf];
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const nodes = nodesOf(groupMembers(placeRanks(h800, withPlacement('random'), 1).expertGroups, 0));
    expect(nodes).toBeGreaterThan(40);
    expect(nodes).toBeLessThan(64);
  });

  it('makes groups that are disjoint and complete, and never cuts a tensor group across nodes', () => {
    const power = (most: number) => fc.integer({ min: 0, max: most }).map((exponent) => 1 << exponent);
    fc.assert(
      fc.property(
        power(4),
        power(4),
        power(3),
        power(2),
        fc.nat(7),
        fc.constantFrom<Placement>('packed', 'spread', 'random'),
        fc.nat(),
        (pipeline, data, tensor, context, cut, kind, seed) => {
          const gpus = pipeline * data * context * tensor;
          fc.pre(gpus % 8 === 0);
          const expert = Math.max(1, (data * context * tensor) >> cut);
          const workload = {
            ...v3,
            parallelism: { ...v3.parallelism, pipeline, data, tensor, context, expert, placement: kind },
          };
          const placement = placeRanks({ ...h800, nodes: gpus / 8 }, workload, seed);
          expect([...placement.rankOf].map((rank) => placement.gpuOf[rank])).toEqual(
            Array.from({ length: gpus }, (_, gpu) => gpu),
          );
          const { tensorGroups, contextGroups, expertGroups, expertDataGroups, dataGroups, pipelines } =
            placement;
          for (const groups of [
            tensorGroups,
            contextGroups,
            expertGroups,
            expertDataGroups,
            dataGroups,
            pipelines,
          ])
            expectPartition(groups, gpus);
          expect(contextGroups.size).toBe(context);
          // Of a context group: one stage, one tensor rank, and all in one group of dense weights.
          const dataGroupOf = new Map(
            [...dataGroups.members].map((gpu, i) => [gpu, Math.floor(i / dataGroups.size)]),
          );
          for (let group = 0; group < contextGroups.count; group += 1) {
            const members = [...groupMembers(contextGroups, group)];
            expect(new Set(members.map((gpu) => dataGroupOf.get(gpu))).size).toBe(1);
            expect(members.map((gpu) => Math.floor(placement.rankOf[gpu] / tensor) % context)).toEqual(
              Array.from({ length: context }, (_, c) => c),
            );
          }
          for (let group = 0; group < tensorGroups.count; group += 1)
            expect(nodesOf(groupMembers(tensorGroups, group))).toBe(1);
          // Members of an expert group share the stage; of an expert-data group the stage and the place.
          const stage = (gpu: number) => Math.floor(placement.rankOf[gpu] / (data * context * tensor));
          const place = (gpu: number) => placement.rankOf[gpu] % expert;
          for (let group = 0; group < expertDataGroups.count; group += 1) {
            const members = [...groupMembers(expertDataGroups, group)];
            expect(new Set(members.map(stage)).size).toBe(1);
            expect(new Set(members.map(place)).size).toBe(1);
          }
          for (let group = 0; group < expertGroups.count; group += 1)
            expect(new Set([...groupMembers(expertGroups, group)].map(stage)).size).toBe(1);
          for (let group = 0; group < pipelines.count; group += 1)
            expect([...groupMembers(pipelines, group)].map(stage)).toEqual(
              Array.from({ length: pipeline }, (_, p) => p),
            );
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each<[RankOrder, string, readonly number[]]>([
    ['tp-cp-ep-dp-pp', 'contextGroups', [0, 2]],
    ['tp-cp-ep-dp-pp', 'pipelines', [0, 8]],
    ['tp-cp-ep-pp-dp', 'pipelines', [0, 4]],
    ['tp-cp-ep-pp-dp', 'dataGroups', [0, 2, 8, 10]],
    ['tp-pp-cp-ep-dp', 'pipelines', [0, 2]],
    ['tp-pp-cp-ep-dp', 'contextGroups', [0, 4]],
    ['tp-ep-dp-cp-pp', 'contextGroups', [0, 4]],
    ['tp-ep-dp-cp-pp', 'dataGroups', [0, 4, 2, 6]],
  ])('numbers ranks by %s: %s begin with %p', (rankOrder, groups, first) => {
    const layout = { pipeline: 2, data: 2, context: 2, tensor: 2, expert: 1, rankOrder };
    const workload = { ...v3, parallelism: { ...v3.parallelism, ...layout } };
    const placement = placeRanks({ ...h800, nodes: 2 }, workload);
    expect([...groupMembers(Reflect.get(placement, groups) as RankGroups, 0)]).toEqual(first);
  });

  it('refuses a layout that was not checked', () => {
    expect(() => placeRanks({ ...h800, nodes: 255 }, v3)).toThrow(/every GPU/);
  });
});
