import { IssueList } from '@railyard/base';
import { CLUSTERS } from '@railyard/cluster';
import { type WorkloadSpec, WORKLOADS, checkPlan, layersOfBlock, layersOfInput } from './index.js';

const founding = WORKLOADS['deepseek-v3']!;
const issuesOf = (changed: Partial<WorkloadSpec>) => {
  const issues = new IssueList();
  checkPlan(CLUSTERS['h800-2048-mpft']!, { ...founding, ...changed }, issues);
  return issues.issues.map(({ path, code }) => `${path} ${code}`);
};

describe('checkRecompute', () => {
  it('takes modules with selective, methods with full', () => {
    expect(issuesOf({ recompute: 'selective', recomputeModules: ['moe', 'norms'] })).toEqual([]);
    expect(issuesOf({ recompute: 'full', recomputeMethod: 'block', recomputeLayers: 2 })).toEqual([]);
    expect(issuesOf({ recompute: 'full', recomputeLayers: 2 })).toEqual([]);
  });

  it('refuses either with the other, and a block without a number', () => {
    expect(issuesOf({ recompute: 'full', recomputeModules: ['moe'] })).toEqual([
      '/workload/recomputeModules not-applicable',
    ]);
    expect(issuesOf({ recompute: 'selective', recomputeMethod: 'block' })).toEqual([
      '/workload/recomputeMethod not-applicable',
      '/workload/recomputeLayers required',
    ]);
  });

  it('refuses a part that the model has not', () => {
    const llama = {
      ...WORKLOADS['llama3-8b']!,
      recompute: 'selective',
      recomputeModules: ['mla-up'],
    } as const;
    const issues = new IssueList();
    checkPlan({ ...CLUSTERS['h800-2048-mpft']!, nodes: 8 }, llama, issues);
    expect(issues.issues.filter(({ path }) => path.includes('recompute'))).toMatchObject([
      { path: '/workload/recomputeModules/0', hint: 'Use attention-core, norms, mlp.' },
    ]);
  });
});

describe('layers', () => {
  it('of a block, or that share an input', () => {
    const of = (recomputeMethod?: 'uniform' | 'block', recomputeLayers?: number) => {
      const stated = {
        recompute: 'full' as const,
        ...(recomputeMethod === undefined ? {} : { recomputeMethod }),
        ...(recomputeLayers === undefined ? {} : { recomputeLayers }),
      };
      return [layersOfBlock(stated), layersOfInput(stated)];
    };
    expect(of()).toEqual([Infinity, 1]);
    expect(of('uniform', 4)).toEqual([Infinity, 4]);
    expect(of('block', 4)).toEqual([4, 1]);
  });
});
