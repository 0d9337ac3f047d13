import { DEFAULT_POLICY, RECOVERY_POLICIES, SDC_DETECTORS, defaultSpares } from './policy-presets.js';
import { FLAP_WINDOWS_S, keptCheckpoints } from './policy-spec.js';

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

describe('recovery policies', () => {
  it('have the restart, the interval and the stall that their sources give', () => {
    expect(
      Object.entries(RECOVERY_POLICIES).map(([name, policy]) => [
        name,
        policy.restartS / MINUTE,
        policy.checkpointIntervalS / MINUTE,
        policy.checkpointStallS,
      ]),
    ).toEqual([
      ['modern', 2.5, 5, 1],
      ['deepseek', 10, 5, 1],
      ['megascale-like', 10, 30, 30],
      ['hourly', 10, 60, 60],
      ['in-memory', 2.5, 30, 1],
      ['elastic', 10, 30, 1],
      ['legacy', 68, 120, 100],
    ]);
  });

  it('are known by their own names, and the default is among them', () => {
    for (const [name, policy] of Object.entries(RECOVERY_POLICIES)) expect(policy.name).toBe(name);
    expect(DEFAULT_POLICY).toBe(RECOVERY_POLICIES.deepseek);
  });

  it('reach back a day, so that what is noticed within a day can be undone', () => {
    for (const policy of Object.values(RECOVERY_POLICIES))
      expect(keptCheckpoints(policy) * policy.checkpointIntervalS).toBeGreaterThan(DAY);
  });

  it('keep one checkpoint that is as old as the retention, or a stated number', () => {
    const policy = { ...DEFAULT_POLICY, retentionS: 1000, checkpointIntervalS: 300 };
    // The newest is younger than an interval: five reach back 1,200 s at least, four only 900 s.
    expect(keptCheckpoints(policy)).toBe(5);
    expect(keptCheckpoints({ ...policy, retentionS: 900 })).toBe(4);
    expect(keptCheckpoints({ ...policy, retainedCheckpoints: 2 })).toBe(2);
  });

  it('a transport survives seven retries of 4.096 us x 2^timeout, timeouts 14, 18 and 20', () => {
    const windows = [14, 18, 20].map((timeout) => 7 * 4.096e-6 * 2 ** timeout);
    expect(Object.values(FLAP_WINDOWS_S)).toEqual(windows);
    expect(DEFAULT_POLICY.flapWindowS).toBe(windows[1]);
  });

  it.each([
    [256, 5],
    [16, 0],
    [25, 1],
    [1000, 20],
  ])('have two spares for a hundred nodes: of %d nodes %d', (nodes, spares) => {
    expect(defaultSpares(nodes)).toBe(spares);
  });
});

describe('detectors of silent corruption', () => {
  it('have the recall and the rhythm that their sources give', () => {
    expect(
      Object.values(SDC_DETECTORS).map((detector) => [
        detector.kind,
        detector.recall,
        'periodS' in detector ? [detector.periodS, detector.checkS] : detector.delay,
        detector.overheadFraction,
      ]),
    ).toEqual([
      ['gradient-norm', 0.06, { kind: 'log-normal', medianS: HOUR, sigma: 1 }, 0],
      ['checksum', 0.95, { kind: 'fixed', seconds: MINUTE }, 0.0086],
      ['redundancy-check', 0.9, [6 * HOUR, 20], 0],
      ['vendor-diagnostic', 0.4, [7 * DAY, 10 * MINUTE], 0],
    ]);
    for (const [name, { kind }] of Object.entries(SDC_DETECTORS)) expect(kind).toBe(name);
  });
});
