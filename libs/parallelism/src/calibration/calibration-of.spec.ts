import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import { entryOf } from '@railyard/base';
import { calibrationInputs, calibrationOf } from './calibration-of.js';
import { CONSTANT_NAMES } from './constant-catalog.js';
import { RECORDS } from './records/index.js';

const device = (name: string): DeviceSpec => entryOf(DEVICES, name);

describe('calibration of a device', () => {
  it('gives every constant a value, a unit and a source', () => {
    for (const spec of Object.values(DEVICES)) {
      const { entries, constants } = calibrationOf(spec);
      for (const name of CONSTANT_NAMES) {
        const entry = entries[name];
        expect({ name, same: entry.value === constants[name], source: entry.source.length > 10 }).toEqual({
          name,
          same: true,
          source: true,
        });
        expect(entry.value).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('says of what a relative gave whose it is', () => {
    const { entries, inherited, warning } = calibrationOf(device('a100'));
    expect(warning).toBeUndefined();
    expect(inherited).toContain('swigluFraction');
    expect(entries.swigluFraction.source).toMatch(/^of the h200: /);
    expect(inherited).not.toContain('bf16PeakFraction');
    expect(entries.bf16PeakFraction.source).not.toMatch(/^of the/);
  });

  it('takes the nearest relative of a device that was never measured, with a warning', () => {
    const named = (base: string, more: Partial<DeviceSpec>) =>
      calibrationOf({ ...device(base), name: 'prototype', ...more });
    expect(named('h200', { memoryBandwidthGBps: 5200 })).toMatchObject({
      record: 'h200',
      warning: 'No kernel of the prototype was measured: its kernels are those of the h200, scaled by peaks.',
    });
    expect(named('a100', { sms: 100 }).record).toBe('a100');
    expect(['b200', 'gb200']).toContain(named('gb200', { memoryGB: 200 }).record);
  });

  it('shares the record of the same chip without a warning', () => {
    expect(calibrationOf(device('h800'))).toMatchObject({ record: 'h200', inherited: [] });
    expect(calibrationOf(device('h800')).warning).toBeUndefined();
  });

  it('gives way to what its owner measured, and says so', () => {
    const calibration = { source: 'one GPU, today', kernels: { bf16PeakFraction: 0.7 } };
    const own = { ...device('h100'), calibration };
    expect(calibrationOf(own).entries.bf16PeakFraction).toMatchObject({
      value: 0.7,
      provenance: 'measured',
      source: 'measured by you: one GPU, today',
    });
    expect(calibrationOf(own).constants.fp8PeakFraction).toBe(
      calibrationOf(device('h100')).constants.fp8PeakFraction,
    );
    expect(calibrationInputs(own, 'training')).toContainEqual(
      expect.objectContaining({ name: 'kernels.bf16PeakFraction', value: 0.7 }),
    );
  });

  it('gives boards of one chip the clock under load of one of them, by their power', () => {
    const droop = (name: string) => calibrationOf(device(name)).constants.bf16Droop;
    expect(droop('h100')).toBe(droop('h200'));
    const blackwell = ['b200', 'b300', 'gb200', 'gb300'].map(droop);
    expect(blackwell).toEqual([...blackwell].sort((a, b) => b - a));
    expect(calibrationOf(device('gb300')).entries.bf16Droop.provenance).toBe('derived');
  });

  it('lists the record as one fitted input, and what was not fitted one by one', () => {
    const inputs = calibrationInputs(device('h800'), 'training');
    const fitted = inputs.filter(({ provenance }) => provenance === 'fitted');
    expect(fitted).toMatchObject([{ name: 'kernels.calibration', value: 'h200' }]);
    expect(inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['kernels.contention', 'kernels.launchGapSeconds']),
    );
  });

  it("lists no constant without effect: FP4 only where the device has it, no clock but the job's own", () => {
    const without = (name: string) =>
      calibrationInputs(device(name), 'training').filter((input) => /fp4|tensorShare/i.test(input.name));
    expect(without('h800')).toEqual([]);
    expect(without('b200').map(({ name }) => name)).not.toContain('kernels.tensorShare');
  });

  it('lists kernels of decoding where a model is served, and those of gradients where one is trained', () => {
    const names = (job: 'training' | 'serving') =>
      calibrationInputs(device('h800'), job).map(({ name }) => name);
    expect(names('serving')).toEqual(
      expect.arrayContaining(['kernels.latentTileRows', 'kernels.contention']),
    );
    expect(names('serving')).not.toContain('kernels.bf16WgradShare');
    expect(names('training')).not.toContain('kernels.latentTileRows');
    expect(names('training')).toContain('kernels.bf16WgradShare');
  });

  it('fits what belongs to a device: no fraction of a peak beyond it, no clock given up for nothing', () => {
    for (const record of RECORDS.values())
      for (const [name, entry] of Object.entries(record.entries)) {
        if (/Fraction$/.test(name) && !/Stream|permute/.test(name))
          expect(entry.value).toBeLessThanOrEqual(1);
        if (/Droop$/.test(name)) expect(entry.value).toBeLessThanOrEqual(0.4);
      }
  });
});
