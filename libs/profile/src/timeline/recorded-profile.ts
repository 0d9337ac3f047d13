/**
 * What a recorded profile holds: streams, kernel kinds, overlap and exposed communication, per phase and per
 * layer. Times in milliseconds.
 */
import { type KernelKind } from '../kernels/index.js';
import { type DeviceRecords, type ReadCounts, type TraceRecords, readTrace } from '../trace/index.js';
import { Attribution } from './attribution.js';
import { type CollectiveRate, collectiveRate } from './collective-rates.js';
import { DeviceSweep } from './device-sweep.js';
import { MS } from './kind-times.js';
import { type LayerProfile, type PhaseProfile } from './phases.js';
import { type KernelTime, type Overlap, type StreamProfile } from './profile-parts.js';

/** What one device did. */
export interface DeviceProfile {
  readonly device: string;
  /** Its number in the trace. */
  readonly deviceId: number;
  readonly sms: number;
  readonly spanMs: number;
  readonly kernels: number;
  readonly streams: readonly StreamProfile[];
  readonly kindsMs: Readonly<Partial<Record<KernelKind, number>>>;
  /** The names that take most time, the longest first. */
  readonly topKernels: readonly KernelTime[];
  /** Collectives by operation, group and size, and the bandwidth that they reached. */
  readonly collectives: readonly CollectiveRate[];
  readonly computeMs: number;
  readonly communicationMs: number;
  /** Communication that moves data, without waiting for peers. */
  readonly communicationDataMs: number;
  /** Computation against all communication kernels, and against those that move data alone. */
  readonly overlap: Overlap;
  readonly overlapWithData: Overlap;
  readonly phases: readonly PhaseProfile[];
  readonly layers: readonly LayerProfile[];
  /** Device work that no annotated range launched. */
  readonly unattributed: number;
}

/** The device with most work, and the others that the trace holds. */
export interface RecordedProfile extends DeviceProfile {
  readonly traceName: string;
  readonly rank: number;
  readonly worldSize: number;
  /** Training steps in the recording (`ProfilerStep#`); 1 where none is marked. */
  readonly steps: number;
  readonly otherDevices: readonly DeviceProfile[];
  /** What was understood of the file. */
  readonly read: ReadCounts;
}

/** Names that are listed where nothing else is asked for. */
const TOP = 20;

/** Imports a trace: text, or its decompressed bytes in one or many chunks. @throws TraceError */
export function importTrace(input: string | Uint8Array | Iterable<Uint8Array>): RecordedProfile {
  return profileOf(readTrace(input));
}

/** @param listed names of kernels that are listed, of those that take most time */
export function profileOf(records: TraceRecords, listed = TOP): RecordedProfile {
  const [busiest, ...others] = records.devices;
  const attribution = new Attribution(records);
  return {
    traceName: records.traceName,
    rank: records.rank,
    worldSize: records.worldSize,
    steps: stepsOf(records),
    ...deviceProfile(records, attribution, busiest, listed),
    otherDevices: others.map((device) => deviceProfile(records, attribution, device, listed)),
    read: records.counts,
  };
}

const stepsOf = ({ annotations }: TraceRecords): number =>
  Math.max(
    1,
    new Set(annotations.map(({ name }) => name).filter((name) => /^ProfilerStep#\d/.test(name))).size,
  );

function deviceProfile(
  records: TraceRecords,
  attribution: Attribution,
  { device, deviceName, sms, work, collectives }: DeviceRecords,
  listed: number,
): DeviceProfile {
  const swept = new DeviceSweep(work, records.annotations, attribution);
  return {
    device: deviceName,
    deviceId: device,
    sms,
    spanMs: swept.spanUs * MS,
    kernels: work.length,
    streams: swept.streamProfiles(),
    kindsMs: swept.kindsMs,
    topKernels: swept.topKernels(listed),
    collectives: collectives.map(collectiveRate),
    computeMs: swept.compute.totalUs * MS,
    communicationMs: swept.communication.totalUs * MS,
    communicationDataMs: swept.data.totalUs * MS,
    overlap: swept.overlap,
    overlapWithData: swept.overlapWithData,
    phases: swept.ranges.phaseProfiles(),
    layers: swept.ranges.layerProfiles(swept.originUs),
    unattributed: swept.unattributed,
  };
}
