import { type Issue, InvalidDocumentError } from '@railyard/base';
import { checkedSharedCluster, runSharedCluster } from './shared-cluster.js';

/** Leaves of two nodes, with 16 NICs and 2 uplinks. */
const cluster = {
  preset: 'h800-2048-mpft',
  name: 'tapered',
  nodes: 4,
  pxn: false,
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 64, leafDownlinks: 16, leafUplinks: 2 },
};
/** Nothing but its gradients and weights crosses nodes, and nothing hides them. */
const workload = {
  preset: 'llama3-8b',
  parallelism: { pipeline: 1, tensor: 1, zeroStage: 1 },
  batch: { globalSequences: 32 },
  recompute: 'full',
};
const asked = { cluster, workloads: [workload, workload], nodes: [2, 2] };
const run = (more: object) => runSharedCluster(checkedSharedCluster({ ...asked, ...more }));
/** What large transfers reach of an uplink, GB/s. */
const UPLINK = 48.5;

function issuesOf(input: unknown): readonly string[] {
  const found = (issues: readonly Issue[]) => issues.map(({ path, code }) => `${path} ${code}`);
  try {
    checkedSharedCluster(input);
  } catch (error) {
    if (error instanceof InvalidDocumentError) return found(error.issues);
    throw error;
  }
  return [];
}

describe('several jobs on one cluster', () => {
  it('are not slowed where they share no link', () => {
    for (const allocation of ['packed', 'topology']) {
      const { jobs, links } = run({ allocation });
      expect(links).toEqual([]);
      expect(jobs.map(({ job }) => job)).toEqual(['llama3-8b #1', 'llama3-8b #2']);
      for (const job of jobs)
        expect(job).toMatchObject({ slowdown: 1, mostSlowdown: 1, sharedLinks: 0, leaves: 1, gpus: 16 });
    }
  });

  it('divide the uplinks that they share while both send', () => {
    const { jobs, links } = run({ allocation: 'spread' });
    const [first] = jobs;
    expect(jobs[1]).toEqual({ ...first, job: 'llama3-8b #2' });
    // Both ways of the two uplinks of both leaves.
    expect([first!.leaves, first!.sharedLinks, links.length]).toEqual([2, 8, 8]);
    // Alone a step is K of its own and v on the uplink. Together with the other, which sends for a share d
    // of its step, it has 1 - d/2 of the uplink: d = t / (K + t), t = v / (1 - d/2).
    const v = (links[0]!.gbpsByJob['llama3-8b #1']! * first!.concurrentStepS) / UPLINK;
    const K = first!.aloneStepS - v;
    const d = (K + v - Math.sqrt(K * K + v * v)) / K;
    expect(d).toBeGreaterThan(0.15);
    expect(first!.concurrentStepS).toBeCloseTo(K + v / (1 - d / 2), 6);
    expect(first!.mostSlowdown).toBeCloseTo((K + 2 * v) / (K + v), 9);
    expect(links[0]).toMatchObject({
      class: 'leaf-spine',
      utilisation: expect.closeTo((2 * v) / first!.concurrentStepS, 9),
    });
  });

  it('are not slowed by one that leaves them what they send', () => {
    const wide = { ...cluster, topology: { ...cluster.topology, leafUplinks: 16 } };
    const { jobs } = run({ allocation: 'spread', cluster: wide });
    expect(jobs.map(({ slowdown, mostSlowdown, leaves }) => [slowdown, mostSlowdown, leaves])).toEqual([
      [1, 1, 2],
      [1, 1, 2],
    ]);
  });

  it('have the step of a cluster of their own where they are alone', () => {
    const [whole, part] = [
      run({ workloads: [workload], nodes: [2], cluster: { ...cluster, nodes: 2 } }),
      run({ workloads: [workload], nodes: [2] }),
    ];
    expect(part.jobs).toEqual(whole.jobs);
  });

  it('say that their steps have settled', () => {
    const { converged, rounds, warnings } = run({ allocation: 'spread' });
    expect([converged, warnings]).toEqual([true, []]);
    expect(rounds).toBeGreaterThan(2);
    expect(run({}).rounds).toBe(1);
  });

  it('have what is left of damaged links, and the routing asked for', () => {
    const half = { ...cluster, topology: { ...cluster.topology, leafUplinks: 1 } };
    // Both uplinks of each leaf at half their rate do what one does.
    const fail = ['leaf:0-spine:0=0.5', 'leaf:1-spine:0=0.5'];
    const [damaged, smaller] = [
      run({ allocation: 'spread', fail }),
      run({ allocation: 'spread', cluster: half }),
    ];
    expect(damaged.jobs.map(({ concurrentStepS }) => concurrentStepS)).toEqual(
      smaller.jobs.map(({ concurrentStepS }) => expect.closeTo(concurrentStepS, 9)),
    );
    const [asked, defined] = [
      run({ allocation: 'spread', routing: 'ecmp' }),
      run({ allocation: 'spread', cluster: { ...cluster, routing: 'ecmp' } }),
    ];
    expect(asked).toEqual(defined);
    expect(asked.jobs).not.toEqual(run({ allocation: 'spread' }).jobs);
  });

  it('must fit the cluster, and their layouts their nodes', () => {
    expect(issuesOf({ ...asked, nodes: [2] })).toEqual(['/nodes wrong-count']);
    expect(issuesOf({ ...asked, nodes: [2, 4] })).toEqual(['/nodes too-large']);
    expect(issuesOf({ cluster, workloads: ['llama2-7b', 'llama', 'deepseek-v3'] })).toEqual([
      '/workloads/1 unknown-preset',
      '/workloads too-large',
    ]);
    const uneven = { ...workload, parallelism: { pipeline: 1, tensor: 1, data: 12 } };
    const open = { preset: 'llama3-8b', parallelism: { data: null } };
    expect(issuesOf({ cluster, workloads: [uneven, open] })).toEqual([
      '/workloads/0/parallelism/data does-not-divide',
      '/workloads/1/parallelism/data missing-key',
    ]);
    expect(issuesOf({ ...asked, allocation: 'near' })).toEqual(['/allocation not-allowed']);
    expect(issuesOf({ ...asked, fail: ['leaf:9'] })).toEqual(['/fail/0 unknown-element']);
    expect(issuesOf({ ...asked, fail: ['leaf:0'] })).toEqual(['/fail disconnected']);
    expect(issuesOf({ ...asked, entropies: 4 })).toEqual(['/entropies not-applicable']);
  });
});
