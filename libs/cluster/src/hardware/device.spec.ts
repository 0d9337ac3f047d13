import { DEVICES, NVLINK_EFFICIENCY_H100 } from './device.js';

describe('DEVICES', () => {
  it('are named by their keys and reach no more than their peaks', () => {
    for (const [name, device] of Object.entries(DEVICES)) {
      expect(device.name).toBe(name);
      // 0 of 0 on a device without NVLink.
      expect(device.nvlinkAchievedGBps).toBeLessThanOrEqual(NVLINK_EFFICIENCY_H100 * device.nvlinkGBps);
      expect(device.source).not.toBe('');
    }
  });

  it('reach on NVLink what was published', () => {
    expect(DEVICES['h800'].nvlinkAchievedGBps).toBe(160);
    expect(DEVICES['h100'].nvlinkAchievedGBps).toBeCloseTo(370, 9);
  });
});
