/** Rates of a device's kernels, of which only the relative error is known. */
import { type Constant, type Provenance, assumed, measured } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { calibrationOf } from '@railyard/parallelism';

/**
 * Error of the kernel model on kernels that it was not fitted to (`railyard accuracy kernels`, H200, training
 * kernels): 3.3 % in the median. A layer is a sum of many kinds of kernels whose errors differ in sign, so
 * this is taken as the 90 % interval of the sum.
 */
const MATRIX_RATE_ERROR: Constant = measured(
  0.033,
  '',
  'railyard accuracy kernels, H200: median error of training kernels not fitted',
);

/** Of memory-bound kernels: between the median error of all and the 8 % that a spec holds them to. */
const MEMORY_RATE_ERROR: Constant = assumed(
  0.05,
  '',
  'between the median error of all training kernels (3.3 %) and what memory-bound ones are held to (8 %)',
);

/** A device without measured kernels runs on the constants of its nearest relative. */
const UNMEASURED_FACTOR = 3;

export interface RateError {
  readonly name: 'kernels.matrixRate' | 'kernels.memoryRate';
  /** Ends of the 90 % interval of the rate over what is taken. */
  readonly range: readonly [low: number, high: number];
  readonly provenance: Provenance;
  readonly reason: string;
}

export function kernelRateErrors(device: DeviceSpec): readonly RateError[] {
  const trust = calibrationOf(device).warning === undefined ? 1 : UNMEASURED_FACTOR;
  return [
    rateError('kernels.matrixRate', MATRIX_RATE_ERROR, trust),
    rateError('kernels.memoryRate', MEMORY_RATE_ERROR, trust),
  ];
}

function rateError(name: RateError['name'], error: Constant, trust: number): RateError {
  const share = error.value * trust;
  return {
    name,
    range: [1 - share, 1 + share],
    provenance: error.provenance,
    reason: trust === 1 ? error.source : `${error.source}; ${trust} times as far on a device not measured`,
  };
}
