import { IssueList } from '@railyard/base';
import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import { checkServing } from './check-serving.js';
import { type PoolSpec, type ServingSpec } from './serving-spec.js';

const one: PoolSpec = { gpus: 8, tensor: 1, expert: 8, redundantExperts: 0, overlap: false };
const sound = {
  cluster: CLUSTERS['h200-8']!,
  model: MODELS['deepseek-v3']!,
  prefill: { ...one, tokens: 4096 },
  decode: { ...one, batch: 8 },
  requests: { promptTokens: 1024, outputTokens: 256, cachedShare: 0 },
  speculation: { depth: 1, acceptance: 0.85 },
} as ServingSpec;

function issuesOf(decode: Partial<PoolSpec>, change: Partial<ServingSpec> = {}): readonly string[] {
  const issues = new IssueList();
  checkServing({ ...sound, ...change, decode: { ...sound.decode, ...decode } }, issues);
  return issues.issues.map(({ path, code }) => `${path} ${code}`);
}

describe('checkServing', () => {
  it('passes a sound service', () => {
    expect(issuesOf({})).toEqual([]);
  });

  it.each<[Partial<PoolSpec>, string]>([
    [{ gpus: 16, expert: 16 }, '/decode/gpus out-of-range'],
    [{ tensor: 3 }, '/decode/tensor does-not-divide'],
    [{ expert: 3 }, '/decode/expert does-not-divide'],
    [{ redundantExperts: 3 }, '/decode/redundantExperts does-not-divide'],
  ])('reports %j', (change, issue) => {
    expect(issuesOf(change)).toContain(issue);
  });

  it.each<[object, readonly string[]]>([
    [{ kind: 'list', tokens: [8, 16], weights: [1, 3] }, []],
    [{ kind: 'list', tokens: [8, 16], weights: [1] }, ['/requests/promptLengths/weights wrong-length']],
    [{ kind: 'list', tokens: [8], weights: [0] }, ['/requests/promptLengths/weights wrong-sum']],
    [{ kind: 'quantiles', tokens: [8, 8, 16] }, []],
    [{ kind: 'quantiles', tokens: [8, 4] }, ['/requests/promptLengths/tokens not-allowed']],
  ])('checks lengths %j', (promptLengths, expected) => {
    const requests = { ...sound.requests, promptLengths } as ServingSpec['requests'];
    expect(issuesOf({}, { requests })).toEqual(expected);
  });

  it('knows dense models', () => {
    const dense = { model: MODELS['llama3-8b']! };
    const issues = issuesOf({}, { ...dense, prefill: { ...sound.prefill, expert: 1 } });
    expect(issues).toEqual(['/decode/expert not-applicable', '/speculation/depth not-applicable']);
  });
});
