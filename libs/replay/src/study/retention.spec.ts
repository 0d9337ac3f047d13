import { SDC_AEGIS, type FaultProfileSpec } from '../faults/index.js';
import { DEFAULT_POLICY, SDC_DETECTORS } from '../job/index.js';
import { retentionOf, retentionWarning } from './retention.js';

/** Everything that people notice, they notice after 1,000 s. */
const faults: FaultProfileSpec = {
  name: 'one corruption',
  description: '',
  networkModel: 'none',
  classes: [
    {
      ...SDC_AEGIS,
      effect: { kind: 'corrupt', visibleShare: 1, visibleDelay: { kind: 'fixed', seconds: 1000 } },
    },
  ],
};
const policy = { ...DEFAULT_POLICY, checkpointIntervalS: 300, retentionS: 1000 };

describe('the retention of checkpoints', () => {
  it('reaches behind a corruption when it is as long as its discovery takes, whatever the interval', () => {
    for (const checkpointIntervalS of [60, 300, 333, 999, 1000, 1001, 3600]) {
      const at = { ...policy, checkpointIntervalS };
      expect(retentionOf(faults, at).reaches).toBe(true);
      expect(retentionOf(faults, { ...at, retentionS: 1000 - checkpointIntervalS }).reaches).toBe(false);
      expect(retentionWarning(faults, at)).toBeUndefined();
    }
  });

  it('counted in checkpoints reaches less far the shorter the interval, and says so', () => {
    const counted = { ...policy, retainedCheckpoints: 5 };
    expect(retentionOf(faults, counted)).toEqual({ latencyS: 1000, kept: 5, needed: 5, reaches: true });
    expect(retentionWarning(faults, { ...counted, checkpointIntervalS: 60 })).toEqual({
      code: 'retention-too-short',
      message:
        'The kept checkpoints must be at least 18 to reach behind a silent corruption when it is found, ' +
        'up to 1000 s later in 95 % (got 5): corrupted steps stay. Set retentionS to at least 1000.',
    });
  });

  it('must reach as far as the slowest detector needs', () => {
    const slow = { ...policy, detectors: [SDC_DETECTORS['vendor-diagnostic']] };
    expect(retentionOf(faults, slow)).toMatchObject({ latencyS: 7 * 86_400, reaches: false });
  });

  it('does not matter where a corruption stops the job at once, or there is none', () => {
    const none = { ...policy, retentionS: 0 };
    expect(retentionOf(faults, { ...none, silentCorruption: 'fail-stop' }).reaches).toBe(true);
    expect(retentionOf({ ...faults, classes: [] }, none).reaches).toBe(true);
    expect(retentionOf(faults, none).reaches).toBe(false);
  });
});
