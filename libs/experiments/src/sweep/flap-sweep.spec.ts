/** Sweeps over flaps: ranked by the training time that they cost. */
import { type InvalidDocumentError } from '@railyard/base';
import { compareResults } from '../comparison/index.js';
import { bestRuns, metricsOf, prepareSweep, runExperiment, runMetrics } from '../index.js';

const small = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name: 'flaps',
  cluster: { preset: 'h800-2048-mpft', nodes: 4, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
  workload: {
    preset: 'deepseek-v2',
    model: { layers: 8, moe: { denseLayers: 1, routedExperts: 64 } },
    parallelism: { pipeline: 2, expert: 16 },
    batch: { sequenceLength: 4096, globalSequences: 64 },
    schedule: { name: '1f1b' },
  },
};
const NIC = ['node:1/nic:3+0.2'];
const objective = { metric: 'flapLostS' };

const issuesOf = (sweep: object): readonly string[] => {
  try {
    prepareSweep({ ...small, objective, ...sweep });
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, code }) => `${path} ${code}`);
  }
};

describe('a sweep by the time that flaps cost', () => {
  it('ranks what costs less before what costs more, with the metric that a whole run has', () => {
    const sweep = prepareSweep({
      ...small,
      objective,
      parameters: {
        flap: { values: [['leaf:0=0.5+1'], NIC, [...NIC, 'leaf:0=0.5+1']] },
        reroute: { values: [0, 10] },
      },
    });
    expect(sweep.document.objective).toEqual({ metric: 'flapLostS', goal: 'minimize' });
    const scored = sweep.runs.map(({ prepared }) => ({ id: prepared.id, metrics: metricsOf(prepared) }));
    sweep.runs.forEach(({ prepared }, index) => {
      const result = runExperiment(prepared);
      const sum = result.flaps!.reduce((total, { lostS }) => total + lostS, 0);
      expect(runMetrics(result)).toEqual(scored[index]!.metrics);
      expect(scored[index]!.metrics.flapLostS).toBeCloseTo(sum, 12);
      expect(sum).toBeGreaterThan(0);
    });
    const lost = scored.map(({ metrics }) => metrics.flapLostS!);
    const ranked = bestRuns(scored, sweep.document.objective, scored.length);
    expect(ranked.map(({ metrics }) => metrics.flapLostS)).toEqual([...lost].sort((a, b) => a - b));
    // Both flaps cost what each costs; traffic that takes another way at once loses less.
    for (const reroute of [0, 1])
      expect(lost[4 + reroute]).toBeCloseTo(lost[reroute]! + lost[2 + reroute]!, 9);
    expect(lost[2]).toBeLessThan(lost[3]!);
  });

  it('needs flaps at every point, and bounds of no search', () => {
    const nodes = { 'cluster.nodes': { values: [4] } };
    expect(issuesOf({ parameters: nodes })).toEqual(['/objective/metric needs-flap']);
    expect(issuesOf({ method: 'list', points: [{ flap: NIC }, { seed: 2 }] })).toEqual([
      '/objective/metric needs-flap',
    ]);
    expect(issuesOf({ method: 'list', points: [{ flap: NIC }] })).toEqual([]);
    expect(issuesOf({ method: 'optimize', parameters: { flap: { values: [NIC] } } })).toEqual([
      '/objective/metric not-allowed',
    ]);
  });

  it('compares runs by it where all of them have flaps', () => {
    const [flapped, calm] = [{ flap: { values: [NIC] } }, { seed: { values: [1] } }].map((parameters) =>
      runExperiment(prepareSweep({ ...small, parameters }).runs[0]!.prepared),
    );
    const names = (runs: Parameters<typeof compareResults>[0]) =>
      compareResults(runs).metrics.map(({ name }) => name);
    expect(names([flapped!, flapped!])).toContain('flapLostS');
    expect(names([flapped!, calm!])).not.toContain('flapLostS');
  });
});
