import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import { calibrationOf } from '../calibration/index.js';
import { recurrenceSeconds } from './recurrence.js';

const device = (name: string): DeviceSpec => DEVICES[name] as DeviceSpec;
const FLOPS = 8192 * 64 * (8 * 128 * 128 + 65 * 256);

describe('a recurrence over chunks', () => {
  it('starts, and has a rate for each SM', () => {
    const b200 = device('b200');
    const { recurrenceStartSeconds: start, recurrenceGflopsPerSm: rate } = calibrationOf(b200).constants;
    expect(recurrenceSeconds(b200, 0)).toBe(start);
    expect(recurrenceSeconds(b200, FLOPS) - start).toBeCloseTo(FLOPS / (148 * rate * 1e9), 12);
    const half = recurrenceSeconds(b200, FLOPS, { sms: 74 });
    expect(half - start).toBeCloseTo(2 * (recurrenceSeconds(b200, FLOPS) - start), 12);
    expect(recurrenceSeconds(b200, FLOPS, { contended: true })).toBeGreaterThan(
      recurrenceSeconds(b200, FLOPS),
    );
  });

  it('gains little from the tensor cores of a newer generation', () => {
    const gain = recurrenceSeconds(device('h100'), FLOPS) / recurrenceSeconds(device('b200'), FLOPS);
    expect(gain).toBeGreaterThan(1);
    expect(gain).toBeLessThan(1.8);
  });
});
