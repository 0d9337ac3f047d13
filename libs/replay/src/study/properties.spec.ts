/**
 * What a better recovery may never do: lower goodput by more than it costs. Jobs, fleets and policies are
 * drawn; both sides meet the same faults, replica by replica.
 */
import fc from 'fast-check';
import { FAULT_PROFILES, FaultLog, SDC_AEGIS, fatTreeFleet, withClasses } from '../faults/index.js';
import { dalyInterval, optimalInterval, youngInterval } from '../formulas/index.js';
import {
  checkingShare,
  DEFAULT_POLICY,
  type RecoveryPolicySpec,
  type ReplayRequest,
  SDC_DETECTORS,
  type SdcDetectorSpec,
} from '../job/index.js';
import { type Metric, metricOf, pairedDifference, runReplicas } from '../montecarlo/index.js';
import { jobRequest, tracedFaults } from '../testing/index.js';
import { intervalCurve } from './interval-curve.js';

const profile = withClasses(FAULT_PROFILES['llama3-h100']!, SDC_AEGIS);
const REPLICAS = 24;
const RUNS = { numRuns: 12, seed: 18 };
/** Shifts of later faults against restarts, of a mean of 24 replicas: a hundredth of a point. */
const SHIFT = 1e-4;

const request = (nodes: number, rate: number, policy: Partial<RecoveryPolicySpec>): ReplayRequest => ({
  ...jobRequest(
    {
      fleet: fatTreeFleet({ nodes, spareNodes: Math.ceil(nodes / 25), planes: 8 }),
      profile,
      horizon: { kind: 'wall', days: 20 },
    },
    { retentionS: 400 * 3600, ...policy },
  ),
  rateScale: { all: rate },
});
const gain = (better: ReplayRequest, worse: ReplayRequest, metric: Metric = 'goodput') =>
  pairedDifference(runReplicas(better, 0, REPLICAS), runReplicas(worse, 0, REPLICAS), metric).mean;

const job = fc.record({
  nodes: fc.constantFrom(64, 256, 1024),
  rate: fc.constantFrom(0.5, 1, 3),
  interval: fc.integer({ min: 120, max: 7200 }),
});
const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });

describe('never lower goodput by more than they cost', () => {
  it('shorter restarts', () => {
    fc.assert(
      fc.property(job, share, ({ nodes, rate, interval }, factor) => {
        const at = (restartS: number) => request(nodes, rate, { restartS, checkpointIntervalS: interval });
        expect(gain(at(1800 * factor), at(1800), 'ettr')).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it('cheaper checkpoints: stall, time to persist, time to load', () => {
    fc.assert(
      fc.property(job, share, ({ nodes, rate, interval }, factor) => {
        const slow = {
          checkpointIntervalS: interval,
          checkpointStallS: 30,
          checkpointPersistS: 100,
          checkpointLoadS: 100,
        };
        for (const key of ['checkpointStallS', 'checkpointPersistS'] as const) {
          const quick = request(nodes, rate, { ...slow, [key]: slow[key] * factor });
          expect(gain(quick, request(nodes, rate, slow), 'ettr')).toBeGreaterThan(-SHIFT);
        }
      }),
      RUNS,
    );
  });

  it('better detectors: a higher recall, an earlier discovery, one more of them', () => {
    fc.assert(
      fc.property(job, share, ({ nodes, rate, interval }, recall) => {
        const with_ = (...detectors: readonly SdcDetectorSpec[]) =>
          request(nodes, rate, { checkpointIntervalS: interval, detectors });
        const poor: SdcDetectorSpec = {
          ...SDC_DETECTORS.checksum,
          recall,
          delay: { kind: 'fixed', seconds: 7200 },
        };
        const cost = checkingShare({ ...DEFAULT_POLICY, detectors: [poor] });
        expect(gain(with_({ ...poor, recall: 1 }), with_(poor))).toBeGreaterThan(-SHIFT);
        const earlier = { ...poor, delay: { kind: 'fixed', seconds: 60 } } as const;
        expect(gain(with_(earlier), with_(poor))).toBeGreaterThan(-SHIFT);
        // One more costs its own checks, and the time to roll back what nobody would have found.
        const none = with_();
        expect(gain(with_(poor), none)).toBeGreaterThan(-cost - SHIFT);
        expect(gain(with_(poor), none, 'rollbacks')).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('more spares, on the same recorded faults', () => {
    fc.assert(
      fc.property(fc.constantFrom(64, 256), fc.integer({ min: 1, max: 60 }), (nodes, seed) => {
        const scarce = { ...request(nodes, 8, {}), seed };
        const log = new FaultLog();
        for (const fault of tracedFaults({
          ...scarce,
          fleet: fatTreeFleet({ nodes, spareNodes: 0, planes: 8 }),
        }))
          log.add(fault);
        const goodput = [0, 1, 2, 4, 8, 16].map((spareNodes) => {
          const fleet = fatTreeFleet({ nodes, spareNodes, planes: 8 });
          return metricOf(runReplicas({ ...scarce, fleet, faultLog: log }, 0, 1), 'ettr')[0]!;
        });
        goodput.slice(1).forEach((value, index) => expect(value).toBeGreaterThan(goodput[index]! - 5e-3));
        expect(goodput.at(-1)!).toBeGreaterThanOrEqual(goodput[0]!);
      }),
      RUNS,
    );
  });
});

describe('the optimum of the interval', () => {
  it.each([
    [256, 10],
    [1024, 30],
    [2048, 60],
  ])('%i nodes, stalls of %i s: simulated, exact, Daly and Young agree where they hold', (nodes, stallS) => {
    const failStop = withClasses(FAULT_PROFILES['llama3-h100']!);
    const curve = intervalCurve(
      {
        ...request(nodes, 1, { checkpointStallS: stallS, silentCorruption: 'fail-stop' }),
        profile: failStop,
        horizon: { kind: 'wall', days: 54 },
      },
      40,
    )!;
    const { mtbfS, restartS, exactOptimumS, simulatedOptimumS } = curve;
    expect(exactOptimumS).toBe(optimalInterval({ failureRatePerS: 1 / mtbfS, stallS, restartS }, 'A'));
    expect(exactOptimumS / dalyInterval(stallS, mtbfS)).toBeCloseTo(1, 2);
    expect(exactOptimumS / youngInterval(stallS, mtbfS)).toBeCloseTo(1, 1);
    // The curve is flat at its top: a step of half an octave to each side.
    expect(simulatedOptimumS / exactOptimumS).toBeGreaterThan(0.69);
    expect(simulatedOptimumS / exactOptimumS).toBeLessThan(1.45);
    const best = curve.points.find(({ intervalS }) => intervalS === simulatedOptimumS)!;
    expect(Math.abs(best.ettr.mean - best.exactA)).toBeLessThan(0.003 + 3 * best.ettr.standardError);
  });
});
