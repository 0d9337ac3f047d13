/** Experts that are split: what a rank computes, holds and sends, by hand. */
import { IssueList } from '@railyard/base';
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import { estimateMemory, rankParameters } from '../memory/index.js';
import { MODELS, layerKinds, layerOperations, layerParameters, operationFlops } from '../model/index.js';
import {
  type ParallelismSpec,
  WORKLOADS,
  type WorkloadSpec,
  checkPlan,
  expertReplicas,
  groupMembers,
  layerShape,
  placeRanks,
} from '../plan/index.js';
import { TRAFFIC_CLASSES, simulateStep, stepTraffic } from './index.js';

const node: ClusterSpec = { ...CLUSTERS['h800-2048-mrft']!, nodes: 1 };
const base = WORKLOADS['llama3-8b']!;
const mixtral = MODELS['mixtral-8x7b']!;
const SEQUENCE = 4096;
const LAYERS = 2;
const job = (parallelism: Partial<ParallelismSpec>): WorkloadSpec => ({
  ...base,
  model: { ...mixtral, layers: LAYERS },
  parallelism: { ...base.parallelism, pipeline: 1, tensor: 4, data: 2, expert: 1, ...parallelism },
  batch: { sequenceLength: SEQUENCE, globalSequences: 2, microBatchSequences: 1 },
  routing: { expertLoadCv: 0 },
});
const split = job({ expert: 2, expertTensor: 4 });
const whole = job({ expert: 8 });

describe('groups', () => {
  const { expertGroups, expertTensorGroups, expertDataGroups } = placeRanks(
    { ...node, nodes: 2 },
    job({ expert: 2, expertTensor: 4, data: 4 }),
  );
  const first = (groups: Parameters<typeof groupMembers>[0], group = 0) => [...groupMembers(groups, group)];

  it('split an expert over consecutive ranks, and exchange tokens with the same place of the next', () => {
    expect(first(expertTensorGroups)).toEqual([0, 1, 2, 3]);
    expect(first(expertGroups)).toEqual([0, 4]);
    expect(first(expertGroups, 3)).toEqual([3, 7]);
    expect(first(expertGroups, 4)).toEqual([8, 12]);
    expect(first(expertDataGroups, 5)).toEqual([5, 13]);
  });
});

describe('what a rank computes and holds', () => {
  const routedFlops = (workload: WorkloadSpec): number =>
    layerOperations(workload.model, layerKinds(workload.model)[0]!, layerShape(workload))
      .filter(({ kind }) => kind === 'grouped-gemm')
      .reduce((sum, operation) => sum + operationFlops(operation), 0);

  it('is as much as with whole experts: a quarter of the columns for four times the rows', () => {
    expect(routedFlops(split)).toBeCloseTo(routedFlops(whole), 0);
    // Tokens of a tensor rank, two experts each, of all four that split an expert.
    expect(layerShape(split)).toMatchObject({ localExperts: 4, expertRows: (4 * 2 * SEQUENCE) / 4 });
    expect(layerShape(whole)).toMatchObject({ localExperts: 1, expertRows: (2 * SEQUENCE) / 4 });
  });

  it('of experts an eighth either way', () => {
    const [stage] = simulateStep(node, split, 1).plan.assignment;
    const all = LAYERS * layerParameters(split.model, layerKinds(split.model)[0]!).routed;
    expect(rankParameters(split, [stage!]).routed).toBe(all / 8);
    expect(rankParameters(whole, [stage!]).routed).toBe(all / 8);
    expect(expertReplicas(split)).toBe(1);
    expect(expertReplicas(job({ expert: 2, expertTensor: 2 }))).toBe(2);
  });

  it('keeps the rows of all that split its experts', () => {
    const memory = (workload: WorkloadSpec) => {
      const { schedule, plan } = simulateStep(node, workload, 1);
      return estimateMemory(node, workload, { schedule, stages: plan.assignment }).ranks[0]!.activationsGB;
    };
    // Inputs of the first product in BF16, whole on each of the four; gate and up are as many bytes.
    const rows = (of: WorkloadSpec) => layerShape(of).expertRows * 2 * mixtral.hidden * LAYERS;
    expect(1e9 * (memory(split) - memory(whole))).toBeCloseTo(rows(split) - rows(whole), 0);
  });
});

describe('what it sends', () => {
  const sent = (workload: WorkloadSpec): number => {
    const step = simulateStep(node, workload, 1);
    const account = stepTraffic(step, workload);
    return account.bytesOf(TRAFFIC_CLASSES.indexOf('expert'), step.fabric.graph.tables.gpuNvlink[0]!);
  };

  it('gathers rows and scatters sums, forward and backward, three of four parts each', () => {
    const rows = (4 * 2 * SEQUENCE) / 4;
    const only = job({ expert: 1, expertTensor: 4 });
    expect(sent(only) / (LAYERS * 2 * 2 * (3 / 4) * 2 * rows * mixtral.hidden)).toBeCloseTo(1, 9);
    expect(sent(split)).toBeGreaterThan(sent(only));
    expect(sent({ ...only, recompute: 'full' }) / sent(only)).toBeCloseTo(3 / 2, 9);
  });

  it('of each stage of a rank: two on each of two ranks send as much as one rank of all', () => {
    const only = job({ expert: 1, expertTensor: 4 });
    const model = { ...only.model, layers: 4 };
    const split = {
      ...only,
      model,
      parallelism: { ...only.parallelism, pipeline: 2, data: 1 },
      schedule: { name: 'zb-v', chunksPerDevice: 2, sends: 'published' },
    } as const;
    const rows = (4 * 2 * SEQUENCE) / 4;
    // Two of four layers on a rank, both micro-batches.
    expect(sent(split) / (2 * 2 * 2 * 2 * (3 / 4) * 2 * rows * mixtral.hidden)).toBeCloseTo(1, 9);
  });

  it('waits for it: nothing is computed meanwhile', () => {
    const exposed = (of: WorkloadSpec) => simulateStep(node, of, 1).parts.exposedCommunication;
    expect(exposed(job({ expert: 1, expertTensor: 4 }))).toBeGreaterThan(exposed(job({ expert: 1 })));
  });
});

describe('tensor ranks', () => {
  it('gather nothing for an FFN of routed experts alone', () => {
    const account = (workload: WorkloadSpec) => {
      const step = simulateStep(node, workload, 1);
      const link = step.fabric.graph.tables.gpuNvlink[0]!;
      return stepTraffic(step, workload).bytesOf(TRAFFIC_CLASSES.indexOf('tensor'), link);
    };
    const shared = { ...whole, model: { ...whole.model, moe: { ...whole.model.moe!, sharedExperts: 1 } } };
    expect(account(shared) / account(whole)).toBeCloseTo(2, 9);
  });
});

describe('checks', () => {
  const issuesOf = (workload: WorkloadSpec) => {
    const issues = new IssueList();
    checkPlan(node, workload, issues);
    return issues.issues.map(({ path, message, hint }) => [path, message, hint]);
  };
  const at = '/workload/parallelism/expertTensor';

  it('let expert x expertTensor fill a stage, and columns be whole', () => {
    expect(issuesOf(split)).toEqual([]);
    expect(issuesOf(job({ expert: 4, expertTensor: 4 }))).toEqual([
      [
        at,
        'expert x expertTensor must divide tensor x data = 8, the ranks of a stage (got 4 x 4).',
        'Use expertTensor 2.',
      ],
    ]);
    const odd = { ...split, model: { ...split.model, moe: { ...split.model.moe!, expertHidden: 1002 } } };
    expect(issuesOf(odd)).toEqual([
      [at, 'expertTensor must divide the 1002 columns of an expert (got 4).', 'Use 3.'],
    ]);
  });

  it('take a model without experts with none', () => {
    const dense = { ...base, parallelism: { ...base.parallelism, expertTensor: 2 } };
    expect(issuesOf(dense)).toEqual([
      [at, 'expertTensor must be 1 for a model without experts (got 2).', 'Set expertTensor to 1.'],
    ]);
  });
});
