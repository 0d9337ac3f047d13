/** Ctrl-C while a service works: the command ends, the work goes on there. */
import { CliError, ExitCode } from '../exit-code.js';

/** `farewell` says where the work goes on, and how to end it. */
export async function interruptible<T>(
  farewell: string,
  hint: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new CliError(ExitCode.interrupted, 'interrupted', farewell, hint));
  process.once('SIGINT', onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    process.removeListener('SIGINT', onSignal);
  }
}
