/** What each effect of a fault costs the job, with the sums worked out by hand. */
import { SECONDS_PER_DAY as DAY } from '@railyard/base';
import {
  FAULT_PROFILES,
  PLANNED_MAINTENANCE,
  STRAGGLERS,
  fatTreeFleet,
  withClasses,
} from '../faults/index.js';
import { type LoggedFault, jobRequest, part, playLogged } from '../testing/index.js';
import { countingMachine } from './machine-model.js';
import { type JobOutcome, ettrOf } from './outcome.js';

const llama = FAULT_PROFILES['llama3-h100']!;
const { fleet } = jobRequest();

const counted = countingMachine({
  fleet,
  stepSeconds: 20,
  exposedNetworkSeconds: 2,
  rebalanceAcrossPlanes: false,
});
/** Checkpoints for nothing, so that a second of the clock is one of training. */
const quiet = { checkpointStallS: 0, checkpointPersistS: 0 };

describe('one fault', () => {
  const quick = {
    checkpointIntervalS: 300,
    checkpointStallS: 1,
    checkpointPersistS: 2,
    restartS: 600,
    checkpointLoadS: 5,
    drainS: 7,
  };
  const oneDay = jobRequest({ horizon: { kind: 'wall', days: 1 } }, quick);

  it('costs detection, spare, restart, reload and the work since the last checkpoint', () => {
    // 10 cycles of 301 s, then 100 s of training.
    const outcome = playLogged(oneDay, [[3110, 'gpu_hard', 0, DAY]]);
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
    expect(part(playLogged(oneDay, [[3011, 'software', 0, 0]]), 'lostWorkS')).toBeCloseTo(301, 9);
    expect(part(playLogged(oneDay, [[3012.5, 'software', 0, 0]]), 'lostWorkS')).toBeCloseTo(2.5, 9);
    expect(part(playLogged(oneDay, [[301, 'software', 0, 0]]), 'lostWorkS')).toBeCloseTo(300, 9);
  });

  it('on a node that is not in the job does not stop it', () => {
    const outcome = playLogged(oneDay, [
      [3110, 'gpu_hard', 256 * 8, DAY],
      [4000, 'host_psu', 260, DAY],
    ]);
    expect(outcome.interruptions).toBe(0);
    expect(outcome.drains).toBe(2);
    expect(ettrOf(outcome)).toBeCloseTo(ettrOf(playLogged(oneDay, [])), 12);
  });

  it('during a restart starts it again in form A and is ignored in form B', () => {
    const faults = [
      [3110, 'software', 0, 0],
      [3500, 'software', 0, 0],
    ] as const;
    const formA = playLogged(oneDay, faults);
    expect(formA.interruptions).toBe(2);
    expect(part(formA, 'detectionS') + part(formA, 'restartS') + part(formA, 'reloadS')).toBeCloseTo(
      390 + 630,
      9,
    );
    const formB = playLogged(
      jobRequest({ horizon: { kind: 'wall', days: 1 } }, { ...quick, faultsDuringRestart: false }),
      faults,
    );
    expect(formB.interruptions).toBe(1);
    expect(part(formB, 'detectionS') + part(formB, 'restartS') + part(formB, 'reloadS')).toBeCloseTo(630, 9);
  });

  it('of software can restart in place, faster', () => {
    const outcome = playLogged(
      jobRequest({ horizon: { kind: 'wall', days: 1 } }, { ...quick, inPlaceRestartS: 45 }),
      [
        [3110, 'software', 0, 0],
        [9000, 'gpu_hard', 0, DAY],
      ],
    );
    expect(part(outcome, 'restartS') + part(outcome, 'reloadS')).toBeCloseTo(645, 9);
  });

  it('that is only logged changes nothing but the count of its class', () => {
    const outcome = playLogged(oneDay, [[3110, 'gpu_row_remap', 0, 0]]);
    const index = llama.classes.findIndex(({ id }) => id === 'gpu_row_remap');
    expect([outcome.interruptions, outcome.causeFaults[index]]).toEqual([0, 1]);
    expect(outcome.ledger).toEqual(playLogged(oneDay, []).ledger);
  });

  it('planned, takes the time that was recorded; while the job is down it needs no stop of its own', () => {
    const profile = withClasses(llama, PLANNED_MAINTENANCE);
    const setup = jobRequest({ profile, horizon: { kind: 'wall', days: 1 } }, quick);
    const recorded = playLogged(setup, [[3110, 'planned', 0, 5000]]);
    expect(part(recorded, 'restartS') + part(recorded, 'reloadS')).toBeCloseTo(5000, 9);
    const down = playLogged(setup, [
      [3110, 'software', 0, 0],
      [3200, 'planned', 0, 5000],
    ]);
    expect([down.plannedStops, down.interruptions]).toEqual([1, 1]);
    expect(part(down, 'restartS') + part(down, 'reloadS')).toBeCloseTo(600, 9);
  });

  it('planned: the job checkpoints first and loses no work', () => {
    const profile = withClasses(llama, PLANNED_MAINTENANCE);
    const outcome = playLogged(jobRequest({ profile, horizon: { kind: 'wall', days: 1 } }, quick), [
      [3110, 'planned', 0, 0],
    ]);
    expect(outcome.plannedStops).toBe(1);
    expect(outcome.interruptions).toBe(0);
    expect(part(outcome, 'lostWorkS')).toBe(0);
  });

  it('of memory drains the node as often as remapping rows fails', () => {
    const often = { kind: 'restart', drainProbability: 0.4 } as const;
    const profile = {
      ...llama,
      classes: llama.classes.map((spec) => (spec.id === 'gpu_hbm_uce' ? { ...spec, effect: often } : spec)),
    };
    const count = 400;
    const days = count + 1;
    const faults = Array.from({ length: count }, (_, day): LoggedFault => [
      (day + 0.3) * DAY,
      'gpu_hbm_uce',
      (day * 37) % 2048,
      3600,
    ]);
    const outcome = playLogged(jobRequest({ profile, horizon: { kind: 'wall', days } }, quick), faults);
    expect(outcome.interruptions).toBe(count);
    expect(Math.abs(outcome.drains / count - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / count));
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
      playLogged(jobRequest({ profile: always, horizon: { kind: 'wall', days: 1 } }), [
        [3110, 'gpu_hbm_uce', 9, DAY],
      ]).drains,
    ).toBe(1);
  });
});

describe('what is found while the job is down', () => {
  const profile = withClasses(llama, STRAGGLERS);
  const setup = jobRequest({ profile, machine: counted, horizon: { kind: 'wall', days: 1 } }, quiet);

  it('a slow node is looked at again every ten minutes until the job runs', () => {
    // Found after an hour, when the job is down until 4,220 s; looked at again at 4,200 and 4,800 s.
    const outcome = playLogged(setup, [
      [0, 'straggler', 7, 10 * DAY],
      [3590, 'software', 0, 0],
    ]);
    const slowShare = 1 - 20 / (2 + 18 * 1.1);
    expect([outcome.plannedStops, outcome.drains]).toEqual([1, 1]);
    expect(part(outcome, 'degradedS')).toBeCloseTo((3590 + 4800 - 4220) * slowShare, 6);
  });

  it('corruption that is found at once drains the node, also of a job that waits', () => {
    const few = fatTreeFleet({ nodes: 256, spareNodes: 0, planes: 8 });
    const failStop = jobRequest(
      { fleet: few, horizon: { kind: 'wall', days: 3 } },
      { ...quiet, silentCorruption: 'fail-stop' },
    );
    const one = playLogged(failStop, [[5000, 'sdc', 8, DAY]]);
    expect([one.corruptions, one.interruptions, one.drains, part(one, 'detectionS')]).toEqual([1, 1, 1, 30]);
    const waiting = playLogged(failStop, [
      [5000, 'gpu_hard', 0, DAY],
      [9000, 'sdc', 8, DAY],
    ]);
    expect([waiting.corruptions, waiting.interruptions, waiting.drains]).toEqual([1, 1, 2]);
    expect(part(waiting, 'idleNoSpareS')).toBeCloseTo(9000 + DAY - 5030, 6);
    const restarting = playLogged(
      { ...failStop, policy: { ...failStop.policy, faultsDuringRestart: false } },
      [
        [5000, 'software', 0, 0],
        [5100, 'sdc', 8, DAY],
      ],
    );
    expect([restarting.corruptions, restarting.drains]).toEqual([0, 0]);
  });
});

describe('a recorded duration of a fault of the job', () => {
  const setup = jobRequest(
    { horizon: { kind: 'wall', days: 3 } },
    { checkpointIntervalS: 300, checkpointStallS: 0, checkpointPersistS: 0, restartSigma: 0.5 },
  );
  const down = (outcome: JobOutcome): number =>
    part(outcome, 'detectionS') + part(outcome, 'restartS') + part(outcome, 'reloadS');

  it('decides how long the job is down, whatever the policy says', () => {
    const hang = playLogged(setup, [[100_000, 'nccl_hang', 0, 18 * 3600]]);
    expect(down(hang)).toBeCloseTo(18 * 3600, 6);
    expect(part(hang, 'detectionS')).toBe(600);
    expect(part(hang, 'lostWorkS')).toBeCloseTo(100_000 % 300, 6);
    expect(down(playLogged(setup, [[100_000, 'software', 0, 10]]))).toBeCloseTo(10, 6);
  });

  it('that is 0 leaves it to the policy, and repairs of nodes are not of the job', () => {
    const still = { ...setup, policy: { ...setup.policy, restartSigma: 0 } };
    expect(down(playLogged(still, [[100_000, 'nccl_hang', 0, 0]]))).toBeCloseTo(1200, 6);
    expect(down(playLogged(still, [[100_000, 'gpu_hard', 0, DAY]]))).toBeCloseTo(630, 6);
  });
});
