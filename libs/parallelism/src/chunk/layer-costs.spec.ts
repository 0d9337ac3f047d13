/** Stages: dealt out by what layers compute, the same whatever a layout sends. */
import { CLUSTERS } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec, layerShape } from '../plan/index.js';
import { situations } from './situation.js';
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

it('costs at least what operations take on a whole device at full clock', () => {
  const shape = layerShape(founding);
  const { kinds, embedding, head, mtp } = leastCosts(cluster, founding, shape);
  const situation = { ...situations(cluster.device, 0, false).alone, tensorShare: 0 };
  const seconds = modelParts(founding.model, shape).map(({ operations }) =>
    operations.reduce((sum, operation) => sum + operationSeconds(cluster.device, operation, situation), 0),
  );
  const [dense, routed, first, last, projection] = seconds;
  expect([...kinds, embedding, head]).toEqual([dense, routed, first, last]);
  expect(mtp).toBeCloseTo(routed! + last! + projection!, 12);
  // A busy clock is slower, so more than nothing lies between.
  const busy = { ...situation, tensorShare: 1 };
  const [slower] = modelParts(founding.model, shape).map(({ operations }) =>
    operations.reduce((sum, operation) => sum + operationSeconds(cluster.device, operation, busy), 0),
  );
  expect(slower!).toBeGreaterThan(dense! * 1.01);
});
