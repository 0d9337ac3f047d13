/** Sensitivities: against whole steps of the changed job, in order, and of what moves something alone. */
import { simulateStep } from '@railyard/parallelism';
import { experimentFromPreset, prepareExperiment, sensitivities } from '../index.js';
import { type SensitivityRow } from './index.js';

const founding = prepareExperiment(experimentFromPreset('deepseek-v3-mpft'));
const { cluster, workload, seed } = founding.document;
const rows = sensitivities(founding);
const rowOf = (input: string, all = rows): SensitivityRow | undefined =>
  all.find((row) => row.input === input);
const total = (change: { readonly cluster?: object; readonly workload?: object } = {}) =>
  simulateStep({ ...cluster, ...change.cluster }, { ...workload, ...change.workload }, seed).parts;
const base = total();

describe('the sensitivity of the founding case', () => {
  const ofDevice = (part: object) => ({ cluster: { device: { ...cluster.device, ...part } } });
  const ofNic = (part: object) => ({ cluster: { nic: { ...cluster.nic, ...part } } });
  it.each([
    ['device.fp8Tflops', (fp8Tflops: number) => ofDevice({ fp8Tflops })],
    ['device.fp32Tflops', (fp32Tflops: number) => ofDevice({ fp32Tflops })],
    ['device.nvlinkAchievedGBps', (nvlinkAchievedGBps: number) => ofDevice({ nvlinkAchievedGBps })],
    ['nic.bandwidthGBps', (bandwidthGBps: number) => ofNic({ bandwidthGBps })],
    ['nic.efficiency', (efficiency: number) => ofNic({ efficiency })],
    [
      'workload.routing.expertLoadCv',
      (expertLoadCv: number) => ({ workload: { routing: { expertLoadCv } } }),
    ],
    [
      'workload.communication.sms',
      (sms: number) => ({ workload: { communication: { ...workload.communication, sms } } }),
    ],
  ])('to %s is that of whole steps, and so is that of the optimizer', (input, changed) => {
    const { low, high, stepPct, phasesPct } = rowOf(input)!;
    [low, high].forEach((value, end) => {
      const parts = total(changed(value));
      expect(Math.abs(stepPct[end]! - 100 * (parts.total / base.total - 1))).toBeLessThan(0.2);
      const optimizer = 100 * (parts.optimizer / base.optimizer - 1);
      expect(phasesPct.optimizer![end]!).toBeCloseTo(optimizer, 6);
    });
  });

  it('tries nine and eleven tenths, whole SMs, and no efficiency beyond one', () => {
    expect(rowOf('nic.bandwidthGBps')).toMatchObject({ low: 45, high: 55, provenance: 'published' });
    expect(rowOf('workload.communication.sms')).toMatchObject({ low: 18, high: 22 });
    expect(rowOf('nic.efficiency')!.high).toBe(1);
    expect(rowOf('experts.overlappedRate')).toMatchObject({ provenance: 'measured' });
    expect(rowOf('workload.routing.expertLoadCv')).toMatchObject({ provenance: 'assumed' });
  });

  it('lists the largest mover first, each with an input of the result', () => {
    const sizes = rows.map(({ stepPct }) => Math.max(...stepPct.map(Math.abs)));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(rows).toHaveLength(10);
  });
});

it('leaves out what moves nothing: experts and FP8 in a dense BF16 job, phases that it has not', () => {
  const dense = sensitivities(
    prepareExperiment({
      ...experimentFromPreset('deepseek-v3-mpft'),
      cluster: { preset: 'h100-1024-roce' },
      workload: { preset: 'llama3-70b' },
    }),
  );
  const names = dense.map(({ input }) => input);
  expect(names).toContain('device.bf16Tflops');
  for (const name of ['device.fp8Tflops', 'workload.routing.expertLoadCv', 'experts.overlappedRate'])
    expect(names).not.toContain(name);
  expect(Object.keys(dense[0]!.phasesPct)).not.toContain('overlappedForwardBackward');
});
