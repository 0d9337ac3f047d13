/** Laws that every replica keeps, whatever strikes it. */
import { SECONDS_PER_DAY as DAY } from '@railyard/base';
import fc from 'fast-check';
import {
  FAULT_PROFILES,
  type FaultProfileSpec,
  PLANNED_MAINTENANCE,
  STRAGGLERS,
  fatTreeFleet,
  withClasses,
} from '../faults/index.js';
import { dalyInterval, exactEttrA } from '../formulas/index.js';
import {
  classOf,
  copyOutcome,
  jobRequest,
  part,
  playDrawn,
  playLogged,
  tracedFaults,
} from '../testing/index.js';
import { countingMachine } from './machine-model.js';
import { LEDGER_PARTS, PART } from './ledger.js';
import { type JobOutcome, ettrOf } from './outcome.js';
import { RECOVERY_POLICIES, SDC_DETECTORS } from './policy-presets.js';
import { type RecoveryPolicySpec } from './policy-spec.js';
import { Recorder } from './recorder.js';
import { type ReplayRequest } from './replay-request.js';
import { JobSimulation } from './simulation.js';

const llama = FAULT_PROFILES['llama3-h100']!;
const physical = FAULT_PROFILES['llama3-h100-physical']!;
const { fleet } = jobRequest();

describe('a job without faults', () => {
  it('F16: ETTR is tau / (tau + w) to 1e-12, whatever the interval and stall', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7200 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 20_000 }),
        (tau, stall, cycles) => {
          const days = (tau * cycles) / DAY;
          const outcome = playDrawn(
            jobRequest(
              { profile: FAULT_PROFILES.none!, horizon: { kind: 'productive', days } },
              { checkpointIntervalS: tau, checkpointStallS: stall, checkpointPersistS: 0 },
            ),
          );
          expect(Math.abs(ettrOf(outcome) - tau / (tau + stall))).toBeLessThan(1e-12);
          expect(outcome.finished).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that looks for corruption trains in the rest of its time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 30 }), (permille, stall) => {
        const checking = permille / 1000;
        const detector = { ...SDC_DETECTORS.checksum, overheadFraction: checking };
        const { ledger, wallS } = playDrawn(
          jobRequest(
            { profile: FAULT_PROFILES.none!, horizon: { kind: 'productive', days: 1 } },
            { checkpointIntervalS: 1000, checkpointStallS: stall, detectors: [detector] },
          ),
        );
        const training = DAY / (1 - checking);
        expect(ledger[PART.productiveS]).toBeCloseTo(DAY, 3);
        expect(ledger[PART.checksS]).toBeCloseTo(training * checking, 3);
        expect(wallS).toBeCloseTo(training + stall * Math.ceil(training / 1000 - 1e-9), 3);
      }),
      { numRuns: 50 },
    );
  });

  it('F16 on the clock: whole cycles give tau / (tau + w)', () => {
    const outcome = playDrawn(
      jobRequest({ profile: FAULT_PROFILES.none!, horizon: { kind: 'wall', days: (301 * 1000) / DAY } }),
    );
    expect(Math.abs(ettrOf(outcome) - 300 / 301)).toBeLessThan(1e-12);
  });
});

/**
 * What faults cost is booked to their classes: all of it, but for checkpoints in turn and given-up replicas.
 */
function expectCausesToAddUp({ ledger, causeSeconds, causeInterruptions, interruptions }: JobOutcome): void {
  const parts = LEDGER_PARTS.length;
  for (const [at, part] of LEDGER_PARTS.entries()) {
    const caused = causeSeconds.reduce(
      (sum, seconds, index) => sum + (index % parts === at ? seconds : 0),
      0,
    );
    const seconds = ledger[at]!;
    if (part === 'productiveS' || part === 'checksS') expect(caused).toBe(0);
    else if (part === 'checkpointStallS' || part === 'degradedS')
      expect(caused).toBeLessThanOrEqual(seconds * (1 + 1e-9) + 1e-6);
    else expect(Math.abs(caused - seconds)).toBeLessThanOrEqual(1e-9 * seconds + 1e-6);
  }
  expect(causeInterruptions.reduce((sum, count) => sum + count, 0)).toBe(interruptions);
}

describe('properties', () => {
  const policies = fc.record({
    checkpointIntervalS: fc.integer({ min: 60, max: 7200 }),
    checkpointStallS: fc.integer({ min: 0, max: 100 }),
    restartS: fc.integer({ min: 0, max: 4000 }),
    checkpointPersistS: fc.integer({ min: 0, max: 60 }),
    drainS: fc.integer({ min: 0, max: 600 }),
    faultsDuringRestart: fc.boolean(),
    whenNoSpare: fc.constantFrom('wait' as const, 'shrink' as const),
    networkFault: fc.constantFrom('restart' as const, 'reroute' as const),
    silentCorruption: fc.constantFrom('fail-stop' as const, 'detect' as const),
    restartSigma: fc.constantFrom(0, 0.5),
    quarantineAfterDrains: fc.constantFrom(0, 2),
    retainedCheckpoints: fc.integer({ min: 1, max: 200 }),
  });

  it('D7: the ledger closes to 1e-9 and no part is negative, in every run', () => {
    fc.assert(
      fc.property(
        policies,
        fc.nat(1e6),
        fc.constantFrom(0.1, 1, 10, 60),
        fc.integer({ min: 0, max: 3 }),
        (policy, seed, all, spareNodes) => {
          const shape = fatTreeFleet({ nodes: 64, spareNodes, planes: 8, dataReplicas: 4 });
          const profile = withClasses(physical, STRAGGLERS, PLANNED_MAINTENANCE);
          const machine = countingMachine({
            fleet: shape,
            stepSeconds: 20,
            exposedNetworkSeconds: 3,
            rebalanceAcrossPlanes: false,
          });
          const outcome = playDrawn(
            jobRequest({ fleet: shape, profile, machine, seed, horizon: { kind: 'wall', days: 30 } }, policy),
            0,
            { all },
          );
          const total = outcome.ledger.reduce((sum, seconds) => sum + seconds, 0);
          expect(Math.abs(total / outcome.wallS - 1)).toBeLessThan(1e-9);
          for (const seconds of outcome.ledger) expect(seconds).toBeGreaterThanOrEqual(-1e-9);
          for (const seconds of outcome.causeSeconds) expect(seconds).toBeGreaterThanOrEqual(-1e-9);
          expect(outcome.poisonedStepsKept).toBeLessThanOrEqual(outcome.poisonedSteps + 1e-9);
          expectCausesToAddUp(outcome);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('F17, D12: ETTR falls with the rates, paired, in every pair', () => {
    // Spares enough: a job that waits for a node is spared the faults that the other one meets meanwhile.
    const spared = fatTreeFleet({ nodes: 256, spareNodes: 20, planes: 8 });
    fc.assert(
      fc.property(fc.nat(1e6), fc.double({ min: 0.2, max: 2, noNaN: true }), (seed, all) => {
        const setup = jobRequest(
          { fleet: spared, seed, horizon: { kind: 'wall', days: 30 } },
          { checkpointPersistS: 0, silentCorruption: 'fail-stop' },
        );
        expect(ettrOf(playDrawn(setup, 0, { all: 2 * all }))).toBeLessThanOrEqual(
          ettrOf(playDrawn(setup, 0, { all })) + 1e-12,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('D12: ETTR falls with the restart time, paired, in every pair', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 300, max: 3000 }), (seed, restartS) => {
        const at = (restart: number) =>
          ettrOf(
            playDrawn(
              jobRequest(
                {
                  fleet: fatTreeFleet({ nodes: 256, spareNodes: 20, planes: 8 }),
                  seed,
                  horizon: { kind: 'wall', days: 30 },
                },
                { restartS: restart, checkpointPersistS: 0, silentCorruption: 'fail-stop' },
              ),
            ),
          );
        expect(at(restartS + 600)).toBeLessThanOrEqual(at(restartS) + 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('D12: more spares never hurt, but for the luck of one checkpoint interval', () => {
    // Running earlier moves the checkpoints: a fault may then come just before one instead of just after.
    const luck = 301 / (30 * DAY);
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 3 }), (seed, spareNodes) => {
        const shape = (spares: number) => fatTreeFleet({ nodes: 256, spareNodes: spares, planes: 8 });
        const setup = (spares: number) =>
          jobRequest(
            { fleet: shape(spares), seed, horizon: { kind: 'wall', days: 30 } },
            { silentCorruption: 'fail-stop', checkpointPersistS: 0 },
          );
        const recorder = new Recorder();
        new JobSimulation(setup(0)).run(0, recorder);
        const { log: faultLog } = recorder;
        const at = (spares: number) => ettrOf(new JobSimulation({ ...setup(spares), faultLog }).run(0));
        expect(at(spareNodes + 1)).toBeGreaterThanOrEqual(at(spareNodes) - luck);
      }),
      { numRuns: 200 },
    );
  });

  it('one fault loses the work since the last checkpoint, and costs detection and restart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.nat(100),
        fc.integer({ min: 1, max: DAY - 1 }),
        (tau, stall, timeS) => {
          const outcome = playLogged(
            jobRequest(
              { horizon: { kind: 'wall', days: 2 } },
              { checkpointIntervalS: tau, checkpointStallS: stall, checkpointPersistS: 0 },
            ),
            [[timeS, 'software', 0, 0]],
          );
          expect(part(outcome, 'lostWorkS')).toBeCloseTo(Math.min(tau, timeS % (tau + stall)), 6);
          const down = (['detectionS', 'drainS', 'restartS', 'reloadS'] as const).map((name) =>
            part(outcome, name),
          );
          expect(down.reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(630, 6);
        },
      ),
    );
  });

  it('the interval of Young and Daly wastes less than half of it and twice it: paired, on average', () => {
    const stallS = 60;
    const crash = classOf({
      id: 'crash',
      component: 'job',
      effect: { kind: 'restart', drainProbability: 0 },
    });
    const mtbfS = DAY / 4;
    const { ratePer1000GpuDays: _rate, ...calm } = crash;
    const profile = { ...llama, classes: [{ ...calm, ratePerJobDay: 4 }] };
    const ettrAt = (checkpointIntervalS: number): number => {
      const request = jobRequest(
        { profile, horizon: { kind: 'wall', days: 400 } },
        { checkpointIntervalS, checkpointStallS: stallS, checkpointPersistS: 0 },
      );
      return ettrOf(playDrawn(request));
    };
    const daly = dalyInterval(stallS, mtbfS);
    const best = ettrAt(daly);
    for (const other of [daly / 2, daly * 2]) expect(ettrAt(other)).toBeLessThan(best);
    const exact = { failureRatePerS: 1 / mtbfS, intervalS: daly, stallS, restartS: 630 };
    expect(Math.abs(best - exactEttrA(exact))).toBeLessThan(0.003);
  });

  it('a replica does not depend on those that were played before it', () => {
    const shape = fatTreeFleet({ nodes: 64, spareNodes: 1, planes: 8, dataReplicas: 2 });
    const profile = withClasses(physical, STRAGGLERS, PLANNED_MAINTENANCE);
    fc.assert(
      fc.property(policies, fc.nat(1e6), (policy, seed) => {
        const request = {
          ...jobRequest({ fleet: shape, profile, seed, horizon: { kind: 'wall', days: 5 } }, policy),
          rateScale: { all: 100 },
        };
        const all = new JobSimulation(request);
        for (const replica of [0, 1, 2])
          expect(copyOutcome(all.run(replica))).toEqual(copyOutcome(new JobSimulation(request).run(replica)));
      }),
      { numRuns: 30 },
    );
  });

  it('D14: scaling all times by k leaves every share as it is', () => {
    const k = 4;
    const scaled = (factor: number) => {
      const profile: FaultProfileSpec = {
        ...llama,
        classes: [
          classOf({
            id: 'crash',
            component: 'node',
            effect: { kind: 'drain' },
            ratePer1000GpuDays: 0.5 / factor,
            detectionS: 30 * factor,
            duration: { kind: 'fixed', seconds: DAY * factor },
          }),
        ],
      };
      const policy = {
        checkpointIntervalS: 300 * factor,
        checkpointStallS: factor,
        checkpointPersistS: 2 * factor,
        checkpointLoadS: 5 * factor,
        restartS: 600 * factor,
      };
      return playDrawn(
        jobRequest({ profile, horizon: { kind: 'productive', days: 54.25 * factor } }, policy),
      );
    };
    const [one, four] = [scaled(1), scaled(k)];
    expect(four.interruptions).toBe(one.interruptions);
    expect(ettrOf(four)).toBeCloseTo(ettrOf(one), 12);
  });

  it('D4: a policy and a network change nothing in the fault trace', () => {
    const trace = (patch: Partial<ReplayRequest>, policy: Partial<RecoveryPolicySpec>) =>
      tracedFaults(jobRequest({ ...patch, horizon: { kind: 'wall', days: 60 } }, policy), 2);
    const base = trace({}, {});
    expect(base.length).toBeGreaterThan(50);
    expect(trace({}, RECOVERY_POLICIES.legacy!)).toEqual(base);
    expect(
      trace(
        {
          machine: countingMachine({
            fleet,
            stepSeconds: 9,
            exposedNetworkSeconds: 4,
            rebalanceAcrossPlanes: true,
          }),
        },
        { whenNoSpare: 'shrink' },
      ),
    ).toEqual(base);
  });

  it('a recorded log of a run replays to the same outcome, bit for bit', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(50), (seed, replica) => {
        const setup = jobRequest(
          { seed, profile: withClasses(physical, STRAGGLERS), horizon: { kind: 'wall', days: 90 } },
          { restartSigma: 0.3 },
        );
        const recorder = new Recorder();
        const drawn = copyOutcome(new JobSimulation(setup).run(replica, recorder));
        expect(copyOutcome(new JobSimulation({ ...setup, faultLog: recorder.log }).run(replica))).toEqual(
          drawn,
        );
      }),
      { numRuns: 30 },
    );
  });
});
