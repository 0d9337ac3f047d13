import { RandomStream, SECONDS_PER_DAY, hashOf } from '@railyard/base';
import fc from 'fast-check';
import {
  DrawnTrace,
  FAULT_PROFILES,
  FaultLogReader,
  PLANNED_MAINTENANCE,
  fatTreeFleet,
  faultLogCsv,
  withClasses,
} from '../faults/index.js';
import { exactEttrA, exactEttrB, jobMttfS, metaEttr } from '../formulas/index.js';
import {
  DEFAULT_POLICY,
  RECOVERY_POLICIES,
  Recorder,
  type ReplayRequest,
  constantMachine,
} from '../job/index.js';
import { mergeReplicas, metricOf, recordReplica, runReplicas } from './replicas.js';
import { AMOUNT, SHARE, statistic, studentQuantile } from './statistics.js';
import { pairedDifference, summarise } from './summary.js';

const llama = FAULT_PROFILES['llama3-h100'];
const requestOf = (nodes: number, patch: Partial<ReplayRequest> = {}): ReplayRequest => {
  const fleet = fatTreeFleet({ nodes, spareNodes: Math.round(nodes * 0.02), planes: 8 });
  return {
    fleet,
    profile: llama,
    policy: { ...DEFAULT_POLICY, silentCorruption: 'fail-stop' },
    horizon: { kind: 'wall', days: 54 },
    machine: constantMachine(20, fleet),
    seed: 1,
    ...patch,
  };
};
/** A job with one class of failures and nothing else, as the closed forms assume it. */
const renewal = (
  nodes: number,
  perThousandNodeDays: number,
  tauMin: number,
  stallS: number,
  u0Min: number,
  form: 'A' | 'B',
  days: number,
): ReplayRequest => {
  const fleet = fatTreeFleet({ nodes, planes: 8 });
  const [node] = FAULT_PROFILES['meta-rsc1'].classes;
  return requestOf(nodes, {
    fleet,
    machine: constantMachine(20, fleet),
    horizon: { kind: 'productive', days },
    profile: {
      ...FAULT_PROFILES['meta-rsc1'],
      classes: [
        {
          ...node!,
          ratePer1000NodeDays: perThousandNodeDays,
          effect: { kind: 'restart', drainProbability: 0 },
          detectionS: 0,
        },
      ],
    },
    policy: {
      ...DEFAULT_POLICY,
      checkpointIntervalS: tauMin * 60,
      checkpointStallS: stallS,
      checkpointPersistS: 0,
      restartS: u0Min * 60,
      faultsDuringRestart: form === 'A',
    },
  });
};
const LLAMA_PER_1000_NODE_DAYS = (419 / (16_384 * 54)) * 8 * 1000;

describe('calibrated gates, light form', () => {
  const request = requestOf(2048, { profile: withClasses(llama, PLANNED_MAINTENANCE) });
  const chunk = runReplicas(request, 0, 100);
  const summary = summarise(chunk, request.profile);

  it('F1: 419 unexpected interruptions in 54 days on 16,384 GPUs', () => {
    expect(Math.abs(summary.metrics.interruptions.mean - 419)).toBeLessThan(3 * Math.sqrt(419 / 100));
    const total = metricOf(chunk, 'interruptions').map(
      (n, replica) => n + metricOf(chunk, 'plannedStops')[replica],
    );
    expect(Math.abs(statistic(total).mean - 466)).toBeLessThan(3 * Math.sqrt(466 / 100));
  });

  it('F2: all 18 categories', () => {
    const published: Readonly<Record<string, number>> = {
      gpu_hard: 148,
      gpu_hbm_uce: 72,
      software: 54,
      net_switch_cable: 35,
      host_maint: 32,
      gpu_sram: 19,
      gpu_gsp: 17,
      nic: 7,
      nccl_hang: 7,
      sdc: 6,
      gpu_thermal: 6,
      host_ssd: 3,
      host_psu: 3,
      host_chassis: 2,
      host_io: 2,
      dependency: 2,
      host_cpu: 2,
      host_mem: 2,
    };
    expect(Object.values(published).reduce((sum, n) => sum + n, 0)).toBe(419);
    for (const [id, count] of Object.entries(published)) {
      const cause = summary.byCause.find((cost) => cost.class === id)!;
      expect(Math.abs(cause.interruptions.mean - count)).toBeLessThan(3 * Math.sqrt(count / 100));
    }
  });

  it(
    'F3, predictive: ETTR above .90 and below .97 with planned stops, 10-minute restarts and ' +
      '5-minute checkpoints',
    () => {
      expect(summary.metrics.ettr.mean).toBeGreaterThan(0.9);
      expect(summary.metrics.ettr.mean).toBeLessThan(0.97);
    },
  );
});

describe('the closed forms', () => {
  it('F4: mean time between failures at r_f 6.50 is 1.803 h on 16,384 GPUs', () => {
    const trace = new DrawnTrace(FAULT_PROFILES['meta-rsc1'], fatTreeFleet({ nodes: 2048, planes: 8 }), 3);
    trace.start(0);
    for (let gap = 1; gap < 100_000; gap += 1) trace.advance();
    expect(Math.abs(trace.timeS / 100_000 / jobMttfS(2048, 6.5) - 1)).toBeLessThan(0.01);
  });

  it.each([
    ['V3 twin, Llama rate', 256, LLAMA_PER_1000_NODE_DAYS, 5, 1, 10],
    ['2,048 at RSC-1', 256, 6.5, 60, 0, 5],
    ['16,000 at RSC-1, 60 min', 2000, 6.5, 60, 0, 5],
    ['16,000 at RSC-1, 5 min', 2000, 6.5, 5, 0, 5],
    ['Llama 16,384, 5 min', 2048, LLAMA_PER_1000_NODE_DAYS, 5, 0.59, 10],
    ['Llama 16,384, 30 min', 2048, LLAMA_PER_1000_NODE_DAYS, 30, 60, 10],
    ['100k at RSC-2', 12_500, 2.34, 2, 0, 2],
  ])(
    'F5, F6: %s agrees with exact renewal A and B within 3 standard errors and .3 %%',
    (_name, nodes, rate, tau, stall, u0) => {
      for (const form of ['A', 'B'] as const) {
        const wall = statistic(
          metricOf(runReplicas(renewal(nodes, rate, tau, stall, u0, form, 60), 0, 60), 'wallS'),
        );
        const job = {
          failureRatePerS: 1 / jobMttfS(nodes, rate),
          intervalS: tau * 60,
          stallS: stall,
          restartS: u0 * 60,
        };
        const exact = form === 'A' ? exactEttrA(job) : exactEttrB(job);
        // The exact forms are ratios of expectations: productive time over the mean wall time.
        const productiveS = 60 * SECONDS_PER_DAY;
        const mean = productiveS / wall.mean;
        expect(Math.abs(wall.mean - productiveS / exact)).toBeLessThan(3 * wall.standardError);
        expect(Math.abs(mean / exact - 1)).toBeLessThan(0.003);
        if (1 - exact < 0.2) expect(Math.abs(mean / metaEttr(job) - 1)).toBeLessThan(0.05);
      }
    },
  );

  it('F10: 54.25 productive days on 2,048 GPUs: 52.6 interruptions, ETTR .988, 54.9 days', () => {
    const request = requestOf(256, { horizon: { kind: 'productive', days: 54.25 } });
    const { metrics } = summarise(runReplicas(request, 0, 300), request.profile);
    expect(
      Math.abs(metrics.interruptions.mean * (54.25 / (metrics.wallS.mean / SECONDS_PER_DAY)) - 52.6),
    ).toBeLessThan(3 * Math.sqrt(52.6 / 300));
    expect(Math.abs(metrics.ettr.mean / 0.9883 - 1)).toBeLessThan(0.003);
    expect(Math.abs(metrics.wallS.mean / SECONDS_PER_DAY / 54.89 - 1)).toBeLessThan(0.003);
  });

  it.each(Object.keys(RECOVERY_POLICIES))(
    'F11: preset %s keeps ETTR >= .889, corruption found late included',
    (name) => {
      const request = requestOf(256, {
        policy: RECOVERY_POLICIES[name],
        horizon: { kind: 'productive', days: 54.25 },
      });
      expect(
        summarise(runReplicas(request, 0, 60), request.profile).metrics.ettr.mean,
      ).toBeGreaterThanOrEqual(0.889);
    },
  );

  it('F12: no silent corruption in the V3 run with probability .471', () => {
    const profile = {
      ...llama,
      networkModel: 'none' as const,
      classes: llama.classes.filter(({ id }) => id === 'sdc'),
    };
    const none =
      metricOf(
        runReplicas(requestOf(256, { profile, horizon: { kind: 'wall', days: 54.25 } }), 0, 2000),
        'corruptions',
      ).filter((n) => n === 0).length / 2000;
    expect(Math.abs(none - 0.471)).toBeLessThan(3 * Math.sqrt((0.471 * 0.529) / 2000));
  });
});

describe('replicas', () => {
  const request = requestOf(64, { horizon: { kind: 'wall', days: 20 } });

  it('D14: chunks merge to what one chunk gives, bit for bit, in any order', () => {
    const whole = runReplicas(request, 5, 30);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 29 }), (cut) => {
        expect(
          mergeReplicas([runReplicas(request, 5 + cut, 30 - cut), runReplicas(request, 5, cut)]),
        ).toEqual(whole);
      }),
      { numRuns: 10 },
    );
    expect(() => mergeReplicas([runReplicas(request, 0, 2), runReplicas(request, 3, 2)])).toThrow(
      'follow one another',
    );
  });

  it('D1: the same request gives the same summary, byte for byte; another seed does not', () => {
    const hash = (seed: number) =>
      hashOf(summarise(runReplicas({ ...request, seed }, 0, 10), request.profile));
    expect(hash(1)).toBe(hash(1));
    expect(hash(1)).not.toBe(hash(2));
  });

  it('an exported log, written and read as text, replays to the same bytes', () => {
    const recorder = new Recorder();
    recordReplica(request, 3, recorder);
    const text = faultLogCsv(recorder.log, request.profile, request.fleet);
    const faultLog = new FaultLogReader(request.profile, request.fleet).push(text).end();
    expect(runReplicas({ ...request, faultLog }, 3, 1)).toEqual(runReplicas(request, 3, 1));
  });

  it('pairs two policies on the same faults, with a spread far below the unpaired one', () => {
    const a = runReplicas(request, 0, 40);
    const b = runReplicas({ ...request, policy: { ...request.policy, restartS: 700 } }, 0, 40);
    const difference = pairedDifference(a, b, 'ettr');
    expect(difference.mean).toBeGreaterThan(0);
    expect(difference.sd).toBeLessThan(statistic(metricOf(a, 'ettr')).sd / 2);
  });
});

describe('statistics', () => {
  it("has Student's quantiles", () => {
    expect(studentQuantile(0.975, 10)).toBeCloseTo(2.2281, 3);
    expect(studentQuantile(0.975, 1000)).toBeCloseTo(1.9623, 4);
  });

  it('an interval holds no value that the quantity cannot take', () => {
    expect(statistic([0, 0, 3], AMOUNT).ci95[0]).toBe(0);
    const { ci95 } = statistic([0.2, 0.99, 1], SHARE);
    expect(ci95).toEqual([0, 1]);
    expect(statistic([-1, 1]).ci95[0]).toBeLessThan(-1);
  });

  it('D11: 95 % intervals cover the mean in 93-97 % of 1,000 trials', () => {
    const stream = new RandomStream(1, 'coverage');
    let covered = 0;
    for (let trial = 0; trial < 1000; trial += 1) {
      const { ci95 } = statistic(Array.from({ length: 12 }, () => stream.normal()));
      if (ci95[0] <= 0 && ci95[1] >= 0) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(930);
    expect(covered).toBeLessThanOrEqual(970);
  });
});
