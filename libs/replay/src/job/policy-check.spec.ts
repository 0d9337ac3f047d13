import { IssueList } from '@railyard/base';
import { checkRecoveryPolicy } from './policy-check.js';
import { DEFAULT_POLICY, RECOVERY_POLICIES, SDC_DETECTORS } from './policy-presets.js';
import { type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';

const codes = (patch: Partial<RecoveryPolicySpec>): readonly string[] => {
  const issues = new IssueList();
  checkRecoveryPolicy({ ...DEFAULT_POLICY, ...patch }, issues);
  return issues.issues.map(({ path, code }) => `${path} ${code}`);
};
const ofDetector = (patch: Partial<SdcDetectorSpec>): readonly string[] => {
  const { delay: _delay, ...checksum } = SDC_DETECTORS.checksum;
  return codes({ detectors: [SDC_DETECTORS.checksum, { ...checksum, ...patch }] });
};
const delay = { kind: 'fixed', seconds: 60 } as const;

describe('checkRecoveryPolicy', () => {
  it.each(Object.entries(RECOVERY_POLICIES))('accepts the preset %s with every detector', (_, policy) => {
    expect(codes({ ...policy, detectors: Object.values(SDC_DETECTORS) })).toEqual([]);
  });

  it('a checkpoint is safe before the next one is taken', () => {
    expect(codes({ checkpointIntervalS: 300, checkpointPersistS: 300 })).toEqual([]);
    expect(codes({ checkpointIntervalS: 300, checkpointPersistS: 301 })).toEqual([
      '/checkpointPersistS persist-beyond-interval',
    ]);
  });

  it('a nearer copy is quicker than its interval, and newer than storage', () => {
    const tier = { kind: 'peer-memory', intervalS: 20, stallS: 0.02, persistS: 1, loadS: 5 } as const;
    expect(codes({ tiers: [tier] })).toEqual([]);
    expect(codes({ tiers: [{ ...tier, stallS: 20 }] })).toEqual(['/tiers/0/stallS stall-beyond-interval']);
    expect(codes({ tiers: [{ ...tier, persistS: 21 }] })).toEqual([
      '/tiers/0/persistS persist-beyond-interval',
    ]);
    expect(codes({ checkpointIntervalS: 300, tiers: [{ ...tier, intervalS: 301 }] })).toEqual([
      '/tiers/0/intervalS tier-beyond-storage',
    ]);
  });

  it('a detector finds after a delay or at its next check, never both', () => {
    expect(ofDetector({ delay })).toEqual([]);
    expect(ofDetector({ periodS: 100, checkS: 1 })).toEqual([]);
    for (const patch of [{}, { delay, periodS: 100, checkS: 1 }])
      expect(ofDetector(patch)).toEqual(['/detectors/1 delay-or-period']);
  });

  it('checks take a time, and less than half of it', () => {
    expect(ofDetector({ periodS: 100 })).toEqual(['/detectors/1/checkS missing-key']);
    expect(ofDetector({ periodS: 100, checkS: 49.9 })).toEqual([]);
    expect(ofDetector({ periodS: 100, checkS: 50 })).toEqual(['/detectors/1/checkS check-beyond-period']);
  });
});
