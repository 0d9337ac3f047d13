/** One run of the command line: parse, act, and turn whatever is thrown into sentences and an exit code. */
import { CommanderError } from 'commander';
import { ExitCode } from './exit-code.js';
import { buildProgram } from './program.js';
import { reportError } from './output/errors.js';
import { usageError } from './output/usage-error.js';

export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const program = await buildProgram(args);
  process.stdout.on('error', ignoreClosedPipe);
  try {
    await program.parseAsync(args, { from: 'user' });
    return (process.exitCode as ExitCode | undefined) ?? ExitCode.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.done;
    const wrong = error instanceof CommanderError ? usageError(error, program, args) : error;
    return reportError(wrong, { json: wantsJson(args), debug: args.includes('--debug') });
  }
}

const wantsJson = (args: readonly string[]): boolean =>
  args.includes('--json') ||
  args.includes('-ojson') ||
  args.some((word, i) => word === 'json' && /^(-o|--output)$/.test(args[i - 1] ?? ''));

/** `railyard presets | head -1` closes the pipe early: that is no failure. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(ExitCode.done);
  throw error;
}
