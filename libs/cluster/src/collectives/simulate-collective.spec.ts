import { IssueList } from '@railyard/base';
import { CLUSTERS } from '../presets/index.js';
import { checkNetworkRequest, COLLECTIVES, type NetworkRequest, simulateCollective } from './simulate-collective.js';

const base: NetworkRequest = { cluster: CLUSTERS['h800-2048-mpft']!, collective: 'all-to-all', gpus: 64, bytes: '1GiB' };
const issuesOf = (request: NetworkRequest) => {
  const issues = new IssueList();
  checkNetworkRequest(request, issues);
  return issues.issues;
};

describe('simulateCollective', () => {
  it.each(COLLECTIVES)('%s on 16 GPUs answers with bandwidths, busiest links and flows', (collective) => {
    const request = { ...base, collective, gpus: 16, bytes: '64MiB' };
    expect(issuesOf(request)).toEqual([]);
    const answer = simulateCollective(request);
    expect(answer.timeUs).toBeGreaterThan(answer.latencyUs);
    expect(answer.busbwGBps).toBeGreaterThan(0);
    expect(answer.flows).toBeGreaterThan(0);
    expect(answer.links.length).toBeGreaterThan(0);
    for (const link of answer.links) {
      expect(link.peakUtilisation!).toBeLessThanOrEqual(1 + 1e-9);
      expect(link.utilisation).toBeLessThanOrEqual(link.peakUtilisation! + 1e-9);
    }
    expect(answer.links[0]!.utilisation).toBeGreaterThanOrEqual(answer.links.at(-1)!.utilisation);
  });

  it('loads the eight planes alike', () => {
    const { planes } = simulateCollective(base);
    expect(planes.map(({ plane }) => plane)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { bytes } of planes) expect(bytes / (8 * 8 * 7 * 2 ** 30 / 64)).toBeCloseTo(1, 9);
  });

  it('is slower with a leaf down', () => {
    const failed = simulateCollective({ ...base, fail: ['leaf:0'] });
    expect(failed.timeUs / simulateCollective(base).timeUs).toBeCloseTo(8 / 7, 1);
  });

  it('answers for all GPUs of a cluster, 4.19 million messages', () => {
    const answer = simulateCollective({ ...base, gpus: 2048, bytes: '16GiB' });
    expect(answer.flows).toBe(2048 * 2047);
    expect(answer.busbwGBps).toBeGreaterThan(40);
    // Every GPU sends 1/2048 of 16 GiB to each GPU of 255 other nodes.
    for (const { bytes } of answer.planes) expect(bytes / (256 * 8 * 255 * 2 ** 34 / 2048)).toBeCloseTo(1, 9);
    expect(answer.links[0]!).toMatchObject({ class: 'host' });
    expect(answer.links[0]!.utilisation).toBeGreaterThan(0.99);
    expect(answer.links[0]!.peakUtilisation).toBeUndefined();
  });

  it('reports every mistake at once', () => {
    const wrong = { ...base, collective: 'gossip' as 'all-to-all', gpus: 4096, bytes: 'lots', routing: 'magic' as 'ecmp', fail: ['leaf:999'] };
    expect(issuesOf(wrong).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/collective unknown-collective', '/bytes out-of-range', '/routing unknown-routing', '/gpus out-of-range', '/fail/0 unknown-element',
    ]);
    for (const issue of issuesOf(wrong)) expect(issue.hint).not.toBe('');
    expect(issuesOf({ ...base, collective: 'dispatch', gpus: 24 }).map(({ code }) => code)).toEqual(['does-not-divide']);
    expect(issuesOf({ ...base, cluster: { ...base.cluster, nodes: 0 } })[0]!.path).toBe('/cluster/nodes');
  });
});
