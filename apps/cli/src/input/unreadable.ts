/** Why a file could not be read, as a sentence rather than the code of the system or of zlib. */
import { CliError, ExitCode } from '../exit-code.js';

/** Undefined when the error is not about the file. */
export function unreadable(path: string, error: unknown): CliError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return new CliError(ExitCode.notFound, 'not-found', `There is no file \`${path}\`.`, 'Check the name.');
    case 'Z_BUF_ERROR':
      return new CliError(
        ExitCode.usage,
        'unreadable',
        `${path} is cut off: its gzip data does not end.`,
        'Copy or export it again.',
      );
    case 'Z_DATA_ERROR':
      return new CliError(
        ExitCode.usage,
        'unreadable',
        `${path} is not a gzip file, or is damaged.`,
        'Copy or export it again, or take the `.gz` off the name of a file that is not packed.',
      );
    case 'ERR_BUFFER_TOO_LARGE':
      return new CliError(
        ExitCode.usage,
        'unreadable',
        `${path} is too large to be unpacked at once.`,
        'Unpack it: a file that is not packed is read in pieces.',
      );
    case 'EISDIR':
      return new CliError(
        ExitCode.usage,
        'unreadable',
        `${path} must be a file (got a directory).`,
        'Name a file.',
      );
    default:
      // Codes of the system and of zlib; ERR_* are mistakes of ours.
      return /^(E[A-Z0-9]+$|Z_)/.test(code)
        ? new CliError(
            ExitCode.usage,
            'unreadable',
            `${path} cannot be read (${code}).`,
            'Check that it may be read, or copy it again.',
          )
        : undefined;
  }
}
