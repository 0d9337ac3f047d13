import { type Issue, InvalidDocumentError } from '@railyard/base';
import { checkedFabricComparison, compareFabrics } from './compare-fabrics.js';

const own = (topology: object) => ({ preset: 'h800-2048-mpft', name: 'own', nodes: 128, topology });
const rails = own({ kind: 'rail-optimized', switchPorts: 64 });
const tapered = own({ kind: 'rail-optimized', switchPorts: 64, oversubscription: 2 });
const compared = (input: object) => compareFabrics(checkedFabricComparison(input)).fabrics;
function issuesOf(input: unknown): readonly Issue[] {
  try {
    checkedFabricComparison(input);
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
  return [];
}

describe('fabrics side by side', () => {
  it('cost in proportion to the bisection of the first', () => {
    const [full, half] = compared({ clusters: [rails, tapered] });
    expect([full!.bisectionGBps, half!.bisectionGBps]).toEqual([25_600, 12_800]);
    expect(full!.atEqualBisection).toEqual({ costUSD: full!.costUSD });
    expect(half!.atEqualBisection).toEqual({ costUSD: 2 * half!.costUSD });
    // 32 leaves and 16 spines of 1,024 cables; 40 switches and 512 cables.
    expect([full!.switches, full!.links, half!.switches, half!.links]).toEqual([48, 1024, 40, 512]);
  });

  it('lose links and switches at the published rates of one', () => {
    const [, half] = compared({ clusters: [rails, tapered] });
    expect(half!.failuresPerYear).toEqual({
      hostLinks: expect.closeTo(1024 * 0.00057 * 12, 9),
      fabricLinks: expect.closeTo(512 * 0.00057 * 12, 9),
      switches: expect.closeTo(40 * 0.00051 * 12, 9),
      flaps: expect.closeTo(1024 * 0.179, 9),
    });
  });

  it('run a job, and divide what they cost by its tokens', () => {
    const [mpft, mrft] = compared({ clusters: ['h200-256-mpft', 'h200-256'], workload: 'llama3-70b' });
    for (const fabric of [mpft!, mrft!])
      expect(fabric.step!.usdPerMillionTokensPerDay).toBe(
        fabric.costUSD / (fabric.step!.tokensPerDayB * 1000),
      );
    expect(mpft!.step!.stepTimeS).toBeGreaterThan(0);
    const rail = { preset: 'h200-256', name: 'mine' };
    expect(compared({ clusters: ['h200-256', rail], workload: { preset: 'llama3-70b' } })[1]!.step).toEqual(
      mrft!.step,
    );
  });

  it('report every mistake at its place', () => {
    expect(issuesOf({ clusters: [rails] }).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/clusters too-few',
    ]);
    const issues = issuesOf({
      clusters: ['h800-2048-mpft', { ...own({ kind: 'torus' }) }],
      prices: { name: 'x', parts: [{ item: 'switch', ports: 64, gbps: 400, usd: 1 }] },
    });
    expect(new Set(issues.map(({ path, code }) => `${path} ${code}`))).toEqual(
      new Set([
        '/prices/parts missing-part',
        '/clusters/1/topology/dimensions missing-key',
        '/clusters/1/topology/endpointsPerSwitch missing-key',
      ]),
    );
  });
});
