/**
 * What a recorded profile holds: streams, kernel kinds, overlap and exposed communication, per phase and per
 * layer. Times in milliseconds.
 */
import { attribute } from './attribution.js';
import { type Intervals, sharedBy, totalOf, unionOf } from './intervals.js';
import { type KernelKind, isCommunication, kernelKind } from './kernel-kinds.js';
import { type DeviceWork, type TraceRecords, readTrace } from './trace-records.js';

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

export interface PhaseProfile {
  /** Name of the annotated range, e.g. `attn(F)`. */
  readonly phase: string;
  readonly role: 'compute' | 'communication';
  readonly kernels: number;
  /** Union over the streams, summed over layers. */
  readonly busyMs: number;
  readonly perLayerMs: readonly number[];
  readonly kindsMs: Readonly<Partial<Record<KernelKind, number>>>;
}

export interface LayerProfile {
  readonly layer: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly computeMs: number;
  readonly communicationMs: number;
  /** Communication of the layer's time during which nothing computed. */
  readonly exposedMs: number;
}

export interface RecordedProfile {
  readonly traceName: string;
  readonly device: string;
  readonly sms: number;
  readonly rank: number;
  readonly worldSize: number;
  readonly spanMs: number;
  readonly kernels: number;
  readonly streams: readonly StreamProfile[];
  readonly kindsMs: Readonly<Partial<Record<KernelKind, number>>>;
  readonly computeMs: number;
  readonly communicationMs: number;
  /** Communication that moves data, without waiting for peers. */
  readonly communicationDataMs: number;
  /** Against the whole of the communication streams, and against their data kernels alone. */
  readonly overlap: Overlap;
  readonly overlapWithData: Overlap;
  readonly phases: readonly PhaseProfile[];
  readonly layers: readonly LayerProfile[];
  /** Device work that no annotated range launched. */
  readonly unattributed: number;
}

/** Imports a trace: text, or its decompressed bytes in one or many chunks. @throws TraceError */
export function importTrace(input: string | Uint8Array | Iterable<Uint8Array>): RecordedProfile {
  return profileOf(readTrace(input));
}

const MS = 1e-3;

export function profileOf(records: TraceRecords): RecordedProfile {
  const { work } = records;
  const kinds = work.map(({ name }) => kernelKind(name));
  const startUs = work[0].startUs;
  const endUs = work.reduce(
    (latest, { startUs: from, durationUs }) => Math.max(latest, from + durationUs),
    startUs,
  );
  const streams = streamProfiles(work, kinds);
  const roles = new Map(streams.map(({ stream, role }) => [stream, role]));
  const roleOf = ({ stream }: DeviceWork): 'compute' | 'communication' => roles.get(stream)!;
  const compute = busy(work, (item) => roleOf(item) === 'compute');
  const communication = busy(work, (item) => roleOf(item) === 'communication');
  const data = busy(
    work,
    (item, index) => roleOf(item) === 'communication' && kinds[index] === 'communication',
  );
  const spanUs = endUs - startUs;
  const attributed = attribute(records);
  return {
    traceName: records.traceName,
    device: records.deviceName,
    sms: records.sms,
    rank: records.rank,
    worldSize: records.worldSize,
    spanMs: spanUs * MS,
    kernels: work.length,
    streams,
    kindsMs: kindTimes(work, kinds, () => true),
    computeMs: totalOf(compute) * MS,
    communicationMs: totalOf(communication) * MS,
    communicationDataMs: totalOf(data) * MS,
    overlap: overlapOf(compute, communication, spanUs),
    overlapWithData: overlapOf(compute, data, spanUs),
    ...phasesAndLayers(records, kinds, roleOf, compute, attributed),
    unattributed: attributed.annotation.reduce((count, index) => count + (index < 0 ? 1 : 0), 0),
  };
}

function busy(work: readonly DeviceWork[], keep: (item: DeviceWork, index: number) => boolean): Intervals {
  const kept = work.filter(keep);
  return unionOf(
    kept.length,
    (index) => kept[index].startUs,
    (index) => kept[index].startUs + kept[index].durationUs,
  );
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

function kindTimes(
  work: readonly DeviceWork[],
  kinds: readonly KernelKind[],
  keep: (item: DeviceWork, index: number) => boolean,
): Partial<Record<KernelKind, number>> {
  const times: Partial<Record<KernelKind, number>> = {};
  work.forEach((item, index) => {
    if (keep(item, index)) times[kinds[index]] = (times[kinds[index]] ?? 0) + item.durationUs * MS;
  });
  return times;
}

function streamProfiles(work: readonly DeviceWork[], kinds: readonly KernelKind[]): StreamProfile[] {
  const streams = [...new Set(work.map(({ stream }) => stream))].sort((a, b) => a - b);
  return streams.map((stream) => {
    const kindsMs = kindTimes(work, kinds, (item) => item.stream === stream);
    const entries = Object.entries(kindsMs) as [KernelKind, number][];
    const all = entries.reduce((sum, [, ms]) => sum + ms, 0);
    const moving = entries.reduce((sum, [kind, ms]) => sum + (isCommunication(kind) ? ms : 0), 0);
    return {
      stream,
      role: moving > all / 2 ? 'communication' : 'compute',
      kernels: work.filter((item) => item.stream === stream).length,
      busyMs: totalOf(busy(work, (item) => item.stream === stream)) * MS,
      kindsMs,
    };
  });
}

function phasesAndLayers(
  records: TraceRecords,
  kinds: readonly KernelKind[],
  roleOf: (item: DeviceWork) => 'compute' | 'communication',
  compute: Intervals,
  { annotation, occurrence }: ReturnType<typeof attribute>,
): Pick<RecordedProfile, 'phases' | 'layers'> {
  const { work, annotations } = records;
  const groups = new Map<string, number[]>();
  const layers = new Map<number, number[]>();
  work.forEach((_, index) => {
    const range = annotation[index];
    if (range < 0) return;
    append(groups, annotations[range].name, index);
    append(layers, occurrence[range], index);
  });
  const phases = [...groups].map(([phase, members]): PhaseProfile => {
    const inPhase = new Set(members);
    const byLayer = new Map<number, number[]>();
    for (const index of members) append(byLayer, occurrence[annotation[index]], index);
    const perLayerMs = [...byLayer]
      .sort(([a], [b]) => a - b)
      .map(
        ([, ofLayer]) =>
          totalOf(
            busy(
              ofLayer.map((index) => work[index]),
              () => true,
            ),
          ) * MS,
      );
    return {
      phase,
      role: roleOf(work[members[0]]),
      kernels: members.length,
      busyMs: perLayerMs.reduce((sum, ms) => sum + ms, 0),
      perLayerMs,
      kindsMs: kindTimes(work, kinds, (_, index) => inPhase.has(index)),
    };
  });
  return {
    phases,
    layers: [...layers]
      .sort(([a], [b]) => a - b)
      .map(([layer, members]) =>
        layerProfile(
          layer,
          members.map((index) => work[index]),
          roleOf,
          compute,
          work[0].startUs,
        ),
      ),
  };
}

function append<K>(groups: Map<K, number[]>, key: K, member: number): void {
  const members = groups.get(key);
  if (members === undefined) groups.set(key, [member]);
  else members.push(member);
}

function layerProfile(
  layer: number,
  work: readonly DeviceWork[],
  roleOf: (item: DeviceWork) => string,
  compute: Intervals,
  originUs: number,
): LayerProfile {
  const communication = busy(work, (item) => roleOf(item) === 'communication');
  const all = busy(work, () => true);
  return {
    layer,
    startMs: (all[0] - originUs) * MS,
    endMs: (all[all.length - 1] - originUs) * MS,
    computeMs: totalOf(busy(work, (item) => roleOf(item) === 'compute')) * MS,
    communicationMs: totalOf(communication) * MS,
    exposedMs: (totalOf(communication) - sharedBy(communication, compute)) * MS,
  };
}
