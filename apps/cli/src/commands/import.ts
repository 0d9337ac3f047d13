/** `railyard import <trace.json>`: what a recorded kernel profile holds. */
import { type Command } from 'commander';
import { type RecordedProfile } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { bytesOf } from '../input/read-bytes.js';
import { type Answer, type Cell } from '../output/format.js';
import { print } from '../output/print.js';

export function registerImport(program: Command): void {
  program.command('import')
    .description('read a recorded profile (Chrome trace of the PyTorch profiler): time by stream and kind, overlap, exposed communication')
    .argument('<trace>', 'JSON file; .gz is unpacked')
    .addHelpText('after', '\nExamples:\n  railyard import train.json.gz\n  railyard import train.json --json > profile.json')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { importTrace } = await import('@railyard/replay');
      await print(command, answerOf(imported(file, importTrace)));
    });
}

/** A mistake in the trace is told with the byte at which it stands. */
function imported(file: string, importTrace: (bytes: Iterable<Uint8Array>) => RecordedProfile): RecordedProfile {
  try {
    return importTrace(bytesOf(file));
  } catch (error) {
    if (error instanceof Error && error.name === 'TraceError') throw new CliError(ExitCode.usage, 'invalid-trace', `${file}: ${error.message}`);
    throw error;
  }
}

function answerOf(profile: RecordedProfile): Answer {
  const { overlap } = profile;
  const byTime = Object.entries(profile.kindsMs).sort(([, a], [, b]) => b - a);
  return {
    data: profile,
    tables: [
      {
        title: `${profile.traceName}: ${profile.kernels} kernels in ${profile.spanMs.toFixed(1)} ms on ${profile.device}, rank ${profile.rank} of ${profile.worldSize}`,
        columns: ['stream', 'role', 'kernels', 'busy (ms)'],
        rows: profile.streams.map((stream): readonly Cell[] => [stream.stream, stream.role, stream.kernels, stream.busyMs]),
      },
      { columns: ['kind', 'time (ms)'], rows: byTime },
      {
        columns: ['overlap', 'time (ms)'],
        rows: [['both', overlap.bothMs], ['computation only', overlap.computeOnlyMs], ['communication only (exposed)', overlap.communicationOnlyMs], ['neither', overlap.neitherMs]],
      },
      ...(profile.phases.length === 0 ? [] : [{
        columns: ['phase', 'role', 'kernels', 'busy (ms)'],
        rows: profile.phases.map((phase): readonly Cell[] => [phase.phase, phase.role, phase.kernels, phase.busyMs]),
      }]),
    ],
  };
}
