import { type InvalidDocumentError } from '@railyard/base';
import { keptCheckpoints } from '@railyard/replay';
import {
  type PreparedSweep,
  bestRuns,
  prepareSweep,
  runExperiment,
  runMetrics,
  validateDocument,
} from '../index.js';

// Replays are played, on a machine that may be busy.
jest.setTimeout(60_000);

const small = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  cluster: { preset: 'h800-2048-mpft', nodes: 2, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
  workload: { preset: 'llama3-8b' },
};
const replay = { rateMultiple: 100, replicas: 20, horizon: { days: 5 } };
const INTERVAL = 'replay.recovery.checkpointIntervalS';

const issuesOf = (sweep: object): readonly string[] => {
  try {
    prepareSweep({ ...small, ...sweep });
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, code }) => `${path} ${code}`);
  }
};

function scored(sweep: PreparedSweep): ReturnType<typeof bestRuns> {
  const runs = sweep.runs.map(({ prepared }) => ({
    id: prepared.id,
    metrics: runMetrics(runExperiment(prepared)),
  }));
  return bestRuns(runs, sweep.document.objective, runs.length);
}

describe('a sweep over the replay of its experiment', () => {
  it('plays every point, and ranks them by what the days brought', () => {
    const sweep = prepareSweep({
      ...small,
      replay,
      parameters: { [INTERVAL]: { values: [60, 900, 3600] } },
      objective: { metric: 'goodput', goal: 'maximize' },
    });
    expect(
      sweep.runs.map(({ prepared: { document } }) => [
        document.replay!.recovery.checkpointIntervalS,
        document.replay!.replicas,
        document.replay!.spareNodes,
      ]),
    ).toEqual([
      [60, 20, 0],
      [900, 20, 0],
      [3600, 20, 0],
    ]);
    const ranked = scored(sweep);
    const goodputs = ranked.map(({ metrics }) => metrics.goodput!);
    expect(goodputs).toEqual([...goodputs].sort((a, b) => b - a));
    expect(new Set(goodputs).size).toBe(3);
    for (const { metrics } of ranked)
      expect(metrics).toMatchObject({
        ettr: expect.any(Number),
        interruptions: expect.any(Number),
        wallDays: 5,
        stepTimeS: expect.any(Number),
      });
  });

  it('ranks what varies the replay by goodput, what varies the layout by tokens', () => {
    const metricOf = (sweep: object): string =>
      prepareSweep({ ...small, replay, ...sweep }).document.objective.metric;
    const points = [{ [INTERVAL]: 60 }, { [INTERVAL]: 900 }];
    expect(metricOf({ parameters: { [INTERVAL]: { values: [60, 900] } } })).toBe('goodput');
    expect(metricOf({ parameters: { [INTERVAL]: { values: [60] } }, objective: { metric: 'ettr' } })).toBe(
      'ettr',
    );
    expect(metricOf({ method: 'list', points })).toBe('goodput');
    expect(metricOf({ method: 'list', points: [...points, { seed: 2 }] })).toBe('tokensPerDayB');
    expect(metricOf({ parameters: { seed: { values: [1] } } })).toBe('tokensPerDayB');
  });

  it('keeps as many hours of checkpoints at every interval', () => {
    const sweep = prepareSweep({ ...small, replay, parameters: { [INTERVAL]: { values: [60, 3600] } } });
    expect(
      sweep.runs.map(({ prepared: { document } }) => {
        const { recovery } = document.replay!;
        return keptCheckpoints(recovery) * recovery.checkpointIntervalS;
      }),
    ).toEqual([25 * 3600 + 60, 26 * 3600]);
  });

  it('gives at each point what the interval curve of any point gives there, to the last bit', () => {
    const checkpointPersistS = 2;
    const sweep = prepareSweep({
      ...small,
      replay: { ...replay, recovery: { checkpointPersistS } },
      parameters: { [INTERVAL]: { values: [checkpointPersistS, 900, 3600] } },
    });
    const sections = sweep.runs.map(({ prepared }) => runExperiment(prepared).replay!);
    const points = sections.map(({ intervalCurve, ettr, goodput, statistics }) => {
      const at = new Map(intervalCurve!.points.map((point) => [point.intervalS, point]));
      const own = at.get(intervalCurve!.configuredS)!;
      expect([own.ettr, own.goodput]).toEqual([statistics.ettr, statistics.goodput]);
      expect([own.ettr.mean, own.goodput.mean]).toEqual([ettr, goodput]);
      at.delete(intervalCurve!.configuredS);
      return at;
    });
    for (const [intervalS, point] of points[0]!) expect(points[2]!.get(intervalS)).toEqual(point);
    expect(points[0]!.size).toBeGreaterThan(8);
  });

  it('may vary presets, the horizon and the rates, of a base without a replay too', () => {
    const sweep = prepareSweep({
      ...small,
      method: 'list',
      objective: { metric: 'ettr', goal: 'maximize' },
      points: [
        { 'replay.recovery.preset': 'modern', 'replay.replicas': 4 },
        { 'replay.faults.preset': 'none', 'replay.horizon.days': 2 },
        { 'replay.horizon.kind': 'productive', 'replay.rateMultiple': 3 },
      ],
    });
    expect(sweep.infeasible).toEqual([]);
    expect(
      sweep.runs.map(
        ({
          prepared: {
            document: { replay: played },
          },
        }) => [played!.recovery.name, played!.faults.name, played!.horizon, played!.rateMultiple],
      ),
    ).toEqual([
      ['modern', 'llama3-h100', { kind: 'wall', days: 54 }, 1],
      ['deepseek', 'none', { kind: 'wall', days: 2 }, 1],
      ['deepseek', 'llama3-h100', { kind: 'productive', days: 54 }, 3],
    ]);
  });

  it('may give runs that were not played no rank before those that were', () => {
    const sweep = prepareSweep({ ...small, replay, parameters: { seed: { values: [1] } } });
    const played = { id: 'b', metrics: runMetrics(runExperiment(sweep.runs[0]!.prepared)) };
    const { ettr: _, ...metrics } = played.metrics;
    for (const goal of ['maximize', 'minimize'] as const)
      expect(
        bestRuns([{ id: 'a', metrics }, played], { metric: 'ettr', goal }, 2).map(({ id }) => id),
      ).toEqual(['b', 'a']);
  });

  it('keeps a point aside that asks for more than one run may take', () => {
    const { infeasible, runs } = prepareSweep({
      ...small,
      replay,
      parameters: {
        'replay.rateMultiple': { values: [1, 10_000] },
        'replay.replicas': { values: [100_000] },
      },
    });
    expect([runs.length, infeasible.map(({ issues }) => issues[0]!.path)]).toEqual([1, ['/replay/replicas']]);
  });

  it('is refused where it makes no sense', () => {
    const parameters = { seed: { values: [1] } };
    expect(issuesOf({ parameters, objective: { metric: 'goodput' } })).toEqual([
      '/objective/metric needs-replay',
    ]);
    expect(issuesOf({ parameters, replay: {}, objective: { metric: 'goodput' } })).toEqual([]);
    expect(
      issuesOf({
        method: 'list',
        points: [{ 'replay.replicas': 3 }, { seed: 2 }],
        objective: { metric: 'ettr' },
      }),
    ).toEqual(['/objective/metric needs-replay']);
    expect(issuesOf({ parameters: { 'replay.recovery.chekpointIntervalS': { values: [1] } } })).toEqual([
      '/parameters/replay.recovery.chekpointIntervalS unknown-key',
    ]);
    expect(issuesOf({ parameters, replay: { replicas: 0 } })).toEqual(['/replay/replicas too-small']);
  });
});

describe('a horizon of which only the days are written', () => {
  const horizonOf = (horizon: object): unknown => {
    const { document, issues } = validateDocument({ ...small, kind: 'Experiment', replay: { horizon } });
    return document === undefined
      ? issues.map(({ path, code }) => `${path} ${code}`)
      : (document.replay as { readonly horizon: unknown }).horizon;
  };

  it('is one on the clock, as the default is', () => {
    expect(horizonOf({ days: 3 })).toEqual({ kind: 'wall', days: 3 });
    expect(horizonOf({ kind: 'productive' })).toEqual({ kind: 'productive', days: 54 });
    expect(horizonOf({ dayz: 3 })).toEqual(expect.arrayContaining(['/replay/horizon/kind missing-key']));
  });
});
