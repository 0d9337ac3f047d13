/**
 * What a recorded profile holds: streams, kernel kinds, overlap and exposed communication, per phase and per
 * layer. Times in milliseconds.
 */
import { elementAt } from '@railyard/base';
import { type KernelKind } from '../kernels/index.js';
import { type DeviceRecords, type ReadCounts, type TraceRecords, readTrace } from '../trace/index.js';
import { attribute } from './attribution.js';
import { type CollectiveRate, collectiveRate } from './collective-rates.js';
import { type Intervals, sharedBy, totalOf } from './intervals.js';
import { type LayerProfile, type PhaseProfile, phasesAndLayers } from './phases.js';
import { rowsByKey } from './row-groups.js';
import { MS, SortedWork } from './sorted-work.js';

export interface StreamProfile {
  readonly stream: number;
  /** By what most of its time is. */
  readonly role: 'compute' | 'communication';
  readonly kernels: number;
  readonly busyMs: number;
  readonly kindsMs: Readonly<Partial<Record<KernelKind, number>>>;
}

/** Span divided by what runs: the four parts add up to it. */
export interface Overlap {
  readonly bothMs: number;
  readonly computeOnlyMs: number;
  /** Exposed communication. */
  readonly communicationOnlyMs: number;
  readonly neitherMs: number;
}

/** All kernels of one name. */
export interface KernelTime {
  readonly name: string;
  readonly kind: KernelKind;
  readonly kernels: number;
  readonly totalMs: number;
}

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
  return {
    traceName: records.traceName,
    rank: records.rank,
    worldSize: records.worldSize,
    steps: stepsOf(records),
    ...deviceProfile(records, busiest, listed),
    otherDevices: others.map((device) => deviceProfile(records, device, listed)),
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
  { device, deviceName, sms, work, collectives }: DeviceRecords,
  listed: number,
): DeviceProfile {
  const sorted = new SortedWork(work);
  const all = sorted.rows();
  const compute = sorted.busy(sorted.rows((row) => !sorted.communicates(row)));
  const communication = sorted.busy(sorted.rows((row) => sorted.communicates(row)));
  const data = sorted.busy(sorted.rows((row) => sorted.kind(row) === 'communication'));
  let endUs = sorted.originUs;
  for (const row of all) endUs = Math.max(endUs, sorted.end(row));
  const spanUs = endUs - sorted.originUs;
  const attributed = attribute(work, records);
  return {
    device: deviceName,
    deviceId: device,
    sms,
    spanMs: spanUs * MS,
    kernels: work.length,
    streams: streamProfiles(sorted),
    kindsMs: sorted.kindTimes(all),
    topKernels: topKernels(sorted, listed),
    collectives: collectives.map(collectiveRate),
    computeMs: totalOf(compute) * MS,
    communicationMs: totalOf(communication) * MS,
    communicationDataMs: totalOf(data) * MS,
    overlap: overlapOf(compute, communication, spanUs),
    overlapWithData: overlapOf(compute, data, spanUs),
    ...phasesAndLayers(sorted, records.annotations, compute, attributed),
    unattributed: attributed.annotation.reduce((count, index) => count + (index < 0 ? 1 : 0), 0),
  };
}

function overlapOf(compute: Intervals, communication: Intervals, spanUs: number): Overlap {
  const both = sharedBy(compute, communication);
  const [computeOnly, communicationOnly] = [totalOf(compute) - both, totalOf(communication) - both];
  return {
    bothMs: both * MS,
    computeOnlyMs: computeOnly * MS,
    communicationOnlyMs: communicationOnly * MS,
    neitherMs: (spanUs - both - computeOnly - communicationOnly) * MS,
  };
}

function streamProfiles(sorted: SortedWork): StreamProfile[] {
  return [...rowsByKey(sorted.rows(), (row) => elementAt(sorted.work.streams, row))]
    .sort(([a], [b]) => a - b)
    .map(([stream, rows]) => ({
      stream,
      role: sorted.roleOf(rows),
      kernels: rows.length,
      busyMs: totalOf(sorted.busy(rows)) * MS,
      kindsMs: sorted.kindTimes(rows),
    }));
}

function topKernels(sorted: SortedWork, listed: number): readonly KernelTime[] {
  const { names, nameIds, durations, length } = sorted.work;
  const totalUs = new Float64Array(names.length);
  const kernels = new Int32Array(names.length);
  const firstRow = new Int32Array(names.length);
  for (let row = length - 1; row >= 0; row -= 1) {
    const id = elementAt(nameIds, row);
    totalUs[id] = elementAt(totalUs, id) + elementAt(durations, row);
    kernels[id] = elementAt(kernels, id) + 1;
    firstRow[id] = row;
  }
  return names
    .map((name, id) => ({ name, id }))
    .filter(({ id }) => elementAt(kernels, id) > 0)
    .sort((a, b) => elementAt(totalUs, b.id) - elementAt(totalUs, a.id) || (a.name < b.name ? -1 : 1))
    .slice(0, listed)
    .map(({ name, id }) => ({
      name,
      kind: sorted.kind(elementAt(firstRow, id)),
      kernels: elementAt(kernels, id),
      totalMs: elementAt(totalUs, id) * MS,
    }));
}
