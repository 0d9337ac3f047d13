/** What full recomputation costs on top of selective: the forward again, with all that it sends. */
import { CLUSTERS, Fabric } from '@railyard/cluster';
import { ChunkAlone, type StageTimes, RoutingView } from '../chunk/index.js';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { priceStep, simulateStep } from './index.js';
import { TRAFFIC_CLASSES, stepTraffic } from './step-traffic.js';

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

describe('of modules', () => {
  const seconds = (workload: WorkloadSpec, name: 'forward' | 'backwardInput' | 'backwardWeight') => {
    const out = { duration: 0, outputLag: 0, exposed: 0 };
    new ChunkAlone(new RoutingView(undefined))[name](priceStep(fabric, workload, 1).plan.stages[0]!, 0, out);
    return out;
  };
  const none = { ...experts, recompute: 'none' } as const;
  const moe = { ...experts, recompute: 'selective', recomputeModules: ['moe'] } as const;

  it('experts are dispatched and combined again, whose seconds are exposed', () => {
    const forward = seconds(none, 'forward');
    const more = seconds(moe, 'backwardInput').exposed - seconds(none, 'backwardInput').exposed;
    expect(more).toBeCloseTo(forward.exposed + forward.outputLag, 9);
    for (const name of ['forward', 'backwardWeight'] as const)
      expect(seconds(moe, name).exposed).toBe(seconds(none, name).exposed);
  });

  it('experts take as much more time as their forward, less than the whole layer', () => {
    const full = seconds({ ...experts, recompute: 'full' }, 'backwardInput').duration;
    const [all, some] = [seconds(moe, 'backwardInput').duration, seconds(none, 'backwardInput').duration];
    expect(all).toBeGreaterThan(some);
    expect(all).toBeLessThan(full);
  });

  it('a dense FFN gathers and scatters again', () => {
    const plain = { ...tensor, recompute: 'none' } as const;
    const mlp = { ...tensor, recompute: 'selective', recomputeModules: ['mlp'] } as const;
    const more = seconds(mlp, 'backwardInput').exposed - seconds(plain, 'backwardInput').exposed;
    // Half of what the forward exposes: attention and FFN are two blocks.
    expect(more).toBeCloseTo(seconds(plain, 'forward').exposed / 2, 9);
  });

  it.each([
    // Dispatch and combine, forward and backward, and the forward's again.
    ['moe', 'expert', experts, 6 / 4],
    // Two blocks, forward and backward, and the FFN's forward again.
    ['mlp', 'tensor', tensor, 5 / 4],
  ] as const)('%s: bytes of class %s', (module, traffic, workload, times) => {
    const bytes = (changed: Partial<WorkloadSpec>): number => {
      const job = { ...workload, ...changed };
      const account = stepTraffic(simulateStep(cluster, job, 1, { fabric }), job);
      const { links } = account;
      const ofClass = TRAFFIC_CLASSES.indexOf(traffic) * links;
      return account.bytes.subarray(ofClass, ofClass + links).reduce((sum, one) => sum + one, 0);
    };
    const again = bytes({ recompute: 'selective', recomputeModules: [module] });
    expect(again / bytes({ recompute: 'none' })).toBeCloseTo(times, 9);
  });
});

describe('of a block of layers', () => {
  const backward = (recomputed: Partial<WorkloadSpec>): number => {
    const out = { duration: 0, outputLag: 0, exposed: 0 };
    const stage = priceStep(fabric, { ...tensor, ...recomputed }, 1).plan.stages[0]!;
    new ChunkAlone(new RoutingView(undefined)).backwardInput(stage, 0, out);
    return out.duration;
  };

  it('as many forwards are repeated as the block has layers', () => {
    const of = (recomputeLayers: number): number =>
      backward({ recompute: 'full', recomputeMethod: 'block', recomputeLayers });
    const layers = llama.model.layers;
    const [all, none] = [backward({ recompute: 'full' }), backward({ recompute: 'none' })];
    expect(of(layers)).toBeCloseTo(all, 12);
    // Kernels of all layers have the clock that the block gives.
    expect((of(8) - none) / (all - none)).toBeCloseTo(8 / layers, 2);
    expect((of(16) - of(8)) / (of(8 + 1) - of(8))).toBeCloseTo(8, 9);
  });
});
