/** Exit codes of the contract, and errors that carry one. */

export const ExitCode = {
  done: 0,
  unexpected: 1,
  usage: 2,
  cancelled: 3,
  notFound: 4,
  failed: 5,
  unreachable: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A failure that the user is told about in a sentence. */
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
