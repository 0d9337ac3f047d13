/** What ranks that share a sequence send, by hand, and on the links. */
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import { estimateMemory } from '../memory/index.js';
import { type ContextMethod, MODELS, layerKinds } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec, layerShape } from '../plan/index.js';
import { contextMessages, contextTimes } from './context-communication.js';
import { TRAFFIC_CLASSES, simulateStep, stepTraffic } from './index.js';

const node: ClusterSpec = { ...CLUSTERS['h800-2048-mrft']!, nodes: 1 };
const base = WORKLOADS['llama3-8b']!;
const SEQUENCE = 32_768;
const shared = (
  context: number,
  contextMethod: ContextMethod,
  more: Partial<WorkloadSpec['parallelism']> = {},
): WorkloadSpec => ({
  ...base,
  model: { ...base.model, layers: 4 },
  parallelism: { ...base.parallelism, tensor: 2, data: 4 / context, context, contextMethod, ...more },
  batch: { sequenceLength: SEQUENCE, globalSequences: 4, microBatchSequences: 1 },
  recompute: 'none',
});
const stepOf = (workload: WorkloadSpec, cluster = node) => simulateStep(cluster, workload, 1);

/** Llama 3 8B on TP2 x CP4: 8,192 tokens, 4 of 8 KV heads and 16 of 32 heads of 128 on a rank. */
const T = SEQUENCE / 4;
const KEY_VALUES = 2 * T * 4 * 2 * 128;
const QUERIES = 2 * T * 16 * 128;

describe('messages of a layer', () => {
  const [kind] = layerKinds(base.model);
  const of = (method: ContextMethod) => contextMessages(kind!, layerShape(shared(4, method)));

  it('ring: keys and values to the next rank three times, backward with their gradients', () => {
    expect(of('ring')).toEqual({
      forward: [{ kind: 'send', bytes: KEY_VALUES, times: 3 }],
      backward: [{ kind: 'send', bytes: 2 * KEY_VALUES, times: 3 }],
    });
  });

  it('all-gather: all keys and values, backward once more and their gradients back', () => {
    const gather = { kind: 'gather', bytes: 4 * KEY_VALUES, times: 1 };
    expect(of('all-gather')).toEqual({
      forward: [gather],
      backward: [gather, { ...gather, kind: 'scatter' }],
    });
  });

  it('nothing where a layer has no mixer', () => {
    for (const method of ['ring', 'all-gather', 'all-to-all'] as const)
      expect(contextMessages({ ...kind!, mixer: { kind: 'none' } }, layerShape(shared(4, method)))).toEqual({
        forward: [],
        backward: [],
      });
  });

  it('all-to-all: queries, keys and values in, outputs out', () => {
    const messages = [
      { kind: 'all-to-all', bytes: QUERIES + KEY_VALUES, times: 1 },
      { kind: 'all-to-all', bytes: QUERIES, times: 1 },
    ];
    expect(of('all-to-all')).toEqual({ forward: messages, backward: messages });
  });

  it('latent attention goes round as well, but for one that selects its keys', () => {
    const latent = layerKinds(MODELS['deepseek-v3']!)[0]!;
    const shape = { ...layerShape(shared(4, 'ring')) };
    expect(contextMessages(latent, shape).forward[0]!.kind).toBe('send');
    const selective = layerKinds(MODELS['deepseek-v3.2']!)[0]!;
    expect(contextMessages(selective, shape).forward[0]!.kind).toBe('gather');
  });

  it('a window takes the keys it needs by a gather, where others go round', () => {
    const model = MODELS['gpt-oss-120b']!;
    const shape = { ...layerShape(shared(4, 'ring')) };
    const kinds = layerKinds(model).map((one) => contextMessages(one, shape).forward[0]!.kind);
    expect(kinds.toSorted()).toEqual(['gather', 'send']);
  });
});

describe('hops that attention hides', () => {
  const hopsOf = (method: ContextMethod, overlap?: { readonly context: boolean }) => {
    const workload = shared(4, method, overlap === undefined ? {} : { overlap });
    const { fabric, placement, shape } = stepOf(workload);
    return contextTimes(fabric, workload, placement, shape)!.map(({ hops }) => hops);
  };

  it('are those of a ring, unless the document says that none is hidden', () => {
    expect(hopsOf('ring')).toEqual([3]);
    expect(hopsOf('ring', { context: false })).toEqual([0]);
    expect(hopsOf('all-gather')).toEqual([0]);
    expect(hopsOf('all-to-all')).toEqual([0]);
  });
});

describe('on the links of a node', () => {
  // 4 layers x 1 micro-batch of each of 8 GPUs.
  const passes = 4;
  const sent = (workload: WorkloadSpec): readonly number[] => {
    const step = stepOf(workload);
    const account = stepTraffic(step, workload);
    const context = TRAFFIC_CLASSES.indexOf('context');
    return [...step.fabric.graph.tables.gpuNvlink].map((link) => account.bytesOf(context, link));
  };

  it.each([
    ['ring', 3 * KEY_VALUES * 3],
    ['all-gather', 3 * KEY_VALUES * 3],
    ['all-to-all', ((2 * 3) / 4) * (2 * QUERIES + KEY_VALUES)],
  ] as const)('%s', (method, bytes) => {
    const workload = { ...shared(4, method), batch: { ...shared(4, method).batch, globalSequences: 1 } };
    for (const each of sent(workload)) expect(each / (passes * bytes)).toBeCloseTo(1, 9);
  });

  it('recomputation of the whole layer repeats the forward', () => {
    const once = shared(4, 'ring');
    const [a, b] = [once, { ...once, recompute: 'full' as const }].map((one) => sent(one)[0]!);
    expect(b! / a!).toBeCloseTo((1 + 2 + 1) / (1 + 2), 9);
  });

  it('one rank sends nothing', () => {
    const { context: _, contextMethod: __, ...whole } = shared(1, 'ring').parallelism;
    expect(sent({ ...shared(1, 'ring'), parallelism: whole })).toEqual(Array<number>(8).fill(0));
    expect(sent(shared(1, 'ring'))).toEqual(Array<number>(8).fill(0));
  });
});

describe('a step', () => {
  it('hides a ring alongside attention, whose kernels it slows; without overlap it waits', () => {
    const on = stepOf(shared(4, 'ring')).parts;
    const off = stepOf(shared(4, 'ring', { overlap: { context: false } })).parts;
    expect(off.exposedCommunication).toBeGreaterThan(on.exposedCommunication);
    expect(off.total).toBeGreaterThan(on.total);
    // What is hidden is not free: computing takes longer than the wait saved.
    expect(off.total - on.total).toBeLessThan(off.exposedCommunication - on.exposedCommunication);
  });

  it('reduces gradients over replicas and context ranks alike', () => {
    const replicas = shared(1, 'ring');
    const both = stepOf(shared(4, 'ring')).optimizer;
    expect(both.seconds).toBe(stepOf(replicas).optimizer.seconds);
  });

  it('over nodes is as slow as the network', () => {
    const wide = shared(4, 'all-gather', { tensor: 8, data: 1 });
    const cluster = { ...node, nodes: 4 };
    const slow = { ...cluster, nic: { ...cluster.nic, bandwidthGBps: cluster.nic.bandwidthGBps / 10 } };
    const [fast, late] = [cluster, slow].map((one) => stepOf(wide, one).parts.exposedCommunication);
    expect(late! - fast!).toBeGreaterThan(0.001);
  });
});

describe('memory', () => {
  const rankOf = (workload: WorkloadSpec) => {
    const { schedule, plan } = stepOf(workload);
    return estimateMemory(node, workload, { schedule, stages: plan.assignment }).ranks[0]!;
  };

  it('of activations is a quarter on four ranks; weights and their shards are as on four replicas', () => {
    const [whole, quarter] = [rankOf(shared(1, 'ring')), rankOf(shared(4, 'ring'))];
    expect(quarter.activationsGB / whole.activationsGB).toBeCloseTo(1 / 4, 9);
    expect(quarter.parametersGB).toBe(whole.parametersGB);
    expect(quarter.optimizerGB).toBe(whole.optimizerGB);
  });

  it("has room for others' keys and values: two blocks in a ring, all four in a gather", () => {
    const [ring, gather] = [rankOf(shared(4, 'ring')), rankOf(shared(4, 'all-gather'))];
    // Keys and values with their gradients.
    expect(gather.buffersGB - ring.buffersGB).toBeCloseTo((2 * 2 * KEY_VALUES) / 1e9, 9);
  });
});
