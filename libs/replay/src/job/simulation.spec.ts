import { SECONDS_PER_DAY } from '@railyard/base';
import fc from 'fast-check';
import {
  DrawnTrace,
  FAULT_PROFILES,
  type FaultClassSpec,
  FaultLog,
  type FaultProfileSpec,
  PLANNED_MAINTENANCE,
  type RateScale,
  STRAGGLERS,
  fatTreeFleet,
  withClasses,
} from '../faults/index.js';
import { type LEDGER_PARTS, PART } from './ledger.js';
import { constantMachine, countingMachine } from './machine-model.js';
import { type JobOutcome, ettrOf } from './outcome.js';
import { DEFAULT_POLICY, RECOVERY_POLICIES } from './policy-presets.js';
import { FLAP_WINDOWS_S, type RecoveryPolicySpec } from './policy-spec.js';
import { Recorder, TIMELINE_LIMIT } from './recorder.js';
import { type JobSetup, limitsOf } from './setup.js';
import { JobSimulation } from './simulation.js';

const fleet = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8, dataReplicas: 2 });
const llama = FAULT_PROFILES['llama3-h100'];
const DAY = SECONDS_PER_DAY;

const setupOf = (patch: Partial<JobSetup> = {}, policy: Partial<RecoveryPolicySpec> = {}): JobSetup => ({
  fleet,
  profile: llama,
  policy: { ...DEFAULT_POLICY, ...policy },
  horizon: { kind: 'productive', days: 54.25 },
  machine: constantMachine(20, patch.fleet ?? fleet),
  seed: 1,
  ...patch,
});

/** A copy, because the simulation reuses its outcome. */
function copy(outcome: JobOutcome): JobOutcome {
  return {
    ...outcome,
    ledger: outcome.ledger.slice(),
    causeSeconds: outcome.causeSeconds.slice(),
    causeInterruptions: outcome.causeInterruptions.slice(),
    causeFaults: outcome.causeFaults.slice(),
  };
}

function play(setup: JobSetup, replica = 0, scale: RateScale = {}): JobOutcome {
  return copy(
    new JobSimulation(
      setup,
      new DrawnTrace(
        setup.profile,
        setup.fleet,
        setup.seed,
        scale,
        limitsOf(setup.horizon, setup.policy).wallS,
      ),
    ).run(replica),
  );
}

/** Plays the given faults: [seconds, class id, component, duration]. */
function playLog(
  setup: JobSetup,
  faults: readonly (readonly [number, string, number, number])[],
  recorder?: Recorder,
): JobOutcome {
  const log = new FaultLog();
  for (const [timeS, id, component, durationS] of faults) {
    log.add({
      timeS,
      classIndex: setup.profile.classes.findIndex((spec) => spec.id === id),
      component,
      durationS,
    });
  }
  return copy(new JobSimulation(setup, log.source()).run(0, recorder));
}

const part = (outcome: JobOutcome, name: (typeof LEDGER_PARTS)[number]): number => outcome.ledger[PART[name]];
const classOf = (
  patch: Partial<FaultClassSpec> & Pick<FaultClassSpec, 'id' | 'component' | 'effect'>,
): FaultClassSpec => ({
  family: 'hardware',
  ratePer1000GpuDays: 0,
  arrivals: { kind: 'exponential' },
  duration: { kind: 'fixed', seconds: 0 },
  detectionS: 30,
  provenance: 'assumed',
  source: 'test',
  ...patch,
});
const physical = FAULT_PROFILES['llama3-h100-physical'];

describe('a job without faults', () => {
  it('F16: ETTR is tau / (tau + w) to 1e-12, whatever the interval and stall', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7200 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 20_000 }),
        (tau, stall, cycles) => {
          const days = (tau * cycles) / DAY;
          const outcome = play(
            setupOf(
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

  it('F16 on the clock: whole cycles give tau / (tau + w)', () => {
    const outcome = play(
      setupOf({ profile: FAULT_PROFILES.none!, horizon: { kind: 'wall', days: (301 * 1000) / DAY } }),
    );
    expect(Math.abs(ettrOf(outcome) - 300 / 301)).toBeLessThan(1e-12);
  });
});

describe('one fault', () => {
  const quick = {
    checkpointIntervalS: 300,
    checkpointStallS: 1,
    checkpointPersistS: 2,
    restartS: 600,
    checkpointLoadS: 5,
    drainS: 7,
  };
  const oneDay = setupOf({ horizon: { kind: 'wall', days: 1 } }, quick);

  it('costs detection, spare, restart, reload and the work since the last checkpoint', () => {
    // 10 cycles of 301 s, then 100 s of training.
    const outcome = playLog(oneDay, [[3110, 'gpu_hard', 0, DAY]]);
    expect(outcome.interruptions).toBe(1);
    expect(outcome.drains).toBe(1);
    expect([
      part(outcome, 'detectionS'),
      part(outcome, 'drainS'),
      part(outcome, 'restartS'),
      part(outcome, 'reloadS'),
    ]).toEqual([30, 7, 595, 5]);
    expect(part(outcome, 'lostWorkS')).toBeCloseTo(100, 9);
  });

  it('that strikes before a checkpoint is safe goes back to the one before', () => {
    expect(part(playLog(oneDay, [[3011, 'software', 0, 0]]), 'lostWorkS')).toBeCloseTo(301, 9);
    expect(part(playLog(oneDay, [[3012.5, 'software', 0, 0]]), 'lostWorkS')).toBeCloseTo(2.5, 9);
    expect(part(playLog(oneDay, [[301, 'software', 0, 0]]), 'lostWorkS')).toBeCloseTo(300, 9);
  });

  it('on a node that is not in the job does not stop it', () => {
    const outcome = playLog(oneDay, [
      [3110, 'gpu_hard', 256 * 8, DAY],
      [4000, 'host_psu', 260, DAY],
    ]);
    expect(outcome.interruptions).toBe(0);
    expect(outcome.drains).toBe(2);
    expect(ettrOf(outcome)).toBeCloseTo(ettrOf(playLog(oneDay, [])), 12);
  });

  it('during a restart starts it anew in form A and is ignored in form B', () => {
    const faults = [
      [3110, 'software', 0, 0],
      [3500, 'software', 0, 0],
    ] as const;
    const formA = playLog(oneDay, faults);
    expect(formA.interruptions).toBe(2);
    expect(part(formA, 'detectionS') + part(formA, 'restartS') + part(formA, 'reloadS')).toBeCloseTo(
      390 + 630,
      9,
    );
    const formB = playLog(
      setupOf({ horizon: { kind: 'wall', days: 1 } }, { ...quick, faultsDuringRestart: false }),
      faults,
    );
    expect(formB.interruptions).toBe(1);
    expect(part(formB, 'detectionS') + part(formB, 'restartS') + part(formB, 'reloadS')).toBeCloseTo(630, 9);
  });

  it('of software can restart in place, faster', () => {
    const outcome = playLog(
      setupOf({ horizon: { kind: 'wall', days: 1 } }, { ...quick, inPlaceRestartS: 45 }),
      [
        [3110, 'software', 0, 0],
        [9000, 'gpu_hard', 0, DAY],
      ],
    );
    expect(part(outcome, 'restartS') + part(outcome, 'reloadS')).toBeCloseTo(645, 9);
  });

  it('planned: the job checkpoints first and loses no work', () => {
    const profile = withClasses(llama, PLANNED_MAINTENANCE);
    const outcome = playLog(setupOf({ profile, horizon: { kind: 'wall', days: 1 } }, quick), [
      [3110, 'planned', 0, 0],
    ]);
    expect(outcome.plannedStops).toBe(1);
    expect(outcome.interruptions).toBe(0);
    expect(part(outcome, 'lostWorkS')).toBe(0);
  });

  it('with a failed row remap drains the node; other resets do not', () => {
    const always = {
      ...llama,
      classes: llama.classes.map((spec) =>
        spec.id === 'gpu_hbm_uce'
          ? { ...spec, effect: { kind: 'restart', drainProbability: 1 } as const }
          : spec,
      ),
    };
    expect(
      playLog(setupOf({ profile: always, horizon: { kind: 'wall', days: 1 } }), [
        [3110, 'gpu_hbm_uce', 9, DAY],
      ]).drains,
    ).toBe(1);
  });
});

describe('link flaps (F19)', () => {
  const flapOf = (outageS: number, window: number, profile: FaultProfileSpec = physical) =>
    playLog(setupOf({ profile, horizon: { kind: 'wall', days: 1 } }, { flapWindowS: window }), [
      [5000, 'link_flap', 3, outageS],
    ]);

  it.each(Object.entries(FLAP_WINDOWS_S))(
    '%s: below the window a pause, above it a kill',
    (_name, window) => {
      const below = flapOf(window * 0.999, window);
      expect(below.interruptions).toBe(0);
      expect(part(below, 'degradedS')).toBeCloseTo(window * 0.999 + window / 14, 9);
      const above = flapOf(window * 1.001, window);
      expect(above.interruptions).toBe(1);
      expect(part(above, 'detectionS')).toBeCloseTo(window, 9);
    },
  );

  it('has the windows of the three eras of NCCL', () => {
    expect(Object.values(FLAP_WINDOWS_S).map((window) => Math.round(window * 1000) / 1000)).toEqual([
      0.47, 7.516, 30.065,
    ]);
  });

  it('is transparent in the category model, however long', () => {
    expect(flapOf(500, 7.5, llama).interruptions).toBe(0);
  });

  it('with a multi-port NIC runs on the other ports', () => {
    const machine = countingMachine({
      fleet,
      stepSeconds: 20,
      exposedNetworkSeconds: 2,
      rebalanceAcrossPlanes: true,
    });
    const outcome = playLog(
      setupOf(
        { profile: physical, machine, horizon: { kind: 'wall', days: 1 } },
        { networkFault: 'reroute', checkpointStallS: 0 },
      ),
      [[5000, 'link_flap', 3, 40]],
    );
    expect(outcome.interruptions).toBe(0);
    const slowStep = 18 + 2 / (7 / 8);
    expect(part(outcome, 'degradedS')).toBeCloseTo(40 * (1 - 20 / slowStep), 9);
  });
});

describe('a degraded machine', () => {
  const machine = countingMachine({
    fleet,
    stepSeconds: 20,
    exposedNetworkSeconds: 2,
    rebalanceAcrossPlanes: false,
  });
  const setup = setupOf(
    { profile: physical, machine, horizon: { kind: 'wall', days: 1 } },
    { checkpointStallS: 0, restartS: 600 },
  );

  it(
    'after a hard link fault the job dies, then trains at the step time of the machine without that ' +
      'link until it is mended',
    () => {
      const outcome = playLog(setup, [[5000, 'link_hard', 3, 4 * 3600]]);
      expect(outcome.interruptions).toBe(1);
      const degradedFor = 4 * 3600 - 600 - FLAP_WINDOWS_S['nccl-2.14'];
      expect(part(outcome, 'degradedS')).toBeCloseTo(degradedFor * (1 - 20 / (18 + 16 / 7)), 6);
    },
  );

  it('a leaf, a spine and two links of one node each have their own step time', () => {
    const reroute = { ...setup, policy: { ...setup.policy, networkFault: 'reroute' as const } };
    const degraded = (...faults: (readonly [number, string, number, number])[]) =>
      part(playLog(reroute, faults), 'degradedS');
    expect(degraded([0, 'switch_fail', 0, 1000])).toBeCloseTo(1000 * (1 - 20 / (18 + 16 / 7)), 6);
    expect(degraded([0, 'switch_fail', 64, 1000])).toBeCloseTo(1000 * (1 - 20 / (18 + 2 / 0.75)), 6);
    expect(degraded([0, 'link_hard', 0, 1000], [0, 'link_hard', 1, 1000])).toBeCloseTo(
      1000 * (1 - 20 / (18 + 2 / 0.75)),
      6,
    );
    expect(degraded([0, 'link_hard', 0, 1000], [0, 'link_hard', 8, 1000])).toBeCloseTo(
      1000 * (1 - 20 / (18 + 16 / 7)),
      6,
    );
  });

  it('a slow node drags all until it is found and drained, without loss of work', () => {
    const profile = withClasses(llama, STRAGGLERS);
    const slow = setupOf(
      { profile, machine, horizon: { kind: 'wall', days: 1 } },
      { checkpointStallS: 0, checkpointPersistS: 0 },
    );
    const outcome = playLog(slow, [[0, 'straggler', 7, 1e9]]);
    expect([outcome.plannedStops, outcome.drains, outcome.interruptions]).toEqual([1, 1, 0]);
    expect(part(outcome, 'degradedS')).toBeCloseTo(3600 * (1 - 20 / (2 + 18 * 1.1)), 6);
    const passing = playLog(slow, [[0, 'straggler', 7, 600]]);
    expect([passing.plannedStops, passing.drains]).toEqual([0, 0]);
    expect(part(passing, 'degradedS')).toBeCloseTo(600 * (1 - 20 / (2 + 18 * 1.1)), 6);
    const tolerated = playLog({ ...slow, policy: { ...slow.policy, stragglers: 'tolerate' } }, [
      [0, 'straggler', 7, 1e9],
    ]);
    expect(part(tolerated, 'degradedS')).toBeCloseTo(DAY * (1 - 20 / (2 + 18 * 1.1)), 6);
  });
});

describe('a recorded duration of a fault of the job', () => {
  const setup = setupOf(
    { horizon: { kind: 'wall', days: 3 } },
    { checkpointIntervalS: 300, checkpointStallS: 0, checkpointPersistS: 0, restartSigma: 0.5 },
  );
  const down = (outcome: JobOutcome): number =>
    part(outcome, 'detectionS') + part(outcome, 'restartS') + part(outcome, 'reloadS');

  it('decides how long the job is down, whatever the policy says', () => {
    const hang = playLog(setup, [[100_000, 'nccl_hang', 0, 18 * 3600]]);
    expect(down(hang)).toBeCloseTo(18 * 3600, 6);
    expect(part(hang, 'detectionS')).toBe(600);
    expect(part(hang, 'lostWorkS')).toBeCloseTo(100_000 % 300, 6);
    expect(down(playLog(setup, [[100_000, 'software', 0, 10]]))).toBeCloseTo(10, 6);
  });

  it('that is 0 leaves it to the policy, and repairs of nodes are not of the job', () => {
    const still = { ...setup, policy: { ...setup.policy, restartSigma: 0 } };
    expect(down(playLog(still, [[100_000, 'nccl_hang', 0, 0]]))).toBeCloseTo(1200, 6);
    expect(down(playLog(still, [[100_000, 'gpu_hard', 0, DAY]]))).toBeCloseTo(630, 6);
  });
});

describe('spares', () => {
  const few = fatTreeFleet({ nodes: 256, spareNodes: 1, planes: 8, dataReplicas: 2 });
  const drains = [
    [1000, 'gpu_hard', 0, DAY],
    [5000, 'gpu_hard', 800, DAY],
  ] as const;

  it('F20: exhausted, the job waits until a node returns and books it', () => {
    const recorder = new Recorder();
    const outcome = playLog(setupOf({ fleet: few, horizon: { kind: 'wall', days: 3 } }), drains, recorder);
    expect(part(outcome, 'idleNoSpareS')).toBeCloseTo(1000 + DAY - 5000 - 30, 6);
    expect(outcome.interruptions).toBe(2);
    expect(recorder.spans.filter(({ phase }) => phase === 'wait')).toHaveLength(1);
  });

  it('F20: waits for ever rather than crash when no node returns', () => {
    const outcome = playLog(
      setupOf({ fleet: few, horizon: { kind: 'productive', days: 3 } }, { quarantineAfterDrains: 1 }),
      drains,
    );
    expect(outcome.finished).toBe(false);
    expect(part(outcome, 'idleNoSpareS')).toBeGreaterThan(50 * DAY);
  });

  it('an elastic job goes on with one replica less and grows again', () => {
    const outcome = playLog(
      setupOf(
        { fleet: few, horizon: { kind: 'wall', days: 3 } },
        { whenNoSpare: 'shrink', checkpointStallS: 0 },
      ),
      drains,
    );
    expect(part(outcome, 'idleNoSpareS')).toBe(0);
    expect(outcome.plannedStops).toBe(1);
    const shrunkFor = 1000 + DAY - 5000 - 630;
    expect(part(outcome, 'degradedS')).toBeCloseTo(shrunkFor / 2, 6);
  });

  it('a node that keeps failing is quarantined', () => {
    const again = Array.from(
      { length: 6 },
      (_, index) => [1000 + index * 2 * 3600, 'gpu_hard', 0, 3600] as const,
    );
    const spared = setupOf({ horizon: { kind: 'wall', days: 3 } }, { quarantineAfterDrains: 2 });
    expect(playLog(spared, again).drains).toBeLessThanOrEqual(2);
  });
});

describe('the recorder', () => {
  it('keeps what a timeline can show and counts the rest', () => {
    const recorder = new Recorder();
    for (let at = 0; at < TIMELINE_LIMIT + 3; at += 1) {
      recorder.span({ phase: 'run', startS: at, endS: at + 1 });
      recorder.mark({ timeS: at, class: 'nic', component: 'nic/0/0', outcome: 'logged' });
    }
    recorder.span({ phase: 'run', startS: 5, endS: 5 });
    expect([recorder.spans.length, recorder.marks.length, recorder.omitted]).toEqual([
      TIMELINE_LIMIT,
      TIMELINE_LIMIT,
      6,
    ]);
  });
});

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
          const outcome = play(
            setupOf({ fleet: shape, profile, machine, seed, horizon: { kind: 'wall', days: 30 } }, policy),
            0,
            { all },
          );
          const total = outcome.ledger.reduce((sum, seconds) => sum + seconds, 0);
          expect(Math.abs(total / outcome.wallS - 1)).toBeLessThan(1e-9);
          for (const seconds of outcome.ledger) expect(seconds).toBeGreaterThanOrEqual(-1e-9);
          for (const seconds of outcome.causeSeconds) expect(seconds).toBeGreaterThanOrEqual(-1e-9);
          expect(outcome.poisonedStepsKept).toBeLessThanOrEqual(outcome.poisonedSteps + 1e-9);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('F17, D12: ETTR falls with the rates, paired, in every pair', () => {
    // Spares enough: a job that waits for a node is spared the faults that the other one meets meanwhile.
    const spared = fatTreeFleet({ nodes: 256, spareNodes: 20, planes: 8 });
    fc.assert(
      fc.property(fc.nat(1e6), fc.double({ min: 0.2, max: 2, noNaN: true }), (seed, all) => {
        const setup = setupOf(
          { fleet: spared, seed, horizon: { kind: 'wall', days: 30 } },
          { checkpointPersistS: 0, silentCorruption: 'fail-stop' },
        );
        expect(ettrOf(play(setup, 0, { all: 2 * all }))).toBeLessThanOrEqual(
          ettrOf(play(setup, 0, { all })) + 1e-12,
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
            play(
              setupOf(
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
          setupOf(
            { fleet: shape(spares), seed, horizon: { kind: 'wall', days: 30 } },
            { silentCorruption: 'fail-stop', checkpointPersistS: 0 },
          );
        const recorder = new Recorder();
        new JobSimulation(setup(0), new DrawnTrace(llama, shape(0), seed)).run(0, recorder);
        const at = (spares: number) => ettrOf(new JobSimulation(setup(spares), recorder.log.source()).run(0));
        expect(at(spareNodes + 1)).toBeGreaterThanOrEqual(at(spareNodes) - luck);
      }),
      { numRuns: 200 },
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
      return play(setupOf({ profile, horizon: { kind: 'productive', days: 54.25 * factor } }, policy));
    };
    const [one, four] = [scaled(1), scaled(k)];
    expect(four.interruptions).toBe(one.interruptions);
    expect(ettrOf(four)).toBeCloseTo(ettrOf(one), 12);
  });

  it('D4: a policy and a network change nothing in the fault trace', () => {
    const trace = (patch: Partial<JobSetup>, policy: Partial<RecoveryPolicySpec>) => {
      const setup = setupOf({ ...patch, horizon: { kind: 'wall', days: 60 } }, policy);
      const recorder = new Recorder();
      new JobSimulation(setup, new DrawnTrace(setup.profile, setup.fleet, setup.seed)).run(2, recorder);
      return Array.from({ length: recorder.log.length }, (_, index) => recorder.log.at(index));
    };
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
        const setup = setupOf(
          { seed, profile: withClasses(physical, STRAGGLERS), horizon: { kind: 'wall', days: 90 } },
          { restartSigma: 0.3 },
        );
        const recorder = new Recorder();
        const drawn = copy(
          new JobSimulation(setup, new DrawnTrace(setup.profile, setup.fleet, seed)).run(replica, recorder),
        );
        expect(copy(new JobSimulation(setup, recorder.log.source()).run(replica))).toEqual(drawn);
      }),
      { numRuns: 30 },
    );
  });
});
