/** Exit codes of the contract, and errors that carry one. */

export const ExitCode = {
  done: 0,
  unexpected: 1,
  usage: 2,
  cancelled: 3,
  notFound: 4,
  failed: 5,
  unreachable: 6,
  /** As of timeout(1). */
  timedOut: 124,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A report whose rows leave their tolerances has failed, whatever else was printed. */
export const exitCodeOf = (reports: readonly { readonly withinTolerance: boolean }[]): ExitCode =>
  reports.every(({ withinTolerance }) => withinTolerance) ? ExitCode.done : ExitCode.failed;

/** Of a run or sweep that has ended. */
export const exitCodeOfEnd = (state: string): ExitCode =>
  state === 'failed' ? ExitCode.failed : state === 'cancelled' ? ExitCode.cancelled : ExitCode.done;

/** A failure that is reported to the user in a sentence. */
export class CliError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    readonly code: string,
    message: string,
    readonly hint = '',
  ) {
    super(message);
    this.name = 'CliError';
  }
}
