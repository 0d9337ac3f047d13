/** A file sent to a service as it is, packed or not. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { unreadable } from '../input/unreadable.js';

/**
 * What a call of the client takes besides its parameters. A file that cannot be read is found before anything
 * is sent.
 * @throws CliError when the file cannot be read.
 */
export async function sentFile(file: string) {
  return sentBytes(await opened(file), /\.t?gz$/.test(file));
}

/** The same of bytes that are made as they are sent. */
export function sentBytes(bytes: Readable, isPacked = false) {
  return {
    headers: {
      'content-type': 'application/octet-stream',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    },
    body: Readable.toWeb(bytes) as never,
    bodySerializer: (body: unknown) => body as ReadableStream,
    duplex: 'half',
  };
}

async function opened(file: string): Promise<Readable> {
  try {
    const handle = await open(file);
    if ((await handle.stat()).isDirectory()) {
      await handle.close();
      throw Object.assign(new Error(), { code: 'EISDIR' });
    }
    return handle.createReadStream();
  } catch (error) {
    throw unreadable(file, error) ?? error;
  }
}
