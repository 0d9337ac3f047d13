/** A trace sent to a service as the file has it, packed or not, and analysed there. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ServiceCalls } from '@railyard/client';
import { type ProfileRequest } from '@railyard/profile';
import { unreadable } from '../input/unreadable.js';

/** @throws CliError when the file cannot be read. */
export async function analyzedThere(
  calls: ServiceCalls,
  file: string,
  { workload, ...request }: ProfileRequest,
) {
  const bytes = await opened(file);
  return calls.POST('/v1/profiles', {
    params: { query: { ...request, ...(workload === true ? { workload: 'true' } : {}) } },
    headers: {
      'content-type': 'application/octet-stream',
      ...(file.endsWith('.gz') ? { 'content-encoding': 'gzip' } : {}),
    },
    body: Readable.toWeb(bytes) as never,
    bodySerializer: (body: unknown) => body as ReadableStream,
    duplex: 'half',
  } as never);
}

/** A file that cannot be read is found before anything is sent. */
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
