import { SECONDS_PER_DAY } from '@railyard/base';
import fc from 'fast-check';
import {
  FAULT_PROFILES,
  type FaultClassSpec,
  SDC_AEGIS,
  fatTreeFleet,
  withClasses,
} from '../faults/index.js';
import { jobRequest, playDrawn, playLogged } from '../testing/index.js';
import { Corruptions } from './corruptions.js';
import { PART } from './ledger.js';
import { constantMachine } from './machine-model.js';
import { type JobOutcome, ettrOf, goodputOf } from './outcome.js';
import { DEFAULT_POLICY, SDC_DETECTORS } from './policy-presets.js';
import { type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';
import { Recorder } from './recorder.js';
import { type ReplayRequest } from './replay-request.js';

const DAY = SECONDS_PER_DAY;
const HALF_DAY = DAY / 2;
const STEP_S = 20;
const fleet = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8, dataReplicas: 2 });

describe('Corruptions', () => {
  const defect = { classIndex: 0, repairS: 0, key: 0 };

  it('counts the work of two devices at once only once, and of none twice', () => {
    const corruptions = new Corruptions();
    corruptions.strike({ ...defect, node: 1 });
    corruptions.join(1, 0, 100);
    corruptions.strike({ ...defect, node: 2 });
    corruptions.join(2, 0, 150);
    corruptions.repair(1, 200);
    expect([corruptions.corrupted(0, 300), corruptions.corrupted(0, 180)]).toEqual([200, 80]);
    corruptions.repair(2, 300);
    expect(corruptions.corrupted(0, 1000)).toBe(200);
  });

  it('a rollback undoes what was corrupted, not the defect', () => {
    const corruptions = new Corruptions();
    corruptions.strike({ ...defect, node: 1 });
    corruptions.join(1, 3, 100);
    corruptions.rollBack(2, 80, 130);
    expect([corruptions.undone, corruptions.corrupted(0, 80), corruptions.corrupted(0, 90)]).toEqual([
      30, 0, 10,
    ]);
    expect(corruptions.find(1)).toMatchObject({ cleanIndex: 2, since: 80 });
    corruptions.rollBack(5, 85, 95);
    expect([corruptions.undone, corruptions.corrupted(0, 90)]).toEqual([40, 10]);
    expect(corruptions.find(1)).toMatchObject({ cleanIndex: 2, since: 80 });
  });

  it('a rollback to the checkpoint at which it began leaves nothing, rounding or not', () => {
    const corruptions = new Corruptions();
    corruptions.strike({ ...defect, node: 1 });
    const since = 0.1 + 0.2;
    corruptions.join(1, 3, since - 2 * Number.EPSILON);
    corruptions.rollBack(3, since, 130);
    corruptions.repair(1, since);
    expect(corruptions.corrupted(0, since)).toBe(0);
  });

  it('a rollback cuts the work of devices that have left', () => {
    const corruptions = new Corruptions();
    corruptions.strike({ ...defect, node: 1 });
    corruptions.join(1, 0, 100);
    corruptions.repair(1, 200);
    corruptions.rollBack(1, 150, 260);
    expect([corruptions.undone, corruptions.corrupted(0, 500)]).toEqual([50, 50]);
  });

  it('is as new after a reset', () => {
    const corruptions = new Corruptions();
    corruptions.strike({ ...defect, node: 1 });
    corruptions.join(1, 0, 100);
    corruptions.rollBack(0, 90, 150);
    corruptions.repair(1, 200);
    corruptions.reset();
    expect([corruptions.undone, corruptions.corrupted(0, 500), corruptions.join(1, 0, 0)]).toEqual([
      0,
      0,
      [],
    ]);
    corruptions.strike({ ...defect, node: 1 });
    expect(corruptions.join(1, 0, 0)).toMatchObject([{ ticket: 1, joins: 1 }]);
  });

  it('a node that stands by corrupts nothing, and again when it comes back', () => {
    const corruptions = new Corruptions();
    corruptions.strike({ ...defect, node: 1 });
    expect(corruptions.corrupted(0, 50)).toBe(0);
    expect(corruptions.join(1, 0, 100)).toHaveLength(1);
    expect(corruptions.join(1, 0, 110)).toHaveLength(0);
    corruptions.standBy(() => true, 120);
    corruptions.standBy((node) => node !== 1, 130);
    expect([corruptions.find(1), corruptions.corrupted(0, 500)]).toEqual([undefined, 30]);
    const [again] = corruptions.join(1, 4, 400);
    expect(again).toMatchObject({ ticket: 2, joins: 2, since: 400 });
    expect(corruptions.corrupted(0, 500)).toBe(130);
  });
});

const fixed = (seconds: number) => ({ kind: 'fixed', seconds }) as const;
/** Corruption that people notice after half a day, all of it or a share. */
const sdc = (visibleShare: number, visibleDelay = fixed(HALF_DAY)): FaultClassSpec => ({
  ...SDC_AEGIS,
  effect: { kind: 'corrupt', visibleShare, visibleDelay },
});
const detector = (patch: Partial<SdcDetectorSpec>): SdcDetectorSpec => ({
  kind: 'gradient-norm',
  recall: 1,
  delay: fixed(60),
  overheadFraction: 0,
  provenance: 'assumed',
  source: 'test',
  ...patch,
});

const setupOf = (spec: FaultClassSpec, policy: Partial<RecoveryPolicySpec> = {}): ReplayRequest => ({
  fleet,
  profile: withClasses(FAULT_PROFILES['llama3-h100'], spec),
  policy: {
    ...DEFAULT_POLICY,
    checkpointIntervalS: 300,
    checkpointStallS: 0,
    checkpointPersistS: 0,
    ...policy,
  },
  horizon: { kind: 'wall', days: 3 },
  machine: constantMachine(STEP_S, fleet),
  seed: 1,
});

describe('a corruption that people notice', () => {
  const setup = setupOf(sdc(1));

  it('is found after its delay and rolled back to the newest checkpoint before it', () => {
    const recorder = new Recorder();
    const outcome = playLogged(setup, [[3100, 'sdc', 0, DAY]], recorder);
    expect(recorder.marks).toEqual([
      { timeS: 3100, class: 'sdc', component: 'gpu/0/0', outcome: 'corrupted' },
      { timeS: 3100 + HALF_DAY, class: 'sdc', component: 'node/0', outcome: 'rollback' },
    ]);
    expect([outcome.rollbacks, outcome.interruptions, outcome.drains, outcome.undetectedCorruptions]).toEqual(
      [1, 1, 1, 0],
    );
    expect(outcome.ledger[PART.lostWorkS]).toBeCloseTo(HALF_DAY + 100, 6);
    expect(outcome.poisonedSteps).toBeCloseTo(HALF_DAY / STEP_S, 6);
    expect(outcome.poisonedStepsKept).toBe(0);
  });

  it.each([
    ['by number', { retainedCheckpoints: 13 }],
    ['by time', { retentionS: 3600 }],
  ])(
    'without an old enough checkpoint (%s) leaves corrupted steps, which goodput does not count',
    (_, keep) => {
      const outcome = playLogged(setupOf(sdc(1), keep), [[3000, 'sdc', 0, DAY]]);
      expect(outcome.ledger[PART.lostWorkS]).toBeCloseTo(3600, 6);
      expect(outcome.poisonedStepsKept).toBeCloseTo((HALF_DAY - 3600) / STEP_S, 6);
      expect(goodputOf(outcome, STEP_S)).toBeCloseTo(ettrOf(outcome) - (HALF_DAY - 3600) / (3 * DAY), 9);
    },
  );

  it('undoes the corrupted work since it began, and the clean work that no checkpoint has', () => {
    const outcome = playLogged(setup, [[3100, 'sdc', 0, DAY]]);
    expect(outcome.undoneByFindsS).toBeCloseTo(HALF_DAY, 6);
    expect(outcome.ledger[PART.lostWorkS]! - outcome.undoneByFindsS).toBeCloseTo(100, 6);
  });

  it('goes on after a restart for another reason, and is found all the same', () => {
    const outcome = playLogged(setup, [
      [3100, 'sdc', 0, DAY],
      [3200, 'software', 0, 0],
    ]);
    expect([outcome.rollbacks, outcome.corruptions]).toEqual([1, 1]);
    // The restart went back to 3,000 s: from there on every step is corrupted, and all of them are undone.
    expect(outcome.poisonedStepsKept).toBe(0);
    expect(outcome.ledger[PART.lostWorkS]).toBeCloseTo(200 + HALF_DAY - 100 - 630, 6);
  });

  it('ends when its node leaves the job for another reason: the steps until then stand', () => {
    const outcome = playLogged(setup, [
      [3000, 'sdc', 0, DAY],
      [9300, 'gpu_hard', 1, DAY],
    ]);
    expect([outcome.rollbacks, outcome.undetectedCorruptions]).toEqual([0, 1]);
    expect(outcome.poisonedStepsKept).toBeCloseTo((9300 - 3000) / STEP_S, 6);
  });

  it('of a spare begins when the spare joins the job', () => {
    const spare = 256 * 8;
    const outcome = playLogged(setup, [
      [3000, 'sdc', spare, DAY],
      [6000, 'gpu_hard', 1, DAY],
    ]);
    expect([outcome.corruptions, outcome.rollbacks]).toEqual([1, 1]);
    // Half a day from the swap, after which the restart takes 600 s.
    expect(outcome.poisonedSteps).toBeCloseTo((HALF_DAY - 600) / STEP_S, 6);
    expect(playLogged(setup, [[3000, 'sdc', spare, DAY]]).corruptions).toBe(0);
  });
});

describe('a corruption that nobody notices', () => {
  const setup = setupOf(sdc(0));

  it('costs no time and corrupts every later step', () => {
    const outcome = playLogged(setup, [[3000, 'sdc', 0, DAY]]);
    expect([outcome.undetectedCorruptions, outcome.rollbacks, outcome.interruptions]).toEqual([1, 0, 0]);
    expect(ettrOf(outcome)).toBeCloseTo(1, 9);
    expect(goodputOf(outcome, STEP_S)).toBeCloseTo(3000 / (3 * DAY), 9);
  });

  it('counts corrupted steps that a restart for another reason undid among all, not among those kept', () => {
    const outcome = playLogged(setup, [
      [3000, 'sdc', 0, DAY],
      [3400, 'software', 0, 0],
    ]);
    const kept = 3 * DAY - 630 - 100 - 3000;
    expect(outcome.poisonedStepsKept * STEP_S).toBeCloseTo(kept, 6);
    expect(outcome.poisonedSteps * STEP_S).toBeCloseTo(kept + 100, 6);
  });

  it('is found by the first of several detectors, each at its overhead', () => {
    const slow = detector({ delay: fixed(40_000) });
    const fast = detector({ kind: 'checksum', overheadFraction: 0.01 });
    const outcome = playLogged({ ...setup, policy: { ...setup.policy, detectors: [slow, fast] } }, [
      [3000, 'sdc', 0, DAY],
    ]);
    expect(outcome.poisonedSteps * STEP_S).toBeCloseTo(60 * 0.99, 6);
    expect(outcome.ledger[PART.checksS]).toBeCloseTo(0.01 * (3 * DAY - 600), 6);
  });
});

describe('a corruption that a detector finds when no checkpoint from before it is kept', () => {
  const late = detector({ delay: fixed(HALF_DAY) });
  const play = (visibleShare: number, retentionS: number): JobOutcome =>
    playLogged(setupOf(sdc(visibleShare), { detectors: [late], retentionS }), [[3100, 'sdc', 0, DAY]]);

  it('costs a restart and not the retained hours, since every state that is left is corrupted', () => {
    const outcome = play(0, 3600);
    // Found at 46,300 s, back to the checkpoint of 46,200 s, ten minutes down.
    expect(outcome.ledger[PART.lostWorkS]).toBeCloseTo(100, 6);
    expect(outcome.ledger[PART.productiveS]).toBeCloseTo(3 * DAY - 100 - 600, 6);
    expect(outcome.undoneByFindsS).toBeCloseTo(100, 6);
    expect(outcome.poisonedStepsKept * STEP_S).toBeCloseTo(46_200 - 3100, 6);
    expect([outcome.rollbacks, outcome.interruptions, outcome.drains, outcome.undetectedCorruptions]).toEqual(
      [0, 1, 1, 0],
    );
  });

  it('goes back all the same where the training shows it, and where a clean state is kept', () => {
    const shown = play(1, 3600);
    expect([shown.rollbacks, shown.ledger[PART.lostWorkS]]).toEqual([1, 3700]);
    const kept = play(0, DAY);
    expect([kept.rollbacks, kept.poisonedStepsKept]).toEqual([1, 0]);
    expect(kept.ledger[PART.lostWorkS]).toBeCloseTo(HALF_DAY + 100, 6);
  });

  it('leaves more clean work than to go back would have, or as much', () => {
    const clean = (outcome: JobOutcome): number => goodputOf(outcome, STEP_S);
    expect(clean(play(0, 3600))).toBeGreaterThanOrEqual(clean(play(1, 3600)) - 1e-12);
  });
});

/** With a rollback or without. */
const foundOf = ({ corruptions, undetectedCorruptions }: JobOutcome): number =>
  corruptions - undetectedCorruptions;

describe('detectors in union with people', () => {
  const play = (setup: ReplayRequest, replica: number): JobOutcome =>
    playDrawn(setup, replica, { byClass: { sdc: 50 } });
  const aegis = setupOf(SDC_AEGIS);
  const withDetectors = (...detectors: readonly SdcDetectorSpec[]): ReplayRequest => ({
    ...aegis,
    policy: { ...aegis.policy, detectors },
  });

  it('one of recall 0 and cost 0 equals none, bit for bit', () => {
    fc.assert(
      fc.property(fc.nat(500), (replica) => {
        expect(play(withDetectors(detector({ recall: 0 })), replica)).toEqual(play(aegis, replica));
      }),
      { numRuns: 20 },
    );
  });

  it('adding one never lowers the share found, whatever it costs', () => {
    const presets = Object.values(SDC_DETECTORS);
    fc.assert(
      fc.property(fc.nat(500), fc.subarray(presets), fc.constantFrom(...presets), (replica, some, one) => {
        const [fewer, more] = [some, [...some, one]].map((detectors) =>
          play(withDetectors(...detectors), replica),
        );
        const share = (outcome: JobOutcome) => foundOf(outcome) / Math.max(1, outcome.corruptions);
        // Restarts shift what happens at the end of the horizon: two incidents of a replica at most.
        expect(share(more!)).toBeGreaterThanOrEqual(share(fewer!) - 2 / Math.max(1, more!.corruptions));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['none', [], 3 / 18],
    ['checksums', [SDC_DETECTORS.checksum], 1 - (15 / 18) * 0.05],
    [
      'gradient norm and vendor diagnostic',
      [SDC_DETECTORS['gradient-norm'], SDC_DETECTORS['vendor-diagnostic']],
      1 - (15 / 18) * 0.94 * 0.6,
    ],
  ] as const)('%s find 1 - (1 - p) x the product of (1 - recall)', (_, detectors, expected) => {
    let found = 0;
    let all = 0;
    const setup = { ...withDetectors(...detectors), horizon: { kind: 'wall', days: 30 } } as const;
    const only = {
      ...setup,
      profile: { ...setup.profile, networkModel: 'none', classes: [SDC_AEGIS] },
    } as const;
    for (let replica = 0; replica < 60; replica += 1) {
      const outcome = play(only, replica);
      found += foundOf(outcome);
      all += outcome.corruptions;
    }
    // What struck within the delay before the end is not found yet: a few per cent at most.
    const band = 3 * Math.sqrt((expected * (1 - expected)) / all);
    expect(found / all).toBeLessThan(expected + band);
    expect(found / all).toBeGreaterThan(expected - band - 0.06);
  });

  it('35 million GPU-hours: 18 incidents, 3 of them seen without a detector, 17 with checksums', () => {
    const large = fatTreeFleet({ nodes: 1250, spareNodes: 25, planes: 8 });
    const counted = (detectors: readonly SdcDetectorSpec[]) => {
      const job: ReplayRequest = {
        ...jobRequest({ fleet: large }, { detectors }),
        profile: { name: 'sdc', description: 'sdc', networkModel: 'none', classes: [SDC_AEGIS] },
        horizon: { kind: 'wall', days: 35e6 / 10_000 / 24 },
      };
      const outcomes = Array.from({ length: 20 }, (_, replica) => playDrawn(job, replica));
      const mean = (of: (outcome: JobOutcome) => number) =>
        outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
      return [mean(({ corruptions }) => corruptions), mean(foundOf)] as const;
    };
    // Three standard errors of a Poisson mean over 20 replicas.
    const reach = (expected: number) => 3 * Math.sqrt(expected / 20);
    const [incidents, seen] = counted([]);
    expect(Math.abs(incidents - 18)).toBeLessThan(reach(18));
    expect(Math.abs(seen - 3)).toBeLessThan(reach(3));
    const [, found] = counted([SDC_DETECTORS.checksum]);
    expect(Math.abs(found - (18 - 15 * 0.05))).toBeLessThan(reach(17.25));
  });
});
