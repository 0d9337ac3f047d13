import { type JobTraits, componentsOf, corrections, totalOf } from './index.js';

const step = (kernels: number, communication: number, optimizer: number) => ({
  kernels,
  communication,
  optimizer,
});

describe('the components of a step', () => {
  it('add up to it; a bubble counts as the chunks that it waits for', () => {
    const times = { stepTimeS: 10, bubbleS: 2, optimizerS: 1, exposedCommunicationS: 1.75 };
    const { kernels, communication, optimizer } = componentsOf(times);
    expect(optimizer).toBe(1);
    expect(communication).toBeCloseTo((9 * 1.75) / 7, 12);
    expect(kernels + communication + optimizer).toBeCloseTo(10, 12);
  });
});

const traits: JobTraits = { device: 'h100', isDense: true, tensor: 4, tokens: 4096, job: 'a' };
const job = (components: ReturnType<typeof step>, changes: Partial<JobTraits> = {}) => ({
  components,
  traits: { ...traits, job: JSON.stringify([components, changes]), ...changes },
});
const measured = (components: ReturnType<typeof step>, measuredS: number, changes?: Partial<JobTraits>) => ({
  ...job(components, changes),
  measuredS,
});

describe('corrections by measured steps', () => {
  const compute = measured(step(10, 0, 0), 12);
  const network = measured(step(2, 8, 0), 14);

  it('correct what the anchor holds, and leave the rest', () => {
    const { factors, explainedPct } = corrections(job(step(5, 0, 0)), [compute]);
    // Most of it is of the kernels that both have; what is of one job alone stays with the anchor.
    expect(factors.kernels).toBeGreaterThan(1.15);
    expect(factors.kernels).toBeLessThan(1.2);
    expect(factors.communication).toBe(1);
    expect(explainedPct).toBeGreaterThan(75);
    const other = corrections(job(step(0, 5, 0)), [compute]);
    expect(other.explainedPct).toBeCloseTo(0, 9);
    expect(other.deviation).toBeCloseTo(0.3, 9);
  });

  it('are those of the same job where it is the one that was measured', () => {
    const { factors } = corrections(compute, [compute]);
    expect(factors.kernels).toBeGreaterThan(1.195);
  });

  it('say less of other kernels: of another device, other tensor ranks, other tokens', () => {
    const kernels = (changes: Partial<JobTraits>): number =>
      corrections(job(step(5, 0, 0), changes), [compute]).factors.kernels;
    expect(kernels({ tokens: 8192 })).toBeLessThan(kernels({}));
    expect(kernels({ tokens: 2048 })).toBeCloseTo(kernels({ tokens: 8192 }), 12);
    expect(kernels({ tokens: 16384 })).toBeLessThan(kernels({ tokens: 8192 }));
    expect(kernels({ tensor: 8 })).toBeLessThan(kernels({ tokens: 16384 }));
    expect(kernels({ device: 'b200' })).toBeCloseTo(kernels({ tensor: 8 }), 12);
    expect(kernels({ device: 'b200' })).toBeGreaterThan(1.02);
  });

  it('leave more doubt about experts than about a dense model', () => {
    const routed = { isDense: false };
    const anchor = measured(step(10, 0, 0), 12, routed);
    const dense = corrections(job(step(5, 0, 0)), [compute]);
    const moe = corrections(job(step(5, 0, 0), routed), [anchor]);
    expect(moe.deviation).toBeGreaterThan(2 * dense.deviation);
    expect(moe.factors.kernels).toBeLessThan(dense.factors.kernels);
  });

  it('tell components apart by several anchors, in whatever order they come', () => {
    const target = job(step(5, 5, 0));
    const { factors } = corrections(target, [compute, network]);
    const [alone] = [corrections(target, [network])];
    expect(factors.communication).toBeGreaterThan(1.3);
    expect(factors.communication).toBeLessThan(alone.factors.communication);
    expect(factors.kernels).toBeGreaterThan(alone.factors.kernels);
    expect(corrections(target, [network, compute]).factors.communication).toBeCloseTo(
      factors.communication,
      6,
    );
    expect(totalOf(target.components, factors)).toBeGreaterThan(12);
  });

  it('change nothing without anchors', () => {
    expect(corrections(job(step(1, 1, 1)), []).factors).toEqual(step(1, 1, 1));
  });
});
