/** A calibration record: how the kernels of one device behave. */
import { type Constant, type Provenance } from '@railyard/base';
import { CONSTANT_CATALOG, type ConstantName } from './constant-catalog.js';

export type RecordEntries = Readonly<Partial<Record<ConstantName, Constant>>>;

export interface DeviceRecord {
  /** Name of the device that was measured. */
  readonly device: string;
  /** Dense BF16 peak and memory bandwidth of one SM: by these the nearest relative of a device is found. */
  readonly bf16GflopsPerSm: number;
  readonly bandwidthGBpsPerSm: number;
  /** The record that gives what was not measured on this device; absent in the record that has everything. */
  readonly relative?: string;
  readonly entries: RecordEntries;
}

/** Entries that share provenance and source. */
export function entriesOf(
  provenance: Provenance,
  source: string,
  values: Readonly<Partial<Record<ConstantName, number>>>,
): RecordEntries {
  return Object.fromEntries(
    (Object.entries(values) as [ConstantName, number][]).map(([name, value]) => [
      name,
      { value, unit: CONSTANT_CATALOG[name].unit, provenance, source },
    ]),
  );
}
