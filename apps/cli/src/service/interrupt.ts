/** Ctrl-C, or the end of --timeout, while a service works: the command ends, the work goes on there. */
import { CliError, ExitCode } from '../exit-code.js';

/**
 * `farewell` says where the work goes on, `hint` how to end it.
 * @param deadline aborted when the command is to wait no longer
 */
export async function interruptible<T>(
  farewell: string,
  hint: string,
  work: (signal: AbortSignal) => Promise<T>,
  deadline?: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new CliError(ExitCode.interrupted, 'interrupted', farewell, hint));
  const onDeadline = (): void =>
    stop.abort(
      new CliError(ExitCode.timedOut, 'timeout', `The time of --timeout is over: ${farewell}`, hint),
    );
  process.once('SIGINT', onSignal);
  if (deadline?.aborted === true) onDeadline();
  deadline?.addEventListener('abort', onDeadline, { once: true });
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    process.removeListener('SIGINT', onSignal);
    deadline?.removeEventListener('abort', onDeadline);
  }
}
