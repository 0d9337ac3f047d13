import { IssueList, SECONDS_PER_DAY, canonicalJson, entryOf } from '@railyard/base';
import {
  FAULT_PROFILES,
  FaultLogReader,
  PLANNED_MAINTENANCE,
  fatTreeFleet,
  withClasses,
} from '../faults/index.js';
import { exactEttrB } from '../formulas/index.js';
import {
  DEFAULT_POLICY,
  LEDGER_PARTS,
  type ReplayRequest,
  RECOVERY_POLICIES,
  SDC_DETECTORS,
  constantMachine,
  countingMachine,
} from '../job/index.js';
import { mergeReplicas, runReplicas } from '../montecarlo/index.js';
import { expectedInterruptions, lossBudgetMinutes } from './expectations.js';
import { intervalCurve, meanRestartS } from './interval-curve.js';
import { replayArtifacts, replayJob, replayResult } from './replay-job.js';
import { checkReplaySpec } from './check-replay.js';
import { type ReplaySpec } from './replay-spec.js';
import { robustnessData } from './robustness.js';
import { sensitivity } from './sensitivity.js';

const fleet = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8 });
const request: ReplayRequest = {
  fleet,
  profile: FAULT_PROFILES['llama3-h100'],
  policy: DEFAULT_POLICY,
  horizon: { kind: 'productive', days: 54.25 },
  machine: constantMachine(19.9, fleet),
  seed: 7,
};

describe('replayJob', () => {
  const result = replayJob(request, 60);

  it('gives the contract, in JSON, with a ledger that adds up to the wall time', () => {
    expect(JSON.parse(canonicalJson(result))).toEqual(JSON.parse(JSON.stringify(result)));
    for (const key of ['ettr', 'goodput', 'interruptions', 'ledger', 'byCause', 'replicas', 'ci95'] as const)
      expect(result[key]).toBeDefined();
    const total = LEDGER_PARTS.reduce((sum, part) => sum + result.ledger[part], 0);
    expect(Math.abs(total / (result.wallDays * SECONDS_PER_DAY) - 1)).toBeLessThan(1e-9);
    expect(result.ci95.ettr[0]).toBeLessThan(result.ettr);
    expect(result.ci95.ettr[1]).toBeGreaterThan(result.ettr);
    expect(result.finishedShare).toBe(1);
    expect(result.stepTimeS).toBe(19.9);
  });

  it('attributes all downtime and lost work to causes, dearest first', () => {
    const parts = [
      'lostWorkS',
      'detectionS',
      'drainS',
      'restartS',
      'reloadS',
      'degradedS',
      'idleNoSpareS',
    ] as const;
    for (const part of parts) {
      const attributed = result.byCause.reduce((sum, { ledger }) => sum + ledger[part], 0);
      expect(attributed).toBeCloseTo(result.ledger[part], 3);
    }
    const costs = result.byCause.map(({ costS }) => costS.mean);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(result.byCause.reduce((sum, { interruptions }) => sum + interruptions.mean, 0)).toBeCloseTo(
      result.interruptions,
      9,
    );
  });

  it('prices silent corruption at about .75 x 2.2 h and a restart: .14 points', () => {
    const sdc = result.byCause.find((cause) => cause.class === 'sdc')!;
    expect(Math.abs(sdc.shareOfWall.mean - 0.0014)).toBeLessThan(3 * sdc.shareOfWall.standardError + 2e-4);
  });

  it('is the same from chunks of other threads', () => {
    const chunks = [runReplicas(request, 40, 20), runReplicas(request, 0, 40)];
    expect(canonicalJson(replayResult(request, mergeReplicas(chunks)))).toBe(canonicalJson(result));
  });

  it('reports progress, warnings and the inputs with their origin', () => {
    let done = 0;
    const bare = {
      ...request,
      policy: { ...DEFAULT_POLICY, retainedCheckpoints: 10 },
      fleet: { ...fleet, spareNodes: 0 },
    };
    const short = replayResult(
      bare,
      runReplicas(bare, 0, 3, (count) => (done = count)),
    );
    expect(done).toBe(3);
    expect(short.warnings.map(({ code }) => code)).toEqual([
      'retention-too-short',
      'rates-of-another-device',
      'no-spare',
    ]);
    expect(short.inputs.find(({ name }) => name === 'faults.gpu_hard')).toMatchObject({
      unit: 'per 1000 GPU-days',
      provenance: 'derived',
    });
    for (const { source } of short.inputs) expect(source.length).toBeGreaterThan(10);
  });

  it('leaves MTBF out when nothing fails', () => {
    const calm = replayJob({ ...request, profile: FAULT_PROFILES.none! }, 2);
    expect(calm.mtbfH).toBeUndefined();
    expect(calm.ettr).toBeCloseTo(300 / 301, 12);
  });
});

describe('artifacts', () => {
  const artifacts = replayArtifacts(request, runReplicas(request, 0, 12));

  it('the timeline covers the wall time without gaps and marks every fault of the log', () => {
    const { spans, marks } = artifacts.timeline;
    spans.forEach((span, index) => expect(span.startS).toBe(index === 0 ? 0 : spans[index - 1].endS));
    expect(spans.at(-1)!.endS).toBe(runReplicas(request, 0, 1).metrics[0]);
    const faults = artifacts.faultLogCsv.trim().split('\n').length - 1;
    expect(marks.filter(({ outcome }) => outcome !== 'rollback')).toHaveLength(faults);
  });

  it('the fault log replays to the same result, byte for byte', () => {
    const faultLog = new FaultLogReader(request.profile, fleet).push(artifacts.faultLogCsv).end();
    const { recordedFaults, ...recorded } = replayJob({ ...request, faultLog }, 1);
    expect(canonicalJson(recorded)).toBe(canonicalJson(replayJob(request, 1)));
    const { read, played, outsideJob, afterEnd } = recordedFaults!;
    expect([read, afterEnd]).toEqual([faultLog.length, 0]);
    expect(played).toBeGreaterThan(0.9 * read);
    expect(outsideJob).toBe(read - played);
  });

  it('has a ledger line for each replica', () => {
    expect(artifacts.ledgerCsv.trim().split('\n')).toHaveLength(13);
  });
});

describe('intervalCurve', () => {
  it('F7: the simulated curve follows the exact form and peaks near Daly', () => {
    const big = fatTreeFleet({ nodes: 2048, spareNodes: 41, planes: 8 });
    const curve = intervalCurve(
      {
        ...request,
        fleet: big,
        machine: constantMachine(20, big),
        horizon: { kind: 'wall', days: 54 },
        policy: {
          ...DEFAULT_POLICY,
          checkpointStallS: 30,
          checkpointPersistS: 0,
          silentCorruption: 'fail-stop',
        },
      },
      16,
    )!;
    for (const point of curve.points) expect(Math.abs(point.ettr.mean / point.exactA - 1)).toBeLessThan(0.01);
    expect(curve.dalyS / 60).toBeCloseTo(13.29, 1);
    expect(curve.simulatedOptimumS / curve.dalyS).toBeGreaterThan(0.6);
    expect(curve.simulatedOptimumS / curve.dalyS).toBeLessThan(1.5);
    expect(Math.abs(curve.exactOptimumS / curve.dalyS - 1)).toBeLessThan(0.1);
  });

  it('is at each point what a run with that interval gives, goodput too', () => {
    const frequent = { ...request, rateScale: { all: 10 } };
    const curve = intervalCurve(frequent, 12)!;
    expect(curve.points.map(({ intervalS }) => intervalS)).toContain(curve.configuredS);
    for (const point of [curve.points[0], curve.points.at(-1)]) {
      const policy = { ...frequent.policy, checkpointIntervalS: point!.intervalS };
      const run = replayJob({ ...frequent, policy }, 12);
      expect([point!.ettr.mean, point!.goodput.mean]).toEqual([run.ettr, run.goodput]);
      expect(point!.corruptedStepsKept).toBe(run.statistics.poisonedStepsKept.mean);
    }
    const best = curve.points.find(({ intervalS }) => intervalS === curve.simulatedOptimumS)!;
    for (const { goodput } of curve.points) expect(goodput.mean).toBeLessThanOrEqual(best.goodput.mean);
  });

  it('tells at which intervals a number of checkpoints is too short to roll back', () => {
    const policy = { ...DEFAULT_POLICY, retainedCheckpoints: 100 };
    const { points } = intervalCurve({ ...request, policy }, 2)!;
    // Noticed within 8 h in 95 %: 99 intervals of 291 s.
    for (const { intervalS, retentionReaches } of points)
      expect(retentionReaches).toBe(99 * intervalS >= 28_790);
    expect(new Set(points.map(({ retentionReaches }) => retentionReaches)).size).toBe(2);
    for (const { retentionReaches } of intervalCurve(request, 2)!.points) expect(retentionReaches).toBe(true);
  });

  it('has no optimum when nothing fails, and knows the mean restart', () => {
    expect(intervalCurve({ ...request, profile: FAULT_PROFILES.none! }, 2)).toBeUndefined();
    expect(meanRestartS(request)).toBeGreaterThan(620);
    expect(meanRestartS(request)).toBeLessThan(660);
  });
});

describe('presets (facts/failures.md section 3)', () => {
  it.each([
    ['modern', 0.9933, 54.62],
    ['deepseek', 0.9883, 54.89],
    ['megascale-like', 0.967, 56.1],
    ['hourly', 0.9571, 56.68],
    ['legacy', 0.905, 59.95],
  ])('%s', (name, ettr, wallDays) => {
    const policy = RECOVERY_POLICIES[name];
    const result = replayJob(
      { ...request, policy: { ...policy, silentCorruption: 'fail-stop', faultsDuringRestart: false } },
      200,
    );
    expect(Math.abs(result.ettr / ettr - 1)).toBeLessThan(0.003);
    expect(Math.abs(result.wallDays / wallDays - 1)).toBeLessThan(0.003);
    const failureRatePerS = (419 / (16_384 * 54 * SECONDS_PER_DAY)) * 2048;
    expect(
      exactEttrB({
        failureRatePerS,
        intervalS: policy.checkpointIntervalS,
        stallS: policy.checkpointStallS,
        restartS: policy.restartS,
      }),
    ).toBeCloseTo(ettr, 3);
  });
});

describe('sensitivity', () => {
  const rows = sensitivity(
    {
      ...request,
      policy: RECOVERY_POLICIES.legacy!,
      profile: withClasses(request.profile, PLANNED_MAINTENANCE),
    },
    12,
  );

  it('ranks rates, policies and assumptions by what they move', () => {
    expect(rows.map(({ swing }) => swing)).toEqual([...rows.map(({ swing }) => swing)].sort((a, b) => b - a));
    // Half of the corruptions never noticed: nothing else spoils as much work; restarts cost the most time.
    expect(rows[0].factor).toBe('share of corruptions that people notice');
    const timeSwing = ({ halved, doubled }: (typeof rows)[number]): number =>
      Math.max(Math.abs(halved.mean), Math.abs(doubled.mean));
    expect(rows.reduce((a, b) => (timeSwing(b) > timeSwing(a) ? b : a)).factor).toBe('restartS');
    const restart = rows.find(({ factor }) => factor === 'restartS')!;
    expect(restart.doubled.ci95[1]).toBeLessThan(0);
    expect(restart.halved.ci95[0]).toBeGreaterThan(0);
    const rate = rows.find(({ factor }) => factor === 'rate of gpu_hard')!;
    expect(rate.doubled.ci95[1]).toBeLessThan(0);
    expect(rows.find(({ factor }) => factor === 'rate of gpu_row_remap')).toBeUndefined();
    for (const { swing, goodputHalved, goodputDoubled } of rows)
      expect(swing).toBe(Math.max(Math.abs(goodputHalved.mean), Math.abs(goodputDoubled.mean)));
    // Fewer corruptions cost less time, and leave less corrupted work.
    const sdc = rows.find(({ factor }) => factor === 'rate of sdc')!;
    expect(sdc.goodputDoubled.mean).toBeLessThanOrEqual(sdc.doubled.mean);
  });

  it('turns durations and spares of recorded faults as it does of drawn ones, and no rates', () => {
    const few = { ...fleet, spareNodes: 2 };
    const drawn: ReplayRequest = {
      ...request,
      fleet: few,
      machine: constantMachine(19.9, few),
      horizon: { kind: 'wall', days: 54.25 },
      rateScale: { all: 3 },
    };
    const { faultLogCsv, sensitivity: ofDrawn } = replayArtifacts(drawn, runReplicas(drawn, 0, 1));
    const ofLog = sensitivity(
      { ...drawn, faultLog: new FaultLogReader(drawn.profile, few).push(faultLogCsv).end() },
      1,
    );
    expect(ofLog.map(({ factor }) => factor).sort()).toEqual(
      ofDrawn
        .filter(({ kind }) => kind !== 'rate')
        .map(({ factor }) => factor)
        .sort(),
    );
    const changes = (rows: typeof ofLog, name: string) =>
      rows
        .filter(({ factor }) => factor === name)
        .map(({ halved, doubled }) => [halved.mean, doubled.mean])[0];
    for (const name of ['node repair time', 'flap length']) {
      const [halved, doubled] = changes(ofLog, name);
      expect(halved).toBeCloseTo(changes(ofDrawn, name)[0], 9);
      expect(doubled).toBeCloseTo(changes(ofDrawn, name)[1], 9);
      expect(halved! - doubled!).toBeGreaterThan(0);
    }
    expect(changes(ofLog, 'spareNodes')[0]).toBeLessThan(0);
  });
});

describe('robustnessData', () => {
  const single = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 1 });
  const machine = (shape: typeof fleet, rebalanceAcrossPlanes: boolean) =>
    countingMachine({ fleet: shape, stepSeconds: 19.9, exposedNetworkSeconds: 2, rebalanceAcrossPlanes });
  const data = robustnessData({
    deployed: { ...request, machine: machine(fleet, false) },
    singleFabric: { fleet: single, machine: machine(single, false) },
    multiPort: { fleet, machine: machine(fleet, true) },
    replicas: 40,
  });

  it('prices families, and all together cost more than any one', () => {
    const all = data.byFamily.find(({ family }) => family === 'all')!;
    for (const row of data.byFamily) {
      expect(row.ettr.mean).toBeGreaterThanOrEqual(all.ettr.mean);
      const [low, high] = row.goodputDifference.ci95;
      expect(low).toBeLessThanOrEqual(row.goodputDifference.mean);
      expect(high).toBeGreaterThanOrEqual(row.goodputDifference.mean);
      expect(row.goodputDifference.mean).toBeLessThanOrEqual(0);
    }
    expect(all.goodputDifference.ci95[1]).toBeLessThan(0);
  });

  it('the ideal multi-port NIC saves the interruptions of link faults, significantly', () => {
    const ideal = data.comparisons.find(
      ({ metric, question }) => metric === 'interruptions' && question.startsWith('Ideal'),
    )!;
    expect(ideal.a.value.mean).toBe(0);
    expect(ideal.difference.ci95[1]).toBeLessThan(0);
    const ettr = data.comparisons.find(
      ({ metric, question }) => metric === 'ettr' && question.startsWith('Ideal'),
    )!;
    expect(ettr.difference.ci95[0]).toBeGreaterThan(0);
  });

  it('an outage costs what the counting oracles say', () => {
    const price = (network: string, element: string) =>
      data.outages.find((row) => row.network === network && row.element === element)!.slowdown;
    const step = (factor: number) => (17.9 + 2 * factor) / 19.9;
    expect(price('mpft', 'host link')).toBeCloseTo(step(8 / 7), 12);
    expect(price('mpft', 'spine')).toBeCloseTo(step(4 / 3), 12);
    expect(price('mrft', 'spine')).toBeCloseTo(step(32 / 31), 12);
    expect(price('multi-port', 'spine')).toBeCloseTo(step(8 / 7.75), 12);
    expect(price('mpft', 'plane')).toBeCloseTo(step(8 / 7), 12);
  });
});

describe('expectedInterruptions', () => {
  const llama = FAULT_PROFILES['llama3-h100'];

  it('F14: 10,000 GPUs over 21-28 days expect 99-133 interruptions', () => {
    expect(Math.round(expectedInterruptions(llama, 10_000, 21).interruptions)).toBe(99);
    expect(Math.round(expectedInterruptions(llama, 10_000, 28).interruptions)).toBe(133);
  });

  it('F15: 9,600 GPUs over 90 days expect 409, each worth 9.5 minutes at an ETTR of .97', () => {
    const expected = expectedInterruptions(llama, 9600, 90);
    expect(Math.round(expected.interruptions)).toBe(409);
    expect(lossBudgetMinutes(expected, 0.97)).toBeCloseTo(9.5, 1);
    expect(expectedInterruptions(llama, 2048, 54.25).mtbfH).toBeCloseTo(24.74, 2);
  });
});

describe('checkReplaySpec', () => {
  const good: ReplaySpec = {
    faults: entryOf(FAULT_PROFILES, 'llama3-h100'),
    recovery: { ...DEFAULT_POLICY, detectors: Object.values(SDC_DETECTORS) },
    horizon: { kind: 'wall', days: 54 },
    replicas: 200,
    spareNodes: 5,
    dataReplicas: 2,
    rateMultiple: 1,
  };
  const codes = (spec: ReplaySpec): string[] => {
    const issues = new IssueList();
    checkReplaySpec(spec, fatTreeFleet({ nodes: 256, planes: 8 }), issues);
    return issues.issues.map(({ path, code }) => `${path} ${code}`);
  };

  it('accepts a section with every detector', () => {
    expect(codes(good)).toEqual([]);
  });

  it('names what is wrong with the faults, the policy and the replicas at once', () => {
    const faults = { ...good.faults, networkModel: 'physical' } as const;
    const recovery = { ...good.recovery, checkpointPersistS: 1000 };
    expect(codes({ ...good, faults, recovery, dataReplicas: 3, replicas: 100_000 })).toEqual([
      `/faults/classes/${faults.classes.length - 1}/networkModel other-network-model`,
      '/recovery/checkpointPersistS persist-beyond-interval',
      '/dataReplicas replicas-divide-nodes',
    ]);
  });

  it('says what takes too long once there is something to play', () => {
    expect(codes({ ...good, replicas: 100_000, rateMultiple: 10_000 })).toEqual(['/replicas too-large']);
  });
});
