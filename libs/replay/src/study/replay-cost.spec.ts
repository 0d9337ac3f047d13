import { IssueList } from '@railyard/base';
import {
  type ArrivalSpec,
  DrawnTrace,
  FAULT_PROFILES,
  type FaultClassSpec,
  fatTreeFleet,
} from '../faults/index.js';
import { DEFAULT_POLICY, limitsOf } from '../job/index.js';
import { MOST_ENTRIES, MOST_EVENTS, checkReplayCost, replayCost } from './replay-cost.js';
import { type ReplaySpec } from './replay-spec.js';

const fleet = fatTreeFleet({ nodes: 4, spareNodes: 1, planes: 8 });

const spec = (arrivals: ArrivalSpec, more: Partial<FaultClassSpec> = {}): FaultClassSpec => ({
  id: 'c',
  family: 'hardware',
  component: 'gpu',
  ...(arrivals.kind === 'initial' ? {} : { ratePer1000GpuDays: 20 }),
  arrivals,
  effect: { kind: 'restart', drainProbability: 0 },
  duration: { kind: 'fixed', seconds: 60 },
  detectionS: 60,
  provenance: 'assumed',
  source: 'a test',
  ...more,
});

const section = (classes: readonly FaultClassSpec[], more: Partial<ReplaySpec> = {}): ReplaySpec => ({
  faults: { name: 'x', description: 'x', networkModel: 'none', classes },
  recovery: DEFAULT_POLICY,
  horizon: { kind: 'wall', days: 30 },
  replicas: 100,
  spareNodes: 0,
  dataReplicas: 1,
  rateMultiple: 1,
  ...more,
});

function drawn(played: ReplaySpec, replicas: number): number {
  const { wallS } = limitsOf(played.horizon, played.recovery);
  const trace = new DrawnTrace(played.faults, fleet, 5, { all: played.rateMultiple }, wallS);
  let faults = 0;
  for (let replica = 0; replica < replicas; replica += 1) {
    for (trace.start(replica); trace.timeS <= wallS; trace.advance()) faults += 1;
  }
  return faults / replicas;
}

const issuesOf = (
  played: ReplaySpec,
): readonly {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}[] => {
  const issues = new IssueList();
  checkReplayCost(played, fleet, issues);
  return issues.issues;
};

describe('the cost of a replay', () => {
  it.each<[string, ArrivalSpec, number]>([
    ['exponential', { kind: 'exponential' }, 1],
    ['exponential, many times', { kind: 'exponential' }, 7],
    ['exponential, thinned', { kind: 'exponential' }, 0.01],
    ['bursts', { kind: 'negative-binomial', dispersion: 20, burstSpanS: 600 }, 1],
    ['modulated', { kind: 'markov-modulated', burstRateMultiple: 50, meanQuietS: 1e5, meanBurstS: 1e3 }, 1],
    ['infant mortality', { kind: 'weibull', shape: 0.3 }, 1],
    ['wear', { kind: 'weibull', shape: 4 }, 30],
    ['from the start', { kind: 'initial', fraction: 0.5 }, 1],
  ])('bounds the faults that are drawn: %s', (_, arrivals, rateMultiple) => {
    const played = section([spec(arrivals)], { rateMultiple });
    // The sensitivity plays every rate doubled; a sample of 400 replicas lies within a tenth of its mean.
    expect(replayCost(played, fleet).eventsPerReplica).toBeGreaterThan(
      0.9 * drawn({ ...played, rateMultiple: 2 * rateMultiple }, 400),
    );
  });

  it('lets the presets through at ten times their rates, a thousand times over', () => {
    const large = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8 });
    for (const faults of Object.values(FAULT_PROFILES)) {
      const issues = new IssueList();
      checkReplayCost({ ...section([]), faults, replicas: 1000, rateMultiple: 10 }, large, issues);
      expect(issues.issues).toEqual([]);
    }
  });

  it.each<[string, ReplaySpec]>([
    ['high rates', section([spec({ kind: 'exponential' }, { ratePer1000GpuDays: 1e9 })])],
    [
      'rates that a low multiple only drops',
      section([spec({ kind: 'exponential' }, { ratePer1000GpuDays: 1e9 })], { rateMultiple: 1e-9 }),
    ],
    [
      'a fleet that changes its state every millisecond',
      section([spec({ kind: 'markov-modulated', burstRateMultiple: 2, meanQuietS: 1e-3, meanBurstS: 1e-3 })]),
    ],
    [
      'a long horizon that may take twenty times as long',
      section([spec({ kind: 'exponential' }, { ratePer1000GpuDays: 1000 })], {
        horizon: { kind: 'productive', days: 3650 },
        replicas: 1000,
      }),
    ],
    [
      'many replicas of a machine that is broken from the start',
      section([spec({ kind: 'initial', fraction: 1 }, { component: 'host-link' })], {
        replicas: 100_000,
        horizon: { kind: 'wall', days: 1 },
        rateMultiple: 100,
      }),
    ],
  ])('refuses %s, with its place and what would do', (name, played) => {
    const large = fatTreeFleet({ nodes: 4096, spareNodes: 0, planes: 8 });
    const issues = new IssueList();
    checkReplayCost(played, large, issues);
    expect([name, issues.issues]).toEqual([
      name,
      [
        expect.objectContaining({
          path: '/replicas',
          code: 'too-large',
          message: expect.stringMatching(/plays.* faults/),
          hint: expect.stringMatching(/at most \d+ replicas|lower rates/),
        }),
      ],
    ]);
  });

  it('names the number of replicas that would do', () => {
    const played = section([spec({ kind: 'exponential' }, { ratePer1000GpuDays: 1000 })], {
      replicas: 100_000,
    });
    const most = Number(/at most (\d+) replicas/.exec(issuesOf(played)[0].hint)![1]);
    expect(issuesOf({ ...played, replicas: most })).toEqual([]);
    expect(issuesOf({ ...played, replicas: most + 1 })).toHaveLength(1);
    expect(replayCost({ ...played, replicas: most }, fleet).events).toBeLessThanOrEqual(MOST_EVENTS);
  });

  it('bounds the table of causes', () => {
    const classes = Array.from({ length: 100 }, (_, index) =>
      spec({ kind: 'exponential' }, { id: `c${index}`, ratePer1000GpuDays: 0 }),
    );
    expect(issuesOf(section(classes, { replicas: 50_000 }))).toMatchObject([
      { path: '/replicas', code: 'too-large', hint: `Use at most ${MOST_ENTRIES / 100} replicas.` },
    ]);
  });
});
