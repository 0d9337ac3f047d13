/** What a recorded profile holds, as tables. */
import {
  type AnalyzedProfile,
  type DeviceProfile,
  type ExecutedProfile,
  type ProfileMachine,
  type RecordedProfile,
  type RetargetedComparison,
} from '@railyard/profile';
import { type Answer, type Cell, type Table } from '../output/format.js';

/** A trace names itself only where the profiler was given a name: else it goes by its file. */
/** The workload goes into a file of its own. */
export function profileAnswer({ workload: _, ...profile }: AnalyzedProfile, file: string): Answer {
  const { otherDevices, read, retargeted } = profile;
  const name = profile.traceName || file;
  return {
    data: profile,
    tables: [
      ...[profile, ...otherDevices].flatMap((device) => deviceTables(device, titleOf(device, profile, name))),
      ...(retargeted === undefined ? [] : [retargetedTable(retargeted)]),
    ],
    notes: [
      `Read: ${read.events} events, of them ${read.work} kernels, copies and fills, ` +
        `${read.launches} launches, ` +
        `${read.annotations} annotated ranges; ${read.other} others are not needed.`,
      ...(read.clamped === 0
        ? []
        : [`${read.clamped} kernels end before they begin: counted as of no length.`]),
      ...(read.withoutTime === 0 ? [] : [`${read.withoutTime} events have no time: left out.`]),
    ],
  };
}

const titleOf = (
  { kernels, spanMs, device, deviceId }: DeviceProfile,
  of: RecordedProfile,
  name: string,
): string =>
  `${name}: ${kernels} kernels in ${spanMs.toFixed(1)} ms on ${device}, rank ${of.rank} of ${of.worldSize}` +
  (of.otherDevices.length === 0 ? '' : `, device ${deviceId}`);

function deviceTables(profile: DeviceProfile, title: string): readonly Table[] {
  const { overlap } = profile;
  const byTime = Object.entries(profile.kindsMs).sort(([, a], [, b]) => b - a);
  return [
    {
      title,
      columns: ['stream', 'role', 'kernels', 'busy (ms)'],
      rows: profile.streams.map(({ stream, role, kernels, busyMs }): readonly Cell[] => [
        stream,
        role,
        kernels,
        busyMs,
      ]),
    },
    { columns: ['kind', 'time (ms)'], rows: byTime },
    {
      columns: ['overlap', 'time (ms)'],
      rows: [
        ['both', overlap.bothMs],
        ['computation only', overlap.computeOnlyMs],
        ['communication only (exposed)', overlap.communicationOnlyMs],
        ['neither', overlap.neitherMs],
      ],
    },
    {
      columns: ['kernel', 'kind', 'kernels', 'time (ms)'],
      rows: profile.topKernels
        .slice(0, SHOWN)
        .map(({ name, kind, kernels, totalMs }): readonly Cell[] => [
          shortened(name),
          kind,
          kernels,
          totalMs,
        ]),
    },
    {
      columns: ['collective', 'ranks', 'MiB', 'calls', 'time (ms)', 'best bus GB/s', 'mean GB/s'],
      rows: profile.collectives
        .slice(0, SHOWN)
        .map((row): readonly Cell[] => [
          row.operation,
          row.groupSize,
          row.bytes === null ? null : row.bytes / 2 ** 20,
          row.calls,
          row.totalMs,
          row.bestBusGBps,
          row.meanAlgorithmGBps,
        ]),
    },
    {
      columns: ['phase', 'role', 'kernels', 'busy (ms)'],
      rows: profile.phases.map(({ phase, role, kernels, busyMs }): readonly Cell[] => [
        phase,
        role,
        kernels,
        busyMs,
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** Kernels that are printed, and characters of their names. */
const SHOWN = 8;
const LONGEST_NAME = 72;

const shortened = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 3)}...`;

function retargetedTable({ recorded, target, speedup }: RetargetedComparison): Table {
  const label = (machine: ProfileMachine): string =>
    `${machine.name}, ${machine.communicationSms} comm. SMs, NIC ${machine.nicGBps} GB/s (ms)`;
  const rows: readonly (readonly [string, (profile: ExecutedProfile) => number])[] = [
    ['span', (profile) => profile.spanMs],
    ['computation', (profile) => profile.computeMs],
    ['communication', (profile) => profile.communicationMs],
    ['both', (profile) => profile.overlap.bothMs],
    ['communication only (exposed)', (profile) => profile.overlap.communicationOnlyMs],
    ['neither', (profile) => profile.overlap.neitherMs],
  ];
  return {
    title: `On another machine: ${speedup.toFixed(3)} times as fast`,
    columns: ['time', label(recorded.machine), label(target.machine), 'change (%)'],
    rows: rows.map(([name, of]): readonly Cell[] => [
      name,
      of(recorded),
      of(target),
      of(recorded) === 0 ? null : 100 * (of(target) / of(recorded) - 1),
    ]),
  };
}
