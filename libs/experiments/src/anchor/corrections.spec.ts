import { componentsOf, corrections, deviation, explainedPct, totalOf } from './index.js';

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

describe('corrections by measured steps', () => {
  const compute = { components: step(10, 0, 0), measuredS: 12 };
  const network = { components: step(2, 8, 0), measuredS: 14 };

  it('correct what the anchor holds, and leave the rest', () => {
    const found = corrections([compute]);
    expect(found.factors.kernels).toBeCloseTo(1.2, 2);
    expect(found.factors.communication).toBe(1);
    expect(totalOf(step(5, 0, 0), found.factors)).toBeCloseTo(6, 1);
    expect(explainedPct(step(5, 0, 0), found)).toBeGreaterThan(98);
    expect(explainedPct(step(0, 5, 0), found)).toBeCloseTo(0, 9);
    expect(deviation(step(0, 5, 0), found)).toBeCloseTo(0.5, 9);
  });

  it('tell components apart by several anchors', () => {
    const { factors } = corrections([compute, network]);
    expect(factors.kernels).toBeCloseTo(1.2, 2);
    // 14 = 2 x 1.2 + 8 x 1.45
    expect(factors.communication).toBeCloseTo(1.45, 2);
    expect(corrections([network, compute]).factors.communication).toBeCloseTo(factors.communication, 6);
  });

  it('change nothing without anchors', () => {
    expect(corrections([]).factors).toEqual(step(1, 1, 1));
  });
});
