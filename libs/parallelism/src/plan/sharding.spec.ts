import { IssueList } from '@railyard/base';
import { CLUSTERS } from '@railyard/cluster';
import { type ParallelismSpec, WORKLOADS, type WorkloadSpec, checkPlan, shardingOf } from './index.js';

const llama = WORKLOADS['llama3-8b']!;
const v3 = WORKLOADS['deepseek-v3']!;
const laid = (base: WorkloadSpec, parallelism: Partial<ParallelismSpec>): WorkloadSpec => ({
  ...base,
  parallelism: { ...base.parallelism, ...parallelism },
});
const alone = { pipeline: 1, tensor: 1, data: 8 } as const;

describe('what is divided', () => {
  const of = (parallelism: Partial<ParallelismSpec>) => shardingOf(laid(llama, { ...alone, ...parallelism }));
  const nothing = { optimizer: false, gradients: false, weights: false, gathers: 0, copies: 1 };

  it('grows with the stage: nothing, the optimizer, gradients, weights', () => {
    expect(of({ zeroStage: 0 })).toEqual(nothing);
    expect(of({ zeroStage: 1 })).toEqual({ ...nothing, optimizer: true });
    expect(of({ zeroStage: 2 })).toEqual({ ...nothing, optimizer: true, gradients: true });
    expect(of({ zeroStage: 3 })).toEqual({
      optimizer: true,
      gradients: true,
      weights: true,
      gathers: 2,
      copies: 1,
    });
  });

  it('weights that stay are gathered for the forward, in a pipeline once a step', () => {
    const stays = { zeroStage: 3, reshardAfterForward: false } as const;
    expect(of(stays)).toMatchObject({ gradients: true, weights: false, gathers: 1 });
    expect(of({ ...stays, pipeline: 2 })).toMatchObject({ gradients: false, weights: false, gathers: 0 });
  });

  it('hybrid sharding leaves copies, of context ranks too', () => {
    expect(of({ zeroStage: 3, shardingGroup: 2 }).copies).toBe(4);
    expect(of({ zeroStage: 3, shardingGroup: 2, data: 4, context: 2 }).copies).toBe(4);
    expect(of({ zeroStage: 0, shardingGroup: 2 }).copies).toBe(1);
  });
});

describe('checks', () => {
  const places = (workload: WorkloadSpec, nodes = 1) => {
    const issues = new IssueList();
    checkPlan({ ...CLUSTERS['h800-2048-mpft']!, nodes }, workload, issues);
    return issues.issues.map(({ path, code }) => `${path.replace('/workload/parallelism/', '')} ${code}`);
  };
  const of = (parallelism: Partial<ParallelismSpec>) => places(laid(llama, { ...alone, ...parallelism }));

  it('take FSDP, hybrid and with weights that stay', () => {
    expect(of({ zeroStage: 3 })).toEqual([]);
    expect(of({ zeroStage: 3, reshardAfterForward: false, shardingGroup: 4 })).toEqual([]);
  });

  it('refuse keys that say nothing, and groups that leave ranks over', () => {
    expect(of({ zeroStage: 1, reshardAfterForward: true })).toEqual(['reshardAfterForward not-applicable']);
    expect(of({ zeroStage: 0, shardingGroup: 4 })).toEqual(['shardingGroup not-applicable']);
    expect(of({ zeroStage: 3, shardingGroup: 3 })).toEqual(['shardingGroup not-divisible']);
    expect(of({ zeroStage: 1, prefetch: 2 })).toEqual(['prefetch not-applicable']);
    expect(of({ zeroStage: 3, prefetch: 2, overlap: { parameterGather: false } })).toEqual([
      'prefetch not-applicable',
    ]);
    expect(of({ zeroStage: 3, prefetch: 2 })).toEqual([]);
  });

  it('refuse offloaded activations whose backward is in parts, or merged with a forward', () => {
    const of = (name: 'zb-v' | '1f1b', overlap = {}) =>
      places(
        {
          ...laid(v3, { pipeline: 16, overlap }),
          schedule: { name, chunksPerDevice: 1, sends: 'eager' },
          activationOffload: { layers: 1 },
        },
        256,
      ).filter((place) => place.includes('activationOffload'));
    expect(of('zb-v')).toEqual(['/workload/activationOffload not-applicable']);
    expect(of('1f1b', { expert: true })).toEqual(['/workload/activationOffload not-applicable']);
    expect(of('1f1b')).toEqual([]);
  });

  it('refuse an orthogonalized update in the memory of the host', () => {
    const offloaded = (kind: 'muon' | 'adamw') =>
      places({ ...laid(llama, alone), optimizer: { kind, offload: true } });
    expect(offloaded('muon')).toEqual(['/workload/optimizer/offload not-applicable']);
    expect(offloaded('adamw')).toEqual([]);
  });

  it('leave each group all experts', () => {
    // 128 replicas, EP64: two ranks hold the same experts, so there can be two groups.
    const hybrid = (shardingGroup: number) => places(laid(v3, { shardingGroup }), 256);
    expect(hybrid(64)).toEqual([]);
    expect(hybrid(32)).toEqual(['shardingGroup not-divisible']);
  });

  it('want a backward that is one op, unless weights stay over the step', () => {
    expect(places(laid(v3, { zeroStage: 2 }), 256)).toEqual(['zeroStage not-applicable']);
    expect(places(laid(v3, { zeroStage: 3 }), 256)).toEqual(['zeroStage not-applicable']);
    expect(places(laid(v3, { zeroStage: 3, reshardAfterForward: false }), 256)).toEqual([]);
  });
});
