/** A result on each of ten devices shows its family, its band and what is to be said of it. */
import { prepareExperiment, runExperiment } from '../engine.js';

const NAMED = ['a100', 'h100', 'h200', 'h800', 'b200', 'b300', 'gb200', 'gb300', 'l40s', 'mi300x'];

const resultOf = (device: object, software: object = {}) =>
  runExperiment(
    prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: 'small',
      ignoreMemory: true,
      cluster: { preset: 'h100-8', device, pxn: false },
      workload: {
        preset: 'llama3-8b',
        parallelism: { pipeline: 1, tensor: 2, data: 4 },
        batch: { sequenceLength: 2048, globalSequences: 8 },
        software,
      },
    }),
  );
const codesOf = ({ warnings }: ReturnType<typeof resultOf>) => warnings.map(({ code }) => code);
const widthOf = ({ band, metrics }: ReturnType<typeof resultOf>) =>
  (band.stepTimeS[1] - band.stepTimeS[0]) / metrics.stepTimeS;

describe('the validation of a result', () => {
  it.each(NAMED)('is named on %s, with a band of its family', (device) => {
    const result = resultOf({ preset: device }, { level: 'megatron-core-2025' });
    const { family, band, metrics } = result;
    expect(family.rows).toBeGreaterThan(0);
    expect(family.medianPct).toBeLessThanOrEqual(family.p90Pct);
    expect(band.stepTimeS[0]).toBeLessThan(metrics.stepTimeS);
    expect(band.stepTimeS[1]).toBeGreaterThan(metrics.stepTimeS);
    const isKnown = ['h100', 'h200', 'b200', 'gb200'].includes(device);
    expect({ device, said: codesOf(result).includes('outside-validation') }).toEqual({
      device,
      said: !isKnown,
    });
  });

  it('is wider, and says why, on a device that nobody measured', () => {
    const made = resultOf({ preset: 'h100', name: 'made-up' }, { level: 'megatron-core-2025' });
    const known = resultOf({ preset: 'h100' }, { level: 'megatron-core-2025' });
    expect(widthOf(made)).toBeGreaterThan(widthOf(known));
    expect(codesOf(made)).toEqual(expect.arrayContaining(['outside-validation', 'device-not-measured']));
    const message = made.warnings.find(({ code }) => code === 'outside-validation')?.message;
    expect(message).toMatch(/^No published run is known of this family \(made-up, .*twice as wide because/);
  });

  it('gives rates the inverse of what it gives times', () => {
    const { band, metrics } = resultOf({ preset: 'a100' }, { level: 'deepspeed-2022' });
    const times = band.stepTimeS.map((end) => end / metrics.stepTimeS);
    const rates = band.tokensPerDayB.map((end) => end / metrics.tokensPerDayB);
    expect(rates[0]).toBeCloseTo(1 / (times[1] ?? NaN), 2);
    expect(rates[1]).toBeCloseTo(1 / (times[0] ?? NaN), 2);
  });
});
