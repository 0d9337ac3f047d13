/** Checkpoint tiers, replicas that leave and come back, correlated faults, windows, false alarms: by hand. */
import { SECONDS_PER_DAY as DAY } from '@railyard/base';
import { PLANNED_MAINTENANCE, fatTreeFleet, withClasses, type FaultClassSpec } from '../faults/index.js';
import { runReplicas, metricOf, pairedDifference } from '../montecarlo/index.js';
import { classOf, jobRequest, part, playDrawn, playLogged, tracedFaults } from '../testing/index.js';
import { checkingShare } from './detectors.js';
import { ettrOf } from './outcome.js';
import { DEFAULT_POLICY, RECOVERY_POLICIES, SDC_DETECTORS } from './policy-presets.js';
import { type CheckpointTierSpec, type RecoveryPolicySpec } from './policy-spec.js';
import { newestCopy, tierShare } from './tiers.js';

const { profile } = jobRequest();
const wall = (days: number) => ({ kind: 'wall', days }) as const;
const oneDay = jobRequest({ horizon: wall(1) }).horizon;
const peer: CheckpointTierSpec = { kind: 'peer-memory', intervalS: 20, stallS: 0, persistS: 1, loadS: 3 };
const nvme: CheckpointTierSpec = { kind: 'local-nvme', intervalS: 60, stallS: 0, persistS: 10, loadS: 20 };
const quick: Partial<RecoveryPolicySpec> = {
  checkpointIntervalS: 300,
  checkpointStallS: 0,
  checkpointPersistS: 2,
  checkpointLoadS: 50,
  restartS: 600,
};
const played = (tiers: readonly CheckpointTierSpec[], ...faults: Parameters<typeof playLogged>[1]) =>
  playLogged(jobRequest({ horizon: oneDay }, { ...quick, tiers }), faults);

describe('checkpoint tiers', () => {
  it('a crash goes back to the newest copy that is safe, and reads it', () => {
    // 3,110.5 s: copies at every 20 s; that of 3,100 s is safe after a second.
    const outcome = played([peer], [3110.5, 'software', 0, 0]);
    expect(part(outcome, 'lostWorkS')).toBeCloseTo(10.5, 9);
    expect([part(outcome, 'restartS'), part(outcome, 'reloadS')]).toEqual([550, 3]);
    expect(part(played([peer], [3100.5, 'software', 0, 0]), 'lostWorkS')).toBeCloseTo(20.5, 9);
  });

  it("a node that is lost takes its own drives along, and not a peer's memory", () => {
    expect(part(played([peer], [3110, 'gpu_hard', 0, DAY]), 'lostWorkS')).toBeCloseTo(10, 9);
    const lost = played([nvme], [3110, 'gpu_hard', 0, DAY]);
    expect([part(lost, 'lostWorkS'), part(lost, 'reloadS')]).toEqual([110, 50]);
    const kept = played([nvme], [3110, 'software', 0, 0]);
    expect([part(kept, 'lostWorkS'), part(kept, 'reloadS')]).toEqual([50, 20]);
  });

  it('of several copies the newest counts, and of equal ones the quicker', () => {
    const policy = { ...DEFAULT_POLICY, tiers: [nvme, peer] };
    expect(newestCopy(policy, 119, 0, 1, 0)).toEqual({ work: 100, loadS: 3 });
    expect(newestCopy(policy, 139, 120, 1, 0)).toEqual({ work: 120, loadS: 3 });
    expect(newestCopy({ ...policy, tiers: [nvme] }, 119, 0, 1, 1)).toBeUndefined();
    expect(newestCopy({ ...policy, tiers: [{ ...nvme, survivesNodes: 4 }] }, 119, 0, 1, 4)?.work).toBe(60);
  });

  it('two faults in a row: the second begins from the copy that the first left', () => {
    // The first goes back to 3,100 s and takes 30 + 553 s; the second comes 15 s of training later.
    const second = 3110 + 30 + 553 + 15;
    const outcome = played([peer], [3110, 'software', 0, 0], [second, 'software', 0, 0]);
    expect(part(outcome, 'lostWorkS')).toBeCloseTo(10 + 15, 6);
  });

  it('stalls cost their share of the time, and nothing else', () => {
    const tiers = [{ ...peer, stallS: 0.2 }];
    expect(tierShare({ ...DEFAULT_POLICY, tiers })).toBeCloseTo(0.2 / 20.2, 12);
    const outcome = played(tiers);
    expect(part(outcome, 'checkpointStallS')).toBeCloseTo(DAY * (0.2 / 20.2), 6);
    expect(ettrOf(outcome)).toBeCloseTo(20 / 20.2, 9);
  });

  it('never lower ETTR on paired faults where they cost nothing', () => {
    const request = (tiers: readonly CheckpointTierSpec[]) =>
      jobRequest({ horizon: wall(30) }, { checkpointIntervalS: 3600, tiers });
    const [none, memory, both] = [[], [peer], [peer, nvme]].map((tiers) =>
      runReplicas(request(tiers), 0, 40),
    );
    const difference = pairedDifference(memory!, none!, 'ettr');
    expect(difference.mean).toBeGreaterThan(0.01);
    expect(difference.min).toBeGreaterThan(-1e-9);
    expect(pairedDifference(both!, memory!, 'ettr').min).toBeGreaterThan(-1e-9);
  });

  it('no tiers is the job as it was, bit for bit', () => {
    expect(playDrawn(jobRequest({}, { tiers: [] }))).toEqual(playDrawn(jobRequest()));
  });
});

describe('a data replica that leaves while the others go on', () => {
  const fleet = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8, dataReplicas: 4 });
  const replicaLoss = { stallS: 180, rejoinS: 600, rejoinStallS: 10, batch: 'keep' } as const;
  const lose = (
    patch: Partial<typeof replicaLoss> | { batch: 'shrink' },
    ...faults: Parameters<typeof playLogged>[1]
  ) =>
    playLogged(
      jobRequest({ fleet, horizon: wall(1) }, { ...quick, replicaLoss: { ...replicaLoss, ...patch } }),
      faults,
    );

  it('costs two stalls and a quarter of the speed until it is back, and no work', () => {
    const outcome = lose({}, [3110, 'gpu_hard', 0, DAY]);
    expect([outcome.interruptions, outcome.drains]).toEqual([1, 1]);
    expect([part(outcome, 'lostWorkS'), part(outcome, 'restartS')]).toEqual([0, 0]);
    expect(part(outcome, 'degradedS')).toBeCloseTo(180 + 600 / 4 + 10, 6);
  });

  it('a smaller batch is worth as much less as it is smaller', () => {
    expect(part(lose({ batch: 'shrink' }, [3110, 'gpu_hard', 0, DAY]), 'degradedS')).toBeCloseTo(
      180 + 600 / 4 + 10,
      6,
    );
  });

  it('a crash without a loss does the same; a fault of the whole job restarts it', () => {
    const crash = lose({}, [3110, 'gpu_hbm_uce', 0, 0]);
    expect(part(crash, 'degradedS')).toBeCloseTo(340, 6);
    const hang = lose({}, [3110, 'nccl_hang', 0, 0]);
    expect(part(hang, 'restartS')).toBeCloseTo(550, 6);
  });

  it('without a spare it comes back when the node is repaired', () => {
    const bare = { ...fleet, spareNodes: 0 };
    const outcome = playLogged(jobRequest({ fleet: bare, horizon: wall(1) }, { ...quick, replicaLoss }), [
      [3600, 'gpu_hard', 0, 7200],
    ]);
    expect(part(outcome, 'idleNoSpareS')).toBe(0);
    // Out for the repair and the time to join.
    expect(part(outcome, 'degradedS')).toBeCloseTo(180 + (7200 + 600 - 180) / 4 + 10, 6);
  });

  it('the last replica has nobody to go on: the job restarts', () => {
    const single = { ...fleet, dataReplicas: 1 };
    const outcome = playLogged(jobRequest({ fleet: single, horizon: wall(1) }, { ...quick, replicaLoss }), [
      [3110, 'gpu_hard', 0, DAY],
    ]);
    expect(part(outcome, 'restartS')).toBeCloseTo(550, 6);
  });
});

describe('faults that take neighbours along', () => {
  const rack = (spread: NonNullable<FaultClassSpec['spread']>) =>
    classOf({ id: 'power', component: 'node', effect: { kind: 'drain' }, spread });
  const struck = (spread: NonNullable<FaultClassSpec['spread']>, node: number, tiers = [peer]) =>
    playLogged(
      jobRequest(
        {
          profile: withClasses(profile, rack(spread)),
          fleet: fatTreeFleet({ nodes: 256, spareNodes: 20, planes: 8 }),
          horizon: wall(1),
        },
        { ...quick, tiers },
      ),
      [[3110, 'power', node, 3600]],
    );

  it('all nodes of the group leave, and with them the copies in their memory', () => {
    const alone = struck({ nodes: 16, probability: 0 }, 37);
    expect([alone.drains, part(alone, 'lostWorkS')]).toEqual([1, 10]);
    const together = struck({ nodes: 16, probability: 1 }, 37);
    expect([together.drains, together.interruptions, part(together, 'lostWorkS')]).toEqual([16, 1, 110]);
    // A copy beyond the group survives.
    expect(
      part(struck({ nodes: 16, probability: 1 }, 37, [{ ...peer, survivesNodes: 16 }]), 'lostWorkS'),
    ).toBe(10);
  });

  it('a spare that fails takes nodes of the job along', () => {
    // Nodes 256 and up stand by; the group of 32 from 256 holds spares only, that of 512 both.
    expect(struck({ nodes: 16, probability: 1 }, 258).interruptions).toBe(0);
    expect(struck({ nodes: 512, probability: 1 }, 258)).toMatchObject({ interruptions: 1, drains: 276 });
  });

  it('the share of faults that do is drawn, and the trace stays as it is', () => {
    const drawnWith = (probability: number) =>
      jobRequest({
        profile: withClasses(profile, {
          ...rack({ nodes: 4, probability }),
          ratePer1000NodeDays: 20,
          ratePer1000GpuDays: undefined as never,
        }),
        fleet: fatTreeFleet({ nodes: 256, spareNodes: 60, planes: 8 }),
        horizon: wall(30),
      });
    expect(tracedFaults(drawnWith(0.5))).toEqual(tracedFaults(drawnWith(0)));
    const drains = [0, 0.5, 1].map((probability) =>
      metricOf(runReplicas(drawnWith(probability), 0, 20), 'drains').reduce((sum, n) => sum + n, 0),
    );
    expect(drains[1]! / drains[0]!).toBeGreaterThan(1.8);
    expect(drains[2]!).toBeGreaterThan(drains[1]!);
  });
});

describe('windows and alarms', () => {
  it('a maintenance window comes at equal distances', () => {
    const weekly: FaultClassSpec = {
      ...PLANNED_MAINTENANCE,
      ratePerJobDay: 1 / 7,
      arrivals: { kind: 'periodic' },
      duration: { kind: 'fixed', seconds: 3600 },
    };
    const request = jobRequest({ profile: { ...profile, classes: [weekly] }, horizon: wall(30) });
    expect(tracedFaults(request).map(({ timeS }) => timeS / DAY)).toEqual([7, 14, 21, 28]);
    const outcome = playDrawn(request);
    expect([outcome.plannedStops, part(outcome, 'lostWorkS')]).toEqual([4, 0]);
    expect(part(outcome, 'restartS') + part(outcome, 'reloadS')).toBeCloseTo(4 * 3600, 6);
  });

  it('false alarms of a detector take their time, and find nothing', () => {
    const detector = { ...SDC_DETECTORS.checksum, falseAlarmsPerDay: 10, falseAlarmS: 30 };
    expect(checkingShare({ ...DEFAULT_POLICY, detectors: [detector] })).toBeCloseTo(0.0086 + 300 / DAY, 12);
  });

  it('the presets of present recovery lose less than those of the past', () => {
    const ettr = (name: string, dataReplicas = 4): number =>
      metricOf(
        runReplicas(
          jobRequest({
            fleet: fatTreeFleet({ nodes: 2048, spareNodes: 41, planes: 8, dataReplicas }),
            policy: RECOVERY_POLICIES[name]!,
            horizon: wall(10),
          }),
          0,
          10,
        ),
        'ettr',
      ).reduce((sum, share) => sum + share / 10, 0);
    expect(ettr('in-memory')).toBeGreaterThan(ettr('modern'));
    expect(ettr('elastic', 32)).toBeGreaterThan(ettr('megascale-like', 32));
  });
});
