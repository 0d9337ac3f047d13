/**
 * The gates of the replay at full size (facts on failures, section 6: F1-F13, F16, F17, F19, F20). The light
 * forms are next to the code. Published figures are written here as targets; the simulation never sees them.
 */
import { SECONDS_PER_DAY } from '@railyard/base';
import {
  DEFAULT_POLICY,
  DrawnTrace,
  FAULT_PROFILES,
  type FaultClassSpec,
  type FaultProfileSpec,
  JobSimulation,
  LINK_FLAP,
  PLANNED_MAINTENANCE,
  RECOVERY_POLICIES,
  type ReplayRequest,
  SDC_STRESS_PER_1000_GPU_DAYS,
  constantMachine,
  dalyInterval,
  dispersion,
  ettrOf,
  exactEttrA,
  exactEttrB,
  failStopRatePerS,
  fatTreeFleet,
  intervalCurve,
  jobMttfS,
  metaEttr,
  metricOf,
  probabilityOfNone,
  runReplicas,
  statistic,
  summarise,
  withClasses,
} from '@railyard/replay';

const llama = FAULT_PROFILES['llama3-h100']!;
const FAIL_STOP = { ...DEFAULT_POLICY, silentCorruption: 'fail-stop' } as const;
const LLAMA_PER_1000_NODE_DAYS = (419 / (16_384 * 54)) * 8 * 1000;

function requestOf(gpus: number, patch: Partial<ReplayRequest> = {}): ReplayRequest {
  const fleet = fatTreeFleet({ nodes: gpus / 8, spareNodes: Math.round(gpus / 400), planes: 8 });
  return {
    fleet,
    profile: llama,
    policy: FAIL_STOP,
    horizon: { kind: 'wall', days: 54 },
    machine: constantMachine(20, fleet),
    seed: 20_240,
    ...patch,
  };
}

/** One class of failures of whole nodes and nothing else, as the closed forms assume it. */
function renewal(
  gpus: number,
  perThousandNodeDays: number,
  tauMin: number,
  stallS: number,
  restartMin: number,
  form: 'A' | 'B',
  days: number,
): ReplayRequest {
  const [node] = FAULT_PROFILES['meta-rsc1']!.classes;
  const crash: FaultClassSpec = {
    ...node!,
    ratePer1000NodeDays: perThousandNodeDays,
    effect: { kind: 'restart', drainProbability: 0 },
    detectionS: 0,
  };
  return requestOf(gpus, {
    profile: { ...FAULT_PROFILES['meta-rsc1']!, classes: [crash] },
    horizon: { kind: 'productive', days },
    policy: {
      ...DEFAULT_POLICY,
      checkpointIntervalS: tauMin * 60,
      checkpointStallS: stallS,
      checkpointPersistS: 0,
      restartS: restartMin * 60,
      faultsDuringRestart: form === 'A',
    },
  });
}

const onlySdc = (rate?: number): FaultProfileSpec => ({
  ...llama,
  networkModel: 'none',
  classes: llama.classes
    .filter(({ id }) => id === 'sdc')
    .map((spec) => (rate === undefined ? spec : { ...spec, ratePer1000GpuDays: rate })),
});

describe('F1, F2, F3: 54 days on 16,384 GPUs, 4,000 replicas', () => {
  const M = 4000;
  const request = requestOf(16_384, { profile: withClasses(llama, PLANNED_MAINTENANCE) });
  const chunk = runReplicas(request, 0, M);
  const { metrics, byCause } = summarise(chunk, request.profile);
  const counts = {
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

  it('F1, calibrated: 419 unexpected, 466 in all; a single run inside the Poisson band', () => {
    expect(Math.abs(metrics.interruptions.mean - 419)).toBeLessThan(3 * Math.sqrt(419 / M));
    expect(Math.abs(metrics.interruptions.mean + metrics.plannedStops.mean - 466)).toBeLessThan(
      3 * Math.sqrt(466 / M),
    );
    const inside = metricOf(chunk, 'interruptions').filter((n) => n >= 379 && n <= 460).length / M;
    expect(inside).toBeGreaterThan(0.93);
  });

  it.each(Object.entries(counts))('F2, calibrated: %s', (id, count) => {
    expect(Math.abs(byCause.find((cause) => cause.class === id)!.interruptions.mean - count)).toBeLessThan(
      3 * Math.sqrt(count / M),
    );
  });

  it('F3, predictive: ETTR above .90 and below .97', () => {
    expect(metrics.ettr.mean).toBeGreaterThan(0.9);
    expect(metrics.ettr.mean).toBeLessThan(0.97);
  });
});

describe('F4, F8, F9, F13: the fault process', () => {
  it.each([
    [16_384, 1.803],
    [131_072, 0.2254],
  ])('F4: MTTF of %i GPUs at r_f 6.50 is %d h', (gpus, hours) => {
    const trace = new DrawnTrace(
      FAULT_PROFILES['meta-rsc1']!,
      fatTreeFleet({ nodes: gpus / 8, planes: 8 }),
      1,
    );
    trace.start(0);
    for (let gap = 1; gap < 400_000; gap += 1) trace.advance();
    expect(Math.abs(trace.timeS / 400_000 / 3600 / hours - 1)).toBeLessThan(0.01);
  });

  it('F8: 3,000 links give 1.71 crashes a month', () => {
    const physical = FAULT_PROFILES['llama3-h100-physical']!;
    const trace = new DrawnTrace(
      { ...physical, classes: physical.classes.filter(({ id }) => id === 'link_hard') },
      fatTreeFleet({ nodes: 375, planes: 8 }),
      2,
    );
    const months = 200_000;
    let faults = 0;
    for (trace.start(0); trace.timeS < (months * 365 * SECONDS_PER_DAY) / 12; trace.advance()) faults += 1;
    expect(Math.abs(faults / months / 1.71 - 1)).toBeLessThan(0.03);
  });

  it('F9: 223 flash cuts a year on 1,250 links, dispersion 2.5-4.2, over 348 days x 100 seeds', () => {
    const counts: number[] = [];
    for (let seed = 0; seed < 100; seed += 1) {
      const trace = new DrawnTrace(
        { ...llama, classes: [LINK_FLAP] },
        { ...fatTreeFleet({ nodes: 1250, planes: 1 }), nicsPerNode: 1 },
        seed,
      );
      const perDay = new Array<number>(348).fill(0);
      for (trace.start(0); trace.timeS < 348 * SECONDS_PER_DAY; trace.advance())
        perDay[Math.floor(trace.timeS / SECONDS_PER_DAY)]! += 1;
      counts.push(...perDay);
    }
    expect(Math.abs(((counts.reduce((sum, n) => sum + n, 0) / 100 / 348) * 365) / 223 - 1)).toBeLessThan(
      0.05,
    );
    expect(dispersion(counts)).toBeGreaterThan(2.5);
    expect(dispersion(counts)).toBeLessThan(4.2);
  });

  it('F13: the first of 100,000 links fails after 26.28 minutes', () => {
    const link: FaultClassSpec = { ...LINK_FLAP, ratePerLinkYear: 0.2, arrivals: { kind: 'exponential' } };
    const trace = new DrawnTrace(
      { ...llama, classes: [link] },
      fatTreeFleet({ nodes: 12_500, planes: 8 }),
      4,
    );
    let sum = 0;
    for (let replica = 0; replica < 200_000; replica += 1) {
      trace.start(replica);
      sum += trace.timeS / 200_000;
    }
    expect(Math.abs(sum / 60 / 26.28 - 1)).toBeLessThan(0.01);
  });
});

describe('F5, F6: exact renewal and the Meta formula', () => {
  const cases = [
    ['V3 twin, Llama rate', 2048, LLAMA_PER_1000_NODE_DAYS, 5, 1, 10],
    ['2,048 at RSC-1', 2048, 6.5, 60, 0, 5],
    ['16,000 at RSC-1, 60 min', 16_000, 6.5, 60, 0, 5],
    ['16,000 at RSC-1, 5 min', 16_000, 6.5, 5, 0, 5],
    ['8,000 at RSC-1, 30 min', 8000, 6.5, 30, 0, 6],
    ['4,096 at RSC-1, 60 min', 4096, 6.5, 60, 0, 5],
    ['Llama 16,384, 5 min', 16_384, LLAMA_PER_1000_NODE_DAYS, 5, 0.59, 10],
    ['Llama 16,384, 30 min', 16_384, LLAMA_PER_1000_NODE_DAYS, 30, 60, 10],
    ['100k at RSC-2', 100_000, 2.34, 2, 0, 2],
    ['100k at RSC-1, 7 min', 100_000, 6.5, 7, 0, 5],
  ] as const;
  it.each(cases)('%s', (_name, gpus, rate, tauMin, stallS, restartMin) => {
    for (const form of ['A', 'B'] as const) {
      const days = (tauMin * 9000) / 1440;
      const wall = statistic(
        metricOf(runReplicas(renewal(gpus, rate, tauMin, stallS, restartMin, form, days), 0, 400), 'wallS'),
      );
      const job = {
        failureRatePerS: 1 / jobMttfS(gpus / 8, rate),
        intervalS: tauMin * 60,
        stallS,
        restartS: restartMin * 60,
      };
      const exact = form === 'A' ? exactEttrA(job) : exactEttrB(job);
      expect(Math.abs(wall.mean - (days * SECONDS_PER_DAY) / exact)).toBeLessThan(3 * wall.standardError);
      expect(Math.abs((days * SECONDS_PER_DAY) / wall.mean / exact - 1)).toBeLessThan(0.003);
      if (1 - exact < 0.2)
        expect(Math.abs((days * SECONDS_PER_DAY) / wall.mean / metaEttr(job) - 1)).toBeLessThan(0.05);
    }
  });
});

describe('F7: the checkpoint sweep, simulated', () => {
  it.each([10, 30, 120])('stall %d s: minimum within 10 %% of Daly, ETTR within .1 %%', (stallS) => {
    const mtbfS = 1 / (419 / (54 * SECONDS_PER_DAY));
    const daly = dalyInterval(stallS, mtbfS);
    const request = renewal(16_384, LLAMA_PER_1000_NODE_DAYS, 5, stallS, 10, 'A', 54);
    const at = (factor: number) =>
      statistic(
        metricOf(
          runReplicas(
            {
              ...request,
              horizon: { kind: 'wall', days: 54 },
              policy: { ...request.policy, checkpointIntervalS: daly * factor },
            },
            0,
            2000,
          ),
          'ettr',
        ),
      ).mean;
    const factors = [0.6, 0.75, 0.9, 1, 1.1, 1.3, 1.6];
    const ettr = factors.map(at);
    // Vertex of the parabola through the curve in the logarithm of the interval: the optimum is flat, so
    // single points would not do.
    const x = factors.map(Math.log);
    const vertex = Math.exp(parabolaVertex(x, ettr));
    expect(Math.abs(vertex - 1)).toBeLessThan(0.1);
    expect(Math.max(...ettr) / at(1) - 1).toBeLessThan(1e-3);
  });

  it('the curve artifact agrees with the exact form', () => {
    const curve = intervalCurve(renewal(16_384, LLAMA_PER_1000_NODE_DAYS, 5, 30, 10, 'A', 54), 200)!;
    for (const point of curve.points)
      expect(Math.abs(point.ettr.mean / point.exactA - 1)).toBeLessThan(0.003);
  });
});

function parabolaVertex(x: readonly number[], y: readonly number[]): number {
  const s = (p: number, withY = false) =>
    x.reduce((sum, value, index) => sum + value ** p * (withY ? y[index]! : 1), 0);
  const det = (m: readonly (readonly number[])[]) =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
    m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
    m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
  const b = det([
    [s(0), s(0, true), s(2)],
    [s(1), s(1, true), s(3)],
    [s(2), s(2, true), s(4)],
  ]);
  const a = det([
    [s(0), s(1), s(0, true)],
    [s(1), s(2), s(1, true)],
    [s(2), s(3), s(2, true)],
  ]);
  return -b / (2 * a);
}

describe('F10, F11, F12: the V3 twin', () => {
  const horizon = { kind: 'productive', days: 54.25 } as const;

  it('F10: 52.6 interruptions, ETTR .988, 54.9 days, 4,000 replicas', () => {
    const request = requestOf(2048, { horizon });
    const { metrics } = summarise(runReplicas(request, 0, 4000), request.profile);
    const wallDays = metrics.wallS.mean / SECONDS_PER_DAY;
    expect(Math.abs((metrics.interruptions.mean * 54.25) / wallDays - 52.6)).toBeLessThan(
      3 * Math.sqrt(52.6 / 4000),
    );
    expect(Math.abs(metrics.ettr.mean / 0.9883 - 1)).toBeLessThan(0.003);
    expect(Math.abs(wallDays / 54.89 - 1)).toBeLessThan(0.003);
  });

  it.each(Object.keys(RECOVERY_POLICIES))('F11: %s, with corruption found after 12 h', (name) => {
    const request = requestOf(2048, { horizon, policy: RECOVERY_POLICIES[name]! });
    expect(statistic(metricOf(runReplicas(request, 0, 1000), 'ettr')).ci95[0]).toBeGreaterThanOrEqual(0.889);
  });

  it.each([
    ['Llama', undefined, 0.471],
    ['FT-HSDP', SDC_STRESS_PER_1000_GPU_DAYS, 0.174],
  ] as const)('F12: no corruption at the rate of %s', (_name, rate, expected) => {
    const M = 20_000;
    const request = requestOf(2048, { profile: onlySdc(rate), horizon: { kind: 'wall', days: 54.25 } });
    const exact = probabilityOfNone(
      failStopRatePerS(request.profile, request.fleet),
      54.25 * SECONDS_PER_DAY,
    );
    expect(exact).toBeCloseTo(expected, 3);
    const none = metricOf(runReplicas(request, 0, M), 'corruptions').filter((n) => n === 0).length / M;
    expect(Math.abs(none - exact)).toBeLessThan(3 * Math.sqrt((exact * (1 - exact)) / M));
  });
});

describe('F17, D11, D12: properties at full size', () => {
  const outcomes = (all: number, replicas: number) => {
    const request = requestOf(2048, { policy: { ...FAIL_STOP, checkpointPersistS: 0 }, rateScale: { all } });
    const chunk = runReplicas(request, 0, replicas);
    return { ettr: metricOf(chunk, 'ettr'), interruptions: metricOf(chunk, 'interruptions') };
  };

  it('F17: doubling every rate halves MTBF, and ETTR falls in each of 1,000 pairs', () => {
    const [one, two] = [outcomes(1, 1000), outcomes(2, 1000)];
    const ratio = statistic(two.interruptions).mean / statistic(one.interruptions).mean;
    expect(Math.abs(ratio - 2)).toBeLessThan(0.03);
    expect(one.ettr.filter((ettr, replica) => two.ettr[replica]! > ettr)).toHaveLength(0);
  });

  it('D11: the 95 % interval covers the exact value in 93-97 % of 1,000 trials', () => {
    const request = {
      ...renewal(2048, 20, 30, 10, 10, 'A', 54),
      horizon: { kind: 'productive', days: 45 } as const,
    };
    const simulation = new JobSimulation(request);
    const exact = exactEttrA({
      failureRatePerS: 1 / jobMttfS(256, 20),
      intervalS: 1800,
      stallS: 10,
      restartS: 600,
    });
    let covered = 0;
    for (let trial = 0; trial < 1000; trial += 1) {
      const walls = Array.from({ length: 40 }, (_, index) => 1 / ettrOf(simulation.run(trial * 40 + index)));
      const { ci95 } = statistic(walls);
      if (ci95[0] <= 1 / exact && 1 / exact <= ci95[1]) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(930);
    expect(covered).toBeLessThanOrEqual(970);
  });

  it('time ledger closes in every one of 2,000 runs under every effect', () => {
    const request = requestOf(2048, {
      profile: withClasses(FAULT_PROFILES['llama3-h100-physical']!, PLANNED_MAINTENANCE),
      policy: { ...DEFAULT_POLICY, whenNoSpare: 'shrink' },
    });
    expect(() => runReplicas(request, 0, 2000)).not.toThrow();
  });
});
