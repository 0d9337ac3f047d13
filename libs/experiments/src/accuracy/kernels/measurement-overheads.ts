/**
 * What a measurement adds to the time of a kernel: a property of how it was timed and not of the device.
 */
import { type Constant, fitted } from '@railyard/base';

export interface MeasurementOverheads {
  /** Device events around one launch on an idle GPU, for matrix kernels and attention. */
  readonly eventsSeconds: number;
  /** The same for memory-bound kernels. */
  readonly streamEventsSeconds: number;
  /** Device time of a kernel that finds the L2 cache flushed. */
  readonly flushedSeconds: number;
  /** Length of a kernel at which half of the droop of the clock is there: launched for 60 ms on end. */
  readonly eventsDroopSeconds: number;
  /** The same under the profiler, eight calls with the cache flushed between them. */
  readonly profilerDroopSeconds: number;
}

const HOPPER = 'tools/fit-kernels.mjs, with the record of the H200';

const MEASUREMENT_OVERHEADS = {
  eventsSeconds: fitted(3.69e-6, 's', `${HOPPER}: test/data/hopper-kernels.json`),
  streamEventsSeconds: fitted(3.4e-6, 's', `${HOPPER}: test/data/hopper-kernels.json`),
  flushedSeconds: fitted(2.13e-6, 's', `${HOPPER}: test/data/hopper-kernels-2.json`),
  eventsDroopSeconds: fitted(1.08e-4, 's', `${HOPPER}: test/data/hopper-kernels.json`),
  profilerDroopSeconds: fitted(4.52e-3, 's', `${HOPPER}: test/data/hopper-kernels-2.json`),
} as const satisfies Record<keyof MeasurementOverheads, Constant>;

export const OVERHEADS: MeasurementOverheads = {
  eventsSeconds: MEASUREMENT_OVERHEADS.eventsSeconds.value,
  streamEventsSeconds: MEASUREMENT_OVERHEADS.streamEventsSeconds.value,
  flushedSeconds: MEASUREMENT_OVERHEADS.flushedSeconds.value,
  eventsDroopSeconds: MEASUREMENT_OVERHEADS.eventsDroopSeconds.value,
  profilerDroopSeconds: MEASUREMENT_OVERHEADS.profilerDroopSeconds.value,
};
