/** The link calibration of a device: its own record, completed by those of its relatives. */
import { type Constant, type ProvenancedInput, invariant, log, measured } from '@railyard/base';
import { type DeviceSpec } from '../hardware/index.js';
import {
  LINK_CATALOG,
  LINK_CONSTANT_NAMES,
  type LinkConstantName,
  type LinkConstants,
  type LinkRecord,
} from './link-constants.js';
import { LINK_RECORDS } from './link-records.js';

export interface LinkCalibration {
  /** Record that the search started from: the device's own, or that of its nearest relative. */
  readonly record: string;
  /** Rates inside a node are those of this device's links. */
  readonly constants: LinkConstants;
  /** What the channels of one GPU send, however fast its links are. */
  readonly channelGBps: number;
  /** The same with unit, provenance and source; what a relative gave says so in its source. */
  readonly entries: Readonly<Record<LinkConstantName, Constant>>;
  /** What large transfers reach of the device's link, per direction. */
  readonly linkGBps: number;
  /** A sentence when the device has no record of its own. */
  readonly warning?: string;
}

/**
 * Devices that are known to have the links of another: the same switch generation, so that reduction in the
 * switch is there or not. Accelerators that reach each other without a switch take the A100's, which has no
 * reduction in it.
 */
const SAME_LINKS: Readonly<Record<string, string>> = {
  h800: 'h100',
  h20: 'h100',
  a800: 'a100',
  'a100-40': 'a100',
  v100: 'a100',
  mi300x: 'a100',
  mi355x: 'a100',
};

/** What a faster link makes faster. */
const RATES = ['ringGBps', 'exchangeGBps', 'switchGBps'] as const;

const cache = new WeakMap<DeviceSpec, LinkCalibration>();

/** Pure function of the device; cached for as long as the device exists. */
export function linkCalibrationOf(device: DeviceSpec): LinkCalibration {
  const cached = cache.get(device);
  if (cached !== undefined) return cached;
  const made = completed(device);
  cache.set(device, made);
  return made;
}

/** The calibration as an input of a result: the record, or what the owner of the device measured. */
export function linkInput(device: DeviceSpec): ProvenancedInput {
  const { record, entries } = linkCalibrationOf(device);
  const own = device.calibration?.collectives !== undefined;
  const fitted = LINK_CONSTANT_NAMES.filter((name) => entries[name].provenance === 'fitted').length;
  return {
    name: 'network.linkCalibration',
    value: own ? `${record}, in part measured by you` : record,
    unit: 'record',
    provenance: own ? 'measured' : 'fitted',
    source: own
      ? `measured by you: ${device.calibration?.source}`
      : `tools/fit-collectives.mjs: ${fitted} constants, to half of the measured collectives in test/data`,
  };
}

const byName = (name: string): LinkRecord | undefined =>
  LINK_RECORDS.find((record) => record.device === name);

function completed(device: DeviceSpec): LinkCalibration {
  const own = byName(device.name);
  const first = own ?? byName(SAME_LINKS[device.name] ?? '') ?? nearestRecord(device);
  const entries = ownEntries(device);
  for (
    let record: LinkRecord | undefined = first;
    record !== undefined;
    record = byName(record.relative ?? '')
  )
    for (const name of LINK_CONSTANT_NAMES) {
      const entry = record.entries[name];
      if (entry === undefined || entries[name] !== undefined) continue;
      entries[name] =
        record === own ? entry : { ...entry, source: `of the ${record.device}: ${entry.source}` };
    }
  const missing = LINK_CONSTANT_NAMES.filter((name) => entries[name] === undefined);
  invariant(missing.length === 0, 'the chain of link records gives every constant', { missing });
  const channelGBps = entries.ringGBps?.value ?? 0;
  const scale = linkRate(device) / first.achievedGBps;
  for (const name of RATES) {
    const entry = entries[name];
    if (entry === undefined || scale === 1 || device.calibration?.collectives?.[name] !== undefined) continue;
    entries[name] = { ...entry, value: entry.value * scale, source: `${entry.source}; by rate of the link` };
  }
  const complete = entries as Record<LinkConstantName, Constant>;
  return {
    record: first.device,
    constants: Object.fromEntries(
      LINK_CONSTANT_NAMES.map((name) => [name, complete[name].value]),
    ) as unknown as LinkConstants,
    channelGBps,
    entries: complete,
    linkGBps: linkRate(device),
    ...(own === undefined
      ? {
          warning:
            `No collective of the ${device.name} was measured: ` +
            `its collectives are those of the ${first.device}, scaled by link rate.`,
        }
      : {}),
  };
}

/** What its owner measured, in place of the records. */
function ownEntries({ calibration }: DeviceSpec): Partial<Record<LinkConstantName, Constant>> {
  const own = calibration?.collectives ?? {};
  return Object.fromEntries(
    LINK_CONSTANT_NAMES.flatMap((name) => {
      const value = own[name];
      if (value === undefined) return [];
      return [[name, measured(value, LINK_CATALOG[name].unit, `measured by you: ${calibration?.source}`)]];
    }),
  );
}

/** What large transfers reach of the link that joins the GPUs of a node. */
const linkRate = ({ nvlinkAchievedGBps, pcieGBps }: DeviceSpec): number =>
  nvlinkAchievedGBps > 0 ? nvlinkAchievedGBps : pcieGBps;

/** Nearest in the logarithm of the link rate. */
function nearestRecord(device: DeviceSpec): LinkRecord {
  const distance = (record: LinkRecord): number => Math.abs(log(linkRate(device) / record.achievedGBps));
  return LINK_RECORDS.reduce((best, record) => (distance(record) < distance(best) ? record : best));
}
