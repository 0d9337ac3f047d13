import { DEVICES, type DeviceSpec } from '../hardware/index.js';
import { LINK_CATALOG, LINK_CONSTANT_NAMES, linkCalibrationOf, linkInput } from './index.js';

const device = (name: string): DeviceSpec => DEVICES[name]!;

describe('link calibration of a device', () => {
  it('gives every constant a value, a unit and a source', () => {
    for (const spec of Object.values(DEVICES)) {
      const { entries, constants } = linkCalibrationOf(spec);
      for (const name of LINK_CONSTANT_NAMES) {
        const { value, unit, source } = entries[name];
        expect({ name, value, unit, source: source.length > 10 }).toEqual({
          name,
          value: constants[name],
          unit: LINK_CATALOG[name].unit,
          source: true,
        });
        expect(value).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('says of what a relative gave whose it is', () => {
    const { entries, record, warning } = linkCalibrationOf(device('gb200'));
    expect([record, warning]).toEqual(['gb200', undefined]);
    expect(entries.switchGBps.source).toMatch(/^of the b200: /);
    expect(entries.ringGBps.source).not.toMatch(/^of the/);
  });

  it('scales by the rate of the link, with a warning, where nothing was measured', () => {
    const h800 = linkCalibrationOf(device('h800'));
    expect(h800).toMatchObject({ record: 'h100', linkGBps: 160 });
    const h100 = linkCalibrationOf(device('h100'));
    for (const rate of ['ringGBps', 'exchangeGBps', 'switchGBps'] as const)
      expect(h800.constants[rate] / h100.constants[rate]).toBeCloseTo(160 / 370, 12);
    expect([h800.channelGBps, h800.constants.hopSeconds]).toEqual([
      h100.channelGBps,
      h100.constants.hopSeconds,
    ]);
    expect(h800.warning).toBe(
      'No collective of the h800 was measured: its collectives are those of the h100, scaled by link rate.',
    );
    expect(linkCalibrationOf(device('mi300x')).constants.switchGBps).toBe(0);
    expect(linkCalibrationOf({ ...device('h100'), name: 'prototype' }).record).toBe('h100');
  });

  it('gives way to what its owner measured', () => {
    const own = {
      ...device('h800'),
      calibration: { source: 'two nodes, today', collectives: { ringGBps: 155, hopSeconds: 2e-6 } },
    };
    const { constants, entries } = linkCalibrationOf(own);
    expect([constants.ringGBps, constants.hopSeconds]).toEqual([155, 2e-6]);
    expect(constants.switchGBps).toBe(linkCalibrationOf(device('h800')).constants.switchGBps);
    expect(entries.ringGBps).toMatchObject({
      provenance: 'measured',
      source: 'measured by you: two nodes, today',
    });
    expect(linkInput(own)).toMatchObject({ provenance: 'measured' });
    expect(linkInput(device('h800'))).toMatchObject({ value: 'h100', provenance: 'fitted' });
  });
});
