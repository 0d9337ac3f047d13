/**
 * Power of a device from what it does (docs/model/energy.md):
 *
 *   power = rated x (idle + tensor x busy tensor cores + memory x busy memory), at most its limit
 *
 * busy: the share of the datasheet's peak that is reached. At the limit the clock gives way, which the times
 * of kernels have in them already (kernels/clock.ts).
 */
import { type Constant, derived, fitted } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { IDLE_POWER, TENSOR_POWER } from '../kernels/index.js';
import { type Activity } from './activity.js';
import { ratedPower } from './rated-power.js';

/** FLOP/s of the product whose power is `TENSOR_POWER`, over the datasheet's: 740 of 989.5. */
const PEAK_SHARE: Constant = derived(
  0.748,
  'of peak',
  'H200, a BF16 product of 8,192 cubed at full clock: 1.485 ms (power-and-clock.json)',
);

/** Of the rated power, where memory gave its peak. */
export const MEMORY_POWER: Constant = fitted(
  0.846,
  'of rated power',
  'H200, products with one row, 380 and 606 W (h200-graphs.json): the other 14 rows are not fitted',
);

/** What the rows that are not fitted lie apart from the model at most. */
const MEASURED_BAND = 0.12;

/** Boards of the measured chip, with its rating. */
const MEASURED: ReadonlySet<string> = new Set(['h200', 'h100', 'h800']);

export interface DevicePower {
  readonly watts: number;
  /** Of a board that was not measured: from idle to the rating. */
  readonly range: readonly [low: number, high: number];
  readonly ratedW: number;
  readonly isMeasured: boolean;
}

/** Undefined where the rating is not known. @param activity in `seconds` */
export function devicePower(
  device: DeviceSpec,
  { tensorS, memoryS }: Activity,
  seconds: number,
): DevicePower | undefined {
  const rated = ratedPower(device);
  if (rated === undefined) return undefined;
  const limit = device.powerLimit ?? 1;
  const tensor = (TENSOR_POWER.value / PEAK_SHARE.value) * (tensorS / seconds);
  const share = Math.min(limit, IDLE_POWER.value + tensor + (MEMORY_POWER.value * memoryS) / seconds);
  const isMeasured = MEASURED.has(device.name);
  const watts = rated.value * share;
  const idle = rated.value * IDLE_POWER.value;
  const most = rated.value * limit;
  return {
    watts,
    range: isMeasured
      ? [Math.max(idle, watts * (1 - MEASURED_BAND)), Math.min(most, watts * (1 + MEASURED_BAND))]
      : [idle, most],
    ratedW: rated.value,
    isMeasured,
  };
}
