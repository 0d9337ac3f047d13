/** The calibration of a device: its own record, completed by those of its relatives. */
import { type Constant, type ProvenancedInput, asInput, invariant, log, measured } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import {
  CONSTANT_CATALOG,
  CONSTANT_NAMES,
  type ConstantName,
  type KernelConstants,
} from './constant-catalog.js';
import { type DeviceRecord } from './device-record.js';
import { LAUNCH_GAP } from './launch-gap.js';
import { RECORDS } from './records/index.js';

export interface Calibration {
  readonly device: string;
  /** Record that the search started from: the device's own, or that of its nearest relative. */
  readonly record: string;
  readonly constants: KernelConstants;
  /** The same with unit, provenance and source; what a relative gave says so in its source. */
  readonly entries: Readonly<Record<ConstantName, Constant>>;
  /** Constants that no kernel of this device was fitted to. */
  readonly inherited: readonly ConstantName[];
  /** A sentence when the device has no record of its own. */
  readonly warning?: string;
}

/**
 * Devices of the same chip share a record without a warning: the H800 has the SMs and the power limit of the
 * H200, on which training kernels were measured, and another memory.
 */
const SAME_CHIP: Readonly<Record<string, string>> = { h800: 'h200', a800: 'a100' };

const cache = new WeakMap<DeviceSpec, Calibration>();

/** Pure function of the device; cached for as long as the device exists. */
export function calibrationOf(device: DeviceSpec): Calibration {
  const cached = cache.get(device);
  if (cached !== undefined) return cached;
  const made = completed(device);
  cache.set(device, made);
  return made;
}

/**
 * The calibration as inputs of a result: the record with what it was fitted to as one, and each constant
 * that was not fitted and moves a step of the job (`kernels.<name>`), the launch gap included.
 * `Calibration.entries` has every constant.
 */
export function calibrationInputs(device: DeviceSpec, job: 'training' | 'serving'): ProvenancedInput[] {
  const { entries, record } = calibrationOf(device);
  const isFitted = (name: ConstantName): boolean => entries[name].provenance === 'fitted';
  const fitted = CONSTANT_NAMES.filter(isFitted);
  return [
    {
      name: 'kernels.calibration',
      value: record,
      unit: 'record',
      provenance: 'fitted',
      source:
        `tools/fit-kernels.mjs: ${fitted.length} constants, to half of the measured kernels in test/data; ` +
        'no result of a training job is among them',
    },
    ...CONSTANT_NAMES.filter((name) => !isFitted(name) && matters(name, device, job)).map((name) =>
      asInput(`kernels.${name}`, entries[name]),
    ),
    asInput('kernels.launchGapSeconds', LAUNCH_GAP),
  ];
}

/** Constants of kernels that no training step runs, and no service. */
const ONLY_SERVING: ReadonlySet<ConstantName> = new Set(['latentTileRows', 'latentWideFraction']);
const ONLY_TRAINING = /backward|wgrad/i;

/** Neither a precision that the device has not, nor the clock of a share that every job has its own of. */
const matters = (name: ConstantName, { fp4Tflops }: DeviceSpec, job: 'training' | 'serving'): boolean =>
  name !== 'tensorShare' &&
  (job === 'serving' ? !ONLY_TRAINING.test(name) : !ONLY_SERVING.has(name)) &&
  ((fp4Tflops ?? 0) > 0 || !name.toLowerCase().includes('fp4'));

function completed(device: DeviceSpec): Calibration {
  const own = RECORDS.get(SAME_CHIP[device.name] ?? device.name);
  const first = own ?? nearestRecord(device);
  const entries = ownEntries(device);
  const inherited: ConstantName[] = [];
  for (let record: DeviceRecord | undefined = first; record !== undefined; record = relativeOf(record))
    for (const name of CONSTANT_NAMES) {
      const entry: Constant | undefined = record.entries[name];
      if (entry === undefined || entries[name] !== undefined) continue;
      const foreign = record !== own;
      if (foreign) inherited.push(name);
      entries[name] = foreign ? { ...entry, source: `of the ${record.device}: ${entry.source}` } : entry;
    }
  const missing = CONSTANT_NAMES.filter((name) => entries[name] === undefined);
  invariant(missing.length === 0, 'the chain of records gives every constant', { missing });
  const complete = entries as Record<ConstantName, Constant>;
  return {
    device: device.name,
    record: first.device,
    constants: Object.fromEntries(
      CONSTANT_NAMES.map((name) => [name, complete[name].value]),
    ) as unknown as KernelConstants,
    entries: complete,
    inherited,
    ...(own === undefined
      ? {
          warning:
            `No kernel of the ${device.name} was measured: ` +
            `its kernels are those of the ${first.device}, scaled by peaks.`,
        }
      : {}),
  };
}

/** What its owner measured, in place of the records. */
function ownEntries({ calibration }: DeviceSpec): Partial<Record<ConstantName, Constant>> {
  const own = calibration?.kernels ?? {};
  return Object.fromEntries(
    CONSTANT_NAMES.flatMap((name) => {
      const value = own[name];
      if (value === undefined) return [];
      const source = `measured by you: ${calibration?.source}`;
      return [[name, measured(value, CONSTANT_CATALOG[name].unit, source)]];
    }),
  );
}

function relativeOf(record: DeviceRecord): DeviceRecord | undefined {
  if (record.relative === undefined) return undefined;
  const relative = RECORDS.get(record.relative);
  invariant(relative !== undefined, 'a relative has a record', { record: record.device });
  return relative;
}

/** Nearest in the logarithms of tensor peak and bandwidth per SM, which tell generations apart. */
function nearestRecord(device: DeviceSpec): DeviceRecord {
  const distance = (record: DeviceRecord): number => {
    const peak = log((1e3 * device.bf16Tflops) / device.sms / record.bf16GflopsPerSm);
    const bandwidth = log(device.memoryBandwidthGBps / device.sms / record.bandwidthGBpsPerSm);
    return peak * peak + bandwidth * bandwidth;
  };
  return [...RECORDS.values()].reduce((best, record) => (distance(record) < distance(best) ? record : best));
}
