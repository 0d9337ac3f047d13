/** Files that commands write, with failures as sentences. */
import { constants } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CliError, ExitCode } from '../exit-code.js';

export const writeText = (path: string, text: string): Promise<void> => writeBytes(path, text);

/** Compressed when the name ends in `.gz`; folders on the way are made. */
export async function writeBytes(path: string, content: string | Uint8Array): Promise<void> {
  await orUnwritable(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, path.endsWith('.gz') ? gzipSync(content) : content);
  });
}

/** Makes a folder where there is none: for work that takes minutes before it writes into it. */
export function writableFolder(path: string): Promise<void> {
  return orUnwritable(path, async () => {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  });
}

/** @throws CliError */
async function orUnwritable(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new CliError(
      ExitCode.usage,
      'unwritable',
      `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'}).`,
      'Check that the folder may be written to.',
    );
  }
}
