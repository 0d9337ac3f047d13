import fc from 'fast-check';
import { MODELS } from '../model/index.js';
import { type LayerCosts, type WorkloadSpec, WORKLOADS, assignStages, stageCost } from './index.js';

const v3 = WORKLOADS['deepseek-v3'];
const costs: LayerCosts = { kinds: [0.9, 1], embedding: 0.02, head: 1.2, mtp: 2.2 };
const sized = (layers: number, mtpModules = 0): WorkloadSpec => ({
  ...v3,
  model: { ...MODELS['llama3-8b'], layers, mtpModules },
});

/** Least maximum by trying every partition. */
function exhaustive(workload: WorkloadSpec, stages: number, given: LayerCosts): number {
  let best = Infinity;
  const visit = (counts: readonly number[], left: number): void => {
    if (counts.length === stages - 1) {
      const assigned = assignStages({ ...workload, stageLayers: [...counts, left] }, stages, given);
      best = Math.min(best, Math.max(...assigned.map((stage) => stageCost(stage, given))));
      return;
    }
    for (let take = 1; take <= left - (stages - 1 - counts.length); take += 1)
      visit([...counts, take], left - take);
  };
  visit([], workload.model.layers);
  return best;
}

describe('assignStages', () => {
  it('gives V3 on 16 stages 4 layers each, and the last one 1 layer with MTP and both heads', () => {
    const stages = assignStages(v3, 16, costs);
    expect(stages.map((stage) => stage.layers)).toEqual([...Array<number>(15).fill(4), 1]);
    expect(stages[0]).toEqual({
      stage: 0,
      firstLayer: 0,
      layers: 4,
      kinds: [3, 1],
      embedding: true,
      head: false,
      mtpModules: 0,
    });
    expect(stages[15]).toEqual({
      stage: 15,
      firstLayer: 60,
      layers: 1,
      kinds: [0, 1],
      embedding: false,
      head: true,
      mtpModules: 1,
    });
  });

  it('takes what the workload says', () => {
    const stageLayers = [3, ...Array<number>(14).fill(4), 2];
    expect(assignStages({ ...v3, stageLayers }, 16, costs).map((stage) => stage.layers)).toEqual(stageLayers);
    expect(() => assignStages({ ...v3, stageLayers: [61] }, 16, costs)).toThrow(/one number/);
  });

  it('leaves the loss alone, and the embedding, on one or two stages more than layers', () => {
    const equal = { kinds: [1], embedding: 0, head: 0, mtp: 0 };
    const stages = (count: number) => assignStages(sized(3), count, equal).map((stage) => stage.layers);
    expect(stages(4)).toEqual([1, 1, 1, 0]);
    expect(stages(5)).toEqual([0, 1, 1, 1, 0]);
    expect(() => stages(6)).toThrow(/every stage needs a layer/);
  });

  it('fills earlier stages first where nothing else decides', () => {
    const equal = { kinds: [0.1], embedding: 0, head: 0, mtp: 0 };
    expect(assignStages(sized(10), 4, equal).map((stage) => stage.layers)).toEqual([3, 3, 2, 2]);
    expect(assignStages(sized(3), 3, equal).map((stage) => stage.layers)).toEqual([1, 1, 1]);
    expect(assignStages(sized(7), 1, equal).map((stage) => stage.layers)).toEqual([7]);
  });

  it('does not pile layers on early stages because the head makes the last one slow', () => {
    const heavy = { kinds: [1], embedding: 0, head: 9, mtp: 0 };
    expect(assignStages(sized(13), 4, heavy).map((stage) => stage.layers)).toEqual([4, 4, 4, 1]);
  });

  it('covers every layer once, in order, and no partition has a faster slowest stage', () => {
    const cost = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(1),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        cost,
        cost,
        cost,
        (layers, stages, mtpModules, dense, embedding, head, mtp) => {
          fc.pre(stages <= layers);
          const workload = sized(layers, mtpModules);
          const given = { kinds: [dense], embedding, head, mtp };
          const assigned = assignStages(workload, stages, given);
          expect(assigned.reduce((sum, stage) => sum + stage.layers, 0)).toBe(layers);
          let next = 0;
          for (const stage of assigned) {
            expect(stage.firstLayer).toBe(next);
            expect(stage.layers).toBeGreaterThan(0);
            expect(stage.kinds).toEqual([stage.layers]);
            next += stage.layers;
          }
          expect(Math.max(...assigned.map((stage) => stageCost(stage, given)))).toBeCloseTo(
            exhaustive(workload, stages, given),
            9,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
