/** Recordings sent to a service in one archive, and compared there. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ServiceCalls } from '@railyard/client';
import { changed } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { unreadable } from '../input/unreadable.js';
import { sentBytes, sentFile } from '../service/sent-file.js';
import { type TraceSource } from './trace-sources.js';

/** A member of the archive: a file as it is, or a text. */
interface Packed {
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** @throws CliError when a file cannot be read. */
export async function ranksComparedThere(calls: ServiceCalls, { paths, archive }: TraceSource) {
  const sent = archive === undefined ? sentBytes(await packed(paths)) : await sentFile(archive);
  return calls.POST('/v1/profiles/ranks', sent as never);
}

/**
 * @param paths both sides, or the recording alone
 * @param against the experiment that is the other side then
 * @throws CliError when a file or experiment cannot be read.
 */
export async function differenceThere(calls: ServiceCalls, { paths }: TraceSource, against?: string) {
  const { presetNames } = await import('@railyard/experiments');
  const preset = against !== undefined && presetNames('experiment').includes(against) ? against : undefined;
  const { document } =
    against === undefined || preset !== undefined
      ? { document: undefined }
      : await changed(await readDocument(against));
  return calls.POST('/v1/profiles/difference', {
    ...(preset === undefined ? {} : { params: { query: { against: preset } } }),
    ...sentBytes(await packed(paths, document)),
  } as never);
}

/** Every file is found before anything is sent. */
async function packed(paths: readonly string[], document?: unknown): Promise<Readable> {
  const members: Packed[] = [];
  for (const path of paths) {
    const { size } = await stat(path).catch((error: unknown) => {
      throw unreadable(path, error) ?? error;
    });
    members.push({ name: path, size, content: createReadStream(path) });
  }
  if (document !== undefined) {
    const text = new TextEncoder().encode(JSON.stringify(document));
    members.push({ name: 'experiment.yaml', size: text.length, content: [text] });
  }
  const { TAR_END, tarHeader, tarPadding } = await import('@railyard/profile');
  return Readable.from(
    (async function* () {
      for (const { name, size, content } of members) {
        yield tarHeader(name, size);
        yield* content;
        yield tarPadding(size);
      }
      yield TAR_END;
    })(),
    { objectMode: false },
  );
}
