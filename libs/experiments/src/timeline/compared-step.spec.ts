/** The twin's step as a profile: its kernels are what its time is made of. */
import { prepareExperiment } from '../engine.js';
import { comparedStep } from '../record.js';

const stepOf = (parallelism: object, more: object = {}) =>
  comparedStep(
    prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: 'case',
      cluster: { preset: 'h100-64', nodes: 1 },
      workload: {
        model: {
          name: 'eight-layers',
          layers: 8,
          hidden: 2048,
          denseHidden: 8192,
          vocabulary: 32_000,
          attention: { kind: 'gqa', heads: 16, keyValueHeads: 8, headDim: 128 },
        },
        parallelism,
        batch: { sequenceLength: 4096, globalSequences: 64 },
        ...more,
      },
    }),
  );
const sum = (times: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(times).reduce<number>((total, ms = 0) => total + ms, 0);

describe("the twin's step as a profile", () => {
  it('kernels of a step without pipeline fill its time, but for what the host adds', () => {
    const { spanMs, overlap, kindsMs } = stepOf({ pipeline: 1 });
    const { communication = 0, ...computation } = kindsMs;
    expect(overlap.computeOnlyMs + overlap.communicationOnlyMs + overlap.neitherMs).toBeCloseTo(spanMs, 6);
    expect(sum(computation) / overlap.computeOnlyMs).toBeGreaterThan(0.97);
    expect(sum(computation) / overlap.computeOnlyMs).toBeLessThan(1.03);
    expect(communication).toBeGreaterThan(0);
  });

  it('two stages hold half the layers each: the mean of the ranks', () => {
    const one = stepOf({ pipeline: 1 });
    const two = stepOf({ pipeline: 2, data: 4 });
    // Half the layers for twice the micro-batches.
    expect(two.kindsMs.gemm! / one.kindsMs.gemm!).toBeCloseTo(1, 1);
    expect(two.kindsMs.attention! / one.kindsMs.attention!).toBeCloseTo(1, 6);
    expect(two.topKernels.some(({ name }) => name === 'send activations')).toBe(true);
  });

  it('kinds are the sums of their kernels, the longest first', () => {
    const { kindsMs, topKernels } = stepOf({ pipeline: 2, tensor: 2 });
    for (const [kind, ms] of Object.entries(kindsMs)) {
      const own = topKernels.filter((kernel) => kernel.kind === kind);
      expect(own.reduce((total, { totalMs }) => total + totalMs, 0)).toBeCloseTo(ms, 6);
    }
    const times = topKernels.map(({ totalMs }) => totalMs);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(topKernels.find(({ name }) => name === 'tensor')?.kind).toBe('communication');
  });

  it('a product of attention is attention, a norm a norm', () => {
    const { topKernels } = stepOf({ pipeline: 1 });
    const kindOf = (pattern: RegExp) => topKernels.find(({ name }) => pattern.test(name))?.kind;
    expect(kindOf(/attention.*forward/)).toBe('attention');
    expect(kindOf(/norm, forward/)).toBe('norm');
    expect(kindOf(/head, backward-weight/)).toBe('gemm');
  });
});
