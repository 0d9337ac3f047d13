import { RandomStream } from '@railyard/base';
import { type FaultClassSpec, SDC_AEGIS, durationQuantile, visibilityOf } from '../faults/index.js';
import { checkingShare, discoveryOf, latestDiscoveryS } from './detectors.js';
import { DEFAULT_POLICY } from './policy-presets.js';
import { type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';

const fixed = (seconds: number) => ({ kind: 'fixed', seconds }) as const;
const corruption = (visibleShare: number, seconds: number): FaultClassSpec => ({
  ...SDC_AEGIS,
  effect: { kind: 'corrupt', visibleShare, visibleDelay: fixed(seconds) },
});
const detector = (patch: Partial<SdcDetectorSpec>): SdcDetectorSpec => ({
  kind: 'checksum',
  recall: 1,
  overheadFraction: 0,
  provenance: 'assumed',
  source: 'test',
  ...patch,
});
const policyOf = (...detectors: readonly SdcDetectorSpec[]): RecoveryPolicySpec => ({
  ...DEFAULT_POLICY,
  detectors,
});

/** Delays of many corruptions under a policy. */
const delays = (policy: RecoveryPolicySpec, spec: FaultClassSpec, count = 4000): readonly number[] => {
  const stream = new RandomStream(3, 'policy');
  return Array.from({ length: count }, (_, key) => discoveryOf(policy, spec, stream, 1, key).afterS);
};
const shareFound = (all: readonly number[]): number =>
  all.filter((delay) => delay < Infinity).length / all.length;
/** Three standard errors of a share of 4,000. */
const BAND = 3 * Math.sqrt(0.25 / 4000);

describe('what checking costs', () => {
  it('is the sum of what each detector takes', () => {
    expect(checkingShare(policyOf())).toBe(0);
    expect(
      checkingShare(
        policyOf(
          detector({ overheadFraction: 0.01 }),
          detector({ overheadFraction: 0.02, periodS: 100, checkS: 5 }),
        ),
      ),
    ).toBeCloseTo(0.01 + 0.02 + 0.05, 12);
    expect(checkingShare(policyOf(detector({ periodS: 100 })))).toBe(0);
  });
});

describe('when a corruption is found', () => {
  it('people find the share that shows, after their delay', () => {
    const found = delays(policyOf(), corruption(0.3, 900));
    expect(Math.abs(shareFound(found) - 0.3)).toBeLessThan(BAND);
    expect(new Set(found)).toEqual(new Set([900, Infinity]));
  });

  it('a detector finds its recall, at once with people the union of both, the earlier first', () => {
    const found = delays(policyOf(detector({ recall: 0.6, delay: fixed(60) })), corruption(0.3, 900));
    const at = (delay: number): number => found.filter((one) => one === delay).length / found.length;
    expect(Math.abs(at(60) - 0.6)).toBeLessThan(BAND);
    expect(Math.abs(at(900) - 0.4 * 0.3)).toBeLessThan(BAND);
    expect(Math.abs(at(Infinity) - 0.4 * 0.7)).toBeLessThan(BAND);
  });

  it('two detectors of one kind, or of two, see independently', () => {
    const sees = (kind: SdcDetectorSpec['kind']) => detector({ kind, recall: 0.5, delay: fixed(1) });
    const kinds = ['checksum', 'gradient-norm', 'redundancy-check', 'vendor-diagnostic'] as const;
    for (const one of kinds)
      for (const other of kinds)
        expect(
          Math.abs(shareFound(delays(policyOf(sees(one), sees(other)), corruption(0, 1))) - 0.75),
        ).toBeLessThan(BAND);
    expect(
      Math.abs(
        shareFound(delays(policyOf(...kinds.map(sees), ...kinds.map(sees)), corruption(0, 1))) - 255 / 256,
      ),
    ).toBeLessThan(BAND);
  });

  it('a detector draws on its own: what another sees stays as it is', () => {
    const spec = corruption(0.3, 1e6);
    const slow = detector({ kind: 'gradient-norm', recall: 0.5, delay: { kind: 'exponential', meanS: 1e5 } });
    const before = delays(policyOf(slow), spec, 300);
    const after = delays(policyOf(detector({ recall: 0.5, delay: fixed(60) }), slow), spec, 300);
    after.forEach((delay, key) => expect(delay).toBe(Math.min(delay, before[key]!)));
    expect(after.filter((delay, key) => delay === before[key]).length).toBeGreaterThan(100);
  });

  it('a periodic check finds within its period, evenly', () => {
    const found = delays(policyOf(detector({ periodS: 1000, checkS: 1 })), corruption(0, 1));
    const mean = found.reduce((sum, delay) => sum + delay, 0) / found.length;
    expect(Math.max(...found)).toBeLessThan(1000);
    expect(Math.abs(mean - 500)).toBeLessThan((3 * 1000) / Math.sqrt(12 * found.length));
  });
});

describe('how far checkpoints must reach', () => {
  it('to the latest of people and detectors, 95 % of what each finds', () => {
    const spec = corruption(0.3, 900);
    const lateDelay = { kind: 'exponential', meanS: 1000 } as const;
    expect(latestDiscoveryS(policyOf(), spec)).toBe(900);
    expect(latestDiscoveryS(policyOf(detector({ periodS: 500, checkS: 1 })), spec)).toBe(900);
    expect(latestDiscoveryS(policyOf(detector({ periodS: 5000, checkS: 1 })), spec)).toBe(5000);
    expect(latestDiscoveryS(policyOf(detector({ delay: lateDelay })), spec)).toBe(
      durationQuantile(lateDelay, 0.95),
    );
    expect(latestDiscoveryS(policyOf(detector({ delay: lateDelay, recall: 0 })), spec)).toBe(900);
  });

  it('not at all where nobody finds anything', () => {
    expect(latestDiscoveryS(policyOf(), corruption(0, 900))).toBe(0);
    expect(latestDiscoveryS(policyOf(), SDC_AEGIS)).toBe(
      durationQuantile(visibilityOf(SDC_AEGIS).delay, 0.95),
    );
  });
});
