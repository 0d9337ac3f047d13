import {
  LEVELS,
  SOFTWARE_LEVELS,
  gateKernels,
  hostPassSeconds,
  optimizerHostSeconds,
  optimizerTraffic,
  softwareInputs,
} from './index.js';
import { resolveSoftware } from './resolve-software.js';

describe('the software of a job', () => {
  it('is absent where the document says nothing: nothing is unfused, the host is never late', () => {
    expect(resolveSoftware(undefined)).toBeUndefined();
    expect(hostPassSeconds(undefined, 1000, 'forward')).toBe(0);
    expect(optimizerHostSeconds(undefined, 80)).toBe(0);
    expect(optimizerTraffic(undefined)).toBe(1);
  });

  it.each(SOFTWARE_LEVELS)('%s has a source, and every part of it may be set by itself', (level) => {
    expect(LEVELS[level].source.length).toBeGreaterThan(20);
    const plain = resolveSoftware({ level })!;
    const changed = resolveSoftware({
      level,
      attention: 'flash3',
      fused: { rope: !plain.fused.rope },
      launch: 'cuda-graphs',
      optimizer: 'loop',
      dropout: 0.25,
      hostLaunchUs: 10,
    })!;
    expect(changed).toMatchObject({
      attention: 'flash3',
      fused: { ...plain.fused, rope: !plain.fused.rope },
      launch: 'cuda-graphs',
      optimizer: 'loop',
      dropout: 0.25,
    });
    expect(changed.host.forward.value).toBeCloseTo(10e-6, 12);
    expect(changed.host.backward.value / changed.host.forward.value).toBeCloseTo(
      plain.host.backward.value / plain.host.forward.value,
      12,
    );
  });

  it('takes the parts that no level is named for from deepseek-v3', () => {
    expect(resolveSoftware({ dropout: 0.1 })).toEqual({
      ...resolveSoftware({ level: 'deepseek-v3' }),
      dropout: 0.1,
    });
  });
});

describe('the gate', () => {
  it('has the kernels of the profile in deepseek-v3, those of its fusion elsewhere', () => {
    expect(resolveSoftware({})).toMatchObject({ gate: 'traced', graphs: [] });
    expect(resolveSoftware({ level: 'megatron-core-2025' })!.gate).toBe('plain');
    expect(resolveSoftware({ level: 'megatron-core-2026' })!.gate).toBe('fused');
    expect(resolveSoftware({ level: 'megatron-core-2025', fused: { router: true } })!.gate).toBe('fused');
    expect(gateKernels('traced', true)).toBe(gateKernels('traced', false));
  });

  it('takes more kernels where the host prepares an all-to-all', () => {
    for (const gate of ['fused', 'plain'] as const)
      expect(gateKernels(gate, true) - gateKernels(gate, false)).toBe(14);
  });
});

describe('the host', () => {
  const eager = resolveSoftware({ level: 'eager-pytorch', hostLaunchUs: 40 })!;

  it('takes one launch after the other', () => {
    expect(hostPassSeconds(eager, 25, 'forward')).toBeCloseTo(1e-3, 12);
    expect(hostPassSeconds(eager, 25, 'backward')).toBeCloseTo((1e-3 * 31) / 38, 12);
  });

  it('launches what a compiler fused, at a higher price each, and is out of the way of a CUDA graph', () => {
    expect(hostPassSeconds({ ...eager, launch: 'compiled' }, 25, 'forward')).toBeCloseTo(1.3e-3, 12);
    expect(resolveSoftware({ level: 'eager-pytorch', launch: 'compiled' })!.fused).toMatchObject({
      norm: true,
      activation: true,
      dropout: true,
      rope: true,
      loss: false,
    });
    expect(hostPassSeconds({ ...eager, launch: 'cuda-graphs' }, 25, 'forward')).toBe(0);
  });

  it('steps over 12 tensors of a layer', () => {
    expect(optimizerHostSeconds(eager, 24)).toBeCloseTo(288 * 3.5e-6, 12);
    expect(optimizerHostSeconds({ ...eager, optimizer: 'loop' }, 24)).toBeCloseTo(288 * 119e-6, 12);
    expect(optimizerTraffic({ ...eager, optimizer: 'foreach' })).toBe(2.8);
  });
});

describe('the inputs of a result', () => {
  it('name the level and its source, and the host where it launches', () => {
    expect(softwareInputs(undefined)).toEqual([]);
    const [level, forward, backward] = softwareInputs({ level: 'megatron-2021' });
    expect(level).toMatchObject({ name: 'software.level', value: 'megatron-2021', provenance: 'published' });
    expect(forward).toMatchObject({ name: 'software.hostLaunchForward', provenance: 'fitted', unit: 's' });
    expect(backward!.value).toBeGreaterThan(0);
    expect(softwareInputs({ level: 'megatron-2021', launch: 'cuda-graphs' })).toHaveLength(1);
  });
});
