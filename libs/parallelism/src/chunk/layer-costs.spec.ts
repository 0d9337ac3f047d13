/** Stages: dealt out by what layers compute, the same whatever a layout sends. */
import { CLUSTERS } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec, layerShape } from '../plan/index.js';
import { type Situation, situations } from './situation.js';
import { leastCosts, stageAssignment } from './layer-costs.js';
import { operationSeconds } from './operation-seconds.js';
import { modelParts } from './tensor-share.js';

const cluster = CLUSTERS['h800-2048-mpft']!;
const founding = WORKLOADS['deepseek-v3']!;
const balanced: WorkloadSpec = { ...founding, schedule: { ...founding.schedule, name: '1f1b' } };
delete (balanced as { stageLayers?: unknown }).stageLayers;
const layersOf = (workload: WorkloadSpec) => stageAssignment(cluster, workload).map(({ layers }) => layers);

describe('the layers of stages', () => {
  it('are those of any layout with the same shape, as the workload says or balanced', () => {
    const sends = { ...balanced, communication: { ...balanced.communication, sms: 40 } };
    expect(stageAssignment(cluster, { ...sends })).toBe(stageAssignment(cluster, balanced));
    const stated = [4, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 2];
    expect(layersOf({ ...balanced, stageLayers: stated })).toEqual(stated);
    expect(layersOf({ ...balanced, parallelism: { ...balanced.parallelism, pipeline: 8 } })).toHaveLength(8);
  });

  it('leave the last stage, with head and MTP module, fewer', () => {
    const layers = layersOf(balanced);
    expect(layers.reduce((sum, count) => sum + count, 0)).toBe(61);
    expect(layers.at(-1)).toBeLessThan(Math.max(...layers));
  });

  it('behind a block that is recomputed keep all: more of them fit a stage alongside the head', () => {
    const full = { ...balanced, recompute: 'full' as const };
    const block = { ...full, recomputeMethod: 'block' as const, recomputeLayers: 1 };
    const last = (workload: WorkloadSpec) =>
      layersOf({ ...workload, parallelism: { ...founding.parallelism, pipeline: 2 } }).at(-1)!;
    expect(last(full)).toBeGreaterThanOrEqual(last(block));
  });
});

describe('what parts of a model take at least', () => {
  const { device } = cluster;
  const { sms } = founding.communication;
  const secondsAt = (workload: WorkloadSpec, situation: Situation) =>
    modelParts(workload.model, layerShape(workload)).map(({ operations }) =>
      operations.reduce((sum, operation) => sum + operationSeconds(device, operation, situation), 0),
    );

  // One after the other, as a search asks: what they repeat is all that differs.
  it.each(['none', 'selective', 'full', 'none'] as const)(
    'is their operations at full clock, on SMs that exchanges leave: recomputation %s',
    (recompute) => {
      const workload = { ...founding, recompute };
      const { kinds, embedding, head, mtp } = leastCosts(cluster, workload, layerShape(workload));
      const left = { ...situations(device, sms, true).alone, tensorShare: 0 };
      expect(left.persistentSms).toBe(device.sms - sms);
      const [dense, routed, first, last, projection] = secondsAt(workload, left);
      expect([...kinds, embedding, head]).toEqual([dense, routed, first, last]);
      expect(mtp).toBeCloseTo(routed! + last! + projection!, 12);
      // A busy clock is slower, and so are fewer SMs.
      expect(secondsAt(workload, { ...left, tensorShare: 1 })[0]!).toBeGreaterThan(dense! * 1.01);
      const whole = { ...situations(device, 0, false).alone, tensorShare: 0 };
      expect(secondsAt(workload, whole)[0]!).toBeLessThan(dense! * 0.95);
    },
  );

  it('has all SMs where nothing is exchanged', () => {
    const { parallelism } = founding;
    const workload = { ...founding, parallelism: { ...parallelism, expert: 1 } };
    const whole = { ...situations(device, 0, false).alone, tensorShare: 0 };
    expect(leastCosts(cluster, workload, layerShape(workload)).head).toBe(secondsAt(workload, whole)[3]);
    expect(leastCosts(cluster, workload, layerShape(workload)).kinds).toEqual(
      secondsAt(workload, whole).slice(0, 2),
    );
  });
});
