/** `railyard import <trace.json>`: what a recorded kernel profile holds. */
import { type Command } from 'commander';
import { type DeviceProfile, type RecordedProfile, type TraceRecords } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { piecesOf } from '../input/read-bytes.js';
import { type Answer, type Cell, type Table } from '../output/format.js';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';
import {
  RECORDED_NIC_GBPS,
  RECORDED_SMS,
  type RetargetOptions,
  isRetargeted,
  recordingMachine,
  recordingOptions,
  retargeted,
  retargetedData,
  retargetedTable,
} from '../profile/retarget-profile.js';
import { finiteNumber, wholeNumber } from './options.js';

interface Options extends RetargetOptions {
  readonly workload?: string;
}

export function registerImport(program: Command): void {
  program
    .command('import')
    .description(
      'read a recorded profile (Chrome trace of the PyTorch profiler): time by stream and kind, ' +
        'overlap, exposed communication',
    )
    .argument('<trace>', 'JSON file; .gz is unpacked')
    .option('--retarget <device>', 'execute the profile on another device (a preset)')
    .option('--communication-sms <n>', 'SMs that communication holds there; 0: none', wholeNumber(0))
    .option('--nic-gbps <rate>', 'what a NIC reaches there, GB/s', finiteNumber(0.001))
    .option('--recorded-on <device>', 'device of the recording, where the trace does not say it')
    .option(
      '--recorded-sms <n>',
      `SMs that communication held in the recording; default: ${RECORDED_SMS}`,
      wholeNumber(0),
    )
    .option(
      '--recorded-nic-gbps <rate>',
      `what a NIC reached in the recording, GB/s; default: ${RECORDED_NIC_GBPS}`,
      finiteNumber(0.001),
    )
    .option('--workload <file>', 'write the profile as a workload that can be executed again')
    .addHelpText(
      'after',
      `
Examples:
  railyard import train.json.gz
  railyard import train.json --json > profile.json
  railyard import train.json.gz --retarget h200
  railyard import train.json.gz --communication-sms 0`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      refuseUnread(options);
      const { profileOf, workloadOf } = await import('@railyard/profile');
      await print(
        command,
        await explained(file, async () => {
          const records = await traceOf(file);
          const profile = profileOf(records);
          const answer = answerOf(profile, file);
          if (!isRetargeted(options) && options.workload === undefined) return answer;
          const workload = workloadOf(records, await recordingMachine(profile.device, options));
          if (options.workload !== undefined)
            await writeText(options.workload, `${JSON.stringify(workload)}\n`);
          if (!isRetargeted(options)) return answer;
          const elsewhere = await retargeted(workload, options);
          return {
            ...answer,
            data: { ...profile, retargeted: retargetedData(elsewhere) },
            tables: [...answer.tables, retargetedTable(elsewhere)],
          };
        }),
      );
    });
}

/** The machine of the recording matters to a profile that is executed, here or later. */
function refuseUnread(options: Options): void {
  const [option] = recordingOptions(options);
  if (option === undefined || isRetargeted(options) || options.workload !== undefined) return;
  throw new CliError(
    ExitCode.usage,
    'not-applicable',
    `${option} must be used with a profile that is executed.`,
    'Leave it out, or add --retarget, --communication-sms, --nic-gbps or --workload.',
  );
}

async function traceOf(file: string): Promise<TraceRecords> {
  const { TraceReader } = await import('@railyard/profile');
  const reader = new TraceReader();
  for await (const piece of piecesOf(file)) reader.push(piece);
  return reader.end();
}

/** A mistake in the trace is named with the byte at which it stands. */
async function explained<T>(file: string, read: () => Promise<T>): Promise<T> {
  const { TraceError } = await import('@railyard/profile');
  try {
    return await read();
  } catch (error) {
    if (error instanceof TraceError)
      throw new CliError(
        ExitCode.usage,
        'invalid-trace',
        `${file}, byte ${error.offset}: ${error.problem}`,
        error.hint,
      );
    throw error;
  }
}

/** A trace names itself only where the profiler was given a name: else it goes by its file. */
function answerOf(profile: RecordedProfile, file: string): Answer {
  const { otherDevices, read } = profile;
  const name = profile.traceName || file;
  return {
    data: profile,
    tables: [profile, ...otherDevices].flatMap((device) =>
      deviceTables(device, titleOf(device, profile, name)),
    ),
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
