/** What lost links and slow nodes cost a job that goes on, with the sums worked out by hand. */
import { SECONDS_PER_DAY as DAY } from '@railyard/base';
import {
  FAULT_PROFILES,
  type FaultProfileSpec,
  LINK_FLAP,
  STRAGGLERS,
  fatTreeFleet,
  withClasses,
} from '../faults/index.js';
import { type LoggedFault, jobRequest, part, playLogged } from '../testing/index.js';
import { LEDGER_PARTS, PART } from './ledger.js';
import { countingMachine } from './machine-model.js';
import { FLAP_WINDOWS_S, NCCL_RETRIES } from './policy-spec.js';

const llama = FAULT_PROFILES['llama3-h100']!;
const physical = FAULT_PROFILES['llama3-h100-physical']!;
const { fleet } = jobRequest();

const counted = countingMachine({
  fleet,
  stepSeconds: 20,
  exposedNetworkSeconds: 2,
  rebalanceAcrossPlanes: false,
});
/** Checkpoints for nothing, so that a second of the clock is one of training. */
const quiet = { checkpointStallS: 0, checkpointPersistS: 0 };

describe('link flaps (F19)', () => {
  it('a pause lasts as long as it takes, at the first second of a job too', () => {
    const setup = jobRequest({ horizon: { kind: 'wall', days: 1 } });
    const retry = setup.policy.flapWindowS / NCCL_RETRIES / 2;
    for (const atS of [0, 0.13, 0.26, 0.27, 1.1, 5000])
      for (const outageS of [0.5, 2, 2.5, 3.5])
        expect([
          atS,
          outageS,
          part(playLogged(setup, [[atS, 'link_flap', 3, outageS]]), 'degradedS'),
        ]).toEqual([atS, outageS, expect.closeTo(outageS + retry, 9)]);
  });

  const flapOf = (outageS: number, window: number, profile: FaultProfileSpec = physical) =>
    playLogged(jobRequest({ profile, horizon: { kind: 'wall', days: 1 } }, { flapWindowS: window }), [
      [5000, 'link_flap', 3, outageS],
    ]);

  it.each(Object.entries(FLAP_WINDOWS_S))(
    '%s: below the window a pause, above it a kill',
    (_name, window) => {
      const below = flapOf(window * 0.999, window);
      expect(below.interruptions).toBe(0);
      expect(part(below, 'degradedS')).toBeCloseTo(window * 0.999 + window / 14, 9);
      const flap = physical.classes.findIndex(({ id }) => id === 'link_flap');
      expect(below.causeSeconds[flap * LEDGER_PARTS.length + PART.degradedS]).toBe(part(below, 'degradedS'));
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

  it('that lasts just as long as the window is survived', () => {
    expect(flapOf(7.5, 7.5).interruptions).toBe(0);
  });

  it('of a link between switches moves to the others, whatever the policy', () => {
    const fabric = withClasses(physical, { ...LINK_FLAP, id: 'fabric_flap', component: 'fabric-link' });
    const outcome = playLogged(
      jobRequest({ profile: fabric, machine: counted, horizon: { kind: 'wall', days: 1 } }, quiet),
      [[5000, 'fabric_flap', 3, 1000]],
    );
    expect(outcome.interruptions).toBe(0);
    expect(part(outcome, 'degradedS')).toBeCloseTo(1000 * (1 - 20 / (18 + 2 / (255 / 256))), 6);
  });

  it('costs nothing while the job is down', () => {
    const setup = jobRequest({ profile: physical, horizon: { kind: 'wall', days: 1 } });
    const software = [5000, 'software', 0, 0] as const;
    expect(playLogged(setup, [software, [5100, 'link_flap', 3, 5]]).ledger).toEqual(
      playLogged(setup, [software]).ledger,
    );
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
    const outcome = playLogged(
      jobRequest(
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
  const setup = jobRequest(
    { profile: physical, machine, horizon: { kind: 'wall', days: 1 } },
    { checkpointStallS: 0, restartS: 600 },
  );

  it(
    'after a hard link fault the job dies, then trains at the step time of the machine without that ' +
      'link until it is repaired',
    () => {
      const outcome = playLogged(setup, [[5000, 'link_hard', 3, 4 * 3600]]);
      expect(outcome.interruptions).toBe(1);
      const degradedFor = 4 * 3600 - 600 - FLAP_WINDOWS_S['nccl-2.14'];
      expect(part(outcome, 'degradedS')).toBeCloseTo(degradedFor * (1 - 20 / (18 + 16 / 7)), 6);
    },
  );

  it('a leaf, a spine and two links of one node each have their own step time', () => {
    const reroute = { ...setup, policy: { ...setup.policy, networkFault: 'reroute' as const } };
    const degraded = (...faults: LoggedFault[]) => part(playLogged(reroute, faults), 'degradedS');
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

  it('a slow node that was found comes back when it is repaired', () => {
    const bare = fatTreeFleet({ nodes: 256, spareNodes: 0, planes: 8 });
    const profile = withClasses(llama, STRAGGLERS);
    const outcome = playLogged(
      jobRequest({ fleet: bare, profile, horizon: { kind: 'wall', days: 3 } }, quiet),
      [[0, 'straggler', 7, 1e9]],
    );
    expect([outcome.drains, part(outcome, 'idleNoSpareS')]).toEqual([1, DAY]);
  });

  it('a slow node drags all until it is found and drained, without loss of work', () => {
    const profile = withClasses(llama, STRAGGLERS);
    const slow = jobRequest(
      { profile, machine, horizon: { kind: 'wall', days: 1 } },
      { checkpointStallS: 0, checkpointPersistS: 0 },
    );
    const outcome = playLogged(slow, [[0, 'straggler', 7, 1e9]]);
    expect([outcome.plannedStops, outcome.drains, outcome.interruptions]).toEqual([1, 1, 0]);
    expect(part(outcome, 'degradedS')).toBeCloseTo(3600 * (1 - 20 / (2 + 18 * 1.1)), 6);
    const passing = playLogged(slow, [[0, 'straggler', 7, 600]]);
    expect([passing.plannedStops, passing.drains]).toEqual([0, 0]);
    expect(part(passing, 'degradedS')).toBeCloseTo(600 * (1 - 20 / (2 + 18 * 1.1)), 6);
    const tolerated = playLogged({ ...slow, policy: { ...slow.policy, stragglers: 'tolerate' } }, [
      [0, 'straggler', 7, 1e9],
    ]);
    expect(part(tolerated, 'degradedS')).toBeCloseTo(DAY * (1 - 20 / (2 + 18 * 1.1)), 6);
  });
});

describe('a fault of a node that stands by', () => {
  const few = fatTreeFleet({ nodes: 256, spareNodes: 1, planes: 8, dataReplicas: 2 });
  const spare = 256;
  const joins = [10_000, 'gpu_hard', 0, 10 * DAY] as const;
  const profile = withClasses(physical, STRAGGLERS);
  const machine = countingMachine({
    fleet: few,
    stepSeconds: 20,
    exposedNetworkSeconds: 2,
    rebalanceAcrossPlanes: false,
  });
  const setup = jobRequest(
    { fleet: few, profile, machine, horizon: { kind: 'wall', days: 1 } },
    { ...quiet, networkFault: 'reroute' },
  );
  const back = 10_000 + 630;

  it.each<[string, LoggedFault, number]>([
    ['a lost link', [0, 'link_hard', spare * 8, 10 * DAY], 18 + 16 / 7],
    ['a slow device', [0, 'straggler', spare, 10 * DAY], 2 + 18 * 1.1],
  ])('%s slows the job once the node joins it', (_, fault, step) => {
    const tolerant = { ...setup, policy: { ...setup.policy, stragglers: 'tolerate' as const } };
    expect(part(playLogged(tolerant, [fault]), 'degradedS')).toBe(0);
    const outcome = playLogged(tolerant, [fault, joins]);
    expect(part(outcome, 'degradedS')).toBeCloseTo((DAY - back) * (1 - 20 / step), 6);
    expect([outcome.corruptions, outcome.drains]).toEqual([0, 1]);
  });

  it('a slow device is found from when it joins', () => {
    const outcome = playLogged({ ...setup, policy: { ...setup.policy, whenNoSpare: 'shrink' } }, [
      [0, 'straggler', spare, 10 * DAY],
      joins,
    ]);
    expect([outcome.plannedStops, outcome.drains]).toEqual([1, 2]);
  });

  it('is a corruption only where a device is defective', () => {
    for (const [id, component] of [
      ['link_flap', spare * 8],
      ['software', 0],
    ] as const)
      expect(playLogged(setup, [[0, id, component, 1], joins]).corruptions).toBe(0);
  });
});
