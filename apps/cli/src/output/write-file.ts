/** Files that commands write, with failures as sentences. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CliError, ExitCode } from '../exit-code.js';

export const writeText = (path: string, text: string): Promise<void> => writeBytes(path, text);

/** Compressed when the name ends in `.gz`; folders on the way are made. */
export async function writeBytes(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, path.endsWith('.gz') ? gzipSync(content) : content);
  } catch (error) {
    throw new CliError(
      ExitCode.usage,
      'unwritable',
      `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'}).`,
      'Check that the folder may be written to.',
    );
  }
}
