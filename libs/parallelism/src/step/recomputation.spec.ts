/** What full recomputation costs on top of selective: the forward again, with all that it sends. */
import { CLUSTERS, Fabric } from '@railyard/cluster';
import { ChunkAlone, type StageTimes, RoutingView } from '../chunk/index.js';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { priceStep } from './index.js';

const cluster = { ...CLUSTERS['h800-2048-mpft'], nodes: 8 };
const fabric = new Fabric(cluster);
const founding = WORKLOADS['deepseek-v3'];
/** One stage of four layers with experts on 64 GPUs, or of dense layers on tensor groups of 8. */
const experts: WorkloadSpec = {
  ...founding,
  model: { ...founding.model, layers: 4, mtpModules: 0, moe: { ...founding.model.moe!, denseLayers: 0 } },
  parallelism: { ...founding.parallelism, pipeline: 1, data: 64 },
  schedule: { ...founding.schedule, name: '1f1b' },
};
const llama = WORKLOADS['llama3-8b'];
const tensor: WorkloadSpec = {
  ...llama,
  parallelism: { ...llama.parallelism, pipeline: 1, tensor: 8, data: 8 },
  schedule: { ...llama.schedule, name: '1f1b' },
};

describe.each([
  ['expert', experts],
  ['tensor', tensor],
])('of layers with %s parallelism', (_, workload) => {
  const stageOf = (recompute: WorkloadSpec['recompute']): StageTimes =>
    priceStep(fabric, { ...workload, recompute }, 1).plan.stages[0]!;
  const pass = (stage: StageTimes, name: 'forward' | 'backwardInput' | 'backwardWeight') => {
    const out = { duration: 0, outputLag: 0, exposed: 0 };
    new ChunkAlone(new RoutingView(undefined))[name](stage, 0, out);
    return out;
  };
  const [selective, full] = [stageOf('selective'), stageOf('full')];

  it('the backward exposes the communication of the forward once more', () => {
    const forward = pass(selective, 'forward');
    const sent = forward.exposed + forward.outputLag;
    expect(sent).toBeGreaterThan(0);
    expect(pass(full, 'backwardInput').exposed - pass(selective, 'backwardInput').exposed).toBeCloseTo(
      sent,
      9,
    );
  });

  it('no other pass exposes more', () => {
    for (const name of ['forward', 'backwardWeight'] as const)
      expect(pass(full, name).exposed).toBe(pass(selective, name).exposed);
  });
});
