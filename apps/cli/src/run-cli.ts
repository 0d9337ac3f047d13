/** One run of the command line: parse, act, and turn whatever is thrown into sentences and an exit code. */
import { CommanderError } from 'commander';
import { ExitCode } from './exit-code.js';
import { buildProgram } from './program.js';
import { reportError } from './output/errors.js';

export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const program = await buildProgram(args);
  process.stdout.on('error', ignoreClosedPipe);
  try {
    await program.parseAsync(args, { from: 'user' });
    return (process.exitCode as ExitCode | undefined) ?? ExitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return usageExit(error, wantsJson(args));
    return reportError(error, { json: wantsJson(args), debug: args.includes('--debug') });
  }
}

/** Commander has told the reader already. */
function usageExit(error: CommanderError, json: boolean): ExitCode {
  if (error.exitCode === 0) return ExitCode.done;
  if (json) {
    const usage = { code: 'usage', message: error.message.replace(/^error: /, '') };
    process.stdout.write(`${JSON.stringify({ error: usage }, null, 2)}\n`);
  }
  return ExitCode.usage;
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
