import { IssueList } from '@railyard/base';
import { CLUSTERS, type ClusterSpec, DEVICES } from '@railyard/cluster';
import {
  type WorkloadSpec,
  WORKLOADS,
  checkPlan,
  microBatchesPerPipeline,
  modelStages,
  nearestDivisor,
} from './index.js';

const h800 = CLUSTERS['h800-2048-mpft'];
const v3 = WORKLOADS['deepseek-v3'];
const check = (workload: WorkloadSpec, cluster: ClusterSpec = h800) => {
  const issues = new IssueList();
  checkPlan(cluster, workload, issues);
  return issues.issues;
};
const places = (workload: WorkloadSpec, cluster?: ClusterSpec) =>
  check(workload, cluster).map((issue) => `${issue.path} ${issue.code}`);
const laid = (parallelism: Partial<WorkloadSpec['parallelism']>): WorkloadSpec => ({
  ...v3,
  parallelism: { ...v3.parallelism, ...parallelism },
});

describe('sequence parallelism', () => {
  const llama = WORKLOADS['llama3-8b']!;
  const cluster = { ...h800, nodes: 1 };
  const odd = (sequenceParallel?: boolean): WorkloadSpec => ({
    ...llama,
    batch: { ...llama.batch, sequenceLength: 8191 },
    parallelism: { ...llama.parallelism, ...(sequenceParallel === undefined ? {} : { sequenceParallel }) },
  });

  it('asks for a sequence that tensor ranks divide, where the document asks for it', () => {
    expect(places(odd(true), cluster)).toEqual(['/workload/batch/sequenceLength not-divisible']);
    expect(places(odd(false), cluster)).toEqual([]);
    expect(places(odd(), cluster)).toEqual([]);
  });

  it('is needed by collectives that run alongside their products', () => {
    const beside = (sequenceParallel: boolean) => {
      const workload = odd(sequenceParallel);
      return places(
        {
          ...workload,
          batch: { ...workload.batch, sequenceLength: 8192 },
          parallelism: { ...workload.parallelism, overlap: { tensor: true } },
        },
        cluster,
      );
    };
    expect(beside(true)).toEqual([]);
    expect(beside(false)).toEqual(['/workload/parallelism/overlap/tensor not-applicable']);
  });

  it('is needed by experts with tensor ranks', () => {
    expect(places(laid({ tensor: 2, data: 64, sequenceParallel: false }))).toEqual([
      '/workload/parallelism/sequenceParallel not-applicable',
    ]);
    expect(places(laid({ tensor: 2, data: 64 }))).toEqual([]);
    expect(places(laid({ sequenceParallel: false }))).toEqual([]);
  });
});

describe('context parallelism', () => {
  const llama = WORKLOADS['llama3-8b']!;
  const cluster = { ...h800, nodes: 1 };
  const shared = (
    parallelism: Partial<WorkloadSpec['parallelism']>,
    sequenceLength = 8192,
  ): WorkloadSpec => ({
    ...llama,
    parallelism: { ...llama.parallelism, ...parallelism },
    batch: { ...llama.batch, sequenceLength },
  });

  it('shares GPUs with pipeline, tensor and data', () => {
    expect(check(shared({ context: 2 }), cluster).map(({ message, hint }) => [message, hint])).toEqual([
      [
        'data must make pipeline x tensor x context x data the 8 GPUs (got 1 x 2 x 2 x 4 = 16).',
        'Set data to 2.',
      ],
    ]);
    expect(places(shared({ context: 2, data: 2 }), cluster)).toEqual([]);
  });

  it('cuts a sequence in two slices for each rank of a ring, in one for an all-to-all', () => {
    const of = (contextMethod: 'ring' | 'all-to-all') => shared({ context: 4, data: 1, contextMethod }, 8188);
    expect(check(of('ring'), cluster).map(({ message, hint }) => [message, hint])).toEqual([
      ['sequenceLength must be a multiple of 2 x context = 8 (got 8188).', 'Use 8192.'],
    ]);
    expect(places(of('all-to-all'), cluster)).toEqual([]);
  });

  it('deals out whole heads', () => {
    const wide = shared({ tensor: 1, context: 64, data: 1, contextMethod: 'all-to-all' });
    expect(places(wide, { ...h800, nodes: 8 })).toEqual(['/workload/parallelism/context not-divisible']);
  });
});

describe('tensor groups of more than a node', () => {
  const llama = WORKLOADS['llama3-8b']!;
  const over = (tensor: number, placement: 'packed' | 'spread'): WorkloadSpec => ({
    ...llama,
    parallelism: { ...llama.parallelism, tensor, data: 32 / tensor, placement },
  });
  const cluster = { ...h800, nodes: 4 };

  it('are laid on whole nodes, or anyhow when packed', () => {
    expect(places(over(16, 'packed'), cluster)).toEqual([]);
    expect(places(over(16, 'spread'), cluster)).toEqual([]);
    const model = {
      ...llama.model,
      attention: { kind: 'gqa' as const, heads: 12, keyValueHeads: 12, headDim: 128 },
      denseHidden: 1536,
    };
    const twelve = (placement: 'packed' | 'spread') => ({
      ...over(12, placement),
      model,
      parallelism: { ...over(12, placement).parallelism, data: 2 },
      batch: { ...llama.batch, sequenceLength: 8196 },
    });
    expect(places(twelve('packed'), { ...h800, nodes: 3 })).toEqual([]);
    expect(places(twelve('spread'), { ...h800, nodes: 3 })).toEqual([
      '/workload/parallelism/tensor not-divisible',
    ]);
  });
});

describe('checkPlan', () => {
  it.each(Object.keys(WORKLOADS))('accepts the preset %s on a cluster of its size', (name) => {
    const workload = WORKLOADS[name];
    const { pipeline, tensor, data } = workload.parallelism;
    expect(check(workload, { ...h800, nodes: (pipeline * tensor * data) / 8 })).toEqual([]);
  });

  it('says which number of replicas fills the cluster', () => {
    expect(check(laid({ data: 64 }))).toEqual([
      {
        path: '/workload/parallelism/data',
        code: 'layout-mismatch',
        message: 'data must make pipeline x tensor x data the 2048 GPUs (got 16 x 1 x 64 = 1024).',
        hint: 'Set data to 128.',
      },
    ]);
    expect(check(laid({ pipeline: 14 }))[0]?.hint).toBe(
      'Use pipeline 16 with tensor 1, so that they divide 2048.',
    );
  });

  it('refuses EP that divides neither the experts nor the stage, naming the nearest that does', () => {
    const issues = check(laid({ expert: 48 }));
    expect(issues.map((issue) => [issue.path, issue.code, issue.hint])).toEqual([
      ['/workload/parallelism/expert', 'not-divisible', 'Use 32.'],
      ['/workload/parallelism/expert', 'not-divisible', 'Use 32.'],
    ]);
    expect(issues[0]?.message).toBe('expert must divide the 256 routed experts (got 48).');
    const llama = WORKLOADS['llama3-8b'];
    expect(
      places({ ...llama, parallelism: { ...llama.parallelism, expert: 2 } }, { ...h800, nodes: 1 }),
    ).toEqual(['/workload/parallelism/expert not-applicable']);
  });

  it('proposes common divisors: of experts and stage, of heads and the GPUs of a node', () => {
    const { batch, parallelism } = v3;
    const odd = {
      ...v3,
      batch: { ...batch, globalSequences: 132 * 120 },
      parallelism: { ...parallelism, data: 132 },
    };
    expect(check(odd, { ...h800, nodes: 264 }).map(({ message, hint }) => [message, hint])).toEqual([
      ['expert must divide tensor x data = 132, the ranks of a stage (got 64).', 'Use 4.'],
    ]);
    const qwen = WORKLOADS['qwen2.5-72b'];
    const twelve = {
      ...qwen,
      model: {
        ...qwen.model,
        attention: { kind: 'gqa' as const, heads: 12, keyValueHeads: 4, headDim: 128 },
      },
    };
    expect(check(twelve, { ...h800, nodes: 64 }).map(({ message, hint }) => [message, hint])).toEqual([
      ['tensor must divide the 12 attention heads (got 8).', 'Use 4.'],
    ]);
  });

  it('keeps heads whole', () => {
    const qwen = WORKLOADS['qwen2.5-72b'];
    const tensor = (value: number, data: number) => ({
      ...qwen,
      parallelism: { ...qwen.parallelism, tensor: value, data },
    });
    expect(places(tensor(16, 4), { ...h800, nodes: 64 })).toEqual([]);
    // 64 heads, and 8 key-value heads that are neither a multiple nor a divisor.
    expect(places(tensor(3, 8), { ...h800, nodes: 24 })).toEqual([
      '/workload/parallelism/tensor not-divisible',
      '/workload/parallelism/tensor not-divisible',
    ]);
  });

  it('needs a batch of whole micro-batches', () => {
    const issues = check({ ...v3, batch: { ...v3.batch, globalSequences: 15000 } });
    expect(issues.map((issue) => [issue.path, issue.hint])).toEqual([
      ['/workload/batch/globalSequences', 'Use 14976.'],
    ]);
  });

  it('passes on what the schedule needs, at the place of the number', () => {
    expect(places({ ...v3, batch: { ...v3.batch, globalSequences: 128 * 30 } })).toEqual([
      '/workload/batch/globalSequences too-few-micro-batches',
    ]);
  });

  it('checks the stages, given or balanced', () => {
    expect(places({ ...v3, stageLayers: [61] })).toEqual(['/workload/stageLayers wrong-length']);
    expect(places({ ...v3, stageLayers: Array<number>(16).fill(4) })).toEqual([
      '/workload/stageLayers wrong-sum',
    ]);
    expect(places({ ...v3, stageLayers: [-1, 6, ...Array<number>(14).fill(4)] })).toEqual([
      '/workload/stageLayers/0 out-of-range',
    ]);
    expect(
      places({
        ...laid({ pipeline: 64, data: 32, expert: 32 }),
        schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
      }),
    ).toEqual(['/workload/parallelism/pipeline out-of-range']);
  });

  it('asks the device for what it has', () => {
    expect(places(v3, { ...h800, device: DEVICES['a100'] })).toEqual([
      '/workload/precision unsupported-precision',
    ]);
    expect(places({ ...v3, communication: { ...v3.communication, sms: 132 } })).toEqual([
      '/workload/communication/sms out-of-range',
    ]);
  });

  it('reports bad numbers alone: everything else divides by them', () => {
    const bad = {
      ...laid({ pipeline: 0, data: Number.NaN, expert: 1.5 }),
      routing: { expertLoadCv: Number.NaN },
      model: { ...v3.model, layers: -1 },
    };
    expect(places(bad)).toEqual([
      '/workload/model/layers out-of-range',
      '/workload/model/moe/denseLayers out-of-range',
      '/workload/parallelism/pipeline out-of-range',
      '/workload/parallelism/expert out-of-range',
      '/workload/parallelism/data out-of-range',
      '/workload/routing/expertLoadCv out-of-range',
    ]);
  });

  it('counts micro-batches and stages', () => {
    expect(microBatchesPerPipeline(v3)).toBe(120);
    expect(modelStages(v3)).toBe(16);
    expect(
      modelStages({ ...v3, schedule: { name: 'dualpipe-v', chunksPerDevice: 1, sends: 'published' } }),
    ).toBe(32);
  });
});

describe('nearestDivisor', () => {
  it('prefers the smaller of two equally near', () => {
    expect([
      nearestDivisor(256, 48),
      nearestDivisor(12, 5),
      nearestDivisor(7, 3),
      nearestDivisor(2048, 14),
    ]).toEqual([32, 4, 1, 16]);
  });
});
